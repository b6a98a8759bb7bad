/* Which drawn element is which found one. Found elements are those of a scan, exported as a drawing of their own
 * (models/export.h); people draw with other names, other types, and less. */
#pragma once
#include "facts/diagram.h"
#include "facts/drawing.h"
#include "facts/mapping.h"

/* A found element, with what was found. One entry an id, whatever number of deployments it belongs to. */
struct sw_found {
	const struct sw_drawn *drawn;           /* of the exported drawing */
	const struct sw_drawn_diagram *in;
	const struct sw_diagram *diagram;
	const struct sw_element *element;
};
SW_VEC_TYPE(sw_founds, struct sw_found);

/* What made two fit; order is strength. */
enum sw_match_by {
	SW_MATCH_NONE,
	SW_MATCH_KIND,       /* the only ones of a type of the container template */
	SW_MATCH_IMAGE,      /* the drawn name tells what the image is */
	SW_MATCH_WORDS,      /* the words of one name stand in the other */
	SW_MATCH_NAME, SW_MATCH_ID,
	SW_MATCH_ANNOTATION, /* x-strideward: {drawn: NAME} */
	SW_MATCH_MAPPING,
};

struct sw_match {
	const struct sw_drawn *drawn;
	const struct sw_drawn_diagram *in;
	size_t found;         /* index into the found ones; SIZE_MAX: none */
	enum sw_match_by by;
	bool excused;         /* the mapping says that it is not to be looked for */
	bool ambiguous;       /* several fit equally well, so none was taken */
};
SW_VEC_TYPE(sw_matches, struct sw_match);

/* One entry for each drawn process, store and external, in their order. A found element is taken once, best fit first. */
void sw_match_elements(struct sw_arena *arena, const struct sw_drawing *drawing, const struct sw_founds *found, const struct sw_mapping *mapping,
		       struct sw_matches *matches);
/* "name", "image", … */
const char *sw_match_by_name(enum sw_match_by by);
/* The letters and digits of a name, small. */
struct sw_str sw_match_plain(struct sw_arena *arena, struct sw_str name);
