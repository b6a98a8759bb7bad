#include "reports/text/report.h"

int sw_report_text(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	(void)style;
	for (size_t i = 0; i < report->findings->findings.n; i++) {
		const struct sw_finding *finding = &report->findings->findings.v[i];
		struct sw_str place = sw_report_place(report, finding->site->at);
		sw_out_printf(out, "%-8s %.*s %.*s [%s]\n", sw_severity_name(finding->severity), SW_ARG(place), SW_ARG(finding->site->message), finding->check->id);
	}
	return 0;
}
