/* A generated threat as a row of the register: texts, category, presets. */
#include "facts/stride.h"
#include "models/generate.h"

static struct sw_str end_name(const struct sw_generated *generated, struct sw_str word) {
	const struct sw_drawn *ends[] = {generated->source, generated->flow, generated->target};
	static const char *const words[] = {"{source.name}", "{flow.name}", "{target.name}"};
	for (size_t i = 0; i < 3; i++)
		if (sw_str_is_nocase(word, words[i]))
			return ends[i]->name.p ? ends[i]->name : SW_S("");
	return (struct sw_str){0};
}

/* Adds bytes to a text that grows at the end of the arena. */
static void append(struct sw_arena *arena, struct sw_str *text, size_t *cap, struct sw_str more) {
	char *p = (char *)(uintptr_t)text->p;
	if (*cap - text->n < more.n) {
		size_t want = (text->n + more.n) * 2;
		p = sw_arena_grow(arena, p, *cap, want);
		*cap = want;
	}
	if (more.n)
		memcpy(p + text->n, more.p, more.n);
	*text = sw_str(p, text->n + more.n);
}

struct sw_str sw_generated_text(struct sw_arena *arena, struct sw_str text, const struct sw_generated *generated) {
	struct sw_str filled = {0}, rest = text;
	size_t cap = 0;
	for (size_t open; (open = sw_str_find_byte(rest, '{')) != SW_NPOS;) {
		struct sw_str word = sw_str_sub(rest, open, sizeof "{target.Name}" - 1);
		size_t close = sw_str_find_byte(word, '}');
		struct sw_str name = close == SW_NPOS ? (struct sw_str){0} : end_name(generated, sw_str_sub(word, 0, close + 1));
		/* A brace that opens no name is text, and a name may begin behind it. */
		size_t taken = name.p ? open + close + 1 : open + 1;
		append(arena, &filled, &cap, sw_str_sub(rest, 0, name.p ? open : taken));
		append(arena, &filled, &cap, name);
		rest = sw_str_from(rest, taken);
	}
	if (!filled.p)
		return text;
	append(arena, &filled, &cap, rest);
	return filled;
}

static const struct sw_threat_category *category_of(const struct sw_template *template, struct sw_str id) {
	for (size_t i = 0; i < template->categories.n; i++)
		if (sw_str_eq(template->categories.v[i].id, id))
			return &template->categories.v[i];
	return NULL;
}

static struct sw_str preset(const struct sw_threat_type *type, struct sw_str column) {
	for (size_t i = 0; i < type->data.n; i++)
		if (sw_str_eq(type->data.v[i].name, column) && type->data.v[i].values.n)
			return type->data.v[i].values.v[0];
	return (struct sw_str){0};
}

static bool offers(const struct sw_threat_datum *column, const char *value) {
	for (size_t i = 0; i < column->values.n; i++)
		if (sw_str_is(column->values.v[i], value))
			return true;
	return false;
}

/* The type's own, where the register offers it: the tool takes no preset that is none of the column's values. */
static struct sw_str priority_of(const struct sw_template *template, const struct sw_threat_type *type) {
	struct sw_str own = preset(type, SW_S("Priority"));
	for (size_t i = 0; i < template->data.n; i++) {
		const struct sw_threat_datum *column = &template->data.v[i];
		if (!sw_str_is(column->name, "Priority") || !column->values.n)
			continue;
		for (size_t j = 0; j < column->values.n; j++)
			if (own.n && sw_str_eq(column->values.v[j], own))
				return own;
		return offers(column, "High") ? SW_S("High") : column->values.v[0];
	}
	return own.n ? own : SW_S("High");
}

/* The standard columns that a threat has values for; NULL: the column is the template's own. */
static const struct sw_str *standard(const struct sw_drawn_threat *threat, struct sw_str name) {
	const struct { const char *name; const struct sw_str *value; } columns[] = {
		{"Title", &threat->title}, {"UserThreatCategory", &threat->category}, {"UserThreatShortDescription", &threat->short_text},
		{"UserThreatDescription", &threat->description}, {"StateInformation", &threat->justification},
		{"InteractionString", &threat->interaction}, {"PossibleMitigations", &threat->mitigations}, {"Priority", &threat->priority}};
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (sw_str_is(name, columns[i].name))
			return columns[i].value;
	return NULL;
}

/* One value a column of the register, in its order, where there is one: as the tool stores them. */
static void fill_columns(struct sw_arena *arena, const struct sw_template *template, const struct sw_threat_type *type,
			 struct sw_drawn_threat *threat) {
	threat->data = SW_NEW_ARRAY(arena, struct sw_datum_value, template->data.n);
	for (size_t i = 0; i < template->data.n; i++) {
		struct sw_str name = template->data.v[i].name;
		const struct sw_str *value = standard(threat, name);
		struct sw_str own = value ? *value : preset(type, name);
		if (own.n)
			threat->data[threat->data_count++] = (struct sw_datum_value){name, own};
	}
}

struct sw_drawn_threat sw_generated_threat(const struct sw_generation *generation, const struct sw_generated *generated) {
	struct sw_arena *arena = generation->arena;
	const struct sw_template *template = generation->template;
	const struct sw_threat_type *type = generated->type;
	const struct sw_threat_category *category = category_of(template, type->category);
	struct sw_drawn_threat threat = {
		.key = generated->key, .type = type->id, .diagram = generated->diagram->id, .on = generated->flow->id,
		.source = generated->source->id, .target = generated->target->id,
		.title = sw_generated_text(arena, type->title, generated),
		.description = sw_generated_text(arena, type->description, generated),
		.category = category ? category->name : type->category, .interaction = generated->flow->name,
		.justification = preset(type, SW_S("StateInformation")),
		.mitigations = preset(type, SW_S("PossibleMitigations")),
		.priority = generated->priority ? generated->priority->priority : priority_of(template, type),
		.modified = SW_DRAWN_UNTOUCHED, .at = generated->flow->at};
	if (category)
		threat.short_text = category->short_text;
	threat.stride = type->stride.n ? type->stride : sw_stride_word(arena, sw_stride_named(threat.category));
	for (size_t i = 0; i < type->cwe.n; i++)
		*sw_push(arena, &threat.cwe) = type->cwe.v[i];
	fill_columns(arena, template, type, &threat);
	return threat;
}
