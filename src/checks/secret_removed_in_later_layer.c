#include "checks/about_names.h"
#include "checks/about_sources.h"
#include "knowledge/files.h"

static bool last_parts_meet(struct sw_str a, struct sw_str b) {
	return sw_str_eq(sw_str_basename(a), sw_str_basename(b));
}

/* Whether a COPY, or a command of a RUN, brings the file that `path` names. */
static bool copy_brings(const struct sw_step *step, struct sw_str path) {
	struct sw_str target = step->word_count ? step->words[step->word_count - 1].text : (struct sw_str){0};
	for (uint32_t i = 0; i + 1 < step->word_count; i++)
		if (last_parts_meet(step->words[i].text, path))
			return true;
	return last_parts_meet(target, path) || (target.n > 1 && sw_str_starts(target, path) && target.p[path.n < target.n ? path.n : 0] == '/');
}

static bool run_brings(const struct sw_step *step, struct sw_str path) {
	enum { MOST = 256 }; /* commands of one step that are looked at */
	for (size_t c = 0; step->script && c < step->script->n && c < MOST; c++) {
		const struct sw_shell_command *cmd = &step->script->v[c];
		struct sw_shell_call call = sw_shell_call(cmd);
		if (sw_output_file(cmd).n && last_parts_meet(sw_output_file(cmd), path))
			return true;
		bool writes = sw_listed(call.program, "cp mv tee install ssh-keygen curl wget");
		for (uint32_t i = call.first_arg; writes && i < cmd->word_count; i++)
			if (last_parts_meet(cmd->words[i].text, path))
				return true;
	}
	return false;
}

/* The step that brought the file, in this stage or one below it, before `step`; NULL: nothing seen. */
static const struct sw_step *brought_by(const struct sw_build *build, const struct sw_step *step, struct sw_str path) {
	enum { LOOK_BACK = 256 }; /* steps */
	const struct sw_stage *stage = &build->stages.v[step->stage];
	const struct sw_step *before = step;
	for (unsigned looked = 0; looked < LOOK_BACK; looked++) {
		while (before == build->steps.v + stage->first_step) {
			if (stage->parent < 0)
				return NULL;
			stage = &build->stages.v[stage->parent];
			before = build->steps.v + stage->first_step + stage->step_count;
		}
		before--;
		bool copies = before->kind == SW_STEP_COPY || before->kind == SW_STEP_ADD;
		if ((copies && copy_brings(before, path)) || (before->kind == SW_STEP_RUN && run_brings(before, path)))
			return before;
	}
	return NULL;
}

static void judge(const struct sw_view *view, struct sw_sink *sink, const struct sw_command_at *at, bool ships) {
	struct sw_shell_args args = sw_shell_args(at->cmd, at->call.first_arg, "nus");
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);) {
		const struct sw_secret_file *file = arg.letter || arg.name.n ? NULL : sw_secret_file(arg.value.text);
		if (!file || file->maybe)
			continue;
		const struct sw_step *brought = brought_by(view->build, at->step, arg.value.text);
		if (!brought) {
			sw_pass(sink, arg.value.span, "%.*s is removed by the step that brought it, if any", SW_ARG(arg.value.text));
			continue;
		}
		sw_fail_as(sink, ships ? SW_HIGH : SW_MEDIUM, arg.value.span, "%.*s (%s) stays in an earlier layer when it is removed here",
			   SW_ARG(arg.value.text), file->what);
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages shipped = sw_stages_shipped(view), built = sw_stages_built(view);
	struct sw_command_walk walk = sw_commands_of(view, built);
	for (struct sw_command_at at; sw_next_command(&walk, &at);)
		if (sw_listed(at.call.program, "rm shred unlink srm"))
			judge(view, sink, &at, sw_stages_have(&shipped, at.step->stage));
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "no file that is known for secrets is removed");
}

CHECK(secret_removed_in_later_layer) {
	.id = "secret-removed-in-later-layer", .on = SW_ON_BUILD, .severity = SW_HIGH, .stride = SW_DISCLOSURE, .cwe = {212},
	.refs = {"cis-docker-1.6:4.10"},
	.title = "A secret is removed in a later layer only",
	.why = "Each step is a layer of its own. The layer in which the secret arrived is pushed and pulled with all others, and whoever "
	       "unpacks it has the file.",
	.fix = "Never let it into a layer: `RUN --mount=type=secret,id=key,target=/root/.ssh/id_rsa git clone …`.",
	.decide = decide,
	.examples = {
		{"copied", "FROM debian:12\nCOPY id_rsa /root/.ssh/id_rsa\nRUN git clone git@git.example.com:a/b ; \\\n  rm -f /root/.ssh/id_rsa\n", "Dockerfile:4"},
		{"folder", "FROM debian:12\nADD deploy/ssh /root/.ssh\nRUN make\nRUN rm -rf /root/.ssh\n", "Dockerfile:4"},
		{"written", "FROM node:22\nARG T\nRUN echo \"//npm.example.com/:_authToken=$T\" > .npmrc\nRUN npm ci\nRUN rm .npmrc\n", "Dockerfile:5"},
		{"same-step", "FROM node:22\nRUN echo x > .npmrc && npm ci && rm -f .npmrc\n", ""},
		{"other-files", "FROM debian:12\nCOPY a.tgz /\nRUN tar xf /a.tgz && rm /a.tgz\n", ""},
	},
};
