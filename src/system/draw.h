/* What the parts of the diagram's making share; private to system/. */
#pragma once
#include "base/map.h"
#include "facts/diagram.h"

struct sw_sketch {
	struct sw_arena *arena;
	const struct sw_system *system;
	struct sw_diagram *diagram;
	struct sw_map by_id;        /* id of an element → its index + 1 */
	struct sw_map flow_ids;     /* id of a flow → its index + 1 */
	struct sw_map services;     /* names by which a service is reached: name, aliases, container name → element index + 1 */
	int32_t outside, host, supply, build; /* boundaries; -1: not there */
	uint32_t engine, kernel;    /* elements */
};

/* Adds an element unless its id is there; returns its index. */
uint32_t sw_draw_element(struct sw_sketch *drawing, struct sw_element element);
/* Adds a flow unless its id is there, in which case the stronger grade wins; returns its index. `id` is made of the ends
 * and `what`. */
uint32_t sw_draw_flow(struct sw_sketch *drawing, struct sw_str what, struct sw_flow flow);
int32_t sw_draw_boundary(struct sw_sketch *drawing, struct sw_boundary boundary);

/* Flows between services, from what their environment and arguments name, then from depends_on and links. */
void sw_draw_connections(struct sw_sketch *drawing);
/* What annotations claim: owners, data, exposure, flows. */
void sw_draw_annotations(struct sw_sketch *drawing);
