/* Generated threats taken into a model that has threats already, without losing anything that people wrote. */
#pragma once
#include "models/generate.h"

struct sw_merged {
	size_t kept, added, stale;
};

/* Threats are known by their key. What the drawing holds stays where it is and as it is: state, justification, texts,
 * priority, columns. What it lacks comes behind it, not started, with the next numbers. What is not generated any more is
 * marked as stale, with the reason, and what is generated again is not stale. Threats that people wrote by hand, without a
 * type, are not touched. `of`, when not NULL, is set to one entry a threat of the drawing: what it was generated as, or
 * NULL. */
struct sw_merged sw_merge(struct sw_drawing *drawing, const struct sw_generation *generation, const struct sw_generated ***of,
			  struct sw_diags *diags);
