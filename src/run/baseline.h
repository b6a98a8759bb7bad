/* A JSON report of before: what stands in it is not new. */
#pragma once
#include "reports/report.h"

/* Reads the report at `path` and clears is_new of findings and open threats that stand in it. */
int sw_baseline_apply(struct sw_report *report, struct sw_findings *findings, const char *path, struct sw_err *err);
