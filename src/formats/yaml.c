#include "formats/yaml.h"
#include "base/vec.h"
#include "formats/json.h"
#include "formats/yaml_tokens.h"
#include "formats/yaml_tree.h"

static bool starts_as_json(const struct sw_yaml_text *text) {
	size_t at = text->mark;
	while (at < text->original.n && sw_is_space(text->original.p[at]))
		at++;
	struct sw_str first = sw_str_sub(text->original, at, 1);
	return text->encoding == SW_YAML_UTF8 && (sw_str_is(first, "{") || sw_str_is(first, "["));
}

/* A text of nothing but JSON values. False: nothing was read and nothing said; YAML may know better (comments, trailing
 * commas, documents with a "---" between them). */
static bool read_json(struct sw_arena *arena, uint32_t source, struct sw_str text, enum sw_dialect dialect,
		      struct sw_yaml_stream *stream, struct sw_diags *diags) {
	struct sw_diags said = {.arena = arena};
	struct sw_yaml_stream found = {0};
	for (size_t at = 0; at < text.n;) {
		struct sw_yaml_document document = {sw_json_read(arena, source, text, &at, dialect, &said), (uint32_t)found.n};
		if (!document.root)
			return false;
		*sw_push(arena, &found) = document;
	}
	for (size_t i = 0; i < found.n; i++)
		*sw_push(arena, stream) = found.v[i];
	for (size_t i = 0; i < said.n; i++)
		sw_diag_add(diags, said.v[i].level, said.v[i].code, said.v[i].at, "%.*s", SW_ARG(said.v[i].message));
	diags->dropped += said.dropped;
	return true;
}

void sw_yaml_read(struct sw_arena *arena, uint32_t source, struct sw_str text, enum sw_dialect dialect,
		  struct sw_yaml_stream *stream, struct sw_diags *diags) {
	struct sw_yaml_text prepared;
	sw_yaml_text_open(arena, text, &prepared);
	if (starts_as_json(&prepared) && read_json(arena, source, text, dialect, stream, diags))
		return;
	/* In the middle of a plain scalar of Compose {{ }} is meant for the engine: "web-{{.Task.Slot}}". */
	size_t template = sw_yaml_template(arena, &prepared, dialect == SW_DIALECT_KUBECTL);
	if (template != SW_NPOS) {
		struct sw_span at = {source, (uint32_t)template, (uint32_t)template + 2};
		sw_diag_add(diags, SW_DIAG_ERROR, "yaml-template", at, "this is a template: render it first");
		return;
	}
	sw_yaml_tree(arena, source, &prepared, dialect, stream, diags);
}
