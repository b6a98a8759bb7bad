#include "policy/gate.h"

/* Findings that a holding decision about an open row covers. */
static bool decided(const struct sw_register *registers, size_t count, const struct sw_finding *finding) {
	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < registers[r].threats.n; i++) {
			const struct sw_threat *threat = &registers[r].threats.v[i];
			if (!threat->decision || threat->decision_expired)
				continue;
			for (size_t k = 0; k < threat->weaknesses.n; k++)
				if (threat->weaknesses.v[k].finding == finding)
					return true;
		}
	return false;
}

void sw_gate_judge(struct sw_arena *arena, const struct sw_findings *findings, const struct sw_register *registers, size_t count,
		   enum sw_severity level, struct sw_gate_result *gate) {
	*gate = (struct sw_gate_result){.asked = true, .level = level};
	for (size_t i = 0; i < findings->findings.n; i++) {
		const struct sw_finding *finding = &findings->findings.v[i];
		if (finding->severity >= level && finding->proven && finding->is_new && !finding->is_suppressed && !finding->check->practice &&
		    !decided(registers, count, finding))
			*sw_push(arena, &gate->findings) = finding;
	}
	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < registers[r].threats.n; i++) {
			const struct sw_threat *threat = &registers[r].threats.v[i];
			if (threat->state == SW_STATE_OPEN && threat->priority >= level && threat->is_new &&
			    (!threat->decision || threat->decision_expired))
				*sw_push(arena, &gate->threats) = threat;
		}
	gate->passed = !gate->findings.n && !gate->threats.n;
}
