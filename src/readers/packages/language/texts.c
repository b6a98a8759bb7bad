/* Small pieces of text that many readers of this folder need. */
#include "readers/packages/language/language.h"

struct sw_node *sw_language_get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_KUBECTL);
}

struct sw_str sw_language_scalar(const struct sw_node *node) {
	return sw_node_is_scalar(node) ? node->text : (struct sw_str){0};
}

struct sw_str sw_language_text(const struct sw_node *map, const char *key) {
	return sw_language_scalar(sw_language_get(map, key));
}

const struct sw_xml_node *sw_language_child(const struct sw_xml_node *node, const char *name) {
	for (node = node ? node->first : NULL; node && !sw_str_is(node->name, name);)
		node = node->next;
	return node;
}

struct sw_str sw_language_attribute(const struct sw_xml_node *node, const char *name) {
	const struct sw_xml_attribute *found = sw_xml_attribute_of(node, (struct sw_str){0}, name);
	return found ? found->value : (struct sw_str){0};
}

void sw_language_refuse(struct sw_package_sink *sink, const char *what) {
	sw_package_say(sink, SW_DIAG_ERROR, "package-file", "%s", what);
}

bool sw_language_line(struct sw_str *rest, struct sw_str *line) {
	if (!rest->n)
		return false;
	size_t end = sw_str_find_byte(*rest, '\n');
	*line = sw_str_sub(*rest, 0, end);
	*rest = sw_str_from(*rest, end == SW_NPOS ? rest->n : end + 1);
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

size_t sw_language_indent(struct sw_str line) {
	size_t n = 0;
	while (n < line.n && line.p[n] == ' ')
		n++;
	return n;
}

struct sw_str sw_language_unquote(struct sw_str text) {
	if (text.n >= 2 && (text.p[0] == '"' || text.p[0] == '\'') && text.p[text.n - 1] == text.p[0])
		return sw_str_sub(text, 1, text.n - 2);
	return text;
}

struct sw_str sw_language_word(struct sw_str *rest) {
	size_t start = 0, end;
	while (start < rest->n && sw_is_space(rest->p[start]))
		start++;
	for (end = start; end < rest->n && !sw_is_space(rest->p[end]);)
		end++;
	struct sw_str word = sw_str_sub(*rest, start, end - start);
	*rest = sw_str_from(*rest, end);
	return word;
}

struct sw_str sw_language_before(struct sw_str text, char c) {
	return sw_str_sub(text, 0, sw_str_find_byte(text, c));
}

struct sw_str sw_language_after(struct sw_str text, char c) {
	size_t at = sw_str_find_byte(text, c);
	return at == SW_NPOS ? (struct sw_str){0} : sw_str_from(text, at + 1);
}

struct sw_str sw_language_before_last(struct sw_str text, char c) {
	return sw_str_sub(text, 0, sw_str_rfind_byte(text, c));
}

struct sw_str sw_language_after_last(struct sw_str text, char c) {
	size_t at = sw_str_rfind_byte(text, c);
	return at == SW_NPOS ? (struct sw_str){0} : sw_str_from(text, at + 1);
}

bool sw_language_below(struct sw_str path, const char *folder) {
	struct sw_str rest = sw_str_dirname(path), part;
	while (sw_str_split(&rest, '/', &part))
		if (sw_str_is(part, folder))
			return true;
	return false;
}

bool sw_language_header(struct sw_str *rest, struct sw_language_header *header) {
	struct sw_str line, before = *rest;
	while (sw_language_line(rest, &line)) {
		size_t colon = sw_str_find_byte(line, ':');
		if (!sw_str_trim(line).n)
			return false;
		if (sw_is_space(line.p[0]) || colon == SW_NPOS || !colon) {
			before = *rest;
			continue;
		}
		header->name = sw_str_trim(sw_str_sub(line, 0, colon));
		size_t start = (size_t)(line.p - before.p) + colon + 1, end = (size_t)(rest->p - before.p);
		while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t')) {
			sw_language_line(rest, &line);
			end = (size_t)(rest->p - before.p);
		}
		header->value = sw_str_trim(sw_str_sub(before, start, end - start));
		return true;
	}
	return false;
}
