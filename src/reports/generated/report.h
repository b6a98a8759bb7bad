/* What the filters generate on a drawn model, with the reason of every threat: for machines (docs/schema/generated-1.json)
 * and for people. */
#pragma once
#include "models/merge.h"
#include "reports/report.h"

struct sw_generated_report {
	struct sw_arena *arena;
	const struct sw_drawing *drawing;         /* merged */
	const struct sw_generation *generation;
	const struct sw_generated **of;           /* of each threat of the drawing, as sw_merge gives it */
	size_t stored;                            /* threats that the file held; those behind them are new */
	struct sw_str named;                      /* the model as the person called it */
	struct sw_sources *sources;
	const struct sw_diags *diags;
	const char *version;
};

int sw_generated_json(const struct sw_generated_report *report, struct sw_out *out);
int sw_generated_lines(const struct sw_generated_report *report, const struct sw_report_style *style, struct sw_out *out);
