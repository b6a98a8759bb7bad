#include "models/questions.h"
#include "base/limits.h"
#include "models/geometry.h"

/* ---- names of what filters speak of ---- */

static struct sw_str generic_of(const struct sw_drawn *drawn) {
	/* Formats without stencils know kinds all the same, so that rules can speak of them. */
	return drawn->generic.n ? drawn->generic : sw_generic_stencils[drawn->kind].id;
}

/* Properties that formats without stencils have as members. */
static bool member_value(const struct sw_drawn *drawn, struct sw_str key, struct sw_str *value) {
	if (sw_str_is(key, "protocol") && drawn->protocol.n)
		*value = drawn->protocol;
	else if (sw_str_is(key, "encrypted") && drawn->encrypted >= 0)
		*value = drawn->encrypted ? SW_S("Yes") : SW_S("No");
	else
		return false;
	return true;
}

static struct sw_str name_in(const struct sw_drawn_property *property, bool by_label) {
	return by_label ? property->label : property->key;
}

bool sw_questions_value(const struct sw_drawn *drawn, const struct sw_predicate *atom, struct sw_str *value) {
	for (size_t i = 0; i < drawn->properties.n; i++) {
		const struct sw_drawn_property *property = &drawn->properties.v[i];
		if (property->kind != SW_PROPERTY_HEADER && sw_str_eq(name_in(property, atom->by_label), atom->name)) {
			*value = property->value;
			return true;
		}
	}
	return !atom->by_label && member_value(drawn, atom->name, value);
}

typedef bool type_fn(void *context, struct sw_str type);

/* Calls `each` for every type that the drawn one is of, until it says true: its own, its generic one, and those that its
 * own is a kind of. ROOT is none of them: umbrella rules on it fire nowhere. */
static bool each_type(const struct sw_questions *questions, const struct sw_drawn *drawn, type_fn *each, void *context) {
	struct sw_str type = drawn->type, generic = generic_of(drawn);
	bool root = questions->rules->root == SW_FILTER_ROOT_IS_ALL;
	if ((root || !sw_str_is(generic, "ROOT")) && each(context, generic))
		return true;
	for (unsigned depth = 0; type.n && depth < SW_LIMIT_STENCIL_DEPTH; depth++) {
		if (!root && sw_str_is(type, "ROOT"))
			return false;
		if (each(context, type))
			return true;
		const struct sw_stencil *stencil = sw_map_get(&questions->stencils, type);
		if (!stencil)
			return false;
		type = stencil->parent;
	}
	return false;
}

static bool same_type(void *context, struct sw_str type) {
	const struct sw_str *wanted = context;
	return sw_str_eq(*wanted, type);
}

bool sw_questions_is(const struct sw_questions *questions, const struct sw_drawn *drawn, struct sw_str type) {
	return type.n && each_type(questions, drawn, same_type, &type);
}

/* What a name in brackets stands for: the stencil that is called so, letters' case and blanks around it aside where none
 * is called exactly so. */
static const struct sw_stencil *stencil_called(const struct sw_questions *questions, struct sw_str name) {
	const struct sw_stencil *exact = sw_map_get(&questions->by_name, name);
	return exact ? exact : sw_map_get(&questions->by_like, sw_arena_lower(questions->arena, sw_str_trim(name)));
}

struct sw_str sw_questions_type(const struct sw_questions *questions, const struct sw_predicate *atom) {
	if (!atom->by_label)
		return atom->name;
	const struct sw_stencil *stencil = stencil_called(questions, atom->name);
	return stencil ? stencil->id : (struct sw_str){0};
}

/* ---- reading the filters ---- */

struct reading {
	struct sw_questions *questions;
	struct sw_diags *diags;
	struct sw_span at; /* of the filter at hand; nowhere: it was made */
};

/* A part of a filter as a place in its file. A filter whose text is not spelt byte for byte as in its file (escapes,
 * folded lines) is pointed at as a whole. */
static struct sw_span part_of(struct sw_span at, struct sw_str text, uint32_t start, uint32_t end) {
	if (!at.source || at.end - at.start != text.n)
		return at;
	return (struct sw_span){at.source, at.start + start, at.start + end};
}

static struct sw_asked_name *asked_name(struct sw_questions *questions, struct sw_map *map, struct sw_str id) {
	struct sw_asked_name *name = sw_map_get(map, id);
	if (!name) {
		name = SW_NEW(questions->arena, struct sw_asked_name);
		name->id = id;
		sw_map_put(questions->arena, map, id, name);
	}
	return name;
}

