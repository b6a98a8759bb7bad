#include "threats/register.h"

const char *sw_state_name(enum sw_state state) {
	static const char *const names[] = {"not-applicable", "not-started", "mitigated", "open", "weak", "needs-evidence"};
	return names[state];
}

const char *sw_state_title(enum sw_state state) {
	static const char *const titles[] = {"Not applicable", "Not started", "Mitigated", "Open", "Weak", "Needs evidence"};
	return titles[state];
}

const char *sw_state_tmt(enum sw_state state) {
	static const char *const words[] = {"Not Applicable", "Not Started", "Mitigation Implemented", "Needs Investigation",
					    "Needs Investigation", "Needs Investigation"};
	return words[state];
}

const char *sw_standing_name(enum sw_standing standing) {
	static const char *const names[] = {"in-force", "pending", "expired", "uncovered", "contradicted", "no-effect"};
	return names[standing];
}
