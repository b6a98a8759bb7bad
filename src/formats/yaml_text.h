/* What libyaml is given to read, and the way back from its positions: libyaml counts characters, spans count bytes of
 * the file. */
#pragma once
#include "base/arena.h"

enum sw_yaml_encoding { SW_YAML_UTF8, SW_YAML_UTF16LE, SW_YAML_UTF16BE };

struct sw_yaml_text {
	struct sw_str original;
	struct sw_str utf8; /* without byte order mark */
	enum sw_yaml_encoding encoding;
	uint32_t mark;      /* bytes of the byte order mark */
	uint32_t *offsets;  /* original offset of each SW_YAML_STRIDE-th character; NULL: all is ASCII */
	size_t offset_count;
};

enum { SW_YAML_STRIDE = 64 };

/* Prepares the text; halves of UTF-16 surrogate pairs become U+FFFD. */
void sw_yaml_text_open(struct sw_arena *arena, struct sw_str original, struct sw_yaml_text *text);
/* The byte of the original where character `index` of the stream stands, clamped to the text. */
uint32_t sw_yaml_text_offset(const struct sw_yaml_text *text, size_t index);
