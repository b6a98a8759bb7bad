#include "checks/about_steps.h"

/* Commands whose failure nobody waits for. */
static bool cannot_fail(struct sw_str program) {
	return sw_listed(program, "echo printf yes true : cat env set");
}

static bool sets_pipefail(const struct sw_shell_command *cmd) {
	struct sw_shell_call call = sw_shell_call(cmd);
	if (!sw_str_is(call.program, "set") && !sw_shell_is_shell(call.program))
		return false;
	for (uint32_t i = call.first_arg; i < cmd->word_count; i++)
		if (sw_str_is(cmd->words[i].text, "pipefail"))
			return true;
	return false;
}

/* Whether a SHELL instruction names it. */
static bool shell_sets(const struct sw_step *step) {
	for (uint32_t i = 0; i < step->word_count; i++)
		if (sw_str_is(step->words[i].text, "pipefail"))
			return true;
	return false;
}

/* The first pipe of the RUN whose left side may fail unnoticed. */
static const struct sw_shell_command *open_pipe(const struct sw_step *step, bool *piped) {
	const struct sw_shell_script *script = step->script;
	for (uint32_t i = 0; i < script->n; i++) {
		if (sets_pipefail(&script->v[i]))
			return NULL;
		struct sw_shell_range fed = sw_shell_fed_by(script, i);
		if (script->v[i].join != SW_JOIN_PIPE || script->v[i].context == SW_CONTEXT_CONDITION || fed.first == fed.end)
			continue;
		*piped = true;
		const struct sw_shell_command *left = &script->v[fed.first];
		if (!cannot_fail(sw_shell_call(left).program))
			return left;
	}
	return NULL;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view);
	struct sw_step_walk walk = {view, built, 0};
	bool set[SW_LIMIT_STAGES + 1] = {false}; /* by SHELL, in each stage; handed down to those that are built from it */
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		bool piped = false;
		int32_t parent = view->build->stages.v[step->stage].parent;
		if (step->kind == SW_STEP_FROM)
			set[step->stage] = parent >= 0 && set[parent];
		if (step->kind == SW_STEP_SHELL)
			set[step->stage] = shell_sets(step);
		if (step->kind != SW_STEP_RUN || !step->script)
			continue;
		const struct sw_shell_command *left = open_pipe(step, &piped);
		if (left && !set[step->stage])
			sw_fail(sink, left->words ? left->words[0].span : left->span, "when %.*s fails the step goes on",
				SW_ARG(left->word_count ? left->words[0].text : SW_S("this")));
		else if (piped || left)
			sw_pass(sink, step->keyword, "a failure inside a pipe ends the step");
	}
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "no step pipes");
}

CHECK(pipe_without_pipefail) {
	.id = "pipe-without-pipefail", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {754},
	.refs = {"hadolint:DL4006", "kics:efbf148a", "semgrep:set-pipefail", "tally:DL4006"},
	.title = "A failure inside a pipe goes unnoticed",
	.why = "A shell takes the state of a pipe's last command for the whole. A download that breaks off or a check that fails in "
	       "front of it leaves half of what was meant in the image.",
	.fix = "Say it once for all steps: `SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]`, or begin the step with `set -o pipefail`.",
	.practice = true,
	.decide = decide,
	.examples = {
		{"pipe", "FROM debian:12\nRUN true && \\\n  curl -fsSL https://dl.example.com/a | tar x\nRUN a | b | c\n", "Dockerfile:3 Dockerfile:4"},
		{"shell-reset", "FROM debian:12\nSHELL [\"bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b\nSHELL [\"bash\", \"-c\"]\nRUN a | b\n", "Dockerfile:5"},
		{"shell", "FROM debian:12 AS a\nSHELL [\"/bin/bash\", \"-euo\", \"pipefail\", \"-c\"]\nFROM a\nRUN wget -O- https://dl.example.com/a | tar x\n", ""},
		{"set", "FROM debian:12\nRUN set -eux -o pipefail; a | b\nRUN bash -o pipefail -c 'a | b'\n", ""},
		{"cannot-fail", "FROM debian:12\nRUN echo a | b && if a | grep b; then c; fi\nRUN [\"a\", \"|\", \"b\"]\n", ""},
	},
};
