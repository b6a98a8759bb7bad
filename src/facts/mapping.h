/* What a person says about a drawing and what it is held against: which drawn element is which found one, and what need
 * not be drawn or found. Filled by readers/models; read by models. */
#pragma once
#include "base/source.h"
#include "base/vec.h"

/* One row a pair: what is drawn as one and found as several has several rows. */
struct sw_mapped {
	struct sw_str drawn, found; /* ids or names */
	struct sw_span drawn_at, at;
};

struct sw_mapped_name {
	struct sw_str name;         /* or id */
	struct sw_span at;
};

struct sw_mapping {
	SW_VEC(struct sw_mapped) elements;       /* boundaries too */
	SW_VEC(struct sw_mapped_name) not_found; /* drawn elements that are not to be looked for */
	SW_VEC(struct sw_mapped_name) not_drawn; /* found elements that need not be drawn */
};
