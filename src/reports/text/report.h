/* The text report, in the order of reading: gate and what is new, stories, cards by priority, the baseline line,
 * decisions, what was not seen, how to get the whole register. */
#pragma once
#include "reports/report.h"

int sw_report_text(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out);
