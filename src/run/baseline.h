/* A JSON report of before: what stands in it is not new. */
#pragma once
#include "reports/report.h"

/* Takes the report that `text` is and clears is_new of findings and open threats that stand in it. */
int sw_baseline_apply(struct sw_report *report, struct sw_findings *findings, struct sw_str text, struct sw_err *err);
