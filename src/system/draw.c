/* The three strokes that the diagram is made of: elements, boundaries, flows, each once by its id. */
#include "system/draw.h"
#include "base/vec.h"

uint32_t sw_draw_element(struct sw_sketch *drawing, struct sw_element element) {
	size_t known = (uintptr_t)sw_map_get(&drawing->by_id, element.id);
	if (known)
		return (uint32_t)known - 1;
	*sw_push(drawing->arena, &drawing->diagram->elements) = element;
	sw_map_put(drawing->arena, &drawing->by_id, element.id, (void *)(uintptr_t)drawing->diagram->elements.n);
	return (uint32_t)drawing->diagram->elements.n - 1;
}

int32_t sw_draw_boundary(struct sw_sketch *drawing, struct sw_boundary boundary) {
	*sw_push(drawing->arena, &drawing->diagram->boundaries) = boundary;
	return (int32_t)drawing->diagram->boundaries.n - 1;
}

uint32_t sw_draw_flow(struct sw_sketch *drawing, struct sw_str what, struct sw_flow flow) {
	struct sw_diagram *diagram = drawing->diagram;
	const struct sw_element *from = &diagram->elements.v[flow.from], *to = &diagram->elements.v[flow.to];
	flow.id = sw_arena_printf(drawing->arena, "%.*s->%.*s:%.*s", SW_ARG(from->id), SW_ARG(to->id), SW_ARG(what));
	flow.crosses = from->boundary != to->boundary;
	size_t known = (uintptr_t)sw_map_get(&drawing->flow_ids, flow.id);
	if (known) {
		struct sw_flow *before = &diagram->flows.v[known - 1];
		if (flow.grade > before->grade)
			*before = flow;
		return (uint32_t)known - 1;
	}
	*sw_push(drawing->arena, &diagram->flows) = flow;
	sw_map_put(drawing->arena, &drawing->flow_ids, flow.id, (void *)(uintptr_t)diagram->flows.n);
	return (uint32_t)diagram->flows.n - 1;
}
