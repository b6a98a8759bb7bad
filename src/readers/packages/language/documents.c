/* Documents are read into an arena of their own, so that a layer with ten thousand of them needs memory for one. */
#include "base/limits.h"
#include "formats/json.h"
#include "formats/toml.h"
#include "formats/yaml.h"
#include "readers/packages/language/language.h"

void sw_language_scratch(struct sw_package_sink *sink, struct sw_str bytes, sw_package_work *work, void *with) {
	sw_package_scratch(sink, SW_LIMIT_FACTSET_BYTES + 64 * bytes.n, bytes, work, with);
}

/* How a document is read and who takes it. */
struct reading {
	struct sw_node *(*read)(struct sw_arena *arena, struct sw_str bytes, struct sw_diags *diags);
	sw_language_use *use;
};

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
	sw_language_refuse(sink, "holds nothing");
}

static void work(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, void *with) {
	const struct reading *reading = with;
	struct sw_diags diags = {.arena = scratch};
	struct sw_node *root = reading->read(scratch, bytes, &diags);
	if (!root)
		say_first_error(sink, &diags, bytes);
	else if (root->kind < SW_NODE_LIST)
		sw_language_refuse(sink, "is one value and no list of packages");
	else
		reading->use(sink, scratch, root);
}

static void read_document(struct sw_package_sink *sink, struct sw_str bytes, struct reading reading) {
	if (bytes.n > SW_LIMIT_FILE_BYTES)
		sw_package_say(sink, SW_DIAG_ERROR, "package-file-too-large", "is larger than any such file may be");
	else
		sw_language_scratch(sink, bytes, work, &reading);
}

static struct sw_node *read_json(struct sw_arena *arena, struct sw_str bytes, struct sw_diags *diags) {
	return sw_json_read_one(arena, 0, bytes, SW_DIALECT_KUBECTL, diags);
}

void sw_language_json(struct sw_package_sink *sink, struct sw_str bytes, sw_language_use *use) {
	read_document(sink, bytes, (struct reading){read_json, use});
}

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

/* Blanks take the place of what JSON does not know, so that lines stay where they are. */
static struct sw_node *read_jsonc(struct sw_arena *arena, struct sw_str bytes, struct sw_diags *diags) {
	char *plain = sw_arena_alloc(arena, bytes.n + 1);
	size_t comma = SW_NPOS; /* the last comma with nothing behind it yet */
	for (size_t at = 0; at < bytes.n;) {
		size_t end = skip_comment(bytes, at);
		if (end > at) {
			for (; at < end; at++)
				plain[at] = bytes.p[at] == '\n' ? '\n' : ' ';
			continue;
		}
		char c = plain[at] = bytes.p[at];
		if (c == '"') {
			for (at++; at < bytes.n && bytes.p[at] != '"'; at++) {
				plain[at] = bytes.p[at];
				if (bytes.p[at] == '\\' && at + 1 < bytes.n) {
					at++;
					plain[at] = bytes.p[at];
				}
			}
			if (at < bytes.n)
				plain[at] = '"';
		}
		if ((c == '}' || c == ']') && comma != SW_NPOS)
			plain[comma] = ' ';
		if (!sw_is_space(c))
			comma = c == ',' ? at : SW_NPOS;
		at++;
	}
	return sw_json_read_one(arena, 0, sw_str(plain, bytes.n), SW_DIALECT_KUBECTL, diags);
}

void sw_language_jsonc(struct sw_package_sink *sink, struct sw_str bytes, sw_language_use *use) {
	read_document(sink, bytes, (struct reading){read_jsonc, use});
}

static struct sw_node *read_toml(struct sw_arena *arena, struct sw_str bytes, struct sw_diags *diags) {
	return sw_toml_read(arena, 0, bytes, diags);
}

void sw_language_toml(struct sw_package_sink *sink, struct sw_str bytes, sw_language_use *use) {
	read_document(sink, bytes, (struct reading){read_toml, use});
}

/* Compose's dialect leaves templates in the middle of a value alone, which workflows are full of. */
static struct sw_node *read_yaml(struct sw_arena *arena, struct sw_str bytes, struct sw_diags *diags) {
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(arena, 0, bytes, SW_DIALECT_COMPOSE, &stream, diags);
	return stream.n ? stream.v[0].root : NULL;
}

void sw_language_yaml(struct sw_package_sink *sink, struct sw_str bytes, sw_language_use *use) {
	read_document(sink, bytes, (struct reading){read_yaml, use});
}
