#include "reports/tmt/register.h"
#include "base/map.h"
#include <stdlib.h>

/* A diagram while threats are given to it. */
struct hold {
	struct sw_map elements, groups; /* id of an element: its number + 1; id: number of its group + 1 */
};

static void *as_pointer(size_t number) {
	return (void *)(uintptr_t)number;
}

static size_t as_number(const void *pointer) {
	return (size_t)(uintptr_t)pointer;
}

static void count(struct sw_tmt_counts *counts, const struct sw_drawn_threat *threat) {
	counts->states[threat->state]++;
	counts->total++;
	counts->migrated += threat->migrated;
}

static struct sw_tmt_group *group_of(struct sw_arena *arena, struct sw_tmt_part *part, struct hold *hold,
				     const struct sw_drawn_threat *threat) {
	size_t known = as_number(sw_map_get(&hold->groups, threat->on));
	if (known)
		return &part->groups.v[known - 1];
	size_t element = as_number(sw_map_get(&hold->elements, threat->on));
	struct sw_tmt_group *group = sw_push(arena, &part->groups);
	group->element = element && part->diagram ? element - 1 : SW_TMT_NOWHERE;
	group->name = group->element != SW_TMT_NOWHERE ? part->diagram->elements.v[group->element].name : threat->interaction;
	group->on_nothing = !threat->on.n;
	group->order = (uint32_t)part->groups.n;
	sw_map_put(arena, &hold->groups, threat->on, as_pointer(part->groups.n));
	return group;
}

/* As people sort: case does not count unless all else is equal, and then small letters come first. */
static int by_reading(struct sw_str a, struct sw_str b) {
	for (size_t i = 0; i < a.n && i < b.n; i++)
		if (sw_to_lower(a.p[i]) != sw_to_lower(b.p[i]))
			return (unsigned char)sw_to_lower(a.p[i]) - (unsigned char)sw_to_lower(b.p[i]);
	if (a.n != b.n)
		return a.n < b.n ? -1 : 1;
	return sw_str_cmp(b, a);
}

static int by_name(const void *a, const void *b) {
	const struct sw_tmt_group *x = a, *y = b;
	if (x->on_nothing != y->on_nothing)
		return x->on_nothing ? -1 : 1;
	int order = by_reading(x->name, y->name);
	return order ? order : (x->order > y->order) - (x->order < y->order);
}

static bool is_standard(struct sw_str name) {
	return sw_listed(name, "Title UserThreatCategory UserThreatDescription StateInformation InteractionString Priority");
}

static void take_columns(struct sw_arena *arena, struct sw_tmt_register *made, const struct sw_template *template) {
	if (!template)
		return;
	for sw_each (struct sw_threat_datum, datum, template->data)
		if (!datum->hidden && !is_standard(datum->name))
			*sw_push(arena, &made->columns) = datum;
}

static size_t part_of(const struct sw_drawing *drawing, const struct hold *holds, const struct sw_map *diagrams,
		      const struct sw_drawn_threat *threat) {
	size_t named = as_number(sw_map_get(diagrams, threat->diagram));
	if (named)
		return named - 1;
	for (size_t d = 0; threat->on.n && d < drawing->diagrams.n; d++)
		if (sw_map_get(&holds[d].elements, threat->on))
			return d;
	return drawing->diagrams.n;
}

struct sw_tmt_register *sw_tmt_register_of(struct sw_arena *arena, const struct sw_drawing *drawing) {
	struct sw_tmt_register *made = SW_NEW(arena, struct sw_tmt_register);
	size_t diagrams = drawing->diagrams.n;
	struct hold *holds = SW_NEW_ARRAY(arena, struct hold, diagrams + 1);
	struct sw_map by_id = {0};
	made->cells = SW_NEW_ARRAY(arena, struct sw_tmt_cells, drawing->threats.n + 1);
	take_columns(arena, made, drawing->template);
	for (size_t d = 0; d < diagrams; d++) {
		const struct sw_drawn_diagram *diagram = &drawing->diagrams.v[d];
		sw_push(arena, &made->parts)->diagram = diagram;
		if (!sw_map_get(&by_id, diagram->id))
			sw_map_put(arena, &by_id, diagram->id, as_pointer(d + 1));
		for (size_t i = 0; i < diagram->elements.n; i++)
			if (!sw_map_get(&holds[d].elements, diagram->elements.v[i].id))
				sw_map_put(arena, &holds[d].elements, diagram->elements.v[i].id, as_pointer(i + 1));
	}
	for sw_each (struct sw_drawn_threat, threat, drawing->threats) {
		size_t p = part_of(drawing, holds, &by_id, threat);
		if (p == made->parts.n)
			sw_push(arena, &made->parts);
		struct sw_tmt_part *part = &made->parts.v[p];
		struct sw_tmt_group *group = group_of(arena, part, &holds[p], threat);
		*sw_push(arena, &group->threats) = threat;
		struct sw_str title = part->diagram ? part->diagram->title : (struct sw_str){0};
		made->cells[threat - drawing->threats.v] = (struct sw_tmt_cells){title, group->name};
		count(&part->counts, threat);
		count(&made->counts, threat);
	}
	for sw_each (struct sw_tmt_part, part, made->parts)
		if (part->groups.n)
			qsort(part->groups.v, part->groups.n, sizeof *part->groups.v, by_name);
	return made;
}

struct sw_str sw_tmt_value(const struct sw_drawn_threat *threat, const struct sw_threat_datum *column) {
	for (size_t i = 0; i < threat->data_count; i++)
		if (sw_str_eq(threat->data[i].key, column->name))
			return threat->data[i].value;
	if (sw_str_is(column->name, "UserThreatShortDescription"))
		return threat->short_text;
	return sw_str_is(column->name, "PossibleMitigations") ? threat->mitigations : (struct sw_str){0};
}
