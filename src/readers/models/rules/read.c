#include "formats/yaml.h"
#include "readers/models/rules/parts.h"
#include <stdarg.h>

bool sw_rules_looks_like(struct sw_str text) {
	struct sw_str line;
	if (sw_str_starts(sw_str_trim(sw_str_sub(text, 0, 64)), SW_S("<")))
		return false; /* XML may have any line */
	while (sw_str_split(&text, '\n', &line))
		if (sw_str_starts(line, SW_S("rules:")))
			return true;
	return false;
}

bool sw_rules_wrong(const struct sw_rules_reader *reader, struct sw_span at, const char *format, ...) {
	va_list args;
	va_start(args, format);
	struct sw_str words = sw_arena_vprintf(reader->fields.arena, format, args);
	va_end(args);
	sw_diag_add(reader->fields.diags, SW_DIAG_ERROR, "rules-wrong", at, "%.*s", SW_ARG(words));
	return false;
}

bool sw_rules_map(const struct sw_rules_reader *reader, const struct sw_node *node, const char *what, const char *keys) {
	if (!sw_node_is(node, SW_NODE_MAP))
		return sw_rules_wrong(reader, node->span, "%s must be a map", what);
	for (uint32_t i = 0; i < node->count; i++)
		if (!sw_listed(node->members[i].key, keys))
			return sw_rules_wrong(reader, node->members[i].key_span, "%s has no '%.*s'; it has: %s", what,
					      SW_ARG(node->members[i].key), keys);
	return true;
}

struct sw_str sw_rules_text(const struct sw_rules_reader *reader, const struct sw_node *map, const char *key, struct sw_span *at) {
	const struct sw_node *node = sw_doc_get(map, key, reader->fields.dialect);
	struct sw_str text = sw_field_text(&reader->fields, map, key);
	if (at && node) {
		*at = node->span;
		/* Between the quotes, where nothing is escaped: so a part of the text is a part of the span. */
		if ((node->style == SW_STYLE_SINGLE || node->style == SW_STYLE_DOUBLE) && at->end - at->start == text.n + 2) {
			at->start++;
			at->end--;
		}
	}
	return text;
}

bool sw_rules_need(const struct sw_rules_reader *reader, const struct sw_node *map, const char *key, struct sw_str *text) {
	*text = sw_rules_text(reader, map, key, NULL);
	return text->n ? true : sw_rules_wrong(reader, map->span, "'%s' is missing", key);
}

bool sw_rules_place(struct sw_rules_reader *reader, struct sw_map *places, struct sw_str id, struct sw_span at, size_t n, size_t *index) {
	struct sw_rules_place *place = sw_map_get(places, id);
	if (place && place->here)
		return sw_rules_wrong(reader, at, "'%.*s' stands here twice", SW_ARG(id));
	if (!place) {
		place = SW_NEW(reader->fields.arena, struct sw_rules_place);
		place->index = n;
		sw_map_put(reader->fields.arena, places, id, place);
	}
	place->here = true;
	*index = place->index;
	return true;
}

static void note(struct sw_rules_reader *reader, struct sw_map *places, struct sw_str id, size_t index) {
	struct sw_rules_place *place = SW_NEW(reader->fields.arena, struct sw_rules_place);
	place->index = index;
	if (!sw_map_get(places, id))
		sw_map_put(reader->fields.arena, places, id, place);
}

/* Lists that may grow are copied: what is extended stays as it is. */
#define COPY(list)                                                                     \
	for (size_t i = 0; i < base->list.n; i++)                                      \
		*sw_push(reader->fields.arena, &reader->into->list) = base->list.v[i]

static void copy_base(struct sw_rules_reader *reader, const struct sw_template *base) {
	struct sw_template *into = reader->into;
	COPY(stencils);
	COPY(categories);
	COPY(types);
	COPY(data);
	COPY(overrides);
	into->uses_priority = base->uses_priority;
	into->uses_status = base->uses_status;
	for (size_t i = 0; i < into->stencils.n; i++)
		note(reader, &reader->types, into->stencils.v[i].id, i);
	for (size_t i = 0; i < into->categories.n; i++)
		note(reader, &reader->categories, into->categories.v[i].id, i);
	for (size_t i = 0; i < into->types.n; i++)
		note(reader, &reader->threats, into->types.v[i].id, i);
}

