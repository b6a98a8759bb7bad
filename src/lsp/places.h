/* Places as editors count them: lines from 0, ended by LF, CR LF or CR alone; UTF-16 code units from 0. */
#pragma once
#include "base/arena.h"

struct sw_lsp_place {
	uint32_t line, character;
};

struct sw_lsp_range {
	struct sw_lsp_place start, end;
};

/* Where the lines of a text begin, and how many code units stand before every so many bytes: a place is found in a few
 * steps also in a line of many megabytes. */
struct sw_lsp_lines {
	struct sw_str text;
	uint32_t *starts;
	size_t n;
	uint32_t *units; /* before byte i * SW_LSP_UNITS_EVERY */
};

enum { SW_LSP_UNITS_EVERY = 1024 };

struct sw_lsp_lines sw_lsp_lines(struct sw_arena *arena, struct sw_str text);
/* The place of a byte, which is clamped to the text. */
struct sw_lsp_place sw_lsp_place_of(const struct sw_lsp_lines *lines, size_t offset);
/* The byte at a place. What lies behind the end of a line is its end, what lies behind the last line the text's; the middle
 * of a character is its start. */
size_t sw_lsp_offset_of(struct sw_str text, struct sw_lsp_place place);
