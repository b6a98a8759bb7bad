#include "readers/packages/text.h"

bool sw_line_next(struct sw_str *rest, struct sw_str *line) {
	if (!rest->n || !sw_str_split(rest, '\n', line))
		return false;
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

size_t sw_text_indent(struct sw_str line) {
	size_t n = 0;
	while (n < line.n && line.p[n] == ' ')
		n++;
	return n;
}

struct sw_str sw_text_unquote(struct sw_str text) {
	if (text.n >= 2 && (text.p[0] == '"' || text.p[0] == '\'') && text.p[text.n - 1] == text.p[0])
		return sw_str_sub(text, 1, text.n - 2);
	return text;
}

struct sw_str sw_text_word(struct sw_str *rest) {
	size_t start = 0, end;
	while (start < rest->n && sw_is_space(rest->p[start]))
		start++;
	for (end = start; end < rest->n && !sw_is_space(rest->p[end]);)
		end++;
	struct sw_str word = sw_str_sub(*rest, start, end - start);
	*rest = sw_str_from(*rest, end);
	return word;
}

struct sw_str sw_text_before(struct sw_str text, char c) {
	return sw_str_sub(text, 0, sw_str_find_byte(text, c));
}

struct sw_str sw_text_after(struct sw_str text, char c) {
	size_t at = sw_str_find_byte(text, c);
	return at == SW_NPOS ? (struct sw_str){0} : sw_str_from(text, at + 1);
}

struct sw_str sw_text_before_last(struct sw_str text, char c) {
	return sw_str_sub(text, 0, sw_str_rfind_byte(text, c));
}

struct sw_str sw_text_after_last(struct sw_str text, char c) {
	size_t at = sw_str_rfind_byte(text, c);
	return at == SW_NPOS ? (struct sw_str){0} : sw_str_from(text, at + 1);
}

/* ---- fields ---- */

static bool goes_on(struct sw_str rest) {
	return rest.n && (rest.p[0] == ' ' || rest.p[0] == '\t');
}

bool sw_field_next(struct sw_str *rest, struct sw_field *field) {
	struct sw_str line;
	while (sw_line_next(rest, &line)) {
		size_t colon = sw_str_find_byte(line, ':');
		if (!line.n) {
			*field = (struct sw_field){0};
			return true;
		}
		if (colon == SW_NPOS || !colon || sw_is_space(line.p[0]))
			continue;
		const char *end = line.p + line.n;
		for (struct sw_str more; goes_on(*rest) && sw_line_next(rest, &more);)
			end = more.p + more.n;
		field->key = sw_str_trim(sw_str(line.p, colon));
		field->value = sw_str_trim(sw_str(line.p + colon + 1, (size_t)(end - line.p) - colon - 1));
		return true;
	}
	return false;
}

bool sw_header_next(struct sw_str *rest, struct sw_field *field) {
	return sw_field_next(rest, field) && field->key.n;
}

struct sw_str sw_field_joined(struct sw_arena *arena, struct sw_str value) {
	struct sw_str line;
	size_t n = 0;
	if (sw_str_find_byte(value, '\n') == SW_NPOS)
		return value;
	char *p = sw_arena_alloc(arena, value.n);
	for (bool first = true; sw_line_next(&value, &line); first = false) {
		line = sw_str_from(line, first ? 0 : 1);
		if (line.n)
			memcpy(p + n, line.p, line.n);
		n += line.n;
	}
	return sw_str(p, n);
}

/* ---- paths ---- */

bool sw_path_ends(struct sw_str path, const char *parts) {
	struct sw_str end = sw_str_of(parts);
	return sw_str_ends(path, end) && (path.n == end.n || path.p[path.n - end.n - 1] == '/');
}

struct sw_str sw_path_part(struct sw_str path, unsigned up) {
	for (; up; up--)
		path = sw_str_dirname(path);
	return sw_str_basename(path);
}

struct sw_str sw_path_below(struct sw_str path, const char *folders) {
	struct sw_str wanted = sw_str_of(folders);
	for (size_t from = 0, at; (at = sw_str_find(sw_str_from(path, from), wanted)) != SW_NPOS; from += at + 1) {
		size_t end = from + at + wanted.n;
		if ((from + at == 0 || path.p[from + at - 1] == '/') && end < path.n && path.p[end] == '/')
			return sw_str_from(path, end + 1);
	}
	return (struct sw_str){0};
}
