#include "reports/difference/report.h"
#include "formats/json_write.h"

static void put_place(struct sw_json *json, const char *key, struct sw_str file, uint32_t line) {
	sw_json_key(json, key);
	if (!file.n) {
		sw_json_null(json);
		return;
	}
	sw_json_open_map(json);
	sw_json_member(json, "file", file);
	if (line)
		sw_json_member_int(json, "line", line);
	sw_json_close_map(json);
}

static void put_side(struct sw_json *json, const char *key, const struct sw_snapshot *snapshot) {
	sw_json_key(json, key);
	sw_json_open_map(json);
	sw_json_member(json, "named", snapshot->named);
	sw_json_member_z(json, "kind", snapshot->drawing ? "drawing" : "register");
	if (snapshot->revision.n)
		sw_json_member(json, "commit", snapshot->revision);
	if (snapshot->version.n)
		sw_json_member(json, "version", snapshot->version);
	if (snapshot->date.n)
		sw_json_member(json, "date", snapshot->date);
	if (snapshot->catalogue.n)
		sw_json_member(json, "catalogue", snapshot->catalogue);
	if (snapshot->policy.n)
		sw_json_member(json, "policy", snapshot->policy);
	sw_json_member_int(json, "threats", (int64_t)snapshot->rows.n);
	sw_json_close_map(json);
}

static void put_row_side(struct sw_json *json, const char *key, const struct sw_snapshot_row *row) {
	sw_json_key(json, key);
	if (!row) {
		sw_json_null(json);
		return;
	}
	sw_json_open_map(json);
	sw_json_member(json, "state", row->state);
	sw_json_member_bool(json, "presumed", row->presumed);
	sw_json_member(json, "priority", row->priority);
	if (row->decision.present) {
		sw_json_member(json, "decision", row->decision.kind);
		sw_json_member_bool(json, "decisionHolds", row->decision.holds);
	}
	if (row->formerly.n)
		sw_json_member(json, "formerly", row->formerly);
	sw_json_close_map(json);
}

static void put_row(struct sw_json *json, const struct sw_row_change *change) {
	const struct sw_snapshot_row *row = change->after ? change->after : change->before;
	sw_json_open_map(json);
	sw_json_member_z(json, "change", sw_change_name(change->change));
	sw_json_member(json, "id", row->id);
	sw_json_member(json, "threat", row->threat);
	sw_json_member(json, "title", row->title);
	sw_json_member(json, "deployment", row->deployment);
	sw_json_member(json, "on", row->on);
	put_row_side(json, "before", change->before);
	put_row_side(json, "after", change->after);
	sw_json_key(json, "cause");
	sw_json_open_map(json);
	sw_json_member_z(json, "kind", sw_cause_name(change->cause));
	sw_json_member(json, "text", change->why);
	put_place(json, "before", change->file_before, change->line_before);
	put_place(json, "after", change->file_after, change->line_after);
	sw_json_close_map(json);
	sw_json_close_map(json);
}

static void put_part(struct sw_json *json, const struct sw_part_change *change) {
	const struct sw_snapshot_part *part = change->after ? change->after : change->before;
	sw_json_open_map(json);
	sw_json_member_z(json, "change", sw_change_name(change->change));
	sw_json_member_z(json, "kind", sw_part_kind_name(part->kind));
	sw_json_member(json, "id", part->id);
	sw_json_member(json, "name", part->name);
	sw_json_member(json, "deployment", part->deployment);
	sw_json_key(json, "fields");
	sw_json_open_list(json);
	for (size_t i = 0; i < change->fields.n; i++) {
		sw_json_open_map(json);
		sw_json_member(json, "name", change->fields.v[i].name);
		sw_json_member(json, "before", change->fields.v[i].before);
		sw_json_member(json, "after", change->fields.v[i].after);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
	put_place(json, "before", change->before ? change->before->file : (struct sw_str){0}, change->before ? change->before->line : 0);
	put_place(json, "after", change->after ? change->after->file : (struct sw_str){0}, change->after ? change->after->line : 0);
	sw_json_close_map(json);
}

int sw_difference_json(const struct sw_difference *difference, const struct sw_report_style *style, struct sw_arena *arena, struct sw_out *out) {
	struct sw_json json = {.out = out, .indent = 2};
	(void)style;
	(void)arena;
	sw_json_open_map(&json);
	sw_json_member_z(&json, "schema", "strideward/difference/1");
	put_side(&json, "before", difference->before);
	put_side(&json, "after", difference->after);
	sw_json_key(&json, "threats");
	sw_json_open_list(&json);
	for (size_t i = 0; i < difference->rows.n; i++)
		put_row(&json, &difference->rows.v[i]);
	sw_json_close_list(&json);
	sw_json_key(&json, "parts");
	sw_json_open_list(&json);
	for (size_t i = 0; i < difference->parts.n; i++)
		put_part(&json, &difference->parts.v[i]);
	sw_json_close_list(&json);
	sw_json_close_map(&json);
	sw_out_byte(out, '\n');
	return 0;
}
