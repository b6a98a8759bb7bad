#include "reports/json/report.h"
#include "facts/rule_ref.h"
#include "reports/images.h"

void sw_json_put_location(struct sw_json *json, const struct sw_report *report, const char *key, struct sw_span at) {
	struct sw_source *source = sw_source_of(&report->system->sources, at);
	sw_json_key(json, key);
	if (!source) {
		sw_json_null(json);
		return;
	}
	struct sw_position start = sw_source_position(report->arena, source, at.start);
	struct sw_position end = sw_source_position(report->arena, source, at.end > at.start ? at.end : at.start);
	sw_json_open_map(json);
	sw_json_member(json, "file", source->path);
	sw_json_member_int(json, "line", start.line);
	sw_json_member_int(json, "column", start.column_utf16);
	sw_json_member_int(json, "endLine", end.line);
	sw_json_member_int(json, "endColumn", end.column_utf16);
	struct sw_report_inside inside = sw_report_inside(report, at);
	if (inside.image)
		sw_json_member(json, "image", sw_report_image_name(inside.image));
	if (inside.layer)
		sw_json_member_int(json, "layer", inside.layer);
	if (inside.path.n)
		sw_json_member(json, "path", inside.path);
	sw_json_close_map(json);
}

void sw_json_put_stride(struct sw_json *json, unsigned stride, const uint16_t *cwe) {
	sw_json_key(json, "stride");
	sw_json_open_list(json);
	for (unsigned i = 0; i < 6; i++)
		if (stride & 1u << i)
			sw_json_string(json, sw_str(&"STRIDE"[i], 1));
	sw_json_close_list(json);
	sw_json_key(json, "cwe");
	sw_json_open_list(json);
	for (unsigned i = 0; i < 4 && cwe[i]; i++)
		sw_json_int(json, cwe[i]);
	sw_json_close_list(json);
}

static void put_subject(struct sw_json *json, const struct sw_report *report, sw_subject subject) {
	const struct sw_subject_row *row = sw_subject_get(report->system, subject);
	sw_json_open_map(json);
	sw_json_member_z(json, "kind", sw_subject_kind_name(row->kind));
	sw_json_member(json, "name", row->name);
	sw_json_member(json, "id", row->id);
	sw_json_close_map(json);
}

static void put_evidence(struct sw_json *json, const struct sw_report *report, const struct sw_value *value) {
	sw_json_key(json, "evidence");
	sw_json_open_list(json);
	for (uint16_t i = 0; value && i < value->count; i++) {
		const struct sw_link *link = &value->chain[i];
		sw_json_open_map(json);
		sw_json_member_z(json, "layer", sw_layer_name(link->layer));
		sw_json_member_z(json, "how", sw_how_name(link->how));
		sw_json_key(json, "value");
		if (link->known)
			sw_json_string(json, link->value);
		else
			sw_json_null(json);
		sw_json_member(json, "at", link->where.n ? link->where : sw_report_place(report, link->at));
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_finding(struct sw_json *json, const struct sw_report *report, const struct sw_finding *finding) {
	const struct sw_check *check = finding->check;
	sw_json_open_map(json);
	sw_json_member_z(json, "check", check->id);
	sw_json_member_z(json, "severity", sw_severity_name(finding->severity));
	sw_json_member_bool(json, "proven", finding->proven);
	sw_json_put_stride(json, check->stride, check->cwe);
	sw_json_key(json, "refs");
	sw_json_open_list(json);
	struct sw_rule_ref ref;
	for (size_t at = 0; sw_rule_ref_next(finding, &at, &ref);)
		sw_json_string(json, ref.name);
	sw_json_close_list(json);
	sw_json_key(json, "subject");
	put_subject(json, report, finding->subject);
	sw_json_key(json, "affected");
	sw_json_open_list(json);
	for (size_t i = 0; i < finding->affected.n; i++)
		put_subject(json, report, finding->affected.v[i]);
	sw_json_close_list(json);
	sw_json_put_location(json, report, "location", finding->site->at);
	sw_json_member(json, "message", finding->site->message);
	put_evidence(json, report, finding->site->value);
	sw_json_key(json, "fix");
	sw_json_open_map(json);
	sw_json_member_z(json, "text", check->fix);
	sw_json_close_map(json);
	sw_json_member_z(json, "fingerprint", finding->fingerprint);
	sw_json_member_bool(json, "new", finding->is_new);
	if (finding->is_suppressed) {
		sw_json_key(json, "suppressed");
		sw_json_open_map(json);
		sw_json_member(json, "reason", finding->suppressed);
		sw_json_put_location(json, report, "location", finding->suppressed_at);
		sw_json_close_map(json);
	}
	sw_json_close_map(json);
}

void sw_json_put_findings(struct sw_json *json, const struct sw_report *report) {
	sw_json_key(json, "findings");
	sw_json_open_list(json);
	for (size_t i = 0; i < report->findings->findings.n; i++)
		put_finding(json, report, &report->findings->findings.v[i]);
	sw_json_close_list(json);
}

void sw_json_put_unknowns(struct sw_json *json, const struct sw_report *report) {
	sw_json_key(json, "unknowns");
	sw_json_open_list(json);
	for (size_t i = 0; i < report->findings->verdicts.n; i++) {
		const struct sw_verdict *verdict = &report->findings->verdicts.v[i];
		if (verdict->status != SW_VERDICT_UNKNOWN)
			continue;
		sw_json_open_map(json);
		sw_json_member_z(json, "check", verdict->check->id);
		sw_json_member(json, "subject", sw_subject_get(report->system, verdict->subject)->id);
		sw_json_member_z(json, "missing", sw_missing_name(verdict->missing));
		sw_json_member(json, "message", verdict->why);
		sw_json_put_location(json, report, "location", verdict->at);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
	sw_json_key(json, "diagnostics");
	sw_json_open_list(json);
	for (size_t i = 0; i < report->system->diags.n; i++) {
		const struct sw_diag *diag = &report->system->diags.v[i];
		sw_json_open_map(json);
		sw_json_member_z(json, "level", sw_diag_level_name(diag->level));
		sw_json_member_z(json, "code", diag->code);
		sw_json_member(json, "message", diag->message);
		sw_json_put_location(json, report, "location", diag->at);
		if (diag->path.n)
			sw_json_member(json, "path", diag->path);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}
