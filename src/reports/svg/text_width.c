#include "reports/svg/text_width.h"
#include "base/utf8.h"
#include "reports/markup.h"

/* Thousandths of the font size, from space to tilde: the widths that Helvetica and its metric twins share. */
static const uint16_t ascii[] = {
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
	556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
	611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
	667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
	222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584,
};

enum {
	OTHER = 640,      /* a letter that is not in the table */
	WIDE = 1000,      /* East Asian and pictures */
	SPELT_OUT = 4600, /* shown by its number */
	SPARE = 108,      /* percent: other sans faces are wider */
};

static uint32_t advance(struct sw_str text, size_t *at) {
	size_t start = *at;
	uint32_t c = sw_utf8_next(text, at, NULL);
	if (c >= ' ' && c <= '~')
		return ascii[c - ' '];
	if (sw_markup_hidden(c))
		return SPELT_OUT;
	size_t columns = sw_utf8_width(sw_str_sub(text, start, *at - start));
	return columns > 1 ? WIDE : columns ? OTHER : 0;
}

static int32_t pixels(uint64_t thousandths, int32_t size) {
	uint64_t wide = thousandths * (uint64_t)size * SPARE / 1000000 + 1;
	return wide > 1000000 ? 1000000 : (int32_t)wide;
}

int32_t sw_text_width(struct sw_str text, int32_t size) {
	uint64_t sum = 0;
	for (size_t at = 0; at < text.n;)
		sum += advance(text, &at);
	return pixels(sum, size);
}

struct sw_str sw_text_fit(struct sw_arena *arena, struct sw_str text, int32_t size, int32_t most) {
	uint64_t sum = 0;
	size_t fits = 0;
	for (size_t at = 0; at < text.n;) {
		sum += advance(text, &at);
		if (pixels(sum + WIDE, size) <= most)
			fits = at;
		else if (pixels(sum, size) > most)
			return sw_arena_join(arena, sw_str_sub(text, 0, fits), SW_S("…"));
	}
	return text;
}
