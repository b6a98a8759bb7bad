#include "checks/about_steps.h"

/* Of Linux, or of Windows: C:\x, C:/x, \x. */
static bool is_absolute(struct sw_str path) {
	return sw_str_starts(path, SW_S("/")) || sw_str_starts(path, SW_S("\\")) || (path.n > 1 && sw_is_alpha(path.p[0]) && path.p[1] == ':');
}

/* Whether an absolute WORKDIR stands before the step, in its stage or one it is built from. */
static bool starts_somewhere(const struct sw_build *build, const struct sw_step *step) {
	for (int32_t s = (int32_t)step->stage; s >= 0; s = build->stages.v[s].parent)
		for (uint32_t i = build->stages.v[s].step_count; i-- > 0;) {
			const struct sw_step *before = &build->steps.v[build->stages.v[s].first_step + i];
			if (before < step && before->kind == SW_STEP_WORKDIR && before->word_count && is_absolute(before->words[0].text))
				return true;
		}
	return false;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	enum { MOST_FOLLOWED = 256 }; /* relative ones that are traced back */
	unsigned followed = 0;
	struct sw_step_walk walk = {view, sw_stages_built(view), 0};
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		if (step->kind != SW_STEP_WORKDIR || !step->word_count)
			continue;
		const struct sw_shell_word *word = &step->words[0];
		if (is_absolute(word->text))
			sw_pass(sink, word->span, "working folders are named in full");
		else if (sw_str_starts(word->text, SW_S("$")))
			sw_unknown(sink, SW_MISSING_VARIABLE, word->span, "a variable hides the folder");
		else if (followed++ < MOST_FOLLOWED && starts_somewhere(view->build, step))
			sw_fail_as(sink, SW_INFO, word->span, "%.*s counts from the WORKDIR before it", SW_ARG(word->text));
		else
			sw_fail(sink, word->span, "%.*s counts from wherever the base image starts", SW_ARG(word->text));
	}
	sw_not_applicable(sink, "no WORKDIR is set");
}

CHECK(workdir_relative) {
	.id = "workdir-relative", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {665},
	.refs = {"hadolint:DL3000", "dockerfilelint:invalid_workdir", "buildkit:WorkdirRelativePath", "trivy:DS-0009", "checkov:CKV_DOCKER_10",
		 "kics:6b376af8"},
	.title = "WORKDIR is relative",
	.why = "Where it ends up is decided by the base image or a line far above. When that changes, steps write, delete and start "
	       "files somewhere else.",
	.fix = "Name the folder in full: `WORKDIR /app`.",
	.decide = decide,
	.examples = {
		{"base-decides", "FROM debian:12\nWORKDIR app\n", "Dockerfile:2"},
		{"line-above-decides", "FROM debian:12\nWORKDIR /srv\nWORKDIR \"../app\"\nFROM debian:12\nWORKDIR a\n", "Dockerfile:5"},
		{"nested", "FROM debian:12 AS a\nWORKDIR /srv\nFROM a\nWORKDIR app\n", "Dockerfile:4"},
		{"absolute", "FROM debian:12\nENV A=/a\nWORKDIR /app\nWORKDIR \"$A/b\"\nWORKDIR c:\\\\windows\n", ""},
		{"hidden", "FROM debian:12\nWORKDIR ${APP_HOME}/bin\n", ""},
	},
};
