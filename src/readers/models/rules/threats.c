#include "facts/stride.h"
#include "knowledge/date.h"
#include "knowledge/filter.h"
#include "readers/models/rules/parts.h"

/* ---- what a threat is ---- */

/* Letters of STRIDE, each at most once. */
static bool read_stride(struct sw_rules_reader *reader, const struct sw_node *node, struct sw_threat_type *type) {
	struct sw_span at = node->span;
	type->stride = sw_rules_text(reader, node, "stride", &at);
	for (size_t i = 0; i < type->stride.n; i++)
		if (!strchr("STRIDE", type->stride.p[i]) || !type->stride.p[i] || sw_str_find_byte(type->stride, type->stride.p[i]) != i)
			return sw_rules_wrong(reader, at, "stride must be letters of STRIDE, each once");
	return true;
}

static bool read_cwe(struct sw_rules_reader *reader, const struct sw_node *node, struct sw_threat_type *type) {
	const struct sw_node *list = sw_field(&reader->fields, node, "cwe", SW_NODE_LIST);
	for (uint32_t i = 0; list && i < list->count; i++) {
		uint16_t number = sw_field_cwe(sw_exact(list->items[i]));
		if (!number)
			return sw_rules_wrong(reader, list->items[i]->span, "a CWE must be a number, or CWE- and a number");
		*sw_push(reader->fields.arena, &type->cwe) = number;
	}
	return true;
}

static bool read_mitigations(struct sw_rules_reader *reader, const struct sw_node *node, struct sw_threat_type *type) {
	const struct sw_node *list = sw_field(&reader->fields, node, "mitigations", SW_NODE_LIST);
	struct sw_str all = {0};
	for (uint32_t i = 0; list && i < list->count; i++) {
		struct sw_str text = sw_exact(list->items[i]);
		if (!text.n)
			return sw_rules_wrong(reader, list->items[i]->span, "a mitigation must be text");
		*sw_push(reader->fields.arena, &type->mitigations) = text;
		all = all.n ? sw_arena_printf(reader->fields.arena, "%.*s\n%.*s", SW_ARG(all), SW_ARG(text)) : text;
	}
	if (all.n) {
		struct sw_threat_datum preset = {.name = SW_S("PossibleMitigations"), .label = SW_S("Possible Mitigations")};
		*sw_push(reader->fields.arena, &preset.values) = all;
		*sw_push(reader->fields.arena, &type->data) = preset;
	}
	return true;
}

static void read_priority(struct sw_rules_reader *reader, const struct sw_node *node, struct sw_threat_type *type) {
	struct sw_str priority = sw_rules_text(reader, node, "priority", NULL);
	struct sw_threat_datum preset = {.name = SW_S("Priority"), .label = SW_S("Priority")};
	if (!priority.n)
		return;
	*sw_push(reader->fields.arena, &preset.values) = priority;
	*sw_push(reader->fields.arena, &type->data) = preset;
}

/* The category by its id; one of STRIDE's is known without being listed. Without one, the first letter of `stride`. */
static bool read_category(struct sw_rules_reader *reader, const struct sw_node *node, struct sw_threat_type *type) {
	struct sw_span at = node->span;
	type->category = sw_rules_text(reader, node, "category", &at);
	if (type->category.n && sw_map_get(&reader->categories, type->category))
		return true;
	char letter = type->category.n ? sw_stride_letter(type->category) : type->stride.n ? type->stride.p[0] : '\0';
	if (!letter)
		return type->category.n ? sw_rules_wrong(reader, at, "there is no category '%.*s'", SW_ARG(type->category))
					: sw_rules_wrong(reader, at, "the threat needs a category, or letters of STRIDE");
	struct sw_str name = sw_str_of(sw_stride_name(letter));
	type->category = name;
	if (!sw_map_get(&reader->categories, name)) {
		struct sw_rules_place *place = SW_NEW(reader->fields.arena, struct sw_rules_place);
		place->index = reader->into->categories.n;
		sw_map_put(reader->fields.arena, &reader->categories, name, place);
		*sw_push(reader->fields.arena, &reader->into->categories) = (struct sw_threat_category){.id = name, .name = name};
	}
	return true;
}

/* Types that filters name are to be there; a model of another tool may have types of its own, so it is only noted. */
static void check_types(struct sw_rules_reader *reader, const struct sw_predicate *predicate, struct sw_span at) {
	for (unsigned i = 0; i < predicate->count; i++)
		check_types(reader, predicate->parts[i], at);
	if (predicate->kind != SW_PREDICATE_ATOM || predicate->atom == SW_ATOM_PROPERTY || predicate->by_label ||
	    sw_map_get(&reader->types, predicate->name))
		return;
	sw_diag_add(reader->fields.diags, SW_DIAG_NOTE, "rules-unknown-type", at,
		    "these rules have no type '%.*s'; this is true on models alone that have it", SW_ARG(predicate->name));
}

