#include "threats/build.h"
#include "threats/judge.h"
#include <assert.h>

/* The catalogue's expressions are data of the program: one that cannot be read is a bug, and a test reads them all. Those of
 * a project's own rows were read when the rows were made. */
static void gather_kinds(struct sw_judge *judge) {
	const struct sw_own_catalogue *own = &judge->system->config->catalogue;
	judge->kind_count = sw_threat_kind_count + own->kinds.n;
	judge->kinds = SW_NEW_ARRAY(judge->arena, const struct sw_threat_kind *, judge->kind_count);
	judge->when = SW_NEW_ARRAY(judge->arena, struct sw_predicate *, judge->kind_count);
	judge->stopped = SW_NEW_ARRAY(judge->arena, struct sw_predicate *, judge->kind_count);
	judge->overridden = SW_NEW_ARRAY(judge->arena, bool, own->overrides.n + 1);
	for (size_t i = 0; i < judge->kind_count; i++) {
		const struct sw_threat_kind *kind = i < sw_threat_kind_count ? &sw_threat_kinds[i] : own->kinds.v[i - sw_threat_kind_count];
		judge->kinds[i] = kind;
		judge->when[i] = sw_predicate_read(judge->arena, sw_str_of(kind->when), NULL);
		judge->stopped[i] = sw_predicate_read(judge->arena, sw_str_of(kind->stopped_by), NULL);
		assert(judge->stopped[i]);
		assert(judge->when[i] || !*kind->when);
	}
}

static bool carries(const struct sw_diagram *diagram, const char *carrier, uint32_t element, const struct sw_flow *flow) {
	if (strcmp(carrier, "published") == 0)
		return flow->published && flow->to == element;
	if (strcmp(carrier, "client") == 0)
		return flow->to == element;
	if (strcmp(carrier, "mount") == 0 || strcmp(carrier, "store") == 0)
		return diagram->elements.v[flow->to].kind == SW_ELEMENT_STORE;
	return sw_str_is(sw_str_from(flow->id, sw_str_rfind_byte(flow->id, ':') + 1), carrier);
}

/* The fixed flow that a row rides on: one of the element's own of the kind that the catalogue names, else the first of
 * that kind, else any of the element's. */
static int32_t carrier_of(const struct sw_judge *judge, const char *carrier, uint32_t element) {
	const sw_numbers *flows = &judge->index[element].flows;
	for (size_t i = 0; i < flows->n; i++)
		if (carries(judge->diagram, carrier, element, &judge->diagram->flows.v[flows->v[i]]))
			return (int32_t)flows->v[i];
	size_t first = (uintptr_t)sw_map_get(&judge->first_flow, sw_str_of(carrier));
	return first ? (int32_t)first - 1 : flows->n ? (int32_t)flows->v[0] : -1;
}

static void note_users(const struct sw_judge *judge, struct sw_threat *threat, const struct sw_element *element) {
	const sw_numbers *users = sw_judge_users(judge, element);
	for (size_t i = 0; element->kind != SW_ELEMENT_WORKLOAD && i < users->n; i++)
		*sw_push(judge->arena, &threat->used_by) = users->v[i];
}

static void add_row(struct sw_judge *judge, struct sw_register *all, uint32_t index, size_t kind) {
	const struct sw_element *element = &judge->diagram->elements.v[index];
	struct sw_threat *threat = sw_push(judge->arena, &all->threats);
	threat->kind = judge->kinds[kind];
	threat->element = index;
	threat->id = sw_arena_printf(judge->arena, "%s@%.*s", threat->kind->id, SW_ARG(element->id));
	threat->flow = carrier_of(judge, threat->kind->carrier, index);
	threat->is_new = true;
	note_users(judge, threat, element);
	sw_judge_state(judge, threat, kind);
	sw_judge_latch(judge, threat);
	sw_judge_priority(judge, threat);
	sw_judge_override(judge, threat);
	sw_judge_decision(judge, threat);
	sw_judge_time(judge, threat);
	threat->owner = sw_judge_owner(judge, threat);
}

/* The builder as drawn stands for all builds; its threats stand at each Dockerfile. */
static bool has_rows(const struct sw_element *element) {
	return element->kind != SW_ELEMENT_BUILD || element->subject;
}

void sw_registers_make(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings,
		       const struct sw_decisions *decisions, struct sw_str date, const struct sw_diagram *diagrams,
		       struct sw_register *registers, size_t count, struct sw_diags *diags) {
	struct sw_judge judge = {.arena = arena, .system = system, .findings = findings, .decisions = decisions, .date = date, .diags = diags};
	gather_kinds(&judge);
	sw_judge_index(&judge);
	sw_judge_index_decisions(&judge);
	for (size_t d = 0; d < count; d++) {
		registers[d].diagram = &diagrams[d];
		sw_judge_diagram(&judge, &diagrams[d]);
		for (uint32_t e = 0; e < diagrams[d].elements.n; e++)
			for (size_t k = 0; k < judge.kind_count && has_rows(&diagrams[d].elements.v[e]); k++)
				if (judge.kinds[k]->on & 1u << diagrams[d].elements.v[e].kind)
					add_row(&judge, &registers[d], e, k);
		sw_register_fold(&judge, &registers[d]);
	}
	sw_judge_overrides_left(&judge);
}
