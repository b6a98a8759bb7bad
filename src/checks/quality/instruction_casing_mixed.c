#include "checks/quality/about_layers.h"

enum casing { CASING_CAPITALS, CASING_SMALL, CASING_MIXED };

static enum casing casing_of(struct sw_str word) {
	bool upper = false, lower = false;
	for (size_t i = 0; i < word.n; i++) {
		upper |= sw_to_lower(word.p[i]) != word.p[i];
		lower |= sw_to_upper(word.p[i]) != word.p[i];
	}
	return upper && lower ? CASING_MIXED : lower ? CASING_SMALL : CASING_CAPITALS;
}

static enum casing of_step(const struct sw_view *view, const struct sw_step *step) {
	return casing_of(sw_span_text(&view->system->sources, step->keyword));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	size_t counts[3] = {0};
	for (size_t i = 0; i < view->build->steps.n; i++)
		counts[of_step(view, &view->build->steps.v[i])]++;
	enum casing usual = counts[CASING_SMALL] > counts[CASING_CAPITALS] ? CASING_SMALL : CASING_CAPITALS;
	for (size_t i = 0; i < view->build->steps.n; i++) {
		const struct sw_step *step = &view->build->steps.v[i];
		if (of_step(view, step) != usual && !step->on_build)
			sw_fail(sink, step->keyword, "other instructions of the file are written in %s",
				usual == CASING_SMALL ? "small letters" : "capitals");
		const struct sw_shell_word *as = step->kind == SW_STEP_FROM && step->word_count == 3 ? &step->words[1] : NULL;
		if (as && sw_str_is_nocase(as->text, "as") && casing_of(as->raw) != of_step(view, step))
			sw_fail_variant(sink, "as", as->span, "%.*s is not cased as the FROM before it", SW_ARG(as->raw));
	}
	sw_pass(sink, view->row->at, "all instructions are cased alike");
}

CHECK(instruction_casing_mixed) {
	.id = "instruction-casing-mixed", .on = SW_ON_BUILD, .severity = SW_INFO,
	.refs = {"buildkit:ConsistentInstructionCasing", "buildkit:FromAsCasing@as", "dockerfilelint:uppercase_commands"},
	.title = "Instructions are cased differently",
	.why = "Whoever skims the file for USER or COPY overlooks what is written another way.",
	.fix = "Write all instructions in capitals, and AS behind FROM as well.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"mixed", "FROM debian:12\nrun a\nCmd b\n", "Dockerfile:2 Dockerfile:3"},
		{"as", "FROM debian:12 as a\nFROM debian:12 AS b\n", "Dockerfile:1"},
		{"small", "from debian:12\nrun a\ncmd b\n", ""},
		{"capitals", "FROM debian:12\nRUN a\n", ""},
	},
};
