#include "formats/json_write.h"
#include "reports/generated/report.h"
#include "models/container_state.h"

static void put_drawn(struct sw_json *json, const char *key, const struct sw_drawn *drawn) {
	sw_json_key(json, key);
	sw_json_open_map(json);
	sw_json_member(json, "id", drawn->id);
	sw_json_member(json, "name", drawn->name);
	sw_json_member(json, "type", drawn->type);
	sw_json_close_map(json);
}

static void put_override(struct sw_json *json, const char *key, const struct sw_threat_override *override) {
	if (!override)
		return;
	sw_json_key(json, key);
	sw_json_open_map(json);
	sw_json_member(json, "reason", override->reason);
	if (override->until.n)
		sw_json_member(json, "until", override->until);
	sw_json_close_map(json);
}

static void put_why(struct sw_json *json, const struct sw_generation *generation, const struct sw_generated *generated) {
	static const char *const values[] = {[SW_UNKNOWN] = "unknown", [SW_NO] = "false", [SW_YES] = "true"};
	sw_answers answers = sw_generated_why(generation, generated);
	sw_json_key(json, "why");
	sw_json_open_map(json);
	sw_json_member(json, "include", generated->type->include);
	sw_json_member(json, "exclude", generated->type->exclude);
	sw_json_key(json, "predicates");
	sw_json_open_list(json);
	for (size_t i = 0; i < answers.n; i++) {
		sw_json_open_map(json);
		sw_json_member_z(json, "filter", answers.v[i].exclude ? "exclude" : "include");
		sw_json_member(json, "text", answers.v[i].text);
		sw_json_member(json, "words", answers.v[i].words);
		sw_json_member_z(json, "value", values[answers.v[i].holds]);
		sw_json_member(json, "seen", answers.v[i].seen);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
	put_override(json, "raised", generated->raised);
	put_override(json, "priority", generated->priority);
	sw_json_close_map(json);
}

static void put_strings(struct sw_json *json, const char *key, const struct sw_str *v, size_t n) {
	sw_json_key(json, key);
	sw_json_open_list(json);
	for (size_t i = 0; i < n; i++)
		sw_json_string(json, v[i]);
	sw_json_close_list(json);
}

/* Of models of the container template: "weak?", "mitigated (declared)". */
static void put_evidence(struct sw_json *json, const struct sw_drawn_threat *threat) {
	struct sw_str said = sw_container_state_said(threat);
	if (said.n)
		sw_json_member(json, "stateByEvidence", said);
}

/* What a row of the register says, whatever became of it. */
static void put_row(struct sw_json *json, const struct sw_drawn_threat *threat) {
	sw_json_member(json, "tmtKey", threat->key);
	sw_json_member_int(json, "number", threat->number);
	sw_json_member(json, "type", threat->type);
	sw_json_member(json, "title", threat->title);
	sw_json_member_z(json, "state", sw_drawn_state_title(threat->state));
	put_evidence(json, threat);
	sw_json_member(json, "priority", threat->priority);
	sw_json_member(json, "category", threat->category);
	if (threat->description.n)
		sw_json_member(json, "description", threat->description);
	if (threat->justification.n)
		sw_json_member(json, "justification", threat->justification);
}

static void put_threat(struct sw_json *json, const struct sw_generated_report *report, size_t index) {
	const struct sw_drawn_threat *threat = &report->drawing->threats.v[index];
	const struct sw_generated *generated = report->of[index];
	const struct sw_drawn_threat fresh = sw_generated_threat(report->generation, generated);
	sw_json_open_map(json);
	put_row(json, threat);
	sw_json_member_bool(json, "stored", index < report->stored);
	if (!sw_str_eq(fresh.title, threat->title))
		sw_json_member(json, "freshTitle", fresh.title);
	sw_json_member(json, "stride", fresh.stride);
	sw_json_key(json, "cwe");
	sw_json_open_list(json);
	for (size_t i = 0; i < fresh.cwe.n; i++)
		sw_json_int(json, fresh.cwe.v[i]);
	sw_json_close_list(json);
	put_strings(json, "mitigations", generated->type->mitigations.v, generated->type->mitigations.n);
	sw_json_key(json, "diagram");
	sw_json_open_map(json);
	sw_json_member(json, "id", generated->diagram->id);
	sw_json_member(json, "title", generated->diagram->title);
	sw_json_close_map(json);
	put_drawn(json, "flow", generated->flow);
	put_drawn(json, "source", generated->source);
	put_drawn(json, "target", generated->target);
	put_why(json, report->generation, generated);
	sw_json_close_map(json);
}

static void put_stale(struct sw_json *json, const struct sw_generated_report *report) {
	sw_json_key(json, "stale");
	sw_json_open_list(json);
	for (size_t i = 0; i < report->stored; i++) {
		const struct sw_drawn_threat *threat = &report->drawing->threats.v[i];
		if (!threat->stale)
			continue;
		sw_json_open_map(json);
		put_row(json, threat);
		sw_json_member(json, "why", threat->stale_why);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

/* Rows that the filters leave out and that are not stale: stopped, or not applicable, by the properties drawn. */
static void put_settled(struct sw_json *json, const struct sw_generated_report *report) {
	sw_json_key(json, "settled");
	sw_json_open_list(json);
	for (size_t i = 0; i < report->stored; i++) {
		const struct sw_drawn_threat *threat = &report->drawing->threats.v[i];
		if (threat->stale || report->of[i] || !sw_container_state_said(threat).n)
			continue;
		sw_json_open_map(json);
		put_row(json, threat);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_silenced(struct sw_json *json, const struct sw_generation *generation) {
	sw_json_key(json, "silenced");
	sw_json_open_list(json);
	for (size_t i = 0; i < generation->silenced.n; i++) {
		const struct sw_generated *silenced = &generation->silenced.v[i];
		sw_json_open_map(json);
		sw_json_member(json, "tmtKey", silenced->key);
		sw_json_member(json, "type", silenced->type->id);
		sw_json_member(json, "title", sw_generated_text(generation->arena, silenced->type->title, silenced));
		put_override(json, "override", silenced->silenced);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_diagnostics(struct sw_json *json, const struct sw_generated_report *report) {
	sw_json_key(json, "diagnostics");
	sw_json_open_list(json);
	for (size_t i = 0; i < report->diags->n; i++) {
		const struct sw_diag *diag = &report->diags->v[i];
		struct sw_source *from = sw_source_of(report->sources, diag->at);
		sw_json_open_map(json);
		sw_json_member_z(json, "level", sw_diag_level_name(diag->level));
		sw_json_member_z(json, "code", diag->code);
		if (from) {
			struct sw_position at = sw_source_position(report->arena, from, diag->at.start);
			sw_json_member(json, "path", from->path);
			sw_json_member_int(json, "line", at.line);
			sw_json_member_int(json, "column", at.column);
		}
		sw_json_member(json, "message", diag->message);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

int sw_generated_json(const struct sw_generated_report *report, struct sw_out *out) {
	struct sw_json json = {.out = out, .indent = 1};
	const struct sw_template *template = report->generation->template;
	sw_json_open_map(&json);
	sw_json_member_z(&json, "schema", "strideward/generated/1");
	sw_json_member_z(&json, "version", report->version);
	sw_json_member(&json, "model", report->named);
	sw_json_key(&json, "template");
	sw_json_open_map(&json);
	sw_json_member(&json, "id", template->id);
	sw_json_member(&json, "name", template->name);
	sw_json_member(&json, "version", template->version);
	sw_json_close_map(&json);
	sw_json_key(&json, "threats");
	sw_json_open_list(&json);
	for (size_t i = 0; i < report->drawing->threats.n; i++)
		if (report->of[i])
			put_threat(&json, report, i);
	sw_json_close_list(&json);
	put_stale(&json, report);
	put_settled(&json, report);
	put_silenced(&json, report->generation);
	put_diagnostics(&json, report);
	sw_json_close_map(&json);
	sw_out_byte(out, '\n');
	return out->failed ? -1 : 0;
}
