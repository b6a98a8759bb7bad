/* The threats of a drawing as the tool's report has them: by diagram, then by what they are on. */
#pragma once
#include "base/vec.h"
#include "facts/drawing.h"

#define SW_TMT_NOWHERE SIZE_MAX

/* Threats on one flow, or one element in models that allow it. */
struct sw_tmt_group {
	struct sw_str name;
	size_t element;  /* in the diagram; SW_TMT_NOWHERE: it is not drawn, or the threats are on nothing */
	bool on_nothing; /* they name nothing that they are on */
	uint32_t order;  /* of its first threat among the groups */
	SW_VEC(const struct sw_drawn_threat *) threats; /* in the file's order */
};

struct sw_tmt_counts {
	size_t states[4], total, migrated;
};

struct sw_tmt_part {
	const struct sw_drawn_diagram *diagram; /* NULL: threats whose diagram is not in the model */
	SW_VEC(struct sw_tmt_group) groups;     /* by name, then by first appearance; those on nothing come first */
	struct sw_tmt_counts counts;
};

/* Where a threat stands, in words. */
struct sw_tmt_cells {
	struct sw_str diagram, on;
};

struct sw_tmt_register {
	SW_VEC(struct sw_tmt_part) parts; /* one a diagram, and one more if threats are left */
	struct sw_tmt_counts counts;
	struct sw_tmt_cells *cells;       /* one a threat, in the file's order */
	SW_VEC(const struct sw_threat_datum *) columns; /* shown beside the standard ones */
};

struct sw_tmt_register *sw_tmt_register_of(struct sw_arena *arena, const struct sw_drawing *drawing);
/* What a threat has in a column. */
struct sw_str sw_tmt_value(const struct sw_drawn_threat *threat, const struct sw_threat_datum *column);
