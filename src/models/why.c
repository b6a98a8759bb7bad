/* Why a threat is there, or is there no more: each atom of its filters with what it came to and what was seen. */
#include "models/questions.h"

struct explaining {
	const struct sw_generation *generation;
	const struct sw_drawn_diagram *diagram;
	const struct sw_drawn *of[3]; /* by enum sw_subject_of */
	bool exclude;
	sw_answers *answers;
};

static struct sw_str name_of(const struct sw_drawn *drawn) {
	return drawn->name.n ? drawn->name : drawn->id;
}

enum { MOST_TOLD = 4 };

/* The boundaries of a type that the flow crosses, as words; *any: whether there is one. */
static struct sw_str crossed(const struct explaining *explaining, struct sw_str type, bool *any) {
	const struct sw_generation *generation = explaining->generation;
	const sw_drawn_list *boundaries = sw_questions_crossings(generation->questions, explaining->diagram, explaining->of[SW_OF_FLOW]);
	struct sw_str names = {0};
	size_t told = 0, more = 0;
	for (size_t i = 0; i < boundaries->n; i++) {
		struct sw_str name = name_of(boundaries->v[i]);
		if (!sw_questions_is(generation->questions, boundaries->v[i], type))
			continue;
		*any = true;
		if (told == MOST_TOLD)
			more++;
		else
			names = told++ ? sw_arena_printf(generation->arena, "%.*s, %.*s", SW_ARG(names), SW_ARG(name)) : name;
	}
	return more ? sw_arena_printf(generation->arena, "%.*s and %zu more", SW_ARG(names), more) : names;
}

static struct sw_str type_words(const struct sw_generation *generation, const struct sw_drawn *drawn) {
	const struct sw_stencil *stencil = sw_map_get(&generation->questions->stencils, drawn->type);
	struct sw_str type = stencil && stencil->name.n ? stencil->name : drawn->type, name = name_of(drawn);
	return name.n ? sw_arena_printf(generation->arena, "%.*s (%.*s)", SW_ARG(name), SW_ARG(type)) : type;
}

/* What people are shown for a property's key, by an element or else by a type that has it. */
static struct sw_str label_of(const struct sw_generation *generation, const struct sw_drawn *drawn, const struct sw_predicate *atom) {
	const struct sw_drawn_property *property = atom->by_label ? NULL : sw_drawn_property_of(drawn, atom->name);
	if (property && property->label.n)
		return property->label;
	const struct sw_stencil_attribute *attribute = atom->by_label ? NULL : sw_map_get(&generation->questions->by_key, atom->name);
	return attribute && attribute->label.n ? attribute->label : atom->name;
}

static struct sw_str words_for(const struct sw_generation *generation, const struct sw_drawn *drawn, const struct sw_predicate *atom) {
	const char *subject = sw_subject_of_name(atom->subject);
	if (atom->atom == SW_ATOM_PROPERTY) {
		struct sw_str label = label_of(generation, drawn, atom);
		return sw_arena_printf(generation->arena, "%s's \"%.*s\" is '%.*s'", subject, SW_ARG(label), SW_ARG(atom->value));
	}
	const struct sw_stencil *stencil = atom->by_label ? NULL : sw_map_get(&generation->questions->stencils, atom->name);
	struct sw_str name = stencil && stencil->name.n ? stencil->name : atom->name;
	return sw_arena_printf(generation->arena, "%s %s '%.*s'", subject, atom->atom == SW_ATOM_IS ? "is" : "crosses", SW_ARG(name));
}

