/* Numbers of few bytes: 7 bits a byte, the lowest first, and the highest bit of a byte where more follow. */
#pragma once
#include "base/str.h"

enum { SW_VARINT_BYTES = 10 }; /* most that one takes */

/* Writes `value` and returns the place behind it. */
static inline unsigned char *sw_varint_put(unsigned char *at, uint64_t value) {
	for (; value >= 0x80; value >>= 7)
		*at++ = (unsigned char)(value | 0x80);
	*at++ = (unsigned char)value;
	return at;
}

/* Takes a number from the start of *left. False: it breaks off, does not fit, or has more bytes than it needs. */
static inline bool sw_varint_take(struct sw_str *left, uint64_t *value) {
	*value = 0;
	for (size_t i = 0; i < left->n && i < SW_VARINT_BYTES; i++) {
		unsigned char byte = (unsigned char)left->p[i];
		if ((i == SW_VARINT_BYTES - 1 && byte > 1) || (i && !byte))
			return false;
		*value |= (uint64_t)(byte & 0x7f) << 7 * i;
		if (byte < 0x80) {
			left->p += i + 1;
			left->n -= i + 1;
			return true;
		}
	}
	return false;
}
