/* Rows people can read: cards, stories, the baseline line and the "not seen" line. */
#include "facts/check.h"
#include "knowledge/platform.h"
#include "threats/judge.h"
#include <stdlib.h>

enum { MOST_STORIES = 5 };

/* What makes rows one card. */
static struct sw_str card_key(struct sw_arena *arena, const struct sw_threat *threat) {
	struct sw_str key = sw_arena_printf(arena, "%s %d %d %d %d", threat->kind->id, (int)threat->state, threat->presumed, (int)threat->priority,
					    (int)threat->standing);
	/* One decision is written once for each row that it is about. */
	const struct sw_decision *decision = threat->decision;
	if (decision)
		key = sw_arena_printf(arena, "%.*s %d %.*s %.*s %.*s %.*s %.*s", SW_ARG(key), (int)decision->kind, SW_ARG(decision->made.text),
				      SW_ARG(decision->until.text), SW_ARG(decision->by.text), SW_ARG(decision->owner.text), SW_ARG(decision->reason.text));
	for (unsigned r = 0; threat->kind->raised_by[r]; r++) {
		bool raises = false;
		for (size_t i = 0; i < threat->weaknesses.n && !raises; i++)
			raises = !threat->weaknesses.v[i].presumed && sw_str_is(threat->weaknesses.v[i].name, threat->kind->raised_by[r]);
		if (raises)
			key = sw_arena_printf(arena, "%.*s %u", SW_ARG(key), r);
	}
	return key;
}

/* `noted` holds the fingerprints of a card's findings: a card may gather thousands. */
static void add_findings(struct sw_arena *arena, struct sw_card *card, struct sw_map *noted, const struct sw_threat *threat) {
	static char yes;
	for (size_t i = 0; i < threat->weaknesses.n; i++) {
		const struct sw_finding *finding = threat->weaknesses.v[i].finding;
		if (finding && !threat->weaknesses.v[i].presumed && !sw_map_put(arena, noted, sw_str_of(finding->fingerprint), &yes))
			*sw_push(arena, &card->findings) = finding;
	}
}

static void make_cards(struct sw_arena *arena, struct sw_register *all) {
	struct sw_map places = {0};
	SW_VEC(struct sw_map) noted = {0}; /* of each card */
	for (uint32_t i = 0; i < all->threats.n; i++) {
		struct sw_threat *threat = &all->threats.v[i];
		threat->card = UINT32_MAX;
		if ((threat->state != SW_STATE_OPEN && threat->state != SW_STATE_NEEDS_EVIDENCE) || threat->silence)
			continue;
		struct sw_str key = card_key(arena, threat);
		size_t place = (uintptr_t)sw_map_get(&places, key);
		if (!place) {
			*sw_push(arena, &all->cards) = (struct sw_card){.kind = threat->kind, .state = threat->state, .presumed = threat->presumed,
									.priority = threat->priority, .decision = threat->decision};
			place = all->cards.n;
			(void)sw_push(arena, &noted);
			sw_map_put(arena, &places, key, (void *)(uintptr_t)place);
		}
		*sw_push(arena, &all->cards.v[place - 1].threats) = i;
		add_findings(arena, &all->cards.v[place - 1], &noted.v[place - 1], threat);
	}
}

/* The list of findings is in order of severity, so a finding's place in it is its rank. */
static int finding_order(const void *left, const void *right) {
	const struct sw_finding *a = *(const struct sw_finding *const *)left, *b = *(const struct sw_finding *const *)right;
	return a < b ? -1 : a > b;
}

/* Open before needs-evidence, then priority, then the catalogue's order. */
static int card_order(const void *left, const void *right) {
	const struct sw_card *a = left, *b = right;
	if (a->state != b->state)
		return a->state == SW_STATE_OPEN ? -1 : 1;
	if (a->priority != b->priority)
		return a->priority > b->priority ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind->number < b->kind->number ? -1 : 1;
	return a->threats.v[0] < b->threats.v[0] ? -1 : 1;
}

static void number_cards(struct sw_register *all) {
	if (all->cards.n)
		qsort(all->cards.v, all->cards.n, sizeof *all->cards.v, card_order);
	for (uint32_t c = 0; c < all->cards.n; c++) {
		if (all->cards.v[c].findings.n)
			qsort(all->cards.v[c].findings.v, all->cards.v[c].findings.n, sizeof *all->cards.v[c].findings.v, finding_order);
		for (size_t i = 0; i < all->cards.v[c].threats.n; i++)
			all->threats.v[all->cards.v[c].threats.v[i]].card = c;
	}
}

static struct sw_str first_sentence(struct sw_str text) {
	for (size_t i = 0; i + 1 < text.n; i++)
		if ((text.p[i] == '.' || text.p[i] == ';') && text.p[i + 1] == ' ')
			return sw_str_sub(text, 0, i);
	return sw_str_ends(text, SW_S(".")) ? sw_str_sub(text, 0, text.n - 1) : text;
}

static struct sw_str asset_words(const struct sw_threat *threat) {
	struct sw_str why = threat->priority_why;
	size_t times = sw_str_find(why, SW_S(" × "));
	struct sw_str asset = times == SW_NPOS ? SW_S("the service") : sw_str_from(why, times + strlen(" × "));
	size_t end = sw_str_find_byte(asset, ';');
	return sw_str_sub(asset, 0, end);
}

static struct sw_str entry_words(const struct sw_judge *judge, const struct sw_threat *threat) {
	const struct sw_element *element = &judge->diagram->elements.v[threat->element];
	const struct sw_flow *flow = NULL;
	if (element->service && sw_judge_published(judge, element, &flow))
		return flow->port ? sw_arena_printf(judge->arena, "%.*s:%u", SW_ARG(element->name), flow->port) : element->name;
	if (strcmp(threat->kind->start, "repository") == 0)
		return SW_S("the repository");
	if (element->kind == SW_ELEMENT_ENGINE)
		return SW_S("the host's network");
	return sw_arena_printf(judge->arena, "a foothold in %.*s", SW_ARG(element->name));
}

