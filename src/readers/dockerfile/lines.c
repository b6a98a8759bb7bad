#include "base/limits.h"
#include "readers/dockerfile/letters.h"
#include "readers/dockerfile/reader.h"
#include <assert.h>

struct sw_str sw_df_outdent(const struct sw_df_reader *reader, struct sw_str line) {
	uint32_t n = 0;
	while (n < reader->part.indent && n < line.n && line.p[n] == ' ')
		n++;
	return sw_str_from(line, n);
}

bool sw_df_line(struct sw_df_reader *reader, struct sw_str *raw) {
	struct sw_str rest = sw_str_from(reader->file->text, reader->at);
	if (rest.n == 0)
		return false;
	size_t length = sw_str_find_byte(rest, '\n');
	*raw = sw_str_sub(rest, 0, length == SW_NPOS ? SW_NPOS : length + 1);
	reader->at += raw->n;
	if ((length == SW_NPOS ? raw->n : length) > SW_LIMIT_LINE_BYTES)
		sw_df_reject(reader, "dockerfile-parse-long-line", sw_df_span(reader, sw_df_without_newline(*raw)),
			     reader->line, reader->line, "line is longer than %d bytes", SW_LIMIT_LINE_BYTES);
	reader->line++;
	*raw = sw_df_outdent(reader, *raw);
	return true;
}

struct sw_str sw_df_without_newline(struct sw_str line) {
	while (line.n && (line.p[line.n - 1] == '\n' || line.p[line.n - 1] == '\r'))
		line.n--;
	return line;
}

struct sw_span sw_df_span(const struct sw_df_reader *reader, struct sw_str part) {
	uint32_t start = (uint32_t)(part.p - reader->file->text.p);
	return (struct sw_span){reader->file->source, start, start + (uint32_t)part.n};
}

