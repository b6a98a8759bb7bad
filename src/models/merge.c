#include "models/merge.h"
#include "base/map.h"

/* What stale threats are looked up in; filled when the first one is met. */
struct stale {
	struct sw_arena *arena;
	const struct sw_drawing *drawing;
	const struct sw_generation *generation;
	bool filled;
	struct sw_map types, silenced, flows; /* by id, by key, by id: struct place * */
};

struct place {
	const struct sw_drawn_diagram *diagram;
	const struct sw_drawn *drawn;
};

static void fill(struct stale *stale) {
	const struct sw_template *template = stale->generation->template;
	stale->filled = true;
	for (size_t i = template->types.n; i-- > 0;) /* of equal ids the first one counts */
		sw_map_put(stale->arena, &stale->types, template->types.v[i].id, &template->types.v[i]);
	for (size_t i = 0; i < stale->generation->silenced.n; i++)
		sw_map_put(stale->arena, &stale->silenced, stale->generation->silenced.v[i].key, &stale->generation->silenced.v[i]);
	for (size_t d = 0; d < stale->drawing->diagrams.n; d++) {
		const struct sw_drawn_diagram *diagram = &stale->drawing->diagrams.v[d];
		for (size_t i = 0; i < diagram->elements.n; i++) {
			if (diagram->elements.v[i].kind != SW_DRAWN_FLOW)
				continue;
			struct place *place = SW_NEW(stale->arena, struct place);
			*place = (struct place){diagram, &diagram->elements.v[i]};
			sw_map_put(stale->arena, &stale->flows, place->drawn->id, place);
		}
	}
}

/* Whether the element at an end of the flow is one of those that the threat names; an end that is not attached is not
 * looked at here. */
static bool has_end(const struct place *flow, int32_t end, const struct sw_drawn_threat *threat) {
	if (end < 0 || (size_t)end >= flow->diagram->elements.n)
		return true;
	struct sw_str id = flow->diagram->elements.v[end].id;
	return !threat->source.n || sw_str_eq(id, threat->source) || sw_str_eq(id, threat->target);
}

/* Why a threat of the file is not among the generated ones. */
static struct sw_str why(struct stale *stale, const struct sw_drawn_threat *threat) {
	if (!stale->filled)
		fill(stale);
	const struct sw_generated *silenced = sw_map_get(&stale->silenced, threat->key);
	const struct sw_threat_type *type = sw_map_get(&stale->types, threat->type);
	const struct place *flow = sw_map_get(&stale->flows, threat->on);
	if (silenced)
		return sw_arena_printf(stale->arena, "an override silences it: %.*s", SW_ARG(silenced->silenced->reason));
	if (!flow)
		return SW_S("its flow is not drawn any more");
	if (!type)
		return SW_S("the template has no such type of threat");
	if (!has_end(flow, flow->drawn->from, threat) || !has_end(flow, flow->drawn->to, threat))
		return SW_S("its flow leads from or to another element now");
	return sw_generation_why_not(stale->generation, flow->diagram, flow->drawn, type);
}

static uint32_t highest(const struct sw_drawing *drawing) {
	uint32_t number = 0;
	for (size_t i = 0; i < drawing->threats.n; i++)
		if (drawing->threats.v[i].number > number)
			number = drawing->threats.v[i].number;
	return number;
}

struct sw_merged sw_merge(struct sw_drawing *drawing, const struct sw_generation *generation, const struct sw_generated ***of,
			  struct sw_diags *diags) {
	struct sw_arena *arena = generation->arena;
	struct sw_merged merged = {0};
	struct sw_map fresh = {0}, stored = {0};
	struct stale stale = {.arena = arena, .drawing = drawing, .generation = generation};
	size_t before = drawing->threats.n;
	for (size_t i = 0; i < generation->threats.n; i++)
		sw_map_put(arena, &fresh, generation->threats.v[i].key, &generation->threats.v[i]);
	const struct sw_generated **found = SW_NEW_ARRAY(arena, const struct sw_generated *, before + generation->threats.n);
	for (size_t i = 0; i < before; i++) {
		struct sw_drawn_threat *threat = &drawing->threats.v[i];
		found[i] = sw_map_get(&fresh, threat->key);
		if (sw_map_put(arena, &stored, threat->key, threat))
			sw_diag_add(diags, SW_DIAG_WARNING, "threat-twice", threat->at, "the model holds this threat twice");
		threat->stale = !found[i] && threat->type.n;
		threat->stale_why = threat->stale ? why(&stale, threat) : (struct sw_str){0};
		merged.kept += !threat->stale;
		merged.stale += threat->stale;
	}
	uint32_t number = highest(drawing);
	for (size_t i = 0; i < generation->threats.n; i++) {
		const struct sw_generated *generated = &generation->threats.v[i];
		if (sw_map_get(&stored, generated->key))
			continue;
		found[drawing->threats.n] = generated;
		struct sw_drawn_threat *threat = sw_push(arena, &drawing->threats);
		*threat = sw_generated_threat(generation, generated);
		threat->number = number < UINT32_MAX ? ++number : number;
		merged.added++;
	}
	if (of)
		*of = found;
	return merged;
}
