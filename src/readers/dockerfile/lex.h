/* What the two halves of expansion share: expand.c reads text, quotes and words, substitute.c what a '$' begins. */
#pragma once
#include "base/utf8.h"
#include "base/vec.h"
#include "readers/dockerfile/expand.h"

enum { SW_LEX_END = -1 };

struct sw_lex_buffer {
	char *p;
	size_t n, cap;
};

struct sw_lex {
	struct sw_arena *arena;
	const struct sw_expand *how;
	struct sw_str input;
	size_t at, limit;
	unsigned depth;            /* open ${ … } with a modifier */
	bool raw_escapes;
	struct sw_lex_buffer word; /* the word being built; one for all depths, see sw_lex_until */
	SW_VEC(struct sw_expand_reference) references;
	struct sw_str error;       /* p is set after a failure */
};

/* A value that is being put together. */
struct sw_lex_value {
	struct sw_lex_buffer text;
	bool unknown;
};

struct sw_lex_words {
	SW_VEC(struct sw_str) list;
	bool in_word;
};

/* Remembers the first failure; returns false. */
bool sw_lex_fail(struct sw_lex *lex, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Appends within the limit. */
bool sw_lex_put(struct sw_lex *lex, struct sw_lex_buffer *buffer, struct sw_str s);
struct sw_str sw_lex_text(const struct sw_lex_buffer *buffer);
/* The character at the reading place, SW_LEX_END behind the last. */
static inline int32_t sw_lex_peek(const struct sw_lex *lex) {
	size_t at = lex->at;
	if (at >= lex->input.n)
		return SW_LEX_END;
	unsigned char first = (unsigned char)lex->input.p[at];
	return first < 0x80 ? first : (int32_t)sw_utf8_next(lex->input, &at, NULL);
}
/* Moves behind one character and gives its bytes; empty at the end. */
static inline struct sw_str sw_lex_next(struct sw_lex *lex) {
	size_t from = lex->at;
	if (from < lex->input.n)
		sw_utf8_skip(lex->input, &lex->at);
	return sw_str_sub(lex->input, from, lex->at - from);
}
/* Reads up to the character `stop`, which is taken too, or to the end of the input when stop is SW_LEX_END. */
bool sw_lex_until(struct sw_lex *lex, int32_t stop, bool raw_escapes, struct sw_lex_value *out,
		  struct sw_lex_words *words);
/* Reads the reference, or the lone '$', that stands here. */
bool sw_lex_dollar(struct sw_lex *lex, struct sw_lex_value *out);
