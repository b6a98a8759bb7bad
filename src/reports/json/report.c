#include "reports/json/report.h"
#include "policy/digest.h"

static void put_provenance(struct sw_json *json, const struct sw_report *report) {
	sw_json_key(json, "provenance");
	sw_json_open_map(json);
	sw_json_member_z(json, "tool", "strideward");
	sw_json_member_z(json, "version", report->version);
	sw_json_member(json, "time", report->time);
	sw_json_member(json, "profile", report->profile);
	sw_json_member(json, "catalogue", sw_catalogue_digest(report->arena));
	struct sw_str policy = sw_policy_digest(report->arena, report->system->config, &report->system->sources);
	if (policy.n)
		sw_json_member(json, "policy", policy);
	sw_json_close_map(json);
	sw_json_key(json, "targets");
	sw_json_open_list(json);
	for (size_t i = 0; i < report->targets.n; i++)
		sw_json_string(json, report->targets.v[i]);
	sw_json_close_list(json);
}

static void put_assumptions(struct sw_json *json, const struct sw_report *report) {
	sw_json_key(json, "assumptions");
	sw_json_open_list(json);
	/* They are the platform's and the configuration's: the same in every register. */
	for (size_t i = 0; report->registers.n && i < report->registers.v[0].assumptions.n; i++)
		sw_json_string(json, report->registers.v[0].assumptions.v[i]);
	sw_json_close_list(json);
}

static void put_gate(struct sw_json *json, const struct sw_report *report) {
	sw_json_key(json, "gate");
	if (!report->gate.asked) {
		sw_json_null(json);
		return;
	}
	sw_json_open_map(json);
	sw_json_member_z(json, "level", sw_severity_name(report->gate.level));
	sw_json_member_bool(json, "passed", report->gate.passed);
	sw_json_key(json, "findings");
	sw_json_open_list(json);
	for (size_t i = 0; i < report->gate.findings.n; i++)
		sw_json_string(json, sw_str_of(report->gate.findings.v[i]->fingerprint));
	sw_json_close_list(json);
	sw_json_key(json, "threats");
	sw_json_open_list(json);
	for (size_t i = 0; i < report->gate.threats.n; i++)
		sw_json_string(json, report->gate.threats.v[i]->id);
	sw_json_close_list(json);
	sw_json_key(json, "contradicted");
	sw_json_open_list(json);
	for (size_t i = 0; i < report->gate.contradicted.n; i++) {
		const struct sw_decision *decision = report->gate.contradicted.v[i];
		sw_json_string(json, sw_arena_printf(report->arena, "%.*s@%.*s", SW_ARG(decision->threat.text), SW_ARG(decision->on.text)));
	}
	sw_json_close_list(json);
	sw_json_member_int(json, "overdue", (int64_t)report->gate.overdue);
	sw_json_close_map(json);
}

static void put_summary(struct sw_json *json, const struct sw_report *report) {
	uint32_t severities[SW_CRITICAL + 1] = {0}, states[SW_STATE_NEEDS_EVIDENCE + 1] = {0};
	for (size_t i = 0; i < report->findings->findings.n; i++)
		severities[report->findings->findings.v[i].severity] += !report->findings->findings.v[i].is_suppressed;
	for (size_t r = 0; r < report->registers.n; r++)
		for (unsigned s = 0; s <= SW_STATE_NEEDS_EVIDENCE; s++)
			states[s] += report->registers.v[r].counts[s];
	sw_json_key(json, "summary");
	sw_json_open_map(json);
	sw_json_member_int(json, "artifacts", (int64_t)report->artifacts);
	sw_json_key(json, "findings");
	sw_json_open_map(json);
	for (unsigned s = SW_CRITICAL + 1; s-- > 0;)
		sw_json_member_int(json, sw_severity_name((enum sw_severity)s), severities[s]);
	sw_json_close_map(json);
	sw_json_key(json, "threats");
	sw_json_open_map(json);
	for (unsigned s = 0; s <= SW_STATE_NEEDS_EVIDENCE; s++)
		sw_json_member_int(json, sw_state_name((enum sw_state)s), states[s]);
	sw_json_close_map(json);
	sw_json_close_map(json);
}

int sw_report_json(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	struct sw_json json = {.out = out, .indent = 2};
	(void)style;
	sw_json_open_map(&json);
	sw_json_member_z(&json, "schema", "strideward/report/1");
	put_provenance(&json, report);
	sw_json_put_systems(&json, report);
	sw_json_put_images(&json, report);
	put_assumptions(&json, report);
	sw_json_put_findings(&json, report);
	sw_json_put_unknowns(&json, report);
	sw_json_put_registers(&json, report);
	sw_json_put_life(&json, report);
	sw_json_put_pending(&json, report);
	put_gate(&json, report);
	put_summary(&json, report);
	sw_json_close_map(&json);
	sw_out_byte(out, '\n');
	return 0;
}
