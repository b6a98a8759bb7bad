/* SARIF 2.1.0 (OASIS standard): findings as code scanning shows them. Rules are the checks that looked at something;
 * the CWEs they speak of are a taxonomy; STRIDE stands in their tags. The register is not repeated here: a finding
 * names the open threats it raises, and the run counts rows by state. */
#pragma once
#include "reports/report.h"

int sw_report_sarif(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out);
/* The lines of report->lint; rules are their codes. */
int sw_report_sarif_lint(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out);
