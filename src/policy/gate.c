#include "policy/gate.h"
#include "base/map.h"

/* A finding that a holding decision covers, or that stands in no row but silenced ones, is none of the gate's. */
static char covered, silenced, told;

static void note_row(struct sw_arena *arena, const struct sw_threat *threat, struct sw_map *decided) {
	bool covers = threat->decision && !threat->decision_expired;
	for (size_t k = 0; k < threat->weaknesses.n; k++) {
		const struct sw_finding *finding = threat->weaknesses.v[k].finding;
		char *now = finding ? sw_map_get(decided, sw_str_of(finding->fingerprint)) : NULL;
		if (finding && covers)
			sw_map_put(arena, decided, sw_str_of(finding->fingerprint), &covered);
		else if (finding && now != &covered && (now != &told || !threat->silence))
			sw_map_put(arena, decided, sw_str_of(finding->fingerprint), threat->silence ? &silenced : &told);
	}
}

static bool is_decided(const struct sw_map *decided, const struct sw_finding *finding) {
	const char *how = sw_map_get(decided, sw_str_of(finding->fingerprint));
	return how == &covered || how == &silenced;
}

static void note_decided(struct sw_arena *arena, const struct sw_register *registers, size_t count, struct sw_map *decided) {
	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < registers[r].threats.n; i++)
			note_row(arena, &registers[r].threats.v[i], decided);
}

void sw_gate_judge(struct sw_arena *arena, const struct sw_findings *findings, const struct sw_register *registers, size_t count,
		   enum sw_severity level, struct sw_gate_result *gate) {
	struct sw_map decided = {0};
	*gate = (struct sw_gate_result){.asked = true, .level = level};
	note_decided(arena, registers, count, &decided);
	for (size_t i = 0; i < findings->findings.n; i++) {
		const struct sw_finding *finding = &findings->findings.v[i];
		if (finding->severity >= level && finding->proven && finding->is_new && !finding->is_suppressed && !finding->check->practice &&
		    !is_decided(&decided, finding))
			*sw_push(arena, &gate->findings) = finding;
	}
	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < registers[r].threats.n; i++) {
			const struct sw_threat *threat = &registers[r].threats.v[i];
			if (threat->state != SW_STATE_OPEN || threat->priority < level || threat->silence || (threat->decision && !threat->decision_expired))
				continue;
			if (threat->is_new || threat->overdue)
				*sw_push(arena, &gate->threats) = threat;
			gate->overdue += threat->overdue > 0;
			if (threat->decision && threat->standing == SW_STANDING_CONTRADICTED)
				*sw_push(arena, &gate->contradicted) = threat->decision;
		}
	gate->passed = !gate->findings.n && !gate->threats.n && !gate->contradicted.n;
}
