#include "policy/gate.h"
#include "base/map.h"

/* Findings that a holding decision covers, by fingerprint. */
static void note_decided(struct sw_arena *arena, const struct sw_register *registers, size_t count, struct sw_map *decided) {
	static char yes;
	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < registers[r].threats.n; i++) {
			const struct sw_threat *threat = &registers[r].threats.v[i];
			for (size_t k = 0; threat->decision && !threat->decision_expired && k < threat->weaknesses.n; k++)
				if (threat->weaknesses.v[k].finding)
					sw_map_put(arena, decided, sw_str_of(threat->weaknesses.v[k].finding->fingerprint), &yes);
		}
}

void sw_gate_judge(struct sw_arena *arena, const struct sw_findings *findings, const struct sw_register *registers, size_t count,
		   enum sw_severity level, struct sw_gate_result *gate) {
	struct sw_map decided = {0};
	*gate = (struct sw_gate_result){.asked = true, .level = level};
	note_decided(arena, registers, count, &decided);
	for (size_t i = 0; i < findings->findings.n; i++) {
		const struct sw_finding *finding = &findings->findings.v[i];
		if (finding->severity >= level && finding->proven && finding->is_new && !finding->is_suppressed && !finding->check->practice &&
		    !sw_map_get(&decided, sw_str_of(finding->fingerprint)))
			*sw_push(arena, &gate->findings) = finding;
	}
	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < registers[r].threats.n; i++) {
			const struct sw_threat *threat = &registers[r].threats.v[i];
			if (threat->state != SW_STATE_OPEN || threat->priority < level || (threat->decision && !threat->decision_expired))
				continue;
			if (threat->is_new || threat->overdue)
				*sw_push(arena, &gate->threats) = threat;
			gate->overdue += threat->overdue > 0;
			if (threat->decision && threat->standing == SW_STANDING_CONTRADICTED)
				*sw_push(arena, &gate->contradicted) = threat->decision;
		}
	gate->passed = !gate->findings.n && !gate->threats.n && !gate->contradicted.n;
}
