/* The strings of JSON: finding their end fast, and decoding what is not plain. */
#pragma once
#include "base/arena.h"

struct sw_json_text {
	struct sw_str text; /* decoded; points into the source where nothing had to be decoded */
	bool not_unicode;   /* something in it became U+FFFD */
	const char *error;  /* what is wrong, or NULL; then nothing else is set */
};

/* Reads the string whose first byte behind the quote is `at`. Returns where its closing quote stands, or the error. */
size_t sw_json_unquote(struct sw_arena *arena, struct sw_str source, size_t at, struct sw_json_text *string);
