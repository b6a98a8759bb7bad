/* JSON output. Bytes that are not UTF-8 become U+FFFD; control characters and U+2028/9 are escaped. Commas are put by
 * the writer. */
#pragma once
#include "base/out.h"
#include "formats/doc.h"

struct sw_json {
	struct sw_out *out;
	unsigned depth;
	unsigned indent; /* spaces a level; 0: all on one line */
	bool started;    /* something stands on this level already */
	bool after_key;
};

void sw_json_open_map(struct sw_json *json);
void sw_json_close_map(struct sw_json *json);
void sw_json_open_list(struct sw_json *json);
void sw_json_close_list(struct sw_json *json);
void sw_json_key(struct sw_json *json, const char *key);
void sw_json_key_str(struct sw_json *json, struct sw_str key);
void sw_json_string(struct sw_json *json, struct sw_str s);
void sw_json_int(struct sw_json *json, int64_t value);
void sw_json_bool(struct sw_json *json, bool value);
void sw_json_null(struct sw_json *json);

/* key and string in one. */
void sw_json_member(struct sw_json *json, const char *key, struct sw_str s);
void sw_json_member_z(struct sw_json *json, const char *key, const char *z);
void sw_json_member_int(struct sw_json *json, const char *key, int64_t value);
void sw_json_member_bool(struct sw_json *json, const char *key, bool value);

/* A string literal with quotes, escaped, without touching any writer state. */
void sw_json_escape(struct sw_out *out, struct sw_str s);
/* The tree in canonical form: keys sorted by bytes (of equal keys the one that the dialect lets answer), no spaces,
 * numbers as kubectl prints them (Go's encoding/json: integers plain, floats in the shortest form that reads back the
 * same, but never -0). */
void sw_json_canonical(struct sw_out *out, const struct sw_node *node, enum sw_dialect dialect);
/* The tree with its members in order, in the writer's layout; decimal numbers with the digits they were written with. Of
 * members with one key the one that answers under the dialect. */
void sw_json_node(struct sw_json *json, const struct sw_node *node, enum sw_dialect dialect);
