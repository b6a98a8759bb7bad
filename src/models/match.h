/* Which drawn element is which found one. Found elements are those of a scan, exported as a drawing of their own
 * (models/export.h); people draw with other names, other types, and less: one thing drawn may be several found. */
#pragma once
#include "base/diag.h"
#include "facts/diagram.h"
#include "facts/drawing.h"
#include "facts/mapping.h"

/* A found element, with what was found. One entry an id; `again` leads to the same in other deployments. */
struct sw_found {
	const struct sw_drawn *drawn;           /* of the exported drawing */
	const struct sw_drawn_diagram *in;
	const struct sw_diagram *diagram;
	const struct sw_element *element;
	const struct sw_found *again;           /* NULL: no more */
};
SW_VEC_TYPE(sw_founds, struct sw_found);

/* What made two fit; order is strength. */
enum sw_match_by {
	SW_MATCH_NONE,
	SW_MATCH_KIND,       /* it is called by what it is: "Container", "Docker registry", "Customer" */
	SW_MATCH_IMAGE,      /* the drawn name tells what the image is, or says the same in other words */
	SW_MATCH_WORDS,      /* the words of one name stand in the other */
	SW_MATCH_NAME, SW_MATCH_ID,
	SW_MATCH_ANNOTATION, /* x-strideward: {drawn: NAME} */
	SW_MATCH_MAPPING,
};

typedef SW_VEC(size_t) sw_found_list; /* indexes of found ones */

struct sw_match {
	const struct sw_drawn *drawn;
	const struct sw_drawn_diagram *in;
	sw_found_list found;     /* what it stands for, the main one first; empty: nothing */
	enum sw_match_by by;
	bool excused;            /* the mapping says that it is not to be looked for */
	bool about;              /* it is no element of a scan: what people clicked is measured on `found`, and no more */
	sw_found_list fitting;   /* several fit equally well, so none was taken: these */
};
SW_VEC_TYPE(sw_matches, struct sw_match);

/* One entry for each drawn process, store and external, in their order. A found element is taken once on a diagram, best
 * fit first; but people outside may be drawn as many, and replicas too. What a mapping names and nothing has is a
 * diagnostic. */
void sw_match_elements(struct sw_arena *arena, const struct sw_drawing *drawing, const struct sw_founds *found, const struct sw_mapping *mapping,
		       struct sw_matches *matches, struct sw_diags *diags);
/* "name", "image", … */
const char *sw_match_by_name(enum sw_match_by by);
