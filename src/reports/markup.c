#include "reports/markup.h"
#include "base/utf8.h"

bool sw_markup_hidden(uint32_t c) {
	static const struct {
		uint32_t low, high;
	} ranges[] = {
		{0x00, 0x08},     {0x0b, 0x1f},     {0x7f, 0x9f},       {0xad, 0xad},       {0x34f, 0x34f},
		{0x61c, 0x61c},   {0x115f, 0x1160}, {0x17b4, 0x17b5},   {0x180b, 0x180f},   {0x200b, 0x200f},
		{0x2028, 0x202e}, {0x2060, 0x206f}, {0x3164, 0x3164},   {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},
		{0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0xe0000, 0xe0fff}, {0x1d173, 0x1d17a},
	};
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (c >= ranges[i].low && c <= ranges[i].high)
			return true;
	return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

static const char *entity(uint32_t c, bool attribute) {
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	case '\n': return attribute ? "&#10;" : NULL;
	case '\t': return attribute ? "&#9;" : NULL;
	default: return NULL;
	}
}

static void escape(struct sw_out *out, struct sw_str text, bool attribute) {
	size_t done = 0;
	for (size_t at = 0; at < text.n;) {
		size_t start = at;
		bool bad = false;
		uint32_t c = sw_utf8_next(text, &at, &bad);
		const char *as = bad ? "\xef\xbf\xbd" : entity(c, attribute);
		bool hidden = !as && sw_markup_hidden(c);
		if (!as && !hidden)
			continue;
		sw_out_bytes(out, text.p + done, start - done);
		done = at;
		if (as)
			sw_out_z(out, as);
		else
			sw_out_printf(out, "[U+%04X]", c);
	}
	if (text.n)
		sw_out_bytes(out, text.p + done, text.n - done);
}

void sw_markup_text(struct sw_out *out, struct sw_str text) {
	escape(out, text, false);
}

void sw_markup_attribute(struct sw_out *out, struct sw_str text) {
	escape(out, text, true);
}
