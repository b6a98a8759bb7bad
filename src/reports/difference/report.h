/* What `model diff` writes: for people, for programs (docs/schema/difference-1.json), and as a comment of at most ten lines
 * for a proposed change. Nothing is written in Markdown where nothing differs. */
#pragma once
#include "reports/report.h"
#include "threats/difference.h"

typedef int sw_difference_writer(const struct sw_difference *difference, const struct sw_report_style *style, struct sw_arena *arena, struct sw_out *out);
sw_difference_writer sw_difference_text, sw_difference_json, sw_difference_markdown;

/* What a changed row means to who reads it, worst first. */
enum sw_row_class {
	SW_ROW_OPENED,  /* it is open, and was not or was not there */
	SW_ROW_MOVED,   /* another state or priority, open before and after or neither */
	SW_ROW_DECIDED, /* only what people decided is otherwise */
	SW_ROW_CLOSED,  /* it was open, and is mitigated, does not apply or is gone */
	SW_ROW_CAME,    /* a row of something new, not open */
	SW_ROW_WENT,    /* a row of something gone, not open before */
};

/* Rows that differ in the same way for the same reason, which people read as one. */
struct sw_row_group {
	enum sw_row_class class;
	const struct sw_row_change *first;
	SW_VEC(struct sw_str) on; /* names of their elements */
};

struct sw_row_groups {
	SW_VEC(struct sw_row_group) v; /* by class, then priority, then order */
	size_t rows[SW_ROW_WENT + 1];
};

void sw_difference_group(struct sw_arena *arena, const struct sw_difference *difference, struct sw_row_groups *groups);
/* "mitigated → open, medium → critical"; for what came or went its state. */
struct sw_str sw_difference_step(struct sw_arena *arena, const struct sw_row_change *change);
/* "web, api and 3 more". */
struct sw_str sw_difference_names(struct sw_arena *arena, const struct sw_row_group *group);
/* "compose.yaml:7", "compose.yaml:7 → compose.yaml:9"; empty: nowhere. */
struct sw_str sw_difference_place(struct sw_arena *arena, const struct sw_row_change *change);
/* "2 threats opened, 1 closed; 3 elements, 1 flow". */
struct sw_str sw_difference_headline(struct sw_arena *arena, const struct sw_difference *difference, const struct sw_row_groups *groups);
/* "element web (workload)", "flow web → api: encrypted yes, before no". */
struct sw_str sw_difference_part(struct sw_arena *arena, const struct sw_difference *difference, const struct sw_part_change *change);
