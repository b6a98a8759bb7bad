#include "reports/text/life.h"

enum { MOST_NAMED = 3 };

/* "a, b, c and 4 more" */
static struct sw_str some_of(const struct sw_text *text, const sw_strings *list) {
	struct sw_arena *arena = text->report->arena;
	struct sw_str words = {0};
	for (size_t i = 0; i < list->n && i < MOST_NAMED; i++)
		words = i ? sw_arena_printf(arena, "%.*s, %.*s", SW_ARG(words), SW_ARG(list->v[i])) : list->v[i];
	return list->n > MOST_NAMED ? sw_arena_printf(arena, "%.*s and %zu more", SW_ARG(words), list->n - MOST_NAMED) : words;
}

static void put_decisions(struct sw_text *text, const struct sw_life *life) {
	struct sw_arena *arena = text->report->arena;
	struct sw_str words = {0};
	bool bad = false;
	for (unsigned s = 0; s <= SW_STANDING_NO_EFFECT; s++) {
		if (!life->standings[s])
			continue;
		struct sw_str part = sw_arena_printf(arena, "%u %s", life->standings[s], sw_standing_name((enum sw_standing)s));
		words = words.n ? sw_arena_printf(arena, "%.*s, %.*s", SW_ARG(words), SW_ARG(part)) : part;
		bad = bad || s != SW_STANDING_IN_FORCE;
	}
	if (life->due)
		words = sw_arena_printf(arena, "%.*s, %u due within %d days", SW_ARG(words), life->due, SW_DECISION_DUE_DAYS);
	if (words.n)
		sw_text_line(text, bad ? SW_TEXT_BAD : SW_TEXT_PLAIN, 0, sw_arena_printf(arena, "Decisions: %.*s (`strideward decide --list`).", SW_ARG(words)));
}

static void put_assumptions(struct sw_text *text, const struct sw_life *life) {
	struct sw_arena *arena = text->report->arena;
	for (size_t i = 0; i < life->assumptions.n; i++) {
		const struct sw_assumption_state *row = &life->assumptions.v[i];
		if (row->state != SW_ASSUMED_BROKEN && row->state != SW_ASSUMED_OVER)
			continue;
		struct sw_str place = sw_report_place(text->report, row->at.source ? row->at : row->said->at);
		sw_text_line(text, SW_TEXT_BAD, 0, sw_arena_printf(arena, "Assumption %s: %.*s is %.*s; %.*s (%.*s).", sw_assumed_name(row->state),
			SW_ARG(row->said->key.text), SW_ARG(row->said->value.text), SW_ARG(row->why), SW_ARG(place)));
	}
}

static void put_review(struct sw_text *text, const struct sw_review *review) {
	struct sw_arena *arena = text->report->arena;
	if (review->state == SW_REVIEW_NONE)
		return;
	struct sw_str fresh = review->added.n ? sw_arena_printf(arena, "; new since: %.*s", SW_ARG(some_of(text, &review->added))) : (struct sw_str){0};
	sw_text_line(text, review->state == SW_REVIEW_STALE ? SW_TEXT_BAD : SW_TEXT_FAINT, 0, sw_arena_printf(arena, "Review: %s, signed off by %.*s on %.*s (%lld days ago)%.*s.",
		sw_review_name(review->state), SW_ARG(review->last->reviewer.text), SW_ARG(review->last->date.text), (long long)review->days, SW_ARG(fresh)));
}

void sw_text_life(struct sw_text *text) {
	const struct sw_life *life = text->report->life;
	struct sw_arena *arena = text->report->arena;
	if (!life || !text->report->registers.n)
		return;
	put_decisions(text, life);
	if (life->overdue.n)
		sw_text_line(text, SW_TEXT_BAD, 0, sw_arena_printf(arena, "Overdue: %zu open threat%s; longest %.*s, open since %.*s, %u days too long.", life->overdue.n,
			life->overdue.n == 1 ? "" : "s", SW_ARG(life->overdue.v[0]->id), SW_ARG(life->overdue.v[0]->since), life->overdue.v[0]->overdue));
	put_assumptions(text, life);
	put_review(text, &life->review);
	if (life->without_owner)
		sw_text_line(text, SW_TEXT_FAINT, 0, sw_arena_printf(arena, "Nobody answers for %u rows that are not mitigated (owners: annotations, CODEOWNERS, `owners:`).", life->without_owner));
	sw_out_byte(text->out, '\n');
}
