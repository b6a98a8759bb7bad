/* The HTML report: one file that loads nothing from anywhere, works without script, and reads in the order of a person:
 * what stands, the stories, the cards, then everything else folded. */
#pragma once
#include "reports/report.h"

int sw_report_html(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out);
