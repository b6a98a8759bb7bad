/* Where text came from. A source is one input file; a span is a range of its bytes. Lines and columns are derived only
 * when they are printed. */
#pragma once
#include "base/arena.h"

/* A range of bytes of one source. The zero span says "nowhere". */
struct sw_span {
	uint32_t source;     /* number of the source in its table, from 1; 0: none */
	uint32_t start, end; /* bytes; end is exclusive */
};

struct sw_position {
	uint32_t line;        /* from 1; 0: unknown */
	uint32_t column;      /* bytes from 1 */
	uint32_t column_utf16; /* UTF-16 code units from 1, for editors and SARIF */
};

struct sw_source {
	struct sw_str path;  /* as shown: counted from the top of the target, '/' between parts */
	struct sw_str text;  /* all bytes; lives as long as the table */
	uint32_t *lines;     /* offset of each line's first byte; made on first use */
	uint32_t line_count; /* lines, at least 1 once made */
	struct sw_span made_of; /* with a source: the text was made from what stands there, and has no lines of its own */
	struct sw_position made_at; /* the start of made_of */
};

/* The sources of one fact set, numbered from base + 1, or (with parts) those of many fact sets at once. A fact set's
 * base is fixed by its place in the sorted list of artifacts before anything is read, so numbers depend on no thread. */
struct sw_sources {
	struct sw_source *v; /* v[0] is unused, so that number 0 means none */
	size_t n, cap;
	uint32_t base;       /* a multiple of SW_SOURCES_A_PART */
	struct sw_sources **parts; /* part i has base i * SW_SOURCES_A_PART; NULL: this table is one part itself */
	size_t part_count;
};

enum { SW_SOURCES_A_PART = 256 };

/* Adds a source and returns its number, or 0 when the part is full (spans in it are then "nowhere"). Text longer than UINT32_MAX - 1 bytes must have been refused before. */
uint32_t sw_source_add(struct sw_arena *arena, struct sw_sources *sources, struct sw_str path, struct sw_str text);

/* The position of byte `offset` (clamped to the text). `arena` keeps the line table. */
struct sw_position sw_source_position(struct sw_arena *arena, struct sw_source *source, uint32_t offset);
/* Makes the tables of lines of all sources of the part whose texts have no more than `most` bytes. */
void sw_sources_index(struct sw_arena *arena, struct sw_sources *sources, size_t most);
/* The text of line `line` (from 1) without its end; empty when there is no such line. */
struct sw_str sw_source_line(struct sw_arena *arena, struct sw_source *source, uint32_t line);

/* The source of a span, or NULL for the zero span. */
struct sw_source *sw_source_of(const struct sw_sources *sources, struct sw_span span);
/* The bytes of a span; empty for the zero span. */
struct sw_str sw_span_text(const struct sw_sources *sources, struct sw_span span);

/* Where the bytes of a span were written: the span itself, or what its text was made of. */
struct sw_span sw_span_origin(const struct sw_sources *sources, struct sw_span span);

/* From the start of a to the end of b, of the same source. */
struct sw_span sw_span_join(struct sw_span a, struct sw_span b);
/* Order by source, start, end: negative, 0, positive. */
int sw_span_cmp(struct sw_span a, struct sw_span b);
