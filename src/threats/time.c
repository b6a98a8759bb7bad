/* What register.lock remembers: since when a row is in its state, and secrets that stood somewhere. */
#include "facts/check.h"
#include "knowledge/date.h"
#include "threats/decision.h"
#include "threats/judge.h"

/* Whether somebody said, before or on the day of the report, that the secret was exchanged. That it was does not end. */
static bool rotated(const struct sw_judge *judge, const struct sw_decision_list *decisions, struct sw_str fingerprint) {
	for (size_t i = 0; i < decisions->n; i++) {
		const struct sw_decision *decision = decisions->v[i];
		if (decision->valid && !decision->proposed && decision->kind == SW_DECIDE_ROTATED &&
		    sw_str_cmp(decision->made.text, judge->date) <= 0 && sw_decision_covers(decision, fingerprint))
			return true;
	}
	return false;
}

static bool still_found(const struct sw_threat *threat, struct sw_str fingerprint) {
	for (size_t i = 0; i < threat->weaknesses.n; i++)
		if (threat->weaknesses.v[i].finding && sw_str_starts(sw_str_of(threat->weaknesses.v[i].finding->fingerprint), fingerprint))
			return true;
	return false;
}

void sw_judge_latch(const struct sw_judge *judge, struct sw_threat *threat) {
	const struct sw_lock_row *row = threat->kind->latched ? sw_lock_find(&judge->system->config->lock, threat->id) : NULL;
	struct sw_decision_list decisions = {0};
	if (!row || !row->latched.n)
		return;
	sw_decisions_about(judge->arena, &judge->decided, judge->diagram, threat, &decisions);
	for (size_t i = 0; i < row->latched.n; i++)
		if (!still_found(threat, row->latched.v[i].text) && !rotated(judge, &decisions, row->latched.v[i].text))
			*sw_push(judge->arena, &threat->latched) = row->latched.v[i].text;
	if (!threat->latched.n || threat->state == SW_STATE_OPEN)
		return;
	threat->state = SW_STATE_OPEN;
	threat->rule = 4;
	threat->presumed = false;
	threat->why = sw_arena_printf(judge->arena, "%zu secret%s stood here on %.*s; taking it out does not take it back, only changing it does: "
				      "strideward decide %.*s --kind rotated", threat->latched.n, threat->latched.n == 1 ? "" : "s", SW_ARG(row->since),
				      SW_ARG(threat->id));
}

void sw_judge_time(const struct sw_judge *judge, struct sw_threat *threat) {
	const struct sw_lock *lock = &judge->system->config->lock;
	if (!lock->present || threat->state == SW_STATE_MITIGATED || threat->state == SW_STATE_NOT_APPLICABLE)
		return;
	const struct sw_lock_row *row = sw_lock_find(lock, threat->id);
	/* Nothing was fixed when evidence is merely gone: the row keeps its day, and is as old when it comes back. */
	bool kept = row && (sw_str_is(row->state, sw_state_name(threat->state)) || threat->state == SW_STATE_NEEDS_EVIDENCE ||
			    threat->state == SW_STATE_NOT_STARTED);
	threat->since = kept && sw_str_cmp(row->since, judge->date) <= 0 ? row->since : judge->date;
	int allowed = sw_fix_term(threat->priority);
	int64_t age = threat->state == SW_STATE_OPEN ? sw_date_days(threat->since, judge->date) : 0;
	if (allowed && age > allowed && !threat->silence && (!threat->decision || threat->decision_expired))
		threat->overdue = (uint32_t)(age - allowed);
}