/* A filter with a slip makes no threat of the type: half of what was meant would be worse. */
static bool read_filter(struct sw_rules_reader *reader, const struct sw_node *node, const char *key, struct sw_str *filter, struct sw_span *at) {
	static const struct sw_filter_rules rules = {0};
	struct sw_filter_error error;
	*filter = sw_rules_text(reader, node, key, at);
	const struct sw_predicate *predicate = sw_filter_read(reader->fields.arena, *filter, &rules, &error);
	if (predicate)
		check_types(reader, predicate, *at);
	if (!error.what)
		return true;
	struct sw_span part = *at;
	if (part.end - part.start == filter->n) {
		part.start = at->start + error.start;
		part.end = at->start + error.end;
	}
	return sw_rules_wrong(reader, part, "the filter cannot be read: %s, at byte %u", error.what, error.start + 1);
}

static bool read_threat(struct sw_rules_reader *reader, const struct sw_node *node) {
	static const char keys[] = "id title description category stride cwe priority mitigations include exclude";
	struct sw_template *into = reader->into;
	struct sw_threat_type type = {.at = node->span};
	size_t index;
	if (!sw_rules_map(reader, node, "a threat", keys) || !sw_rules_need(reader, node, "id", &type.id) ||
	    !sw_rules_need(reader, node, "title", &type.title) || !read_stride(reader, node, &type) || !read_cwe(reader, node, &type) ||
	    !read_category(reader, node, &type) || !read_filter(reader, node, "include", &type.include, &type.include_at) ||
	    !read_filter(reader, node, "exclude", &type.exclude, &type.exclude_at))
		return false;
	type.description = sw_rules_text(reader, node, "description", NULL);
	if (!read_mitigations(reader, node, &type))
		return false;
	read_priority(reader, node, &type);
	if (!sw_rules_place(reader, &reader->threats, type.id, node->span, into->types.n, &index))
		return false;
	if (!type.include.n)
		sw_diag_add(reader->fields.diags, SW_DIAG_WARNING, "rules-never", node->span,
			    "'%.*s' has no include filter: it is there only where an override raises it", SW_ARG(type.id));
	if (index == into->types.n)
		sw_push(reader->fields.arena, &into->types);
	into->types.v[index] = type;
	return true;
}

void sw_rules_threats(struct sw_rules_reader *reader, const struct sw_node *list) {
	for (uint32_t i = 0; list && i < list->count; i++)
		read_threat(reader, list->items[i]);
}

/* ---- overrides ---- */

static bool read_effect(struct sw_rules_reader *reader, const struct sw_node *node, struct sw_threat_override *override) {
	static const char *const words[] = {
		[SW_OVERRIDE_PRIORITY] = "priority", [SW_OVERRIDE_SILENCE] = "silence", [SW_OVERRIDE_RAISE] = "raise"};
	struct sw_span at = node->span;
	struct sw_str word = sw_rules_text(reader, node, "effect", &at);
	override->priority = sw_rules_text(reader, node, "priority", NULL);
	for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
		if (sw_str_is(word, words[i])) {
			override->effect = (enum sw_override_effect)i;
			return i != SW_OVERRIDE_PRIORITY || override->priority.n ||
			       sw_rules_wrong(reader, node->span, "'priority' is missing");
		}
	return sw_rules_wrong(reader, at, "effect must be silence, raise or priority");
}

static bool read_override(struct sw_rules_reader *reader, const struct sw_node *node) {
	struct sw_threat_override override = {.at = node->span};
	struct sw_span at = node->span;
	if (!sw_rules_map(reader, node, "an override", "threat on effect priority reason until") || !read_effect(reader, node, &override) ||
	    !sw_rules_need(reader, node, "reason", &override.reason))
		return false;
	override.type = sw_rules_text(reader, node, "threat", NULL);
	override.on = sw_rules_text(reader, node, "on", NULL);
	override.until = sw_rules_text(reader, node, "until", &at);
	if (!override.type.n && !override.on.n)
		return sw_rules_wrong(reader, node->span, "an override needs 'threat' or 'on': it would be about everything");
	if (override.until.n && !sw_date_valid(override.until))
		return sw_rules_wrong(reader, at, "until must be a day that exists, written as YYYY-MM-DD");
	/* What takes threats away is looked at again one day. */
	if (override.effect == SW_OVERRIDE_SILENCE && !override.until.n)
		return sw_rules_wrong(reader, node->span, "an override that silences needs 'until'");
	*sw_push(reader->fields.arena, &reader->into->overrides) = override;
	return true;
}

void sw_rules_overrides(struct sw_rules_reader *reader, const struct sw_node *list) {
	for (uint32_t i = 0; list && i < list->count; i++)
		read_override(reader, list->items[i]);
}
