/* What a user's template says about single elements and types of threats: which threats it takes away, puts there, or
 * gives another priority, and until when. Of several that fit, the last counts. Private to models/. */
#pragma once
#include "models/questions.h"

struct sw_overriding {
	struct sw_arena *arena;
	SW_VEC(const struct sw_threat_override *) active; /* that have not ended */
	SW_VEC(const struct sw_threat_override *) here;   /* of those, that are about the flow at hand */
};

/* The overrides of the template that hold on `today` (empty: all). Says which have ended, and which are about nothing
 * that is drawn or no type that there is. */
struct sw_overriding *sw_overriding_start(struct sw_arena *arena, const struct sw_drawing *drawing,
					  const struct sw_template *template, struct sw_str today, struct sw_diags *diags);
/* Makes the flow of `generated`, with its ends, the one at hand. */
void sw_overriding_flow(struct sw_overriding *overriding, const struct sw_generated *generated, uint64_t *steps);
/* Fills in what is said about a threat of that type there; `by_filter`: the filters generate it. False: there is none. */
bool sw_overriding_type(const struct sw_overriding *overriding, struct sw_generated *generated, bool by_filter);
