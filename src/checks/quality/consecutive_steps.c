#include "checks/quality/about_layers.h"

enum { LONG_RUN = 2, MANY_COPIES = 3 }; /* commands of a RUN that was joined before; copies that could be one */

/* Of what was not read only that several commands are joined can be told. */
static uint32_t count_commands(const struct sw_view *view, const struct sw_step *step) {
	uint32_t n = 0;
	struct sw_str text = step->script ? (struct sw_str){0} : sw_span_text(&view->system->sources, step->at);
	for (size_t i = 0; i < text.n; i++)
		if (strchr(";&|\n", text.p[i]))
			return LONG_RUN;
	for (size_t i = 0; step->script && i < step->script->n; i++)
		n += step->script->v[i].word_count > 0;
	return n;
}

static bool same_flags(const struct sw_view *view, const struct sw_step *a, const struct sw_step *b) {
	if (a->flag_count != b->flag_count)
		return false;
	for (uint32_t i = 0; i < a->flag_count; i++)
		if (!sw_str_eq(sw_span_text(&view->system->sources, a->flags[i].at), sw_span_text(&view->system->sources, b->flags[i].at)))
			return false;
	return true;
}

/* Copies to one folder could be one copy. */
static bool same_target(const struct sw_step *a, const struct sw_step *b) {
	if (a->kind != b->kind || a->word_count < 2 || b->word_count < 2 || a->heredoc_count || b->heredoc_count)
		return false;
	struct sw_str left = a->words[a->word_count - 1].text, right = b->words[b->word_count - 1].text;
	return sw_str_eq(left, right);
}

/* RUN steps: `before` is the short one that the others could be joined to. */
static void judge_run(const struct sw_view *view, struct sw_sink *sink, const struct sw_step *step, const struct sw_step **before) {
	bool joins = *before && same_flags(view, *before, step) && count_commands(view, step) < LONG_RUN &&
		     count_commands(view, *before) < LONG_RUN;
	if (joins)
		sw_fail_variant(sink, "run", step->keyword, "it could be one layer with the RUN above");
	else
		*before = step;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	const struct sw_step *run = NULL, *copy = NULL;
	uint32_t copies = 0;
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		bool is_run = step->kind == SW_STEP_RUN && !step->on_build;
		bool is_copy = (step->kind == SW_STEP_COPY || step->kind == SW_STEP_ADD) && !step->on_build;
		if (is_run)
			judge_run(view, sink, step, &run);
		else
			run = NULL;
		bool goes_on = is_copy && copy && same_target(copy, step) && same_flags(view, copy, step);
		copies = goes_on ? copies + 1 : 1;
		if (!goes_on)
			copy = is_copy ? step : NULL;
		if (goes_on && copies == MANY_COPIES)
			sw_fail_variant(sink, "copy", copy->keyword, "this and the steps behind it copy to one place and could be one");
	}
	sw_pass(sink, view->row->at, "no short steps follow each other that could be one");
}

CHECK(consecutive_steps) {
	.id = "consecutive-steps", .on = SW_ON_BUILD, .severity = SW_INFO, .cwe = {710},
	.refs = {"hadolint:DL3059@run", "kics:0008c003", "tally:DL3059@run"},
	.title = "Short steps follow each other that could be one",
	.why = "Every step is a layer that is stored, sent and unpacked on its own; files that the next one deletes stay in it.",
	.fix = "Join them: `RUN a && b`, a heredoc, or one COPY of several sources.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"runs", "FROM debian:12\nRUN a\n# why\nRUN b\nRUN d\n", "Dockerfile:4 Dockerfile:5"},
		{"copies", "FROM debian:12\nCOPY a ./\nCOPY b ./\nCOPY c ./\nCOPY d ./\n", "Dockerfile:2"},
		{"apart", "FROM debian:12\nRUN a\nENV X=y\nRUN b\nFROM debian:12\nRUN c\nRUN --mount=type=cache,target=/c d\n", ""},
		{"long", "FROM debian:12\nRUN a && b\nRUN d\nRUN e; f\nCOPY a x/\nCOPY b y/\nCOPY c z/\n", ""},
	},
};
