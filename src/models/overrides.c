#include "models/overrides.h"

static bool is_named(const struct sw_drawn *drawn, struct sw_str on) {
	return sw_str_eq(drawn->id, on) || sw_str_eq(drawn->name, on);
}

static bool is_drawn(const struct sw_map *drawn, struct sw_str on) {
	return !on.n || sw_map_get(drawn, on);
}

static void note_names(struct sw_arena *arena, struct sw_map *map, const struct sw_drawing *drawing) {
	static char yes;
	for (size_t d = 0; d < drawing->diagrams.n; d++)
		for (size_t i = 0; i < drawing->diagrams.v[d].elements.n; i++) {
			const struct sw_drawn *drawn = &drawing->diagrams.v[d].elements.v[i];
			sw_map_put(arena, map, drawn->id, &yes);
			sw_map_put(arena, map, drawn->name, &yes);
		}
}

struct sw_overriding *sw_overriding_start(struct sw_arena *arena, const struct sw_drawing *drawing,
					  const struct sw_template *template, struct sw_str today, struct sw_diags *diags) {
	struct sw_overriding *overriding = SW_NEW(arena, struct sw_overriding);
	struct sw_map drawn = {0}, types = {0};
	overriding->arena = arena;
	if (!template->overrides.n)
		return overriding;
	note_names(arena, &drawn, drawing);
	for (size_t i = 0; i < template->types.n; i++)
		sw_map_put(arena, &types, template->types.v[i].id, &template->types.v[i]);
	for (size_t i = 0; i < template->overrides.n; i++) {
		const struct sw_threat_override *override = &template->overrides.v[i];
		if (override->until.n && today.n && sw_str_cmp(override->until, today) < 0) {
			sw_diag_add(diags, SW_DIAG_WARNING, "override-ended", override->at, "this override ended on %.*s",
				    SW_ARG(override->until));
			continue;
		}
		if (override->type.n && !sw_map_get(&types, override->type))
			sw_diag_add(diags, SW_DIAG_WARNING, "override-unknown-threat", override->at, "there is no threat \"%.*s\"",
				    SW_ARG(override->type));
		if (!is_drawn(&drawn, override->on))
			sw_diag_add(diags, SW_DIAG_WARNING, "override-nothing-drawn", override->at,
				    "nothing drawn is called \"%.*s\"", SW_ARG(override->on));
		*sw_push(arena, &overriding->active) = override;
	}
	return overriding;
}

void sw_overriding_flow(struct sw_overriding *overriding, const struct sw_generated *generated, uint64_t *steps) {
	overriding->here.n = 0;
	for (size_t i = 0; i < overriding->active.n; i++) {
		const struct sw_threat_override *override = overriding->active.v[i];
		struct sw_str on = override->on;
		if (!on.n || is_named(generated->flow, on) || is_named(generated->source, on) || is_named(generated->target, on))
			*sw_push(overriding->arena, &overriding->here) = override;
	}
	/* Each type looks through those that are left. */
	*steps += overriding->active.n;
}

bool sw_overriding_type(const struct sw_overriding *overriding, struct sw_generated *generated, bool by_filter) {
	for (size_t i = 0; i < overriding->here.n; i++) {
		const struct sw_threat_override *override = overriding->here.v[i];
		if (override->type.n && !sw_str_eq(override->type, generated->type->id))
			continue;
		if (override->priority.n)
			generated->priority = override;
		if (override->effect == SW_OVERRIDE_PRIORITY)
			continue;
		generated->silenced = override->effect == SW_OVERRIDE_SILENCE ? override : NULL;
		generated->raised = override->effect == SW_OVERRIDE_RAISE ? override : NULL;
	}
	if (generated->silenced && !by_filter)
		return false;
	/* What the filters generate anyway needs nobody to raise it. */
	if (by_filter)
		generated->raised = NULL;
	return by_filter || generated->raised;
}
