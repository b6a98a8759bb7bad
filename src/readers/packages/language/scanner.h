/* The words of small languages in which packages describe themselves: Lua, Erlang, Prolog, opam. Private to this folder. */
#pragma once
#include "base/arena.h"

enum sw_scan_kind {
	SW_SCAN_END,
	SW_SCAN_WORD, /* letters, digits, '_', '-', '.', '+', '@', '/' in a row */
	SW_SCAN_TEXT, /* a quoted text, without its quotes; escapes are left as they are */
	SW_SCAN_SIGN, /* any other single byte */
};

struct sw_scan {
	struct sw_str text;
	size_t at;
	char comment;      /* begins a comment to the end of the line; 0: none does */
	bool two;          /* only two of them do, as in Lua */
	bool escapes;      /* a backslash inside a text takes the next byte along */
	enum sw_scan_kind kind;
	struct sw_str word;
	char sign;
	unsigned depth;    /* brackets open before the word */
};

/* Moves on to the next word; false at the end. */
bool sw_scan_next(struct sw_scan *scan);
/* Whether the word is that sign, that name. */
static inline bool sw_scan_is(const struct sw_scan *scan, char sign) {
	return scan->kind == SW_SCAN_SIGN && scan->sign == sign;
}
