/* Decisions stand beside a state and never change it. One holds while its term runs and every failing check is among
 * those that it covers: a new failing check reopens the row. */
#include "facts/check.h"
#include "threats/judge.h"

/* Longest term in days, by priority. */
static const int longest_term[] = {[SW_INFO] = 365, [SW_LOW] = 365, [SW_MEDIUM] = 180, [SW_HIGH] = 90, [SW_CRITICAL] = 30};

/* Days since 0000-03-01 of a date YYYY-MM-DD that is known to be one. */
static long days(struct sw_str date) {
	uint64_t year = 0, month = 0, day = 0;
	sw_str_to_u64(sw_str_sub(date, 0, 4), &year);
	sw_str_to_u64(sw_str_sub(date, 5, 2), &month);
	sw_str_to_u64(sw_str_sub(date, 8, 2), &day);
	long y = (long)year - (month <= 2), m = ((long)month + 9) % 12;
	return 365 * y + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + (long)day - 1;
}

static bool about(const struct sw_judge *judge, const struct sw_decision *decision, const struct sw_threat *threat) {
	const struct sw_element *element = &judge->diagram->elements.v[threat->element];
	bool same = sw_str_is(decision->threat.text, threat->kind->id);
	for (unsigned i = 0; !same && i < 4 && threat->kind->formerly[i]; i++)
		same = sw_str_is(decision->threat.text, threat->kind->formerly[i]);
	return same && (sw_str_eq(decision->on.text, element->id) || sw_str_eq(decision->on.text, element->name));
}

static bool covers(const struct sw_decision *decision, const char *fingerprint) {
	for (size_t i = 0; i < decision->covers.n; i++)
		if (sw_str_is(decision->covers.v[i].text, fingerprint) ||
		    (decision->covers.v[i].text.n >= 12 && sw_str_starts(sw_str_of(fingerprint), decision->covers.v[i].text)))
			return true;
	return false;
}

static void say(const struct sw_judge *judge, const struct sw_decision *decision, const char *code, struct sw_str what) {
	sw_diag_add(judge->diags, SW_DIAG_WARNING, code, decision->at, "%.*s", SW_ARG(what));
}

void sw_judge_decision(const struct sw_judge *judge, struct sw_threat *threat) {
	struct sw_arena *arena = judge->arena;
	for (size_t i = 0; judge->decisions && i < judge->decisions->v.n; i++) {
		const struct sw_decision *decision = &judge->decisions->v.v[i];
		if (!decision->valid || !about(judge, decision, threat))
			continue;
		threat->decision = decision;
		threat->decision_expired = false;
		if (sw_str_cmp(decision->until.text, judge->date) < 0) {
			threat->decision_expired = true;
			say(judge, decision, "decision-expired", sw_arena_printf(arena, "the decision about %s ended on %.*s", threat->kind->id, SW_ARG(decision->until.text)));
		}
		if (decision->made.text.n == 10 && days(decision->until.text) - days(decision->made.text) > longest_term[threat->priority]) {
			threat->decision_expired = true;
			say(judge, decision, "decision-too-long", sw_arena_printf(arena, "%s priority may be decided for %d days at most", sw_severity_name(threat->priority), longest_term[threat->priority]));
		}
		for (size_t k = 0; k < threat->weaknesses.n; k++) {
			const struct sw_finding *finding = threat->weaknesses.v[k].finding;
			if (!finding || threat->weaknesses.v[k].presumed || covers(decision, finding->fingerprint))
				continue;
			threat->decision_expired = true;
			say(judge, decision, decision->kind == SW_DECIDE_CLAIM ? "contradicted-claim" : "decision-does-not-cover",
			    sw_arena_printf(arena, "%s is not covered by the decision about %s", finding->check->id, threat->kind->id));
		}
	}
}
