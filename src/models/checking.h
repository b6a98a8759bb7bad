/* What the parts of a check of a drawing share; private to models/. */
#pragma once
#include "base/map.h"
#include "models/check.h"

/* A flow that was found. */
struct sw_found_flow {
	const struct sw_flow *flow;
	const struct sw_diagram *diagram;
	size_t from, to;          /* of the found elements */
	size_t next_out, next_in; /* of the same beginning, of the same end; SIZE_MAX: no more */
	bool drawn, crossed;      /* something drawn stands for it; something is drawn between its ends */
};

struct sw_checking {
	struct sw_arena *arena;
	struct sw_drawing *drawing;
	const struct sw_drawing *exported; /* what was found, as a drawing */
	const struct sw_diagram *diagrams;
	size_t count;
	const struct sw_mapping *mapping;
	bool ours;                         /* drawn with the container template */
	struct sw_map match_of;            /* id of a drawn element → index + 1 of its match */
	struct sw_map found_of;            /* id of a found element → index + 1 */
	struct sw_map not_drawn;           /* what need not be drawn: id or name → itself */
	size_t *stands;                    /* by found element: index + 1 of the match that stands for it; 0: none */
	size_t *first_out, *first_in;      /* by found element: its flows; SIZE_MAX: none */
	SW_VEC(struct sw_found_flow) flows;
	struct sw_drawn_check *check;
};

struct sw_drawn_difference *sw_differ(struct sw_checking *checking, enum sw_difference_kind kind);
/* The same, with what a match stands for. */
struct sw_drawn_difference *sw_differ_at(struct sw_checking *checking, enum sw_difference_kind kind, const struct sw_match *match);
/* The match of a drawn element; NULL: it is a box or line. */
const struct sw_match *sw_match_of(const struct sw_checking *checking, const struct sw_drawn *drawn);
/* Whether the mapping says that a found one need not be drawn. */
bool sw_need_not_be_drawn(const struct sw_checking *checking, const struct sw_element *element);
/* Where a found thing is written. */
struct sw_span sw_place_of(const struct sw_checking *checking, size_t found);
/* Flows, both ways: drawn against found, found against drawn. */
void sw_check_flows(struct sw_checking *checking);
/* Where matched elements stand. */
void sw_check_boundaries(struct sw_checking *checking);
/* What is clicked about matched elements. */
void sw_check_properties(struct sw_checking *checking);
