/* Command lines: how Compose splits one into words, and lists of words as JSON text. */
#pragma once
#include "readers/compose/interpolate.h"

struct sw_compose_words {
	struct sw_str *v;
	size_t n, cap;
	size_t cut;     /* where an unquoted ; & | < > ends the line for Compose, or SW_NPOS */
	bool malformed; /* an open quote, or a parenthesis that is no $( ) */
};

/* Splits `line` as Docker Compose does. No shell is started, so what stands behind an operator is lost. */
struct sw_compose_words sw_compose_words_split(struct sw_arena *arena, struct sw_str line);

/* ["a","b"] */
struct sw_str sw_compose_words_json(struct sw_arena *arena, const struct sw_str *words, size_t n);
