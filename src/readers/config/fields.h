/* Maps of a configuration by table: each key once, with its type and the member it fills. Shared by the parts of this
 * reader. */
#pragma once
#include "base/diag.h"
#include "facts/config.h"
#include "formats/doc.h"

struct config_reader {
	struct sw_arena *arena;
	struct sw_diags *diags;
};

enum config_type {
	CONFIG_TEXT,   /* struct sw_text_at: any scalar but null */
	CONFIG_WORD,   /* struct sw_text_at: one of `words` */
	CONFIG_DATE,   /* struct sw_text_at: YYYY-MM-DD */
	CONFIG_DIGEST, /* struct sw_text_at: sha256: and 64 hexadecimal digits */
	CONFIG_TEXTS,  /* sw_texts: a list of scalars */
	CONFIG_WORDS,  /* sw_texts: a list of scalars, or one scalar alone */
	CONFIG_BOOL,   /* bool */
	CONFIG_PART,   /* read by `part` */
};

struct config_key {
	const char *name;
	enum config_type type;
	size_t offset;     /* of the member in the struct that the map fills */
	const char *words; /* CONFIG_WORD: choices divided by spaces */
	void (*part)(struct config_reader *reader, const struct sw_member *member, void *target);
};

/* Fills `target` from `map` by `keys`, whose last one has no name. `what` says what the map is in diagnostics ("a flow").
 * False when `map` is no map. */
bool config_read_map(struct config_reader *reader, const struct sw_node *map, const char *what,
		     const struct config_key *keys, void *target);

/* The document of a file whose root must be a map; NULL when there is none or it is something else. */
const struct sw_node *config_document(struct config_reader *reader, uint32_t source, struct sw_str text);
/* "version: 1" is the only one. */
void config_version(struct config_reader *reader, const struct sw_member *member, void *target);

/* The node as a list, or NULL with a diagnostic. */
const struct sw_node *config_list(struct config_reader *reader, const struct sw_node *node, const char *key);
/* Any scalar but null with its place; empty with a diagnostic when it is something else. */
struct sw_text_at config_text(struct config_reader *reader, const struct sw_node *node, const char *key);

/* The scalar of a key of type TEXT, WORD, DATE or DIGEST; empty with a diagnostic when it has not that form. */
struct sw_text_at config_formed(struct config_reader *reader, const struct sw_node *node, const struct config_key *key);
/* Fills the key's member of `target`. */
void config_read_member(struct config_reader *reader, const struct sw_member *member, const struct config_key *key,
			void *target);

/* How many diagnostics there were at one moment, and whether there was an error since. What was dropped beyond the limit
 * may have been one. */
struct config_mark {
	size_t n, dropped;
};
struct config_mark config_mark(const struct config_reader *reader);
bool config_failed_since(const struct config_reader *reader, struct config_mark mark);

/* An error diagnostic at `at`. */
void config_error(struct config_reader *reader, const char *code, struct sw_span at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
