/* Findings as results (clause 3.27). */
#include "facts/rule_ref.h"
#include "reports/sarif/parts.h"
#include "reports/visible.h"

enum { MOST_IDS = 50 }; /* subjects and threats that one result names */

/* Code scanning refuses a report when one result has no place in a file: what has none is told where its subject
 * stands, and at last at the first file. */
static struct sw_span place_of(const struct sw_report *report, const struct sw_finding *finding) {
	const struct sw_sources *sources = &report->system->sources;
	if (sw_source_of(sources, finding->site->at))
		return finding->site->at;
	struct sw_span at = sw_subject_get(report->system, finding->subject)->at;
	for (size_t i = 0; i < finding->affected.n && !sw_source_of(sources, at); i++)
		at = sw_subject_get(report->system, finding->affected.v[i])->at;
	for (uint32_t number = 1; number < sources->n && !sw_source_of(sources, at); number++)
		at = (struct sw_span){number, 0, 0};
	for (size_t part = 0; part < sources->part_count && !sw_source_of(sources, at); part++)
		at = (struct sw_span){sources->parts[part]->base + 1, 0, 0};
	return at;
}

/* The links of the deciding value that stand in a file, from the lowest layer to the highest. */
static void put_related(struct sw_sarif *sarif, const struct sw_value *value) {
	struct sw_json *json = &sarif->json;
	const struct sw_report *report = sarif->report;
	int64_t id = 0;
	for (uint16_t i = 0; value && i < value->count; i++) {
		const struct sw_link *link = &value->chain[i];
		if (!sw_source_of(&report->system->sources, link->at))
			continue;
		if (!id++) {
			sw_json_key(json, "relatedLocations");
			sw_json_open_list(json);
		}
		sw_json_open_map(json);
		sw_json_member_int(json, "id", id);
		sw_sarif_put_place(json, report, link->at);
		sw_sarif_put_message(json, report, sw_arena_printf(report->arena, "%s: %s%s%.*s", sw_layer_name(link->layer), sw_how_name(link->how),
			link->known ? " " : "", SW_ARG(link->known ? link->value : (struct sw_str){0})));
		sw_json_close_map(json);
	}
	if (id)
		sw_json_close_list(json);
}

