/* YAML output in block style. A string stands plain only where readers of YAML 1.1 and of YAML 1.2 both read that string
 * back, as a literal block where it has lines of text, and in double quotes otherwise. Bytes that are not UTF-8 become
 * U+FFFD. Indentation, dashes and empty collections are put by the writer. */
#pragma once
#include "base/limits.h"
#include "base/out.h"
#include "formats/doc.h"

enum { SW_YAML_LEVELS = SW_LIMIT_DOCUMENT_DEPTH + 28 }; /* a tree that was read, and what a writer puts around it */

struct sw_yaml_out {
	struct sw_out *out;
	unsigned depth; /* open maps and lists */
	bool after_key; /* a key was written and waits for its value */
	bool joined;    /* the next item stands on the line of the dash before it */
	struct {
		bool list, started;
		unsigned indent;
	} levels[SW_YAML_LEVELS];
};

void sw_yaml_out_open_map(struct sw_yaml_out *yaml);
void sw_yaml_out_close_map(struct sw_yaml_out *yaml);
void sw_yaml_out_open_list(struct sw_yaml_out *yaml);
void sw_yaml_out_close_list(struct sw_yaml_out *yaml);
void sw_yaml_out_key(struct sw_yaml_out *yaml, const char *key);
void sw_yaml_out_key_str(struct sw_yaml_out *yaml, struct sw_str key);
void sw_yaml_out_string(struct sw_yaml_out *yaml, struct sw_str s);
void sw_yaml_out_int(struct sw_yaml_out *yaml, int64_t value);
void sw_yaml_out_number(struct sw_yaml_out *yaml, double value);
void sw_yaml_out_bool(struct sw_yaml_out *yaml, bool value);
void sw_yaml_out_null(struct sw_yaml_out *yaml);

/* A tree; of keys that are there twice the last answers. */
void sw_yaml_out_node(struct sw_yaml_out *yaml, const struct sw_node *node);

/* Whether the text may stand plain, as key or value. */
bool sw_yaml_plain(struct sw_str s);
