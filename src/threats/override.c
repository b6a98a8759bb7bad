/* Overrides of the configuration stand beside what evidence says: they give a row another priority, or fold it away, and
 * never change its state. Each has a reason and an end. Where several fit, the last one counts. */
#include "threats/judge.h"

static bool over(const struct sw_judge *judge, const struct sw_override *row) {
	return sw_str_cmp(row->until.text, judge->date) < 0;
}

static bool fits(const struct sw_judge *judge, const struct sw_override *row, const struct sw_threat *threat) {
	const struct sw_element *element = &judge->diagram->elements.v[threat->element];
	if (row->threat.text.n && !sw_str_glob(row->threat.text, sw_str_of(threat->kind->id)))
		return false;
	return !row->on.text.n || sw_str_glob(row->on.text, element->id) || sw_str_glob(row->on.text, element->name);
}

void sw_judge_override(const struct sw_judge *judge, struct sw_threat *threat) {
	const struct sw_own_catalogue *own = &judge->system->config->catalogue;
	for (size_t i = 0; i < own->overrides.n; i++) {
		const struct sw_override *row = &own->overrides.v[i];
		if (!fits(judge, row, threat))
			continue;
		judge->overridden[i] = true;
		if (over(judge, row))
			continue;
		if (row->silence)
			threat->silence = row;
		else
			threat->override = row;
	}
	if (!threat->override)
		return;
	sw_severity_of(threat->override->priority.text, &threat->priority);
	threat->priority_why = sw_arena_printf(judge->arena, "%s by the configuration until %.*s: %.*s; by the rule %.*s", sw_severity_name(threat->priority),
					       SW_ARG(threat->override->until.text), SW_ARG(threat->override->reason.text), SW_ARG(threat->priority_why));
}

void sw_judge_overrides_left(const struct sw_judge *judge) {
	const struct sw_own_catalogue *own = &judge->system->config->catalogue;
	for (size_t i = 0; i < own->overrides.n; i++) {
		const struct sw_override *row = &own->overrides.v[i];
		if (over(judge, row))
			sw_diag_add(judge->diags, SW_DIAG_WARNING, "override-expired", row->at, "this override ended on %.*s", SW_ARG(row->until.text));
		else if (!judge->overridden[i])
			sw_diag_add(judge->diags, SW_DIAG_WARNING, "override-without-row", row->at, "no row is what this override is about");
	}
}
