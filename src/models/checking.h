/* What the parts of a check of a drawing share; private to models/. */
#pragma once
#include "base/map.h"
#include "models/check.h"

struct sw_checking {
	struct sw_arena *arena;
	struct sw_drawing *drawing;
	const struct sw_drawing *exported; /* what was found, as a drawing */
	const struct sw_diagram *diagrams;
	size_t count;
	const struct sw_mapping *mapping;
	bool update, ours;                 /* ours: drawn with the container template */
	struct sw_map match_of;            /* id of a drawn element → index + 1 of its match */
	struct sw_map found_of;            /* id of a found element → index + 1 */
	bool *drawn;                       /* by found element: something matches it */
	struct sw_drawn_check *check;
};

struct sw_drawn_difference *sw_differ(struct sw_checking *checking, enum sw_difference_kind kind);
/* The found element that a drawn one is; NULL: none. */
const struct sw_found *sw_found_for(const struct sw_checking *checking, const struct sw_drawn *drawn);
/* Whether the mapping says that a found one need not be drawn. */
bool sw_need_not_be_drawn(const struct sw_checking *checking, const struct sw_element *element);
/* Flows, both ways: drawn against found, found against drawn. */
void sw_check_flows(struct sw_checking *checking);
