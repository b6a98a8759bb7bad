#include "reports/json/report.h"

static void put_texts(struct sw_json *json, const char *key, const sw_texts *texts) {
	if (!texts->n)
		return;
	sw_json_key(json, key);
	sw_json_open_list(json);
	for (size_t i = 0; i < texts->n; i++)
		sw_json_string(json, texts->v[i].text);
	sw_json_close_list(json);
}

static void put_text(struct sw_json *json, const char *key, struct sw_str text) {
	if (text.n)
		sw_json_member(json, key, text);
}

static void put_about(struct sw_json *json, const struct sw_about *about) {
	sw_json_key(json, "about");
	sw_json_open_map(json);
	put_text(json, "name", about->name.text);
	put_text(json, "owner", about->owner.text);
	put_text(json, "reviewer", about->reviewer.text);
	put_texts(json, "contributors", &about->contributors);
	put_text(json, "description", about->description.text);
	put_texts(json, "assumptions", &about->assumptions);
	put_texts(json, "externalDependencies", &about->dependencies);
	sw_json_close_map(json);
}

static void put_decided(struct sw_json *json, const struct sw_report *report, const struct sw_decided *entry) {
	const struct sw_decision *decision = entry->decision;
	sw_json_open_map(json);
	sw_json_member_z(json, "kind", sw_decision_kind_name(decision->kind));
	sw_json_member(json, "threat", decision->threat.text);
	sw_json_member(json, "on", decision->on.text);
	sw_json_member(json, "reason", decision->reason.text);
	sw_json_member(json, "until", decision->until.text);
	sw_json_member_bool(json, "valid", decision->valid);
	sw_json_member_z(json, "standing", sw_standing_name(entry->standing));
	put_text(json, "why", entry->why);
	sw_json_member_bool(json, "due", entry->due);
	sw_json_member_bool(json, "replaced", entry->replaced);
	sw_json_member_int(json, "renewals", entry->renewals);
	sw_json_member_int(json, "rows", entry->rows);
	/* Names in a file: no commit or signature was asked whose they are. */
	sw_json_member_bool(json, "attributed", false);
	sw_json_put_location(json, report, "location", decision->at);
	sw_json_close_map(json);
}

static void put_strings(struct sw_json *json, const char *key, const sw_strings *list) {
	sw_json_key(json, key);
	sw_json_open_list(json);
	for (size_t i = 0; i < list->n; i++)
		sw_json_string(json, list->v[i]);
	sw_json_close_list(json);
}

static void put_review(struct sw_json *json, const struct sw_review *review) {
	sw_json_key(json, "review");
	sw_json_open_map(json);
	sw_json_member_z(json, "state", sw_review_name(review->state));
	sw_json_member_z(json, "digest", review->digest);
	if (review->last) {
		sw_json_member(json, "reviewer", review->last->reviewer.text);
		sw_json_member(json, "date", review->last->date.text);
		put_strings(json, "added", &review->added);
		put_strings(json, "gone", &review->gone);
	}
	sw_json_close_map(json);
}

static void put_assumption(struct sw_json *json, const struct sw_report *report, const struct sw_assumption_state *row) {
	sw_json_open_map(json);
	sw_json_member(json, "key", row->said->key.text);
	sw_json_member(json, "value", row->said->value.text);
	sw_json_member_z(json, "state", sw_assumed_name(row->state));
	sw_json_member(json, "why", row->why);
	put_text(json, "owner", row->said->owner.text);
	put_text(json, "until", row->said->until.text);
	sw_json_put_location(json, report, "location", row->at);
	sw_json_close_map(json);
}

void sw_json_put_life(struct sw_json *json, const struct sw_report *report) {
	const struct sw_life *life = report->life;
	put_about(json, &report->system->config->about);
	sw_json_key(json, "decisions");
	sw_json_open_list(json);
	for (size_t i = 0; life && i < life->decided.n; i++)
		put_decided(json, report, &life->decided.v[i]);
	sw_json_close_list(json);
	if (!life)
		return;
	sw_json_key(json, "assumptionChecks");
	sw_json_open_list(json);
	for (size_t i = 0; i < life->assumptions.n; i++)
		put_assumption(json, report, &life->assumptions.v[i]);
	sw_json_close_list(json);
	put_review(json, &life->review);
}
