/* What a person says about a drawing and what it is held against: which drawn element is which found one, and what need
 * not be drawn or found. Filled by readers/models; read by models. */
#pragma once
#include "base/source.h"
#include "base/vec.h"

struct sw_mapped {
	struct sw_str drawn, found; /* ids or names */
	struct sw_span at;
};

struct sw_mapping {
	SW_VEC(struct sw_mapped) elements;
	SW_VEC(struct sw_str) not_found; /* drawn elements that are not to be looked for */
	SW_VEC(struct sw_str) not_drawn; /* found elements that need not be drawn */
};
