/* UTF-8 as it is found: decoding that never reads past the end, and the counts that editors need. */
#pragma once
#include "base/str.h"

#define SW_UTF8_BAD 0xfffdu

/* Decodes one code point at byte *at and moves *at behind it. A byte that starts no valid sequence (overlong,
 * surrogate, truncated and above U+10FFFF included) gives SW_UTF8_BAD and moves one byte; *bad (may be NULL) is set. */
uint32_t sw_utf8_next(struct sw_str s, size_t *at, bool *bad);
/* Moves *at behind the character there. */
static inline void sw_utf8_skip(struct sw_str s, size_t *at) {
	if ((unsigned char)s.p[*at] < 0x80)
		++*at;
	else
		(void)sw_utf8_next(s, at, NULL);
}
/* Whether a terminal may act on it: C0 and C1 controls, and marks that turn the direction of text. */
bool sw_utf8_controls(uint32_t c);
/* Writes code point c as UTF-8; returns the bytes used, 1 to 4. */
size_t sw_utf8_put(char out[4], uint32_t c);
/* UTF-16 code units that the text takes; a bad byte counts one. */
size_t sw_utf16_length(struct sw_str s);
/* Terminal columns, by wcwidth's classes without a locale: wide East Asian and emoji 2, combining marks 0. */
size_t sw_utf8_width(struct sw_str s);
