/* What the parts of the compose reader share: the state of one reading, and how scalars, lists and name=value pairs
 * are taken from the tree. A part reads one concept; service.c's table calls them. */
#pragma once
#include "base/map.h"
#include "facts/factset.h"
#include "formats/yaml.h"
#include "readers/compose/interpolate.h"
#include "readers/compose/read.h"

/* A value that may be a secret: judged when all is read, each place once. */
struct sw_compose_suspect {
	struct sw_str name;  /* of the variable or option; empty: `value` is a command line */
	struct sw_str value; /* decoded */
	struct sw_span at;   /* the value as written, without quotes where it has them */
	bool literal;        /* no variable was written */
};

SW_VEC_TYPE(sw_compose_names, struct sw_named_at);
SW_VEC_TYPE(sw_compose_suspects, struct sw_compose_suspect);

/* How the scalars of one source are meant: which variables they know, and where relative paths start. */
struct sw_compose_context {
	struct sw_compose_scope scope;
	struct sw_str prefix; /* folder of relative paths, from the first file's folder; empty: that folder itself */
};

SW_VEC_TYPE(sw_compose_contexts, const struct sw_compose_context *);

struct sw_compose_reader {
	struct sw_factset *set;
	struct sw_arena *arena;      /* the set's */
	struct sw_diags *diags;      /* the set's */
	struct sw_deployment *deployment;
	const struct sw_compose_files *files; /* may be NULL */
	struct sw_compose_context *main;       /* of the files named first: .env and the project's folder */
	struct sw_compose_contexts contexts;   /* of a compose file, by the number of its source; NULL: a file of variables */
	struct sw_map project;       /* what the project is called, as a variable */
	struct sw_map env_files;     /* path -> struct sw_compose_file */
	struct sw_map inline_files;  /* place of a dockerfile_inline -> struct sw_inner_dockerfile: services may share one */
	struct sw_map seen_diags;    /* what was said already: an anchored value is read at each use */
	uint32_t source;             /* of the first compose file */
	const struct sw_node *service; /* body of the service being read */
	struct sw_str folder;        /* of the first compose file, from the top of the target; empty: the top */
	struct sw_compose_names parts;  /* files included and extended: become the deployment's */
	struct sw_compose_names unseen; /* include that was not followed: becomes the deployment's */
	struct sw_compose_suspects suspects;
	size_t budget;               /* bytes of scalars that may still be read: aliases repeat them */
	bool exhausted;              /* the budget is used up; it was said */
	bool legacy;                 /* first format: services stand at the top level */
};

/* A scalar after interpolation. */
struct sw_compose_scalar {
	struct sw_str text;  /* variables that are not known are left as written */
	struct sw_span at;   /* the value as written */
	bool known;          /* no variable is left */
	bool defaulted;      /* a variable's default was taken: the shell may set it otherwise */
	bool literal;        /* no variable was written */
	const struct sw_node *node;
};

SW_VEC_TYPE(sw_compose_scalars, struct sw_compose_scalar);

/* name=value of a list, or a member of a map. */
struct sw_compose_pair {
	struct sw_str name;
	struct sw_compose_scalar value; /* text is empty without a value */
	bool has_value;                 /* false: a bare name, or null */
	bool merged;
	struct sw_span at;              /* the entry */
	struct sw_span value_at;        /* its value as written */
};

SW_VEC_TYPE(sw_compose_pairs, struct sw_compose_pair);
SW_VEC_TYPE(sw_compose_members, const struct sw_member *);

/* A diagnostic, once for each code and place. */
void sw_compose_diag(struct sw_compose_reader *r, enum sw_diag_level level, const char *code, struct sw_span at,
		     const char *format, ...) __attribute__((format(printf, 5, 6)));
/* "WHAT: EXPECTED is expected" as a warning; returns false. */
bool sw_compose_wrong_type(struct sw_compose_reader *r, const struct sw_node *node, const char *what,
			   const char *expected);

/* The members of a map that hold: a later duplicate and an own key before a merged one; `!reset` removes. Empty, with a
 * diagnostic unless null, when the node is no map. */
struct sw_compose_members sw_compose_members(struct sw_compose_reader *r, const struct sw_node *node, const char *what);
/* The same with those that `!reset` removes, and without a word about what is no map. */
struct sw_compose_members sw_compose_held(struct sw_compose_reader *r, const struct sw_node *node);
/* The value of one key of a map, or NULL; NULL too for `!reset` and when `map` is no map. */
const struct sw_node *sw_compose_get(const struct sw_node *map, const char *key);

