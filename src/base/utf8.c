#include "base/utf8.h"

uint32_t sw_utf8_next(struct sw_str s, size_t *at, bool *bad) {
	const unsigned char *p = (const unsigned char *)s.p + *at;
	size_t left = s.n - *at;
	uint32_t c = p[0];
	size_t n = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
	if (n == 1) {
		*at += 1;
		return c;
	}
	bool valid = n != 0 && n <= left;
	if (valid) {
		c &= 0x7fu >> n;
		for (size_t i = 1; i < n && valid; i++) {
			valid = (p[i] & 0xc0) == 0x80;
			c = c << 6 | (p[i] & 0x3f);
		}
		static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
		valid = valid && c >= least[n] && c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
	}
	if (!valid) {
		if (bad)
			*bad = true;
		*at += 1;
		return SW_UTF8_BAD;
	}
	*at += n;
	return c;
}

bool sw_utf8_controls(uint32_t c) {
	return c < ' ' || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

size_t sw_utf8_put(char out[4], uint32_t c) {
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

size_t sw_utf16_length(struct sw_str s) {
	size_t units = 0;
	for (size_t at = 0; at < s.n; units++) {
		if ((unsigned char)s.p[at] < 0x80)
			at++;
		else
			units += sw_utf8_next(s, &at, NULL) >= 0x10000;
	}
	return units;
}

static size_t width_of(uint32_t c) {
	if ((c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) || (c >= 0xfe00 && c <= 0xfe0f))
		return 0;
	if ((c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) ||
	    (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
	    (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd))
		return 2;
	return 1;
}

size_t sw_utf8_width(struct sw_str s) {
	size_t width = 0;
	for (size_t at = 0; at < s.n;)
		width += width_of(sw_utf8_next(s, &at, NULL));
	return width;
}