static struct sw_asked_name *name_of(struct reading *reading, struct sw_str text, const struct sw_predicate *atom) {
	struct sw_questions *questions = reading->questions;
	if (atom->atom == SW_ATOM_PROPERTY) {
		if (atom->by_label && !sw_map_get(&questions->by_label, atom->name))
			sw_diag_add(reading->diags, SW_DIAG_WARNING, "filter-unknown-property",
				    part_of(reading->at, text, atom->start, atom->end),
				    "no type has a property shown as \"%.*s\": this is never true", SW_ARG(atom->name));
		return asked_name(questions, atom->by_label ? &questions->labels : &questions->keys, atom->name);
	}
	struct sw_str type = sw_questions_type(questions, atom);
	if (type.n)
		return asked_name(questions, &questions->types, type);
	sw_diag_add(reading->diags, SW_DIAG_WARNING, "filter-unknown-type", part_of(reading->at, text, atom->start, atom->end),
		    "no type is called \"%.*s\": this is never true", SW_ARG(atom->name));
	return NULL;
}

/* Equal atoms become one question; which end an atom asks about makes no difference to it. */
static void number_atoms(struct reading *reading, struct sw_str text, struct sw_predicate *predicate) {
	struct sw_questions *questions = reading->questions;
	if (predicate->kind != SW_PREDICATE_ATOM) {
		for (unsigned i = 0; i < predicate->count; i++)
			number_atoms(reading, text, predicate->parts[i]);
		return;
	}
	struct sw_predicate any = *predicate;
	any.subject = SW_OF_FLOW;
	struct sw_str key = sw_filter_atom(questions->arena, &any);
	uint32_t *number = sw_map_get(&questions->known, key);
	if (!number) {
		number = SW_NEW(questions->arena, uint32_t);
		*number = (uint32_t)questions->asked.n;
		*sw_push(questions->arena, &questions->asked) = (struct sw_question){predicate, name_of(reading, text, predicate)};
		sw_map_put(questions->arena, &questions->known, key, number);
	}
	predicate->number = *number;
}

static struct sw_predicate *read_filter(struct reading *reading, struct sw_str text, struct sw_span at, const char *which,
					struct sw_str title) {
	struct sw_questions *questions = reading->questions;
	struct sw_filter_error error;
	struct sw_predicate *predicate = sw_filter_read(questions->arena, text, questions->rules, &error);
	reading->at = at;
	if (error.what)
		sw_diag_add(reading->diags, SW_DIAG_ERROR, "filter-malformed", part_of(at, text, error.start, error.end),
			    "the %s filter of \"%.*s\" cannot be read: %s, at byte %u", which, SW_ARG(title), error.what, error.start + 1);
	if (predicate)
		number_atoms(reading, text, predicate);
	return predicate;
}

/* Of equal ids the first one counts. */
static void index_template(struct sw_questions *questions) {
	const struct sw_template *template = questions->template;
	for (size_t i = template->stencils.n; i-- > 0;) {
		struct sw_stencil *stencil = &template->stencils.v[i];
		sw_map_put(questions->arena, &questions->stencils, stencil->id, stencil);
		sw_map_put(questions->arena, &questions->by_name, stencil->name, stencil);
		sw_map_put(questions->arena, &questions->by_like, sw_arena_lower(questions->arena, sw_str_trim(stencil->name)), stencil);
		for (size_t j = 0; j < stencil->attributes.n; j++) {
			sw_map_put(questions->arena, &questions->by_key, stencil->attributes.v[j].name, &stencil->attributes.v[j]);
			sw_map_put(questions->arena, &questions->by_label, stencil->attributes.v[j].label, &stencil->attributes.v[j]);
		}
	}
}

struct sw_questions *sw_questions_read(struct sw_arena *arena, const struct sw_template *template,
				       const struct sw_filter_rules *rules, struct sw_diags *diags) {
	struct sw_questions *questions = SW_NEW(arena, struct sw_questions);
	questions->arena = arena;
	questions->template = template;
	questions->rules = rules;
	index_template(questions);
	questions->of_type = SW_NEW_ARRAY(arena, struct sw_asking, template->types.n);
	for (size_t i = 0; i < template->types.n; i++) {
		const struct sw_threat_type *type = &template->types.v[i];
		struct reading reading = {.questions = questions, .diags = diags};
		struct sw_asking *asking = &questions->of_type[i];
		asking->include = read_filter(&reading, type->include, type->include_at, "include", type->title);
		/* A malformed exclude filter leaves nothing out: a threat too many is seen, one too few is not. */
		asking->exclude = read_filter(&reading, type->exclude, type->exclude_at, "exclude", type->title);
		asking->includes = sw_program_make(arena, asking->include);
		asking->excludes = sw_program_make(arena, asking->exclude);
	}
	return questions;
}

