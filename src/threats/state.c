/* The state of a row: six rules, the first that fits. */
#include "facts/check.h"
#include "threats/judge.h"

struct looking {
	const struct sw_judge *judge;
	const struct sw_element *element;
	struct sw_threat *threat;
	bool note; /* remember what is looked at as controls */
};

/* What one check says about an element over all verdicts that speak of it. */
struct tally {
	const struct sw_judge *judge;
	const struct sw_verdict *pass, *fail, *presumed, *unknown;
	unsigned looked, not_applicable;
};

static void count(void *context, const struct sw_verdict *verdict) {
	struct tally *tally = context;
	tally->looked++;
	switch (verdict->status) {
	case SW_VERDICT_PASS:
		tally->pass = tally->pass ? tally->pass : verdict;
		break;
	case SW_VERDICT_FAIL:
		if (verdict->presumed)
			tally->presumed = tally->presumed ? tally->presumed : verdict;
		else
			tally->fail = tally->fail ? tally->fail : verdict;
		break;
	case SW_VERDICT_UNKNOWN:
		tally->unknown = tally->unknown ? tally->unknown : verdict;
		break;
	case SW_VERDICT_NOT_APPLICABLE:
	case SW_VERDICT_NONE:
		tally->not_applicable++;
		break;
	}
}

static struct tally tally_of(const struct sw_judge *judge, const struct sw_element *element, struct sw_str check) {
	struct tally tally = {.judge = judge};
	sw_judge_verdicts(judge, element, check, count, &tally);
	return tally;
}

static const struct sw_site *first_site(const struct sw_verdict *verdict) {
	return verdict && verdict->sites.n ? &verdict->sites.v[0] : NULL;
}

static struct sw_truth check_truth(struct looking *looking, const struct sw_predicate *atom, struct sw_evidence *evidence) {
	struct tally tally = tally_of(looking->judge, looking->element, atom->name);
	const struct sw_verdict *failing = tally.fail ? tally.fail : tally.presumed;
	const struct sw_site *site = first_site(failing);
	if (site) {
		evidence->text = site->message;
		evidence->at = site->at;
		return (struct sw_truth){.holds = SW_NO, .presumed = !tally.fail};
	}
	if (tally.unknown) {
		evidence->text = tally.unknown->why;
		evidence->at = tally.unknown->at;
		return (struct sw_truth){.holds = SW_UNKNOWN};
	}
	if (!tally.pass)
		return (struct sw_truth){.holds = SW_UNKNOWN, .vacuous = true};
	evidence->text = tally.pass->why;
	evidence->at = tally.pass->at;
	return (struct sw_truth){.holds = SW_YES, .strength = SW_STRENGTH_DECLARED};
}

static struct sw_truth atom_truth(void *context, const struct sw_predicate *atom) {
	struct looking *looking = context;
	struct sw_evidence evidence = {.name = atom->name};
	struct sw_truth truth = {.holds = SW_UNKNOWN};
	switch (atom->atom) {
	case SW_ATOM_CHECK:
		truth = check_truth(looking, atom, &evidence);
		break;
	case SW_ATOM_FACT:
		truth = sw_judge_fact(looking->judge, looking->element, atom->name, &evidence.text, &evidence.at);
		break;
	case SW_ATOM_ASSUME:
		truth = sw_judge_assumption(looking->judge, atom->name, &evidence.text, &evidence.at);
		break;
	case SW_ATOM_EVIDENCE:
		evidence.text = sw_arena_printf(looking->judge->arena, "%.*s was not given", SW_ARG(atom->name));
		break;
	case SW_ATOM_IS: /* of filters of drawn models, which the catalogue has none of */
	case SW_ATOM_PROPERTY:
	case SW_ATOM_CROSSES:
		break;
	}
	evidence.holds = truth.holds;
	evidence.presumed = truth.presumed;
	evidence.strength = truth.strength;
	if (!truth.vacuous)
		*sw_push(looking->judge->arena, looking->note ? &looking->threat->controls : &looking->threat->conditions) = evidence;
	return truth;
}

struct weighing {
	struct looking looking;
	struct sw_str check;
	struct sw_map *noted; /* fingerprints of findings that stand among the weaknesses */
};

/* What lets somebody out of a container must be grave itself: a capability that only changes priorities, or a folder of
 * logs, is a finding and opens no breakout. */
static bool too_slight(const struct sw_threat *threat, const struct sw_site *site) {
	return strcmp(threat->kind->reach, "host") == 0 && strcmp(threat->kind->start, "exposure") == 0 && site->severity < SW_HIGH;
}

/* Each failing site of a raising check is a weakness; its finding is what a decision must cover. */
static void note_weakness(void *context, const struct sw_verdict *verdict) {
	struct weighing *weighing = context;
	struct sw_threat *threat = weighing->looking.threat;
	if (verdict->status != SW_VERDICT_FAIL)
		return;
	for (size_t i = 0; i < verdict->sites.n; i++) {
		const struct sw_site *site = &verdict->sites.v[i];
		if (too_slight(threat, site))
			continue;
		const struct sw_finding *finding = sw_judge_finding(weighing->looking.judge, verdict, site);
		static char yes;
		if (!finding || !sw_map_put(weighing->looking.judge->arena, weighing->noted, sw_str_of(finding->fingerprint), &yes))
			*sw_push(weighing->looking.judge->arena, &threat->weaknesses) = (struct sw_evidence){
				.name = weighing->check, .holds = SW_YES, .presumed = site->presumed, .text = site->message, .at = site->at,
				.finding = finding};
	}
}

