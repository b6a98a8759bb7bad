/* A comment for a proposed change, in Markdown: what the change brought, at most ten lines, and nothing at all when it
 * brought nothing. With a baseline only what is new counts; without one the worst of what is there. */
#pragma once
#include "reports/report.h"

int sw_report_markdown(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out);
