#include "reports/sarif/report.h"
#include "reports/sarif/parts.h"

static size_t left_out(size_t results) {
	return results > SW_SARIF_MOST_RESULTS ? results - SW_SARIF_MOST_RESULTS : 0;
}

/* What the run says as a whole: rows of the register by state, and the gate. */
static void put_properties(struct sw_json *json, const struct sw_report *report) {
	sw_json_key(json, "properties");
	sw_json_open_map(json);
	sw_json_member(json, "profile", report->profile);
	sw_json_key(json, "threats");
	sw_json_open_map(json);
	for (unsigned s = 0; s <= SW_STATE_NEEDS_EVIDENCE; s++) {
		int64_t rows = 0;
		for (size_t r = 0; r < report->registers.n; r++)
			rows += report->registers.v[r].counts[s];
		sw_json_member_int(json, sw_state_name((enum sw_state)s), rows);
	}
	sw_json_close_map(json);
	if (report->gate.asked) {
		sw_json_key(json, "gate");
		sw_json_open_map(json);
		sw_json_member_z(json, "level", sw_severity_name(report->gate.level));
		sw_json_member_bool(json, "passed", report->gate.passed);
		sw_json_close_map(json);
	}
	sw_json_close_map(json);
}

int sw_report_sarif(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	struct sw_sarif *sarif = SW_NEW(report->arena, struct sw_sarif);
	(void)style;
	*sarif = (struct sw_sarif){.json = {.out = out, .indent = 2}, .report = report};
	sw_sarif_collect_rules(sarif);
	sw_sarif_open(&sarif->json, report);
	sw_sarif_put_rules(sarif);
	sw_json_close_map(&sarif->json); /* driver */
	sw_json_close_map(&sarif->json); /* tool */
	sw_sarif_put_invocation(&sarif->json, report, left_out(report->findings->findings.n));
	sw_sarif_put_taxonomies(sarif);
	sw_sarif_put_results(sarif);
	put_properties(&sarif->json, report);
	sw_sarif_close(&sarif->json);
	return 0;
}
