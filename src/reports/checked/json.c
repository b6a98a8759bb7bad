#include "formats/json_write.h"
#include "reports/checked/report.h"

static void put_thing(struct sw_json *json, const char *key, struct sw_str id, struct sw_str name, struct sw_str value) {
	if (!id.n)
		return;
	sw_json_key(json, key);
	sw_json_open_map(json);
	sw_json_member(json, "id", id);
	sw_json_member(json, "name", name);
	if (value.n)
		sw_json_member(json, "value", value);
	sw_json_close_map(json);
}

static void put_difference(struct sw_json *json, const struct sw_checked_report *report, const struct sw_drawn_difference *difference) {
	struct sw_str place = sw_report_place(report->scan, difference->at);
	sw_json_open_map(json);
	sw_json_member_z(json, "kind", sw_difference_kind_name(difference->kind));
	sw_json_member(json, "message", difference->message);
	put_thing(json, "drawn", difference->drawn_id, difference->drawn, difference->drawn_value);
	put_thing(json, "found", difference->found_id, difference->found, difference->found_value);
	if (difference->property.n)
		sw_json_member(json, "property", difference->property);
	if (place.n)
		sw_json_member(json, "at", place);
	sw_json_member_z(json, "next", sw_difference_next(difference->kind));
	sw_json_close_map(json);
}

static void put_found(struct sw_json *json, const struct sw_checked_report *report, const char *key, const sw_found_list *list) {
	sw_json_key(json, key);
	sw_json_open_list(json);
	for (size_t i = 0; i < list->n; i++) {
		const struct sw_element *element = report->check->found.v[list->v[i]].element;
		sw_json_open_map(json);
		sw_json_member(json, "id", element->id);
		sw_json_member(json, "name", element->name);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_match(struct sw_json *json, const struct sw_checked_report *report, const struct sw_match *match) {
	sw_json_open_map(json);
	put_thing(json, "drawn", match->drawn->id, match->drawn->name, (struct sw_str){0});
	put_found(json, report, "found", &match->found);
	if (match->found.n)
		sw_json_member_z(json, "by", sw_match_by_name(match->by));
	if (match->about)
		sw_json_member_bool(json, "about", true);
	if (match->excused)
		sw_json_member_bool(json, "excused", true);
	if (match->fitting.n)
		put_found(json, report, "fitting", &match->fitting);
	sw_json_close_map(json);
}

static void put_moved(struct sw_json *json, const struct sw_moved_threat *moved) {
	sw_json_open_map(json);
	sw_json_member(json, "tmtKey", moved->threat->key);
	sw_json_member(json, "title", moved->threat->title);
	if (!moved->is_new)
		sw_json_member_z(json, "before", sw_drawn_state_title(moved->before));
	if (moved->stale)
		sw_json_member(json, "stale", moved->threat->stale_why);
	else
		sw_json_member_z(json, "after", sw_drawn_state_title(moved->threat->state));
	sw_json_close_map(json);
}

int sw_checked_json(const struct sw_checked_report *report, struct sw_out *out) {
	const struct sw_drawn_check *check = report->check;
	struct sw_json json = {.out = out};
	sw_json_open_map(&json);
	sw_json_member_z(&json, "schema", "strideward/model-check/1");
	sw_json_member_z(&json, "version", report->version);
	sw_json_member(&json, "model", report->named);
	sw_json_key(&json, "differences");
	sw_json_open_list(&json);
	for (size_t i = 0; i < check->differences.n; i++)
		put_difference(&json, report, &check->differences.v[i]);
	sw_json_close_list(&json);
	sw_json_key(&json, "matches");
	sw_json_open_list(&json);
	for (size_t i = 0; i < check->matches.n; i++)
		put_match(&json, report, &check->matches.v[i]);
	sw_json_close_list(&json);
	sw_json_member_int(&json, "measured", (int64_t)check->measured);
	sw_json_key(&json, "moved");
	sw_json_open_list(&json);
	for (size_t i = 0; i < report->moved->n; i++)
		put_moved(&json, &report->moved->v[i]);
	sw_json_close_list(&json);
	sw_json_close_map(&json);
	sw_out_byte(out, '\n');
	return 0;
}
