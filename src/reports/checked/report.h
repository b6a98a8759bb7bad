/* What a drawing and reality differ in: for machines (docs/schema/model-check-1.json) and for people. */
#pragma once
#include "models/check.h"
#include "reports/report.h"

/* A threat whose state the measured properties moved. */
struct sw_moved_threat {
	const struct sw_drawn_threat *threat;
	enum sw_drawn_state before;
	bool is_new, stale;
};
SW_VEC_TYPE(sw_moved_threats, struct sw_moved_threat);

struct sw_checked_report {
	struct sw_arena *arena;
	const struct sw_report *scan;          /* for the places of evidence */
	const struct sw_drawing *drawing;
	const struct sw_drawn_check *check;
	const struct sw_moved_threats *moved;
	struct sw_str named;                   /* the model as the person called it */
	const char *version;
};

int sw_checked_json(const struct sw_checked_report *report, struct sw_out *out);
int sw_checked_lines(const struct sw_checked_report *report, const struct sw_report_style *style, struct sw_out *out);
