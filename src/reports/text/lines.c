#include "reports/text/lines.h"
#include "base/utf8.h"

static const char *const tones[] = {
	[SW_TEXT_PLAIN] = "", [SW_TEXT_STRONG] = "\033[1m", [SW_TEXT_FAINT] = "\033[2m", [SW_TEXT_GOOD] = "\033[32m",
	[SW_TEXT_BAD] = "\033[31m", [SW_TEXT_FIX] = "\033[32m",
};

static const char *const ranks[] = {
	[SW_INFO] = "\033[2m", [SW_LOW] = "\033[36m", [SW_MEDIUM] = "\033[33m", [SW_HIGH] = "\033[31m", [SW_CRITICAL] = "\033[1;31m",
};

static void colour(struct sw_text *text, const char *code) {
	if (text->style->colour && *code)
		sw_out_z(text->out, code);
}

static void spaces(struct sw_text *text, unsigned n) {
	while (n--)
		sw_out_byte(text->out, ' ');
}

/* Names come from files: nothing in them may move the cursor or change the terminal. */
static void put_safe(struct sw_text *text, struct sw_str part) {
	for (size_t at = 0; at < part.n;) {
		bool bad = false;
		size_t from = at;
		uint32_t c = sw_utf8_next(part, &at, &bad);
		if (bad || sw_utf8_controls(c))
			sw_out_byte(text->out, '?');
		else
			sw_out_bytes(text->out, part.p + from, at - from);
	}
}

/* `start` columns stand on the first line already. */
static void put_wrapped(struct sw_text *text, unsigned start, unsigned indent, struct sw_str line) {
	unsigned column = start;
	struct sw_str word;
	bool first = true;
	while (sw_str_split(&line, ' ', &word)) {
		unsigned width = (unsigned)sw_utf8_width(word);
		if (!first && column + 1 + width > text->style->width) {
			sw_out_byte(text->out, '\n');
			text->lines++;
			spaces(text, indent);
			column = indent;
		} else if (!first) {
			sw_out_byte(text->out, ' ');
			column++;
		}
		put_safe(text, word);
		column += width;
		first = false;
	}
	text->lines++;
}

void sw_text_line(struct sw_text *text, enum sw_text_tone tone, unsigned indent, struct sw_str line) {
	spaces(text, indent);
	colour(text, tones[tone]);
	put_wrapped(text, indent, indent + 2, line);
	if (*tones[tone])
		colour(text, "\033[0m");
	sw_out_byte(text->out, '\n');
}

void sw_text_heading(struct sw_text *text, struct sw_str title) {
	sw_out_byte(text->out, '\n');
	text->lines++;
	sw_text_line(text, SW_TEXT_STRONG, 0, title);
}

void sw_text_ranked(struct sw_text *text, enum sw_severity severity, struct sw_str rest) {
	colour(text, ranks[severity]);
	sw_out_printf(text->out, "%-8s", sw_severity_name(severity));
	colour(text, "\033[0m");
	sw_out_z(text->out, "  ");
	put_wrapped(text, 10, 10, rest);
	sw_out_byte(text->out, '\n');
}

struct sw_str sw_text_one_line(struct sw_arena *arena, struct sw_str text) {
	struct sw_str trimmed = sw_str_trim(text);
	char *line = sw_arena_alloc(arena, trimmed.n + 1);
	for (size_t i = 0; i < trimmed.n; i++)
		line[i] = sw_is_space(trimmed.p[i]) ? ' ' : trimmed.p[i];
	return sw_str(line, trimmed.n);
}