/* Any scalar but null; false with a diagnostic for a list or map. */
bool sw_compose_scalar(struct sw_compose_reader *r, const struct sw_node *node, const char *what,
		       struct sw_compose_scalar *scalar);
/* A scalar's text after interpolation, with nothing said about it; empty for NULL, null, lists and maps. */
struct sw_str sw_compose_peek(struct sw_compose_reader *r, const struct sw_node *node);
/* The context of the file that a node stands in. */
const struct sw_compose_context *sw_compose_context(const struct sw_compose_reader *r, const struct sw_node *node);
/* A path written at `node` as it counts from the first file's folder, clean; absolute ones and ~ stay. */
struct sw_str sw_compose_rebase(struct sw_compose_reader *r, const struct sw_node *node, struct sw_str path);
/* merge.c: whether a map in a merged list of pairs stands for NAME=VALUE. */
bool sw_compose_is_pair(const struct sw_node *item);
/* The scalar that `map` holds under `key`; false when there is none, or null. */
bool sw_compose_find(struct sw_compose_reader *r, const struct sw_node *map, const char *key,
		     struct sw_compose_scalar *scalar);
/* Its text alone, empty when there is none; *known is cleared when a variable is left in it. */
struct sw_str sw_compose_find_text(struct sw_compose_reader *r, const struct sw_node *map, const char *key, bool *known);
/* A note for each key of `map` that is not in `known`, a list that ends with NULL; x-… may always stand. */
void sw_compose_note_unknown(struct sw_compose_reader *r, const struct sw_node *map, const char *what,
			     const char *const *known);
/* The scalar from byte `from` of its text before interpolation, as written and without a closing quote; all of it where
 * escapes or folded lines move bytes. */
struct sw_span sw_compose_part(const struct sw_compose_reader *r, const struct sw_compose_scalar *scalar, size_t from);
/* The scalar's bytes without its quotes. */
struct sw_span sw_compose_inner(const struct sw_compose_reader *r, const struct sw_compose_scalar *scalar);

/* true, false, and the strings that Compose takes for them; unknown without a diagnostic when a variable is left. */
enum sw_tri sw_compose_bool(struct sw_compose_reader *r, const struct sw_node *node, const char *what);
/* Scalars of a list; a single scalar counts as a list of one when `single` is set. */
struct sw_compose_scalars sw_compose_list(struct sw_compose_reader *r, const struct sw_node *node, bool single,
					  const char *what);
/* Pairs of a map or of a list of name=value. */
struct sw_compose_pairs sw_compose_pairs(struct sw_compose_reader *r, const struct sw_node *node, const char *what);
/* Where a member stands, from its key to its value; an alias counts as written, not as what it stands for. */
struct sw_span sw_compose_member_span(const struct sw_member *member);

/* Takes `n` bytes off the budget; false, with a diagnostic the first time, when it is used up. */
bool sw_compose_spend(struct sw_compose_reader *r, size_t n, struct sw_span at);

/* Cuts *rest at the next `sep` that stands outside ${…}; as sw_str_split otherwise. */
bool sw_compose_cut(struct sw_str *rest, char sep, struct sw_str *part);

/* Adds a name with its value to a vector of struct sw_named_at. */
#define sw_compose_name(r, vec, name_, value_, known_, at_) \
	(*sw_push((r)->arena, (vec)) = (struct sw_named_at){.name = (name_), .value = (value_), .known = (known_), .at = (at_)})
/* The same for every scalar of a list, and every pair. */
#define sw_compose_push_list(r, vec, list)                                                                      \
	do {                                                                                                    \
		for (size_t i_ = 0; i_ < (list).n; i_++)                                                        \
			sw_compose_name((r), (vec), (list).v[i_].text, (struct sw_str){0}, (list).v[i_].known,  \
					(list).v[i_].at);                                                       \
	} while (0)
#define sw_compose_push_pairs(r, vec, pairs)                                                                    \
	do {                                                                                                    \
		for (size_t i_ = 0; i_ < (pairs).n; i_++)                                                       \
			sw_compose_name((r), (vec), (pairs).v[i_].name, (pairs).v[i_].value.text,               \
					!(pairs).v[i_].value.node || (pairs).v[i_].value.known, (pairs).v[i_].at); \
	} while (0)
