#include "base/limits.h"
#include "models/overrides.h"

struct evaluating {
	struct sw_generation *generation;
	struct sw_questions *questions;
	struct sw_overriding *overriding;
	struct sw_diags *diags;
	const struct sw_drawn_diagram *diagram;
	uint8_t **of_element;  /* answers of each element of the diagram; NULL: not asked yet */
	uint8_t *of_flow;      /* of the flow at hand */
	const uint8_t *of[3];  /* by enum sw_subject_of */
	bool full;
};

static const uint8_t *element_answers(struct evaluating *evaluating, const struct sw_drawn *element) {
	uint8_t **answers = &evaluating->of_element[element - evaluating->diagram->elements.v];
	if (!*answers) {
		*answers = SW_NEW_ARRAY(evaluating->generation->arena, uint8_t, evaluating->questions->asked.n);
		sw_questions_answer(evaluating->questions, element, *answers);
	}
	return *answers;
}

static void add(struct evaluating *evaluating, const struct sw_generated *generated) {
	struct sw_generation *generation = evaluating->generation;
	struct sw_str key = sw_arena_join(generation->arena, generated->type->id, generated->source->id);
	key = sw_arena_join(generation->arena, key, generated->flow->id);
	key = sw_arena_join(generation->arena, key, generated->target->id);
	struct sw_generated *added = generated->silenced ? sw_push(generation->arena, &generation->silenced)
							 : sw_push(generation->arena, &generation->threats);
	*added = *generated;
	added->key = key;
}

/* One flow in one direction against all types. */
static void generate_flow(struct evaluating *evaluating, struct sw_generated generated) {
	struct sw_generation *generation = evaluating->generation;
	const struct sw_template *template = generation->template;
	evaluating->of[SW_OF_SOURCE] = element_answers(evaluating, generated.source);
	evaluating->of[SW_OF_TARGET] = element_answers(evaluating, generated.target);
	evaluating->of[SW_OF_FLOW] = evaluating->of_flow;
	sw_overriding_flow(evaluating->overriding, &generated, &evaluating->questions->steps);
	for (size_t t = 0; t < template->types.n && !evaluating->full; t++) {
		const struct sw_asking *asking = &evaluating->questions->of_type[t];
		struct sw_generated threat = generated;
		threat.type = &template->types.v[t];
		bool by_filter = sw_program_holds(&asking->includes, evaluating->of) && !sw_program_holds(&asking->excludes, evaluating->of);
		if (sw_overriding_type(evaluating->overriding, &threat, by_filter))
			add(evaluating, &threat);
		evaluating->questions->steps += 1 + asking->includes.n + asking->excludes.n + evaluating->overriding->here.n;
		evaluating->full = evaluating->questions->steps >= SW_LIMIT_GENERATE_STEPS ||
				   generation->threats.n + generation->silenced.n >= SW_LIMIT_GENERATED;
	}
}

static const struct sw_drawn *end_of(const struct sw_drawn_diagram *diagram, int32_t index) {
	if (index < 0 || (size_t)index >= diagram->elements.n)
		return NULL;
	const struct sw_drawn *end = &diagram->elements.v[index];
	return sw_drawn_is_line(end) || end->kind == SW_DRAWN_NOTE ? NULL : end;
}

static bool out_of_scope(const struct sw_filter_rules *rules, const struct sw_generated *generated) {
	if (generated->flow->out_of_scope && rules->flow_scope == SW_FILTER_SCOPE_SILENCES_FLOW)
		return true;
	return rules->end_scope == SW_FILTER_SCOPE_SILENCES_ENDS && (generated->source->out_of_scope || generated->target->out_of_scope);
}

static void generate_diagram(struct evaluating *evaluating, const struct sw_drawn_diagram *diagram) {
	struct sw_arena *arena = evaluating->generation->arena;
	evaluating->diagram = diagram;
	evaluating->of_element = SW_NEW_ARRAY(arena, uint8_t *, diagram->elements.n);
	sw_questions_enter(evaluating->questions, diagram);
	for (size_t i = 0; i < diagram->elements.n && !evaluating->full; i++) {
		const struct sw_drawn *flow = &diagram->elements.v[i];
		struct sw_generated generated = {.diagram = diagram, .flow = flow, .source = end_of(diagram, flow->from),
						 .target = end_of(diagram, flow->to)};
		if (flow->kind != SW_DRAWN_FLOW || !generated.source || !generated.target ||
		    out_of_scope(&evaluating->generation->rules, &generated))
			continue;
		sw_questions_answer(evaluating->questions, flow, evaluating->of_flow);
		generate_flow(evaluating, generated);
		if (!flow->both_ways)
			continue;
		const struct sw_drawn *source = generated.source;
		generated.source = generated.target;
		generated.target = source;
		generate_flow(evaluating, generated);
	}
}

void sw_generate(struct sw_generation *generation, struct sw_arena *arena, const struct sw_drawing *drawing,
		 const struct sw_template *template, const struct sw_filter_rules *rules, struct sw_str today,
		 struct sw_diags *diags) {
	*generation = (struct sw_generation){.arena = arena, .drawing = drawing, .template = template, .rules = *rules};
	generation->questions = sw_questions_read(arena, template, &generation->rules, diags);
	struct evaluating evaluating = {.generation = generation, .questions = generation->questions, .diags = diags};
	evaluating.overriding = sw_overriding_start(arena, drawing, template, today, diags);
	evaluating.of_flow = SW_NEW_ARRAY(arena, uint8_t, generation->questions->asked.n);
	for (size_t i = 0; i < drawing->diagrams.n; i++)
		generate_diagram(&evaluating, &drawing->diagrams.v[i]);
	if (evaluating.full)
		sw_diag_add(diags, SW_DIAG_ERROR, "model-too-large", (struct sw_span){0},
			    "the model has too many flows for so many filters: not all threats were generated");
	if (drawing->generation_off)
		sw_diag_add(diags, SW_DIAG_NOTE, "model-generation-off", (struct sw_span){0},
			    "the model says that threats are not to be generated; here are those that would be");
}
