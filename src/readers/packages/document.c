#include "readers/packages/document.h"
#include "base/limits.h"
#include "formats/json.h"
#include "formats/toml.h"
#include "formats/yaml.h"

/* Where the comment that begins at `at` ends; `at` itself: there is none. */
static size_t skip_comment(struct sw_str bytes, size_t at) {
	struct sw_str rest = sw_str_from(bytes, at);
	if (sw_str_starts(rest, SW_S("//"))) {
		size_t end = sw_str_find_byte(rest, '\n');
		return end == SW_NPOS ? bytes.n : at + end;
	}
	if (sw_str_starts(rest, SW_S("/*"))) {
		size_t end = sw_str_find(sw_str_from(rest, 2), SW_S("*/"));
		return end == SW_NPOS ? bytes.n : at + 2 + end + 2;
	}
	return at;
}

/* Where the text that begins with the quote at `at` ends, its last quote included. */
static size_t skip_text(struct sw_str bytes, size_t at) {
	for (at++; at < bytes.n && bytes.p[at] != '"'; at++)
		at += bytes.p[at] == '\\';
	return at < bytes.n ? at + 1 : bytes.n;
}

/* Blanks take the place of what JSON does not know, so that lines stay where they are. */
static struct sw_str plain_json(struct sw_arena *arena, struct sw_str bytes) {
	char *plain = sw_arena_alloc(arena, bytes.n + 1);
	size_t comma = SW_NPOS; /* the last comma with nothing behind it yet */
	if (bytes.n)
		memcpy(plain, bytes.p, bytes.n);
	for (size_t at = 0, end; at < bytes.n; at = end) {
		char c = bytes.p[at];
		end = skip_comment(bytes, at);
		if (end > at) {
			for (size_t i = at; i < end; i++)
				plain[i] = bytes.p[i] == '\n' ? '\n' : ' ';
			continue;
		}
		end = c == '"' ? skip_text(bytes, at) : at + 1;
		if ((c == '}' || c == ']') && comma != SW_NPOS)
			plain[comma] = ' ';
		if (!sw_is_space(c))
			comma = c == ',' ? at : SW_NPOS;
	}
	return sw_str(plain, bytes.n);
}

/* Compose's dialect leaves templates in the middle of a value alone, which workflows are full of. */
static struct sw_node *read_yaml(struct sw_arena *arena, struct sw_str bytes, struct sw_diags *diags) {
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(arena, 0, bytes, SW_DIALECT_COMPOSE, &stream, diags);
	return stream.n ? stream.v[0].root : NULL;
}

static struct sw_node *read_tree(struct sw_arena *arena, struct sw_str bytes, enum sw_package_grammar grammar, struct sw_diags *diags) {
	switch (grammar) {
	case SW_GRAMMAR_TOML:
		return sw_toml_read(arena, 0, bytes, diags);
	case SW_GRAMMAR_YAML:
		return read_yaml(arena, bytes, diags);
	case SW_GRAMMAR_JSON_WITH_COMMENTS:
		bytes = plain_json(arena, bytes);
		break;
	case SW_GRAMMAR_JSON:
		break;
	}
	return sw_json_read_one(arena, 0, bytes, SW_DIALECT_KUBECTL, diags);
}

static void say_first_error(struct sw_package_sink *sink, const struct sw_diags *diags, struct sw_str bytes) {
	for (size_t i = 0; i < diags->n; i++)
		if (diags->v[i].level == SW_DIAG_ERROR) {
			const struct sw_diag *diag = &diags->v[i];
			size_t line = 1;
			for (size_t at = 0; at < diag->at.start && at < bytes.n; at++)
				line += bytes.p[at] == '\n';
			sw_package_say(sink, SW_DIAG_ERROR, diag->code, "line %zu: %.*s", line, SW_ARG(diag->message));
			return;
		}
	sw_package_say(sink, SW_DIAG_ERROR, "package-file-invalid", "holds nothing");
}

const struct sw_node *sw_package_document(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, enum sw_package_grammar grammar) {
	struct sw_diags diags = {.arena = scratch};
	if (bytes.n > SW_LIMIT_FILE_BYTES) {
		sw_package_say(sink, SW_DIAG_ERROR, "package-file-too-large", "is larger than any such file may be");
		return NULL;
	}
	const struct sw_node *root = read_tree(scratch, bytes, grammar, &diags);
	if (!root)
		say_first_error(sink, &diags, bytes);
	else if (root->kind < SW_NODE_LIST)
		sw_package_say(sink, SW_DIAG_ERROR, "package-file-invalid", "is one value and no list of packages");
	return root && root->kind >= SW_NODE_LIST ? root : NULL;
}

const struct sw_xml_node *sw_package_xml(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, const char *root) {
	struct sw_diags diags = {.arena = scratch};
	const struct sw_xml_document *document = sw_xml_read(scratch, 0, bytes, &diags);
	if (!document) {
		say_first_error(sink, &diags, bytes);
		return NULL;
	}
	if (root && !sw_str_is(document->root->name, root)) {
		struct sw_str name = sw_str_sub(document->root->name, 0, 64);
		sw_package_say(sink, SW_DIAG_ERROR, "package-file-invalid", "begins with <%.*s> where <%s> should stand", SW_ARG(name), root);
		return NULL;
	}
	return document->root;
}

/* ---- what is asked of trees ---- */

struct sw_node *sw_tree_get(const struct sw_node *map, const char *key) {
	return sw_doc_get(map, key, SW_DIALECT_KUBECTL);
}

struct sw_str sw_tree_scalar(const struct sw_node *node) {
	return sw_node_is_scalar(node) ? sw_str_trim(node->text) : (struct sw_str){0};
}

struct sw_str sw_tree_text(const struct sw_node *map, const char *key) {
	return sw_tree_scalar(sw_tree_get(map, key));
}

const struct sw_node *sw_tree_list(const struct sw_node *map, const char *key) {
	const struct sw_node *node = sw_tree_get(map, key);
	return sw_node_is(node, SW_NODE_LIST) ? node : NULL;
}

const struct sw_xml_node *sw_element(const struct sw_xml_node *node, const char *name) {
	for (node = node ? node->first : NULL; node && !sw_str_is(node->name, name);)
		node = node->next;
	return node;
}

struct sw_str sw_element_text(const struct sw_xml_node *node, const char *name) {
	const struct sw_xml_node *found = sw_element(node, name);
	return found ? sw_str_trim(found->text) : (struct sw_str){0};
}

struct sw_str sw_element_attribute(const struct sw_xml_node *node, const char *name) {
	const struct sw_xml_attribute *found = node ? sw_xml_attribute_of(node, (struct sw_str){0}, name) : NULL;
	return found ? found->value : (struct sw_str){0};
}
