#include "checks/about_steps.h"

/* A shell that only makes way for the program: signals then arrive. */
static bool makes_way(const struct sw_step *step) {
	const struct sw_shell_script *script = step->script;
	for (size_t i = 0; script && i < script->n; i++)
		if (script->v[i].word_count && script->v[i].context == SW_CONTEXT_TOP && sw_str_is(script->v[i].words[0].text, "exec"))
			return true;
	return false;
}

static void judge(struct sw_sink *sink, const struct sw_step *step, bool own_shell) {
	const char *what = step->kind == SW_STEP_CMD ? "CMD" : "ENTRYPOINT";
	if (step->json)
		sw_pass(sink, step->keyword, "%s starts the program itself", what);
	else if (makes_way(step))
		sw_pass(sink, step->keyword, "the shell of %s makes way for the program", what);
	else if (own_shell)
		sw_pass(sink, step->keyword, "SHELL says which shell %s is for", what);
	else
		sw_fail(sink, step->keyword, "%s goes through a shell, which may keep signals from the program", what);
}

/* Whether a SHELL stands in the stage or a stage it is built from. */
static bool sets_shell(const struct sw_view *view, uint32_t stage) {
	const struct sw_build *build = view->build;
	for (int32_t s = (int32_t)stage; s >= 0; s = build->stages.v[s].parent)
		for (uint32_t i = 0; i < build->stages.v[s].step_count; i++)
			if (build->steps.v[build->stages.v[s].first_step + i].kind == SW_STEP_SHELL)
				return true;
	return false;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_step *last[2] = {NULL, NULL}; /* ENTRYPOINT, CMD: the last one of each is what holds */
	const struct sw_build *build = view->build;
	const struct sw_stage *stage = view->target->stage;
	for (int32_t s = (int32_t)stage->index; s >= 0; s = build->stages.v[s].parent)
		for (uint32_t i = build->stages.v[s].step_count; i-- > 0;) {
			const struct sw_step *step = &build->steps.v[build->stages.v[s].first_step + i];
			bool starts = (step->kind == SW_STEP_CMD || step->kind == SW_STEP_ENTRYPOINT) && !step->on_build && step->word_count;
			if (starts && !last[step->kind == SW_STEP_CMD])
				last[step->kind == SW_STEP_CMD] = step;
		}
	for (int i = 0; i < 2; i++)
		if (last[i])
			judge(sink, last[i], sets_shell(view, last[i]->stage));
	sw_not_applicable(sink, "the image says nothing about what it starts");
}

CHECK(start_in_shell_form) {
	.id = "start-in-shell-form", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_DENIAL | SW_TAMPERING, .cwe = {78},
	.refs = {"hadolint:DL3025", "buildkit:JSONArgsRecommended", "kics:b86987e1", "semgrep:prefer-json-notation", "tally:invalid-json-form"},
	.title = "The service is started through a shell",
	.why = "The shell is the first process and keeps the signal that asks it to end to itself: the service is killed in the middle "
	       "of its work. What environment variables hold is read by the shell, too.",
	.fix = "Write a list, `CMD [\"/app\", \"serve\"]`; where the line needs a shell, let it make way: `CMD exec /app --port \"$PORT\"`.",
	.decide = decide,
	.examples = {
		{"shell", "FROM debian:12\nENTRYPOINT /app\nCMD serve --port 80\n", "Dockerfile:2 Dockerfile:3"},
		{"no-json", "FROM debian:12\nENTRYPOINT [python, app.py]\n", "Dockerfile:2"},
		{"inherited", "FROM debian:12 AS base\nCMD /app\nFROM base\nEXPOSE 80\n", "Dockerfile:2"},
		{"list", "FROM debian:12\nENTRYPOINT /never-starts\nENTRYPOINT [\"/app\"]\nCMD [\"serve\"]\n", ""},
		{"makes-way", "FROM debian:12\nCMD exec /app --port $PORT\n", ""},
		{"chosen-shell", "FROM debian:12\nSHELL [\"/bin/bash\", \"-c\"]\nCMD /app\n", ""},
		{"build-stage", "FROM debian:12 AS a\nCMD /app\nFROM debian:12\nCOPY --from=a /app /app\n", ""},
	},
};