/* Clause 3.27.23: either every result of a run has the list or none. */
static void put_suppressions(struct sw_sarif *sarif, const struct sw_finding *finding) {
	struct sw_json *json = &sarif->json;
	sw_json_key(json, "suppressions");
	sw_json_open_list(json);
	if (finding->is_suppressed) {
		bool here = finding->suppressed_at.source && finding->suppressed_at.source == finding->site->at.source;
		sw_json_open_map(json);
		sw_json_member_z(json, "kind", here ? "inSource" : "external");
		if (finding->suppressed.n)
			sw_json_member(json, "justification", sw_report_visible(sarif->report->arena, finding->suppressed));
		if (sw_source_of(&sarif->report->system->sources, finding->suppressed_at)) {
			sw_json_key(json, "location");
			sw_json_open_map(json);
			sw_sarif_put_place(json, sarif->report, finding->suppressed_at);
			sw_json_close_map(json);
		}
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_ids(struct sw_sarif *sarif, const struct sw_finding *finding) {
	struct sw_json *json = &sarif->json;
	const struct sw_system *system = sarif->report->system;
	sw_json_member(json, "subject", sw_subject_get(system, finding->subject)->id);
	if (finding->affected.n) {
		sw_json_key(json, "affected");
		sw_json_open_list(json);
		for (size_t i = 0; i < finding->affected.n && i < MOST_IDS; i++)
			sw_json_string(json, sw_subject_get(system, finding->affected.v[i])->id);
		sw_json_close_list(json);
	}
	const sw_sarif_ids *threats = sw_map_get(&sarif->threats, sw_str_of(finding->fingerprint));
	if (threats) {
		sw_json_key(json, "threats");
		sw_json_open_list(json);
		for (size_t i = 0; i < threats->n; i++)
			sw_json_string(json, threats->v[i]);
		sw_json_close_list(json);
	}
}

static void put_properties(struct sw_sarif *sarif, const struct sw_finding *finding) {
	struct sw_json *json = &sarif->json;
	const struct sw_check *check = finding->check;
	sw_json_key(json, "properties");
	sw_json_open_map(json);
	sw_json_member_z(json, "severity", sw_severity_name(finding->severity));
	sw_json_member_bool(json, "proven", finding->proven);
	sw_json_key(json, "stride");
	sw_json_open_list(json);
	for (unsigned i = 0; i < 6; i++)
		if (check->stride & 1u << i)
			sw_json_string(json, sw_str(&"STRIDE"[i], 1));
	sw_json_close_list(json);
	sw_json_key(json, "refs");
	sw_json_open_list(json);
	struct sw_rule_ref ref;
	for (size_t at = 0; sw_rule_ref_next(finding, &at, &ref);)
		sw_json_string(json, ref.name);
	sw_json_close_list(json);
	put_ids(sarif, finding);
	sw_json_close_map(json);
}

static void put_result(struct sw_sarif *sarif, const struct sw_finding *finding, bool suppressions) {
	struct sw_json *json = &sarif->json;
	const struct sw_report *report = sarif->report;
	sw_json_open_map(json);
	sw_json_member_z(json, "ruleId", finding->check->id);
	sw_json_member_int(json, "ruleIndex", (int64_t)(uintptr_t)sw_map_get(&sarif->rule_index, sw_str_of(finding->check->id)) - 1);
	sw_json_member_z(json, "kind", "fail");
	sw_json_member_z(json, "level", sw_sarif_level(finding->severity));
	sw_sarif_put_message(json, report, finding->site->message);
	sw_sarif_put_locations(json, report, place_of(report, finding));
	put_related(sarif, finding->site->value);
	sw_json_key(json, "partialFingerprints");
	sw_json_open_map(json);
	sw_json_member_z(json, "strideward/v1", finding->fingerprint);
	sw_json_close_map(json);
	if (report->has_baseline)
		sw_json_member_z(json, "baselineState", finding->is_new ? "new" : "unchanged");
	if (suppressions)
		put_suppressions(sarif, finding);
	put_properties(sarif, finding);
	sw_json_close_map(json);
}

static void collect_threats(struct sw_sarif *sarif) {
	struct sw_arena *arena = sarif->report->arena;
	for (size_t r = 0; r < sarif->report->registers.n; r++) {
		const struct sw_register *all = &sarif->report->registers.v[r];
		for (size_t t = 0; t < all->threats.n; t++) {
			const struct sw_threat *threat = &all->threats.v[t];
			for (size_t w = 0; threat->state == SW_STATE_OPEN && w < threat->weaknesses.n; w++) {
				const struct sw_finding *finding = threat->weaknesses.v[w].finding;
				if (!finding)
					continue;
				struct sw_str key = sw_str_of(finding->fingerprint);
				sw_sarif_ids *ids = sw_map_get(&sarif->threats, key);
				if (!ids) {
					ids = sw_arena_alloc(arena, sizeof *ids);
					sw_map_put(arena, &sarif->threats, key, ids);
				}
				if (ids->n < MOST_IDS && !(ids->n && sw_str_eq(ids->v[ids->n - 1], threat->id)))
					*sw_push(arena, ids) = threat->id;
			}
		}
	}
}

void sw_sarif_put_results(struct sw_sarif *sarif) {
	const struct sw_findings *findings = sarif->report->findings;
	bool suppressions = false;
	for (size_t i = 0; i < findings->findings.n; i++)
		suppressions |= findings->findings.v[i].is_suppressed;
	collect_threats(sarif);
	sw_json_key(&sarif->json, "results");
	sw_json_open_list(&sarif->json);
	for (size_t i = 0; i < findings->findings.n && i < SW_SARIF_MOST_RESULTS; i++)
		put_result(sarif, &findings->findings.v[i], suppressions);
	sw_json_close_list(&sarif->json);
}