/* ---- answering ---- */

static bool mark_has(void *context, struct sw_str type) {
	struct sw_questions *questions = context;
	struct sw_asked_name *name = sw_map_get(&questions->types, type);
	if (name)
		name->has = questions->turn;
	return false;
}

static bool mark_crossed(void *context, struct sw_str type) {
	struct sw_questions *questions = context;
	struct sw_asked_name *name = sw_map_get(&questions->types, type);
	if (name)
		name->crossed = questions->turn;
	return false;
}

static void note_value(const struct sw_questions *questions, const struct sw_map *map, struct sw_str id, struct sw_str value) {
	struct sw_asked_name *name = sw_map_get(map, id);
	if (!name || name->has == questions->turn)
		return;
	name->has = questions->turn;
	name->value = value;
}

static void note_properties(struct sw_questions *questions, const struct sw_drawn *drawn) {
	static const struct sw_str members[] = {SW_SI("protocol"), SW_SI("encrypted")};
	for (size_t i = 0; i < drawn->properties.n; i++) {
		const struct sw_drawn_property *property = &drawn->properties.v[i];
		if (property->kind == SW_PROPERTY_HEADER)
			continue;
		note_value(questions, &questions->keys, property->key, property->value);
		note_value(questions, &questions->labels, property->label, property->value);
	}
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		struct sw_str value;
		if (member_value(drawn, members[i], &value))
			note_value(questions, &questions->keys, members[i], value);
	}
	questions->steps += drawn->properties.n;
}

void sw_questions_enter(struct sw_questions *questions, const struct sw_drawn_diagram *diagram) {
	if (questions->diagram == diagram)
		return;
	questions->diagram = diagram;
	questions->boundaries.n = 0;
	for (size_t i = 0; i < diagram->elements.n; i++)
		if (diagram->elements.v[i].kind == SW_DRAWN_BOX || diagram->elements.v[i].kind == SW_DRAWN_LINE)
			*sw_push(questions->arena, &questions->boundaries) = &diagram->elements.v[i];
}

const sw_drawn_list *sw_questions_crossings(struct sw_questions *questions, const struct sw_drawn_diagram *diagram,
					    const struct sw_drawn *flow) {
	struct sw_crossings *crossings = sw_map_get(&questions->crossings, flow->id);
	if (crossings && crossings->flow == flow)
		return &crossings->boundaries;
	crossings = SW_NEW(questions->arena, struct sw_crossings);
	crossings->flow = flow;
	sw_questions_enter(questions, diagram);
	for (size_t i = 0; i < questions->boundaries.n && questions->steps < SW_LIMIT_GENERATE_STEPS; i++)
		if (sw_flow_crosses(diagram, flow, questions->boundaries.v[i], questions->rules, &questions->steps))
			*sw_push(questions->arena, &crossings->boundaries) = questions->boundaries.v[i];
	sw_map_put(questions->arena, &questions->crossings, flow->id, crossings);
	return &crossings->boundaries;
}

static void note_crossings(struct sw_questions *questions, const struct sw_drawn *flow) {
	const sw_drawn_list *crossed = sw_questions_crossings(questions, questions->diagram, flow);
	for (size_t i = 0; i < crossed->n; i++)
		each_type(questions, crossed->v[i], mark_crossed, questions);
}

static enum sw_tri answer_to(const struct sw_questions *questions, const struct sw_question *question) {
	const struct sw_asked_name *name = question->name;
	bool missing_unknown = questions->rules->missing == SW_FILTER_MISSING_IS_UNKNOWN;
	if (!name)
		return SW_NO;
	if (question->atom->atom == SW_ATOM_CROSSES)
		return name->crossed == questions->turn ? SW_YES : SW_NO;
	if (name->has != questions->turn)
		return question->atom->atom == SW_ATOM_PROPERTY && missing_unknown ? SW_UNKNOWN : SW_NO;
	return question->atom->atom == SW_ATOM_IS || sw_str_eq(name->value, question->atom->value) ? SW_YES : SW_NO;
}

void sw_questions_answer(struct sw_questions *questions, const struct sw_drawn *drawn, uint8_t *answers) {
	questions->turn++;
	each_type(questions, drawn, mark_has, questions);
	note_properties(questions, drawn);
	if (drawn->kind == SW_DRAWN_FLOW)
		note_crossings(questions, drawn);
	for (size_t i = 0; i < questions->asked.n; i++)
		answers[i] = (uint8_t)answer_to(questions, &questions->asked.v[i]);
	questions->steps += questions->asked.n;
}
