#include "checks/quality/about_layers.h"

static bool has_capitals(struct sw_str text) {
	for (size_t i = 0; i < text.n; i++)
		if (sw_to_lower(text.p[i]) != text.p[i])
			return true;
	return false;
}

static void judge(const struct sw_view *view, struct sw_sink *sink, struct sw_map *names, const struct sw_step *step) {
	static char taken;
	const struct sw_shell_word *name = &step->words[2];
	const struct sw_stage *stage = &view->build->stages.v[step->stage];
	if (sw_map_get(names, stage->name))
		sw_fail_variant(sink, "duplicate", name->span, "another stage is called %.*s", SW_ARG(stage->name));
	else if (sw_str_is(stage->name, "scratch") || sw_str_is(stage->name, "context"))
		sw_fail_variant(sink, "reserved", name->span, "%.*s means something else to the builder", SW_ARG(stage->name));
	else if (has_capitals(name->raw))
		sw_fail_variant(sink, "case", name->span, "the builder compares names in small letters: %.*s", SW_ARG(stage->name));
	else
		sw_pass(sink, name->span, "the stage's name is its own");
	sw_map_put(view->arena, names, stage->name, &taken);
}

/* A number that names a stage. */
static void judge_number(const struct sw_view *view, struct sw_sink *sink, const struct sw_step *step) {
	const struct sw_flag *from = step->kind == SW_STEP_COPY ? sw_step_flag(step, "from") : NULL;
	uint64_t number;
	if (from && from->known && sw_str_to_u64(from->value, &number) && number < view->build->stages.n)
		sw_fail_variant(sink, "number", from->at, "stage %.*s is another one when a stage is added above", SW_ARG(from->value));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, sw_stages_all(view), 0};
	struct sw_map names = {0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		judge_number(view, sink, step);
		if (step->kind == SW_STEP_FROM && step->word_count == 3 && sw_str_is_nocase(step->words[1].text, "as"))
			judge(view, sink, &names, step);
	}
	sw_not_applicable(sink, "no stage has a name");
}

CHECK(stage_name_unfit) {
	.id = "stage-name-unfit", .on = SW_ON_BUILD, .severity = SW_LOW, .cwe = {694},
	.refs = {"hadolint:DL3024@duplicate", "hadolint:DL3063@reserved", "buildkit:DuplicateStageName@duplicate",
		 "buildkit:ReservedStageName@reserved", "buildkit:StageNameCasing@case", "trivy:DS-0012@duplicate",
		 "checkov:CKV_DOCKER_11@duplicate", "kics:f2daed12@duplicate", "kics:68a51e22@number", "tally:DL3024@duplicate",
		 "tally:DL3063@reserved"},
	.title = "A stage's name does not do what names are for",
	.why = "What is copied from a name that two stages share, or from a number, changes without notice when a stage is added.",
	.fix = "Give every stage that others use a name of its own in small letters: `FROM golang:1.24 AS build`, `COPY --from=build`.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"duplicate", "FROM debian:12 AS a\nFROM debian:12 AS A\n", "Dockerfile:2"},
		{"reserved", "FROM debian:12 AS context\n", "Dockerfile:1"},
		{"casing", "FROM debian:12 as Build\n", "Dockerfile:1"},
		{"number", "FROM debian:12\nFROM debian:12\nCOPY --from=0 /a /a\n", "Dockerfile:3"},
		{"fit", "FROM debian:12 AS a\nfrom debian:12 as b\nCOPY --from=a /a /a\nCOPY --from=nginx:1 /b /b\nFROM debian:12\n", ""},
	},
};