static struct sw_truth explain(void *context, const struct sw_predicate *atom) {
	struct explaining *explaining = context;
	const struct sw_generation *generation = explaining->generation;
	const struct sw_drawn *drawn = explaining->of[atom->subject];
	struct sw_answer answer = {.text = sw_filter_atom(generation->arena, atom), .words = words_for(generation, drawn, atom),
				   .exclude = explaining->exclude, .holds = SW_NO};
	if (atom->atom == SW_ATOM_PROPERTY) {
		if (sw_questions_value(drawn, atom, &answer.seen))
			answer.holds = sw_str_eq(answer.seen, atom->value) ? SW_YES : SW_NO;
		else if (generation->rules.missing == SW_FILTER_MISSING_IS_UNKNOWN)
			answer.holds = SW_UNKNOWN;
	} else if (atom->atom == SW_ATOM_CROSSES) {
		bool any = false;
		answer.seen = crossed(explaining, sw_questions_type(generation->questions, atom), &any);
		answer.holds = any ? SW_YES : SW_NO;
	} else {
		answer.seen = type_words(generation, drawn);
		answer.holds = sw_questions_is(generation->questions, drawn, sw_questions_type(generation->questions, atom)) ? SW_YES : SW_NO;
	}
	*sw_push(generation->arena, explaining->answers) = answer;
	return (struct sw_truth){.holds = answer.holds, .strength = SW_STRENGTH_DECLARED};
}

static enum sw_tri ask(struct explaining *explaining, const struct sw_predicate *predicate, bool exclude) {
	explaining->exclude = exclude;
	return predicate ? sw_predicate_value(predicate, explain, explaining).holds : SW_NO;
}

sw_answers sw_generated_why(const struct sw_generation *generation, const struct sw_generated *generated) {
	sw_answers answers = {0};
	struct explaining explaining = {generation, generated->diagram, {generated->source, generated->target, generated->flow}, false, &answers};
	const struct sw_asking *asking = &generation->questions->of_type[generated->type - generation->template->types.v];
	ask(&explaining, asking->include, false);
	ask(&explaining, asking->exclude, true);
	return answers;
}

/* Atoms of one of the filters that came to `holds`, as words. */
static struct sw_str words_of(struct sw_arena *arena, const sw_answers *answers, bool exclude, enum sw_tri holds) {
	struct sw_str words = {0};
	size_t told = 0;
	for (size_t i = 0; i < answers->n && told < MOST_TOLD; i++) {
		const struct sw_answer *answer = &answers->v[i];
		if (answer->exclude != exclude || answer->holds != holds)
			continue;
		words = told++ ? sw_arena_printf(arena, "%.*s; %.*s", SW_ARG(words), SW_ARG(answer->words)) : answer->words;
	}
	return words;
}

struct sw_str sw_generation_why_not(const struct sw_generation *generation, const struct sw_drawn_diagram *diagram,
				    const struct sw_drawn *flow, const struct sw_threat_type *type) {
	struct sw_arena *arena = generation->arena;
	sw_answers answers = {0};
	const struct sw_asking *asking = &generation->questions->of_type[type - generation->template->types.v];
	if (flow->from < 0 || flow->to < 0 || (size_t)flow->from >= diagram->elements.n || (size_t)flow->to >= diagram->elements.n)
		return SW_S("an end of its flow is not attached");
	if (flow->out_of_scope && generation->rules.flow_scope == SW_FILTER_SCOPE_SILENCES_FLOW)
		return SW_S("its flow is marked as out of scope");
	if (generation->rules.end_scope == SW_FILTER_SCOPE_SILENCES_ENDS &&
	    (diagram->elements.v[flow->from].out_of_scope || diagram->elements.v[flow->to].out_of_scope))
		return SW_S("an end of its flow is marked as out of scope");
	struct explaining explaining = {
		generation, diagram, {&diagram->elements.v[flow->from], &diagram->elements.v[flow->to], flow}, false, &answers};
	if (!asking->include)
		return SW_S("its type has no include filter");
	if (ask(&explaining, asking->include, false) != SW_YES) {
		struct sw_str lacking = words_of(arena, &answers, false, SW_NO);
		return sw_arena_printf(arena, "its include filter does not hold: %.*s is false", SW_ARG(lacking));
	}
	if (ask(&explaining, asking->exclude, true) == SW_YES) {
		struct sw_str holding = words_of(arena, &answers, true, SW_YES);
		return sw_arena_printf(arena, "its exclude filter holds: %.*s", SW_ARG(holding));
	}
	return SW_S("its flow has it under another key now");
}
