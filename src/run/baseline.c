#include "run/baseline.h"
#include "base/map.h"
#include "formats/json.h"
#include "threats/snapshot.h"

int sw_baseline_apply(struct sw_report *report, struct sw_findings *findings, struct sw_str text, struct sw_err *err) {
	struct sw_arena *arena = report->arena;
	struct sw_diags diags = {.arena = arena};
	struct sw_node *root = sw_json_read_one(arena, 0, text, SW_DIALECT_STRICT, &diags);
	struct sw_snapshot *before = SW_NEW(arena, struct sw_snapshot);
	if (!root || !sw_snapshot_of_report(arena, root, before))
		return sw_err_set(err, 0, "not a JSON report of strideward");
	struct sw_map fingerprints = {0}, open = {0};
	static char yes;
	for (size_t i = 0; i < before->findings.n; i++)
		if (before->findings.v[i].n)
			sw_map_put(arena, &fingerprints, before->findings.v[i], &yes);
	for (size_t i = 0; i < before->rows.n; i++)
		if (before->rows.v[i].id.n && sw_str_is(before->rows.v[i].state, "open"))
			sw_map_put(arena, &open, before->rows.v[i].id, &yes);
	report->has_baseline = true;
	for (size_t i = 0; i < findings->findings.n; i++)
		findings->findings.v[i].is_new = !sw_map_get(&fingerprints, sw_str_of(findings->findings.v[i].fingerprint));
	for (size_t r = 0; r < report->registers.n; r++)
		for (size_t i = 0; i < report->registers.v[r].threats.n; i++) {
			struct sw_threat *threat = &report->registers.v[r].threats.v[i];
			threat->is_new = threat->state == SW_STATE_OPEN && !sw_map_get(&open, threat->id);
		}
	return 0;
}