/* What rules that extend nothing start from: the kinds of things that can be drawn, and the columns of a register. */
static void start_afresh(struct sw_rules_reader *reader) {
	static const struct sw_str priorities[] = {SW_SI("Critical"), SW_SI("High"), SW_SI("Medium"), SW_SI("Low")};
	struct sw_arena *arena = reader->fields.arena;
	struct sw_template *into = reader->into;
	sw_template_add_generic(arena, into);
	for (size_t i = 0; i < into->stencils.n; i++)
		note(reader, &reader->types, into->stencils.v[i].id, i);
	*sw_push(arena, &into->data) =
		(struct sw_threat_datum){.name = SW_S("PossibleMitigations"), .label = SW_S("Possible Mitigations"), .attribute = 2};
	sw_template_add_columns(arena, into, priorities, sizeof priorities / sizeof *priorities);
	into->uses_priority = into->uses_status = true;
}

static void read_head(struct sw_rules_reader *reader, const struct sw_node *root) {
	struct sw_template *into = reader->into;
	sw_rules_need(reader, root, "id", &into->id);
	into->name = sw_rules_text(reader, root, "name", NULL);
	into->version = sw_rules_text(reader, root, "version", NULL);
	into->author = sw_rules_text(reader, root, "author", NULL);
	if (!into->name.n)
		into->name = into->id;
}

static const struct sw_node *root_of(struct sw_rules_reader *reader, uint32_t source, struct sw_str text) {
	struct sw_yaml_stream stream = {0};
	struct sw_span whole = {source, 0, 0};
	sw_yaml_read(reader->fields.arena, source, text, reader->fields.dialect, &stream, reader->fields.diags);
	if (!stream.n) {
		if (!sw_diags_failed(reader->fields.diags))
			sw_rules_wrong(reader, whole, "the file holds no rules");
		return NULL;
	}
	const struct sw_node *root = stream.v[0].root;
	if (stream.n > 1)
		sw_diag_add(reader->fields.diags, SW_DIAG_WARNING, "rules-more-documents", stream.v[1].root->span,
			    "only the first document of the file is read");
	if (!sw_node_is(root, SW_NODE_MAP) || !sw_str_is(sw_field_text(&reader->fields, root, "rules"), "1")) {
		sw_rules_wrong(reader, root->span, "rules begin with 'rules: 1'");
		return NULL;
	}
	return root;
}

int sw_rules_read(struct sw_template *into, struct sw_arena *arena, uint32_t source, struct sw_str text, sw_rules_base_fn *base,
		  void *context, struct sw_diags *diags) {
	struct sw_rules_reader reader = {{arena, diags, SW_DIALECT_COMPOSE, "rules-wrong"}, into, {0}, {0}, {0}};
	const struct sw_node *root = root_of(&reader, source, text);
	struct sw_span at = {0};
	if (!root)
		return -1;
	/* A key that is not known is said, and the rest is read. */
	sw_rules_map(&reader, root, "a file of rules", "rules id name version author extends types categories threats overrides");
	read_head(&reader, root);
	struct sw_str extends = sw_rules_text(&reader, root, "extends", &at);
	const struct sw_template *extended = extends.n ? base(context, extends, at) : NULL;
	if (extends.n && !extended)
		return -1;
	if (extended)
		copy_base(&reader, extended);
	else
		start_afresh(&reader);
	sw_rules_types(&reader, sw_field(&reader.fields, root, "types", SW_NODE_LIST));
	sw_rules_categories(&reader, sw_field(&reader.fields, root, "categories", SW_NODE_LIST));
	sw_rules_threats(&reader, sw_field(&reader.fields, root, "threats", SW_NODE_LIST));
	sw_rules_overrides(&reader, sw_field(&reader.fields, root, "overrides", SW_NODE_LIST));
	return 0;
}