static bool proven_weakness(const struct sw_threat *threat) {
	for (size_t i = 0; i < threat->weaknesses.n; i++)
		if (!threat->weaknesses.v[i].presumed)
			return true;
	return false;
}

static void harden(const struct looking *looking, struct sw_threat *threat) {
	for (unsigned i = 0; threat->kind->hardened_by[i]; i++) {
		struct tally tally = tally_of(looking->judge, looking->element, sw_str_of(threat->kind->hardened_by[i]));
		threat->hardenings++;
		threat->hardened += tally.pass && !tally.fail && !tally.presumed && !tally.unknown;
	}
}

enum { MOST_TOLD = 6 };

/* The parts that decided, as words: "seccomp: default; no health check". */
static struct sw_str words_of(const struct sw_judge *judge, const struct sw_evidence *v, size_t n, enum sw_tri holds) {
	struct sw_str words = {0};
	size_t told = 0, more = 0;
	for (size_t i = 0; i < n; i++) {
		if (v[i].holds != holds || !v[i].text.n)
			continue;
		if (told == MOST_TOLD) {
			more++;
			continue;
		}
		words = told++ ? sw_arena_printf(judge->arena, "%.*s; %.*s", SW_ARG(words), SW_ARG(v[i].text)) : v[i].text;
	}
	return more ? sw_arena_printf(judge->arena, "%.*s; and %zu more", SW_ARG(words), more) : words;
}

static void decide(struct sw_threat *threat, unsigned rule, struct sw_str why) {
	threat->state = sw_state_of_rule(rule);
	threat->rule = (uint8_t)rule;
	threat->why = why;
}

unsigned sw_state_rule(enum sw_tri applies, bool seen, bool weakness, enum sw_tri stopped) {
	if (applies == SW_NO)
		return 1;
	if (!seen && !weakness)
		return 2;
	/* A control that was seen stops the threat only where no weakness goes round it. */
	if (stopped == SW_YES && !weakness)
		return 3;
	return weakness ? 4 : stopped == SW_NO ? 5 : 6;
}

enum sw_state sw_state_of_rule(unsigned rule) {
	static const enum sw_state states[] = {
		[1] = SW_STATE_NOT_APPLICABLE, [2] = SW_STATE_NOT_STARTED, [3] = SW_STATE_MITIGATED, [4] = SW_STATE_OPEN, [5] = SW_STATE_WEAK,
		[6] = SW_STATE_NEEDS_EVIDENCE};
	return states[rule];
}

void sw_judge_state(const struct sw_judge *judge, struct sw_threat *threat, size_t index) {
	struct sw_arena *arena = judge->arena;
	const struct sw_element *element = &judge->diagram->elements.v[threat->element];
	struct looking looking = {judge, element, threat, false};
	struct sw_truth applies = {.holds = SW_YES};
	if (judge->when[index])
		applies = sw_predicate_value(judge->when[index], atom_truth, &looking);
	if (applies.holds == SW_NO) {
		struct sw_str seen = words_of(judge, threat->conditions.v, threat->conditions.n, SW_NO);
		decide(threat, 1, seen.n ? seen : words_of(judge, threat->conditions.v, threat->conditions.n, SW_YES));
		return;
	}
	struct sw_map noted = {0};
	for (unsigned i = 0; threat->kind->raised_by[i]; i++) {
		struct weighing weighing = {looking, sw_str_of(threat->kind->raised_by[i]), &noted};
		sw_judge_verdicts(judge, element, weighing.check, note_weakness, &weighing);
	}
	bool weakness = proven_weakness(threat);
	if (!element->seen && !weakness) {
		decide(threat, 2, sw_arena_printf(arena, "nothing is known about the %s", sw_element_kind_name(element->kind)));
		threat->needs = sw_str_of(threat->kind->needs);
		return;
	}
	looking.note = true;
	struct sw_truth stopped = sw_predicate_value(judge->stopped[index], atom_truth, &looking);
	harden(&looking, threat);
	struct sw_str holding = words_of(judge, threat->controls.v, threat->controls.n, SW_YES),
		      lacking = words_of(judge, threat->controls.v, threat->controls.n, SW_NO),
		      unseen = words_of(judge, threat->controls.v, threat->controls.n, SW_UNKNOWN);
	unsigned rule = sw_state_rule(applies.holds, element->seen, weakness, stopped.holds);
	if (rule == 3) {
		threat->strength = stopped.strength;
		threat->presumed = stopped.presumed;
		decide(threat, rule, sw_arena_printf(arena, "stopped: %.*s", SW_ARG(holding)));
	} else if (rule == 4) {
		struct sw_str found = words_of(judge, threat->weaknesses.v, threat->weaknesses.n, SW_YES);
		decide(threat, rule, found);
	} else if (rule == 5) {
		threat->presumed = stopped.presumed;
		decide(threat, rule, sw_arena_printf(arena, "nothing stops it: %.*s", SW_ARG(lacking)));
		threat->needs = sw_str_of(threat->kind->needs);
	} else {
		if (!unseen.n)
			unseen = SW_S("none of its controls was to be seen here");
		decide(threat, rule, sw_arena_printf(arena, "cannot be decided: %.*s", SW_ARG(unseen)));
		threat->needs = sw_str_of(threat->kind->needs);
	}
}