/* Index of the entry that byte `at` belongs to. */
static size_t entry_of(struct sw_shell_map map, size_t at) {
	size_t low = 0, high = map.n;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (map.v[middle].text_offset <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static uint32_t source_offset(const struct sw_dockerfile_text *text, size_t at) {
	const struct sw_shell_map_entry *entry = &text->map.v[entry_of(text->map, at)];
	return entry->source_offset + (uint32_t)(at - entry->text_offset);
}

struct sw_span sw_dockerfile_text_span(uint32_t source, const struct sw_dockerfile_text *text, size_t at, size_t n) {
	if (n == 0) {
		uint32_t where = at ? source_offset(text, at - 1) + 1 : source_offset(text, 0);
		return (struct sw_span){source, where, where};
	}
	return (struct sw_span){source, source_offset(text, at), source_offset(text, at + n - 1) + 1};
}

struct sw_span sw_df_range_span(const struct sw_df_reader *reader, const struct sw_dockerfile_text *text,
				struct sw_df_range range) {
	return sw_dockerfile_text_span(reader->file->source, text, range.from, range.to - range.from);
}

struct sw_dockerfile_text sw_df_slice(struct sw_arena *arena, const struct sw_dockerfile_text *text,
				      struct sw_df_range range) {
	struct sw_str part = sw_df_range_text(text, range);
	size_t first = entry_of(text->map, range.from);
	size_t n = part.n ? entry_of(text->map, range.to - 1) - first + 1 : 1;
	struct sw_shell_map_entry *v = SW_NEW_ARRAY(arena, struct sw_shell_map_entry, n);
	for (size_t i = 0; i < n; i++) {
		v[i] = text->map.v[first + i];
		v[i].text_offset -= i ? (uint32_t)range.from : v[i].text_offset;
	}
	v[0].source_offset = source_offset(text, range.from);
	return (struct sw_dockerfile_text){part, {v, n}};
}

struct sw_df_range sw_df_range_trim(const struct sw_dockerfile_text *text, struct sw_df_range range) {
	struct sw_str part = sw_df_range_text(text, range), left = sw_unicode_trim_left(part);
	range.from += part.n - left.n;
	range.to = range.from + sw_unicode_trim(left).n;
	return range;
}

static bool is_comment(struct sw_str line) {
	line = sw_unicode_trim_left(line);
	return line.n && line.p[0] == '#';
}

/* Keeps a comment line. `raw` is the line as read, the byte order mark of a first line removed. */
static void keep_comment(struct sw_df_reader *reader, struct sw_str raw, bool inside, bool directive) {
	struct sw_str text = sw_unicode_trim_left(sw_df_without_newline(raw));
	struct sw_dockerfile_comment *comment = sw_push(reader->tree, &reader->comments);
	*comment = (struct sw_dockerfile_comment){
		.text = sw_unicode_trim(sw_str_from(text, 1)),
		.attached = sw_unicode_trim(sw_str_from(raw, 1)),
		.span = sw_df_span(reader, text),
		.line = reader->line,
		.inside = inside,
		.directive = directive,
	};
	/* Directives are not handed to the next instruction, and an empty comment cuts off those above it. */
	if (!inside && (directive || comment->attached.n == 0))
		reader->comment_first = (uint32_t)reader->comments.n;
}

/* Whether the line goes on on the next one; then the escape character and the blanks behind it are taken off. Two
 * escape characters end the line, and so do three: the reference looks at one character before the last. */
static bool take_continuation(struct sw_str *line, char escape) {
	size_t n = line->n;
	while (n && (line->p[n - 1] == ' ' || line->p[n - 1] == '\t'))
		n--;
	if (n == 0 || line->p[n - 1] != escape || (n > 1 && line->p[n - 2] == escape))
		return false;
	line->n = n - 1;
	return true;
}

static void add_piece(struct sw_df_reader *reader, struct sw_str piece) {
	for (size_t pair; reader->part.doubled && (pair = sw_str_find(piece, SW_S("$$"))) != SW_NPOS;) {
		*sw_push(reader->tree, &reader->pieces) = sw_df_span(reader, sw_str_sub(piece, 0, pair + 1));
		piece = sw_str_from(piece, pair + 2);
	}
	if (piece.n || reader->pieces.n == 0)
		*sw_push(reader->tree, &reader->pieces) = sw_df_span(reader, piece);
}

/* The pieces as one text; a single piece stays a part of the file. */
static struct sw_dockerfile_text join(struct sw_df_reader *reader) {
	size_t n = 0, count = reader->pieces.n;
	struct sw_shell_map_entry *v = SW_NEW_ARRAY(reader->tree, struct sw_shell_map_entry, count);
	const struct sw_span *pieces = reader->pieces.v;
	struct sw_str file = reader->file->text;
	for (size_t i = 0; i < count; i++) {
		v[i] = (struct sw_shell_map_entry){(uint32_t)n, pieces[i].start};
		n += pieces[i].end - pieces[i].start;
	}
	struct sw_shell_map map = {v, count};
	if (count == 1)
		return (struct sw_dockerfile_text){sw_str_sub(file, pieces[0].start, n), map};
	char *p = sw_arena_alloc(reader->arena, n);
	for (size_t i = 0; i < count; i++)
		memcpy(p + v[i].text_offset, file.p + pieces[i].start, pieces[i].end - pieces[i].start);
	/* An empty first piece would share its offset with the second. */
	if (pieces[0].start == pieces[0].end)
		map = (struct sw_shell_map){v + 1, count - 1};
	return (struct sw_dockerfile_text){sw_str(p, n), map};
}

static bool is_blank(struct sw_str line) {
	return sw_unicode_trim_left(line).n == 0;
}

/* Reads the continued lines behind the first. */
static void continued(struct sw_df_reader *reader, struct sw_span *gap) {
	struct sw_str raw;
	for (bool more = true; more && sw_df_line(reader, &raw);) {
		struct sw_str line = sw_df_without_newline(raw);
		if (is_comment(line)) {
			keep_comment(reader, raw, true, false);
		} else if (is_blank(line)) {
			if (!gap->source)
				*gap = sw_df_span(reader, line);
		} else {
			more = take_continuation(&line, reader->file->escape);
			add_piece(reader, line);
		}
	}
}

bool sw_df_logical_line(struct sw_df_reader *reader, struct sw_dockerfile_text *text, struct sw_span *gap) {
	struct sw_str raw;
	*gap = (struct sw_span){0};
	while (sw_df_line(reader, &raw)) {
		if (reader->line == 1 && sw_str_starts(raw, SW_S("\xef\xbb\xbf")))
			raw = sw_str_from(raw, 3);
		struct sw_str line = sw_unicode_trim_left(sw_df_without_newline(raw));
		bool directive = sw_df_directive(reader, line);
		if (is_comment(line)) {
			keep_comment(reader, raw, false, directive);
			continue;
		}
		bool more = take_continuation(&line, reader->file->escape);
		if (!more && line.n == 0)
			continue;
		reader->start_line = reader->line;
		reader->comment_end = (uint32_t)reader->comments.n;
		reader->pieces.n = 0;
		add_piece(reader, line);
		if (more)
			continued(reader, gap);
		*text = join(reader);
		assert(text->map.n > 0);
		return true;
	}
	return false;
}
