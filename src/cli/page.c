#include "cli/page.h"
#include "base/utf8.h"

static void spaces(struct sw_out *out, unsigned n) {
	while (n--)
		sw_out_byte(out, ' ');
}

void sw_page_words(struct sw_out *out, unsigned column, unsigned indent, struct sw_str text) {
	struct sw_str line, word;
	bool later = false;
	while (sw_str_split(&text, '\n', &line)) {
		if (later) {
			sw_out_byte(out, '\n');
			spaces(out, indent);
			column = indent;
		}
		later = true;
		bool first = true;
		while (sw_str_split(&line, ' ', &word)) {
			unsigned width = (unsigned)sw_utf8_width(word);
			if (!first && column + 1 + width > SW_PAGE_WIDTH) {
				sw_out_byte(out, '\n');
				spaces(out, indent);
				column = indent;
			} else if (!first) {
				sw_out_byte(out, ' ');
				column++;
			}
			sw_out_str(out, word);
			column += width;
			first = false;
		}
	}
	sw_out_byte(out, '\n');
}

void sw_page_text(struct sw_out *out, unsigned indent, struct sw_str text) {
	spaces(out, indent);
	sw_page_words(out, indent, indent, text);
}

void sw_page_entry(struct sw_out *out, const char *label, struct sw_str text) {
	if (!text.n)
		return;
	sw_out_printf(out, "%-*s", SW_PAGE_LABEL, label);
	sw_page_words(out, SW_PAGE_LABEL, SW_PAGE_LABEL, text);
}

void sw_page_item(struct sw_out *out, const char *label, const char *name, unsigned width, const char *text) {
	sw_out_printf(out, "%-*s%-*s  ", SW_PAGE_LABEL, label, (int)width, name);
	unsigned column = SW_PAGE_LABEL + width + 2;
	sw_page_words(out, column, column, sw_str_of(text));
}

void sw_page_code(struct sw_out *out, unsigned indent, struct sw_str text) {
	struct sw_str line;
	if (sw_str_ends(text, SW_S("\n")))
		text.n--;
	while (sw_str_split(&text, '\n', &line)) {
		if (line.n)
			spaces(out, indent);
		sw_out_str(out, line);
		sw_out_byte(out, '\n');
	}
}
