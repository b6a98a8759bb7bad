#include "reports/html/page.h"

enum {
	AROUND = 1,       /* lines shown before and behind */
	MOST_LINES = 12,  /* of the span itself */
	MOST_BYTES = 400, /* of a line */
	BEFORE = 80,      /* bytes kept before the span when a line is cut */
};

/* Moves an offset of UTF-8 text down to the start of its character. */
static size_t whole(struct sw_str text, size_t at) {
	while (at > 0 && at < text.n && ((unsigned char)text.p[at] & 0xc0) == 0x80)
		at--;
	return at > text.n ? text.n : at;
}

static void put_line(struct sw_html *html, struct sw_span at, uint32_t number, bool marked) {
	size_t column = 0, length = 0;
	struct sw_str text = sw_report_line(html->report, at, number, &column, &length);
	size_t from = 0, to = text.n;
	if (text.n > MOST_BYTES) {
		from = marked && column > BEFORE ? whole(text, column - BEFORE) : 0;
		to = whole(text, from + MOST_BYTES < text.n ? from + MOST_BYTES : text.n);
	}
	size_t start = column < from ? from : column > to ? to : column;
	size_t end = column + length < start ? start : column + length > to ? to : column + length;
	sw_html_printf(html, "<span class=\"row%s\" data-line=\"%u\">%s",
		       marked ? " hit" : "", number, from ? "…" : "");
	sw_html_text(html, sw_str_sub(text, from, start - from));
	if (marked && end > start) {
		sw_html_raw(html, "<mark>");
		sw_html_text(html, sw_str_sub(text, start, end - start));
		sw_html_raw(html, "</mark>");
	} else {
		end = start;
	}
	sw_html_text(html, sw_str_sub(text, end, to - end));
	sw_html_printf(html, "%s\n</span>", to < text.n ? "…" : "");
}

void sw_html_frame(struct sw_html *html, struct sw_span at) {
	at = sw_span_origin(&html->report->system->sources, at);
	struct sw_source *source = sw_source_of(&html->report->system->sources, at);
	if (!source || !source->text.n)
		return;
	struct sw_arena *arena = html->report->arena;
	uint32_t first = sw_source_position(arena, source, at.start).line;
	uint32_t last = sw_source_position(arena, source, at.end > at.start ? at.end - 1 : at.start).line;
	uint32_t shown = last - first >= MOST_LINES ? first + MOST_LINES - 1 : last;
	uint32_t from = first > AROUND ? first - AROUND : 1,
		 to = shown + AROUND > source->line_count ? source->line_count : shown + AROUND;
	if (to > shown && to == source->line_count && !sw_source_line(arena, source, to).n)
		to--; /* what follows the last line feed is no line to people */
	sw_html_raw(html, "<figure class=\"frame\"><figcaption>");
	sw_html_place(html, at);
	sw_html_raw(html, "</figcaption><pre>");
	for (uint32_t line = from; line <= to; line++)
		put_line(html, at, line, line >= first && line <= shown);
	sw_html_raw(html, "</pre>");
	if (shown < last)
		sw_html_printf(html, "<p class=\"soft\">… %u more lines</p>", last - shown);
	sw_html_raw(html, "</figure>\n");
}
