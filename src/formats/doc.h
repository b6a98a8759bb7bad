/* The document tree that JSON and YAML share. Every key and value keeps the bytes it came from, so that a finding can
 * point at them. The tree lives in the arena it was read into and points into the source text where it can. It is never
 * deeper than SW_LIMIT_DOCUMENT_DEPTH, aliases followed, so that a walk may recurse. */
#pragma once
#include "base/diag.h"

enum sw_node_kind { SW_NODE_NULL, SW_NODE_BOOL, SW_NODE_INT, SW_NODE_FLOAT, SW_NODE_STRING, SW_NODE_LIST, SW_NODE_MAP };

/* How a scalar was written; a dialect may read plain ones differently. */
enum sw_node_style { SW_STYLE_PLAIN, SW_STYLE_SINGLE, SW_STYLE_DOUBLE, SW_STYLE_LITERAL, SW_STYLE_FOLDED };

struct sw_node;

struct sw_member {
	struct sw_str key;       /* decoded; a key that is no string as the dialect spells it (kubectl: yes is "true") */
	struct sw_span key_span; /* the key as written, quotes included */
	bool merged;             /* came through a YAML merge key */
	struct sw_node *value;
};

struct sw_node {
	enum sw_node_kind kind : 8;
	enum sw_node_style style : 8;
	bool big;                 /* INT or FLOAT whose value only `number` holds */
	uint32_t count;           /* of items or members */
	struct sw_span span;      /* the value as written, without tag and anchor; for an alias the anchored value */
	struct sw_span alias;     /* where an alias (*name) or merge stands that brought it here, else zero */
	struct sw_str text;       /* scalars: decoded text; for numbers and plain scalars exactly as written */
	struct sw_str tag;        /* explicit YAML tag ("!reset", "!!str"), else empty */
	int64_t integer;          /* INT that fits; BOOL: 0 or 1 */
	double number;            /* FLOAT, and INT (also where it fits: then rounded) */
	union {
		struct sw_node **items;    /* LIST */
		struct sw_member *members; /* MAP: all members in order, duplicates included; merged ones where << stood */
	};
};

/* What a YAML scalar means, and which member answers when a key is there twice. */
enum sw_dialect {
	SW_DIALECT_STRICT,  /* JSON as RFC 8259; a duplicate is an error diagnostic; the first answers */
	SW_DIALECT_ENGINE,  /* as Go's encoding/json folds: the last that matches without case */
	SW_DIALECT_KUBECTL, /* YAML 1.1 as kubectl reads it: last wins */
	SW_DIALECT_COMPOSE, /* YAML as Docker Compose reads it: 1.2 core booleans, duplicates refused */
};

/* The member that `key` names in `map` under the dialect, or NULL; NULL too when `map` is NULL or no map. */
const struct sw_member *sw_doc_member(const struct sw_node *map, struct sw_str key, enum sw_dialect dialect);
/* Its value, or NULL. */
struct sw_node *sw_doc_get(const struct sw_node *map, const char *key, enum sw_dialect dialect);

/* The JSON pointer (RFC 6901) of `node` below `root`, or the empty string when it is not there. */
struct sw_str sw_doc_pointer(struct sw_arena *arena, const struct sw_node *root, const struct sw_node *node);

static inline bool sw_node_is(const struct sw_node *node, enum sw_node_kind kind) {
	return node && node->kind == kind;
}

/* Any scalar but null. */
static inline bool sw_node_is_scalar(const struct sw_node *node) {
	return node && node->kind >= SW_NODE_BOOL && node->kind <= SW_NODE_STRING;
}
