#include "lsp/places.h"
#include "base/utf8.h"

/* The first byte behind the line that begins at `at`. *end is where its content ends. */
static size_t next_line(struct sw_str text, size_t at, size_t *end) {
	while (at < text.n && text.p[at] != '\n' && text.p[at] != '\r')
		at++;
	*end = at;
	if (at == text.n)
		return at;
	return at + (text.p[at] == '\r' && at + 1 < text.n && text.p[at + 1] == '\n' ? 2 : 1);
}

/* Code units of bytes: one for each that begins a character, two for the beginning of one of four bytes. In text that is
 * not UTF-8 a byte too few may be counted: no editor has such text. */
static size_t units_of(struct sw_str bytes) {
	size_t units = 0;
	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char byte = (unsigned char)bytes.p[i];
		units += (byte & 0xc0) != 0x80;
		units += byte >= 0xf0;
	}
	return units;
}

static size_t units_before(const struct sw_lsp_lines *lines, size_t offset) {
	size_t block = offset / SW_LSP_UNITS_EVERY, start = block * SW_LSP_UNITS_EVERY;
	return lines->units[block] + units_of(sw_str_sub(lines->text, start, offset - start));
}

struct sw_lsp_lines sw_lsp_lines(struct sw_arena *arena, struct sw_str text) {
	struct sw_lsp_lines lines = {.text = text};
	size_t count = 1, end;
	for (size_t i = 0; i < text.n; i++)
		count += text.p[i] == '\n' || text.p[i] == '\r';
	lines.starts = SW_NEW_ARRAY(arena, uint32_t, count);
	lines.n = 1;
	for (size_t at = 0; (at = next_line(text, at, &end)) > end;)
		lines.starts[lines.n++] = (uint32_t)at;
	size_t blocks = text.n / SW_LSP_UNITS_EVERY + 1;
	lines.units = SW_NEW_ARRAY(arena, uint32_t, blocks);
	for (size_t i = 1; i < blocks; i++)
		lines.units[i] = lines.units[i - 1] + (uint32_t)units_of(sw_str_sub(text, (i - 1) * SW_LSP_UNITS_EVERY, SW_LSP_UNITS_EVERY));
	return lines;
}

struct sw_lsp_place sw_lsp_place_of(const struct sw_lsp_lines *lines, size_t offset) {
	size_t low = 0, high = lines->n;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (lines->starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	struct sw_str text = lines->text;
	size_t start = lines->starts[low], end = low + 1 < lines->n ? lines->starts[low + 1] - 1 : text.n;
	/* What ends the line is no part of it. */
	if (low + 1 < lines->n && end > start && text.p[end] == '\n' && text.p[end - 1] == '\r')
		end--;
	if (offset > end)
		offset = end;
	return (struct sw_lsp_place){(uint32_t)low, (uint32_t)(units_before(lines, offset) - units_before(lines, start))};
}

size_t sw_lsp_offset_of(struct sw_str text, struct sw_lsp_place place) {
	size_t at = 0, end, units = 0;
	for (uint32_t line = 0; line < place.line; line++) {
		size_t next = next_line(text, at, &end);
		if (next == end)
			return text.n;
		at = next;
	}
	next_line(text, at, &end);
	while (at < end && units < place.character) {
		size_t next = at;
		units += sw_utf8_next(text, &next, NULL) >= 0x10000 ? 2 : 1;
		if (units > place.character)
			break;
		at = next;
	}
	return at;
}
