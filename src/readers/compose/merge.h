/* Merging on the level of the document tree, as the Compose specification words it: what a later file, an extending
 * service or a later document of a stream says is laid over what was there. Nothing is copied that stands on one side
 * alone, so every node keeps the place where it was written. */
#pragma once
#include "readers/compose/parts.h"

/* `over` laid over `base`, both at `path`: keys with dots between them, "*" for names that people choose ("" is the top
 * level, "services.*" a service). Either may be NULL. NULL: nothing is left (!reset). */
struct sw_node *sw_compose_merge(struct sw_compose_reader *r, const char *path, struct sw_node *base, struct sw_node *over);

/* A copy of `map` with one member put in its place or at the end; a member without a value takes it out. */
struct sw_node *sw_compose_with(struct sw_compose_reader *r, const struct sw_node *map, const struct sw_member *member);
struct sw_node *sw_compose_without(struct sw_compose_reader *r, const struct sw_node *map, const char *key);

/* unique.c: how the entries of one list are told apart, as text; NULL text: each stands for itself. */
typedef struct sw_str sw_compose_key_fn(struct sw_compose_reader *r, const struct sw_node *item);

enum sw_compose_rule_kind {
	SW_MERGE_PLAIN,   /* maps member by member, lists one behind the other, scalars replaced */
	SW_MERGE_REPLACE, /* the later one holds */
	SW_MERGE_PAIRS,   /* NAME=VALUE in a list, or a map: by name */
	SW_MERGE_NAMES,   /* a list of names, or a map: as a map */
	SW_MERGE_LIST,    /* a scalar counts as a list of one */
	SW_MERGE_BUILD,   /* a scalar is the context */
	SW_MERGE_LOGGING, /* options belong to a driver */
};

struct sw_compose_rule {
	const char *path;
	enum sw_compose_rule_kind kind;
	sw_compose_key_fn *key; /* of lists; NULL: entries are never the same */
};

/* The rule of a path; a plain one where the table has none. */
const struct sw_compose_rule *sw_compose_rule_of(const char *path);
/* The path of what stands under `key` of the map at `path`, into `to`; "*" when it is longer than any rule. */
void sw_compose_path_below(char *to, size_t size, const char *path, struct sw_str key);
/* Whether the keys of the map at `path` are names that people choose. */
bool sw_compose_names_below(const char *path);