static void make_stories(const struct sw_judge *judge, struct sw_register *all) {
	for (uint32_t c = 0; c < all->cards.n && all->stories.n < MOST_STORIES; c++) {
		const struct sw_card *card = &all->cards.v[c];
		if (card->state != SW_STATE_OPEN || card->priority < SW_HIGH || !card->findings.n || card->decision)
			continue;
		/* The row that is easiest to reach tells the story. */
		const struct sw_threat *threat = &all->threats.v[card->threats.v[0]];
		for (size_t i = 1; i < card->threats.n; i++)
			if (all->threats.v[card->threats.v[i]].likelihood > threat->likelihood)
				threat = &all->threats.v[card->threats.v[i]];
		const struct sw_finding *finding = threat->weaknesses.n && threat->weaknesses.v[0].finding ? threat->weaknesses.v[0].finding : card->findings.v[0];
		bool told = false;
		for (size_t i = 0; i < all->stories.n && !told; i++)
			told = sw_span_cmp(all->stories.v[i].at, finding->site->at) == 0;
		if (told)
			continue;
		struct sw_str entry = entry_words(judge, threat), asset = asset_words(threat);
		*sw_push(judge->arena, &all->stories) = (struct sw_story){
			.priority = card->priority, .card = c, .at = finding->site->at,
			.title = sw_arena_printf(judge->arena, "%.*s → %s → %.*s", SW_ARG(entry), finding->check->title, SW_ARG(asset)),
			.text = sw_arena_printf(judge->arena, "%.*s. %.*s.", SW_ARG(finding->site->message), SW_ARG(first_sentence(sw_str_of(finding->check->why)))),
			.fix = first_sentence(sw_str_of(finding->check->fix))};
	}
}

/* Whether the baseline line counts the element: the workloads of a deployment; where nothing runs, the builds. */
static bool counts(const struct sw_judge *judge, const struct sw_element *element) {
	return element->kind == (judge->diagram->deployment ? SW_ELEMENT_WORKLOAD : SW_ELEMENT_BUILD);
}

/* Who lacks what one check asks for: practices that most lack, and what is only presumed. */
static struct sw_lack count_lack(const struct sw_judge *judge, const struct sw_verdict_range *range) {
	struct sw_lack lack = {.check = judge->findings->verdicts.v[range->first].check};
	for (size_t i = 0; i < judge->diagram->elements.n; i++) {
		const struct sw_element *element = &judge->diagram->elements.v[i];
		const struct sw_verdict *verdict = counts(judge, element) ? sw_judge_verdict(judge, range, element->subject) : NULL;
		bool failed = verdict && verdict->status == SW_VERDICT_FAIL;
		if (!verdict || (!lack.check->practice && !(failed && verdict->presumed)) || (!failed && verdict->status != SW_VERDICT_PASS))
			continue;
		lack.of++;
		lack.lacking += failed;
		lack.presumed = lack.presumed || verdict->presumed;
	}
	return lack;
}

static void count_lacks(const struct sw_judge *judge, struct sw_register *all) {
	const struct sw_findings *findings = judge->findings;
	for (size_t i = 0; i < findings->verdicts.n;) {
		const struct sw_verdict_range *range = sw_map_get(&judge->checks, sw_str_of(findings->verdicts.v[i].check->id));
		struct sw_lack lack = count_lack(judge, range);
		if (lack.lacking)
			*sw_push(judge->arena, &all->lacks) = lack;
		i = range->first + range->count;
	}
}

static void add_once(struct sw_arena *arena, sw_strings *list, struct sw_str text) {
	for (size_t i = 0; i < list->n; i++)
		if (sw_str_eq(list->v[i], text))
			return;
	*sw_push(arena, list) = text;
}

static void note_unseen(const struct sw_judge *judge, struct sw_register *all) {
	for (size_t i = 0; i < all->threats.n; i++)
		if (all->threats.v[i].state == SW_STATE_NOT_STARTED)
			add_once(judge->arena, &all->unseen, sw_str_of(sw_element_kind_name(judge->diagram->elements.v[all->threats.v[i].element].kind)));
}

static void note_assumptions(const struct sw_judge *judge, struct sw_register *all) {
	const struct sw_platform *platform = sw_platform(judge->system->config->platform.text);
	for (unsigned f = 0; platform && f < SW_FIELD_COUNT; f++)
		if (platform->fields[f].statement)
			add_once(judge->arena, &all->assumptions, sw_str_of(platform->fields[f].statement));
	for (size_t i = 0; i < judge->system->config->model.assumptions.n; i++) {
		const struct sw_model_assumption *said = &judge->system->config->model.assumptions.v[i];
		add_once(judge->arena, &all->assumptions, sw_arena_printf(judge->arena, "%.*s: %.*s (%.*s, until %.*s)", SW_ARG(said->key.text),
			SW_ARG(said->value.text), SW_ARG(said->owner.text), SW_ARG(said->until.text)));
	}
}

void sw_register_fold(const struct sw_judge *judge, struct sw_register *all) {
	for (size_t i = 0; i < all->threats.n; i++) {
		all->counts[all->threats.v[i].state]++;
		all->without_owner += !all->threats.v[i].owner.n;
	}
	make_cards(judge->arena, all);
	number_cards(all);
	make_stories(judge, all);
	count_lacks(judge, all);
	note_unseen(judge, all);
	note_assumptions(judge, all);
}
