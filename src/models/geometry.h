/* Where drawn flows and trust boundaries meet. A flow or a boundary line is a quadratic Bézier curve from S to T that is
 * bent by its handle H: its control point is C = 2H − (S + T)/2, so that the curve runs through H at its middle. This is
 * how the Threat Modeling Tool draws and judges them: with the handle taken as control point, or with straight lines, its
 * own files come out wrong.
 *
 * Drawings are hostile input: what is not finite, or farther away than any drawing reaches, meets nothing. */
#pragma once
#include "facts/drawing.h"
#include "knowledge/filter.h"

/* Whether two curves have a point in common, touching included. */
bool sw_curves_meet(const struct sw_drawn *a, const struct sw_drawn *b);
/* Whether a point lies in a box or on its edge. */
bool sw_box_holds(const struct sw_drawn *box, struct sw_drawn_point point);
/* Whether a flow crosses a boundary of its diagram: a line, or a box by the rule given. Where it is stated which box
 * an element stands in, or a box has no place on paper, that decides about boxes and not the places. *steps grows with
 * the work. */
bool sw_flow_crosses(const struct sw_drawn_diagram *diagram, const struct sw_drawn *flow, const struct sw_drawn *boundary,
		     const struct sw_filter_rules *rules, uint64_t *steps);
