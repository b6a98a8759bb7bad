#include "base/limits.h"
#include "formats/json.h"
#include "formats/yaml.h"
#include "readers/packages/system/text.h"

enum { TEXT_BYTES = 1 << 16 };

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

bool sw_line_next(struct sw_str *rest, struct sw_str *line) {
	if (!rest->n || !sw_str_split(rest, '\n', line))
		return false;
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
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
		for (struct sw_str more; rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t') && sw_line_next(rest, &more);)
			end = more.p + more.n;
		field->key = sw_str(line.p, colon);
		field->value = sw_str_trim(sw_str(line.p + colon + 1, (size_t)(end - line.p) - colon - 1));
		return true;
	}
	return false;
}

struct sw_str sw_package_text(struct sw_package_sink *sink, struct sw_str text) {
	return text.n && text.n <= TEXT_BYTES ? sw_arena_str(sink->arena, text) : (struct sw_str){0};
}

struct sw_str sw_doc_text(const struct sw_node *map, const char *key) {
	const struct sw_node *value = sw_doc_get(map, key, SW_DIALECT_STRICT);
	return sw_node_is_scalar(value) ? sw_str_trim(value->text) : (struct sw_str){0};
}

const struct sw_node *sw_package_json(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, const char *what) {
	struct sw_diags diags = {.arena = scratch};
	const struct sw_node *root = sw_json_read_one(scratch, 0, bytes, SW_DIALECT_STRICT, &diags);
	if (!sw_node_is(root, SW_NODE_MAP)) {
		sw_package_refuse(sink, what, &diags);
		return NULL;
	}
	return root;
}

const struct sw_node *sw_package_yaml(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, const char *what) {
	struct sw_diags diags = {.arena = scratch};
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(scratch, 0, bytes, SW_DIALECT_KUBECTL, &stream, &diags);
	if (!stream.n || !sw_node_is(stream.v[0].root, SW_NODE_MAP)) {
		sw_package_refuse(sink, what, &diags);
		return NULL;
	}
	return stream.v[0].root;
}

/* Control can leave `work` by either arena; the scratch one is given back whichever it is. */
void sw_with_scratch(struct sw_package_sink *sink, struct sw_str bytes, sw_scratch_fn *work) {
	struct sw_arena scratch;
	struct sw_arena_catch full, scratch_full;
	sw_arena_init(&scratch, SW_LIMIT_FACTSET_BYTES + 16 * bytes.n);
	if (SW_ARENA_TRY(sink->arena, &full)) {
		if (SW_ARENA_TRY(&scratch, &scratch_full)) {
			work(sink, &scratch, bytes);
			sw_arena_leave(&scratch, &scratch_full);
		} else {
			sw_package_say(sink, SW_DIAG_ERROR, "package-memory", "takes too much memory to read");
		}
		sw_arena_leave(sink->arena, &full);
		sw_arena_free(&scratch);
	} else {
		sw_arena_free(&scratch);
		sw_arena_throw(sink->arena);
	}
}

void sw_package_refuse(struct sw_package_sink *sink, const char *what, const struct sw_diags *diags) {
	struct sw_str why = diags && diags->n ? diags->v[0].message : SW_S("it has another form");
	sw_package_say(sink, SW_DIAG_ERROR, "package-file-invalid", "cannot be read as %s: %.*s", what, SW_ARG(why));
}
