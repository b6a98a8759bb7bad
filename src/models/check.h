/* A drawing held against what was found: what is drawn and not there, there and not drawn, and drawn differently; and what
 * people click in a drawing, measured. Only what a scan can see is a difference: a call between two containers that share
 * a network may be hidden in code, so drawing it is no mistake, and people outside are nobody's business here. */
#pragma once
#include "base/diag.h"
#include "models/match.h"

enum sw_difference_kind {
	SW_DIFFERENCE_ELEMENT_NOT_FOUND, SW_DIFFERENCE_ELEMENT_UNCERTAIN, SW_DIFFERENCE_ELEMENT_NOT_DRAWN,
	SW_DIFFERENCE_FLOW_NOT_FOUND, SW_DIFFERENCE_FLOW_NOT_DRAWN,
	SW_DIFFERENCE_ENCRYPTION, SW_DIFFERENCE_PORT, SW_DIFFERENCE_DIRECTION,
	SW_DIFFERENCE_BOUNDARY, SW_DIFFERENCE_PROPERTY,
};

struct sw_drawn_difference {
	enum sw_difference_kind kind;
	struct sw_str drawn_id, drawn;  /* element or flow as drawn; empty: it is not drawn */
	struct sw_str found_id, found;  /* as found; empty: it was not */
	struct sw_str property;         /* PROPERTY: as people are shown it */
	struct sw_str drawn_value, found_value; /* what is drawn and what was found instead; may be empty */
	struct sw_str message;          /* one line, for people */
	struct sw_span at;              /* of the scan's sources: the evidence */
};

struct sw_drawn_check {
	struct sw_founds found;
	struct sw_matches matches;
	SW_VEC(struct sw_drawn_difference) differences; /* elements, then flows, then boundaries and properties, as drawn */
	size_t measured;   /* properties that were filled in or corrected */
};

/* Holds `drawing` against the diagrams of a scan, and what was measured: the same as an exported drawing. Properties that were measured are set in the drawing. What
 * the mapping names and nothing has is a diagnostic. */
void sw_check_drawing(struct sw_arena *arena, struct sw_drawing *drawing, const struct sw_diagram *diagrams,
		      size_t count, const struct sw_drawing *exported, const struct sw_mapping *mapping, struct sw_diags *diags,
		      struct sw_drawn_check *check);
/* "element-not-found", … */
const char *sw_difference_kind_name(enum sw_difference_kind kind);
/* What to do about differences of a kind, one line. */
const char *sw_difference_next(enum sw_difference_kind kind);
