/* Decisions stand beside a state and never change it. One holds while its term runs, whoever must approve it has, and
 * every failing check is among those that it covers: a new failing check reopens the row. Where several speak about one
 * row, one that is in force counts before others, and a later one before an earlier one. */
#include "threats/decision.h"
#include "facts/check.h"
#include "knowledge/date.h"
#include "threats/judge.h"

int sw_decision_term(enum sw_severity priority) {
	static const int days[] = {[SW_INFO] = 365, [SW_LOW] = 365, [SW_MEDIUM] = 180, [SW_HIGH] = 90, [SW_CRITICAL] = 30};
	return days[priority];
}

int sw_fix_term(enum sw_severity priority) {
	static const int days[] = {[SW_INFO] = 0, [SW_LOW] = 180, [SW_MEDIUM] = 90, [SW_HIGH] = 30, [SW_CRITICAL] = 7};
	return days[priority];
}

bool sw_decision_covers(const struct sw_decision *decision, struct sw_str fingerprint) {
	for (size_t i = 0; i < decision->covers.n; i++) {
		struct sw_str text = decision->covers.v[i].text;
		size_t n = text.n < fingerprint.n ? text.n : fingerprint.n;
		if (n >= 16 && sw_str_eq(sw_str_sub(text, 0, n), sw_str_sub(fingerprint, 0, n)))
			return true;
	}
	return false;
}

static bool listed(const sw_texts *names, struct sw_str name) {
	for (size_t i = 0; i < names->n; i++)
		if (sw_str_eq_nocase(names->v[i].text, name))
			return true;
	return false;
}

/* Why the decision waits for an approval, or NULL. What was rotated is a fact that nobody needs to allow. */
const char *sw_decision_wants(const struct sw_approvers *approvers, const struct sw_decision *decision, enum sw_severity priority) {
	struct sw_str name = decision->approved_by.text;
	if (priority < SW_HIGH || decision->kind == SW_DECIDE_ROTATED)
		return NULL;
	if (!name.n)
		return priority == SW_CRITICAL ? "a risk owner must approve what is critical" : "security must approve what is high";
	if (priority == SW_CRITICAL)
		return approvers->risk.n && !listed(&approvers->risk, name) ? "who approved it is not among approvers.risk" : NULL;
	return approvers->security.n && !listed(&approvers->security, name) && !listed(&approvers->risk, name)
		? "who approved it is not among approvers.security" : NULL;
}

/* The first failing check that the decision says nothing about, or NULL. */
static const char *uncovered(const struct sw_decision *decision, const struct sw_threat *threat) {
	for (size_t i = 0; i < threat->weaknesses.n; i++) {
		const struct sw_evidence *weakness = &threat->weaknesses.v[i];
		if (weakness->finding && !weakness->presumed &&
		    (decision->kind == SW_DECIDE_CLAIM || !sw_decision_covers(decision, sw_str_of(weakness->finding->fingerprint))))
			return weakness->finding->check->id;
	}
	for (size_t i = 0; i < threat->latched.n; i++)
		if (!sw_decision_covers(decision, threat->latched.v[i]))
			return "a secret that stood here";
	return NULL;
}

enum sw_standing sw_decision_standing(struct sw_arena *arena, const struct sw_approvers *approvers, const struct sw_decision *decision,
				      const struct sw_threat *threat, struct sw_str date, struct sw_str *why) {
	*why = (struct sw_str){0};
	if (!decision->valid) {
		*why = SW_S("it is incomplete or contradicts itself");
		return SW_STANDING_NO_EFFECT;
	}
	int64_t term = sw_date_days(decision->made.text, decision->until.text);
	const char *wants = sw_decision_wants(approvers, decision, threat->priority), *check = uncovered(decision, threat);
	if (sw_str_cmp(decision->until.text, date) < 0) {
		*why = sw_arena_printf(arena, "it ended on %.*s", SW_ARG(decision->until.text));
		return SW_STANDING_EXPIRED;
	}
	if (term > sw_decision_term(threat->priority)) {
		*why = sw_arena_printf(arena, "%s priority may be decided for %d days at most", sw_severity_name(threat->priority),
				       sw_decision_term(threat->priority));
		return SW_STANDING_NO_EFFECT;
	}
	if (check) {
		bool claim = decision->kind == SW_DECIDE_CLAIM;
		*why = sw_arena_printf(arena, claim ? "%s fails and refutes the claim" : "%s is not covered", check);
		return claim ? SW_STANDING_CONTRADICTED : SW_STANDING_UNCOVERED;
	}
	if (decision->proposed)
		*why = SW_S("it comes with the change that it speaks for");
	else if (sw_str_cmp(decision->made.text, date) > 0)
		*why = sw_arena_printf(arena, "it begins on %.*s", SW_ARG(decision->made.text));
	else if (wants)
		*why = sw_str_of(wants);
	return why->n ? SW_STANDING_PENDING : SW_STANDING_IN_FORCE;
}

