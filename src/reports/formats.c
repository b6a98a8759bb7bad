#include "reports/html/report.h"
#include "reports/json/report.h"
#include "reports/markdown/report.h"
#include "reports/sarif/report.h"
#include "reports/text/report.h"

const struct sw_report_format sw_report_formats[] = {
	{"text", "for people, in a terminal", sw_report_text},
	{"json", "for machines: complete, with a published schema", sw_report_json},
	{"html", "for people: one self-contained page with the diagram", sw_report_html},
	{"sarif", "for code scanning: SARIF 2.1.0", sw_report_sarif},
	{"markdown", "for a comment on a change: at most ten lines, and none when nothing is new", sw_report_markdown},
};
const size_t sw_report_format_count = sizeof sw_report_formats / sizeof *sw_report_formats;