void sw_decisions_index(struct sw_arena *arena, const struct sw_decisions *decisions, struct sw_map *map) {
	for (size_t i = 0; decisions && i < decisions->v.n; i++) {
		const struct sw_decision *decision = &decisions->v.v[i];
		struct sw_str key = sw_arena_printf(arena, "%.*s@%.*s", SW_ARG(decision->threat.text), SW_ARG(decision->on.text));
		struct sw_decision_list *list = sw_map_get(map, key);
		if (!list) {
			list = SW_NEW(arena, struct sw_decision_list);
			sw_map_put(arena, map, key, list);
		}
		*sw_push(arena, list) = decision;
	}
}

/* By its id or its name; a catalogue row also by what it was called before. */
void sw_decisions_about(struct sw_arena *arena, const struct sw_map *map, const struct sw_diagram *diagram, const struct sw_threat *threat,
			struct sw_decision_list *found) {
	const struct sw_element *element = &diagram->elements.v[threat->element];
	const char *names[5] = {threat->kind->id, threat->kind->formerly[0], threat->kind->formerly[1], threat->kind->formerly[2], threat->kind->formerly[3]};
	for (unsigned k = 0; map->used && k < 10; k++) {
		struct sw_str on = k % 2 ? element->name : element->id;
		if (!names[k / 2] || (k % 2 && sw_str_eq(element->name, element->id)))
			continue;
		const struct sw_decision_list *list = sw_map_get(map, sw_arena_printf(arena, "%s@%.*s", names[k / 2], SW_ARG(on)));
		for (size_t i = 0; list && i < list->n; i++)
			*sw_push(arena, found) = list->v[i];
	}
}

void sw_judge_index_decisions(struct sw_judge *judge) {
	sw_decisions_index(judge->arena, judge->decisions, &judge->decided);
}

static void say(const struct sw_judge *judge, const struct sw_threat *threat) {
	static const char *const codes[] = {[SW_STANDING_PENDING] = "decision-pending", [SW_STANDING_EXPIRED] = "decision-expired",
					    [SW_STANDING_UNCOVERED] = "decision-does-not-cover", [SW_STANDING_CONTRADICTED] = "contradicted-claim",
					    [SW_STANDING_NO_EFFECT] = "decision-too-long"};
	sw_diag_add(judge->diags, SW_DIAG_WARNING, codes[threat->standing], threat->decision->at, "the decision about %s: %.*s",
		    threat->kind->id, SW_ARG(threat->standing_why));
}

void sw_judge_decision(const struct sw_judge *judge, struct sw_threat *threat) {
	struct sw_decision_list found = {0};
	sw_decisions_about(judge->arena, &judge->decided, judge->diagram, threat, &found);
	for (size_t i = 0; i < found.n; i++) {
		struct sw_str why;
		if (!found.v[i]->valid)
			continue;
		enum sw_standing standing = sw_decision_standing(judge->arena, &judge->system->config->approvers, found.v[i], threat, judge->date, &why);
		bool later = !threat->decision || found.v[i] > threat->decision;
		if (threat->decision && standing != SW_STANDING_IN_FORCE && (threat->standing == SW_STANDING_IN_FORCE || !later))
			continue;
		if (threat->decision && threat->standing == SW_STANDING_IN_FORCE && !later)
			continue;
		threat->decision = found.v[i];
		threat->standing = standing;
		threat->standing_why = why;
	}
	threat->decision_expired = threat->decision && threat->standing != SW_STANDING_IN_FORCE;
	if (threat->decision_expired)
		say(judge, threat);
}
