#include "checks/about_steps.h"

/* The word of a RUN that refers to the variable; NULL: none. Words keep their text as written in `raw`. */
static const struct sw_shell_word *refers(const struct sw_step *step, struct sw_str name) {
	for (size_t c = 0; step->script && c < step->script->n; c++) {
		const struct sw_shell_command *cmd = &step->script->v[c];
		for (uint32_t i = 0; i < cmd->assignment_count; i++)
			if (sw_text_refers(cmd->assignments[i].raw, name))
				return &cmd->assignments[i];
		for (uint32_t i = 0; i < cmd->word_count; i++)
			if (sw_text_refers(cmd->words[i].raw, name))
				return &cmd->words[i];
		for (uint32_t i = 0; i < cmd->redirect_count; i++)
			if (sw_text_refers(cmd->redirects[i].word.raw, name))
				return &cmd->redirects[i].word;
	}
	return NULL;
}

/* The first use of the argument in its stage, from its declaration on. */
static void judge_argument(const struct sw_view *view, struct sw_sink *sink, const struct sw_step *declared, const struct sw_pair *pair) {
	const struct sw_stage *stage = &view->build->stages.v[declared->stage];
	const struct sw_step *end = view->build->steps.v + stage->first_step + stage->step_count;
	for (const struct sw_step *step = declared + 1; step < end; step++) {
		/* A secret mount of that name takes its place. */
		const struct sw_shell_word *word = step->kind == SW_STEP_RUN ? refers(step, pair->name) : NULL;
		if (!word)
			continue;
		bool mounted = false;
		for (uint32_t f = 0; f < step->flag_count; f++)
			mounted |= sw_str_is(step->flags[f].name, "mount") && sw_str_contains(step->flags[f].value, SW_S("type=secret")) &&
				   sw_str_contains(step->flags[f].value, pair->name);
		if (mounted)
			continue;
		sw_fail(sink, word->span, "the build argument %.*s goes into the image's history with this step", SW_ARG(pair->name));
		return;
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	enum { MOST_FOLLOWED = 64 }; /* arguments */
	struct sw_stages built = sw_stages_built(view);
	struct sw_step_walk walk = {view, built, 0};
	unsigned followed = 0;
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		for (uint32_t i = 0; step->kind == SW_STEP_ARG && i < step->pair_count; i++)
			if (step->pairs[i].credential_name && followed++ < MOST_FOLLOWED)
				judge_argument(view, sink, step, &step->pairs[i]);
		for (uint32_t f = 0; step->kind == SW_STEP_RUN && f < step->flag_count; f++)
			if (sw_str_is(step->flags[f].name, "mount") && sw_str_contains(step->flags[f].value, SW_S("type=secret")))
				sw_pass(sink, step->flags[f].at, "the step gets its credential from a secret mount");
	}
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "no step uses a build argument that is named like a credential");
}

CHECK(build_argument_secret_used) {
	.id = "build-argument-secret-used", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_DISCLOSURE, .cwe = {214, 526},
	.refs = {"cis-docker-1.6:4.10", "trivy:DS-0031", "buildkit:SecretsUsedInArgOrEnv", "tally:require-secret-mounts"},
	.title = "A step uses a credential from a build argument",
	.why = "The argument's value stands in the history of the image, in the build cache and in the provenance: whoever pulls the image "
	       "reads it with `docker history`.",
	.fix = "Mount it for the one step: `RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci`, and build with `--secret "
	       "id=npm_token`.",
	.decide = decide,
	.examples = {
		{"used", "FROM node:22\nARG NPM_TOKEN\nRUN npm config set \\\n    //npm.example.com/:_authToken=${NPM_TOKEN}\n", "Dockerfile:4"},
		{"once", "FROM debian:12\nARG GIT_PASSWORD=\nRUN git clone https://u:$GIT_PASSWORD@git.example.com/a\nRUN git clone https://u:$GIT_PASSWORD@git.example.com/b\n", "Dockerfile:3"},
		{"mounted", "FROM node:22\nARG NPM_TOKEN_FILE=/run/secrets/t\nRUN --mount=type=secret,id=t TOKEN=$(cat /run/secrets/t) npm ci\n", ""},
		{"no-credential", "FROM node:22\nARG VERSION\nRUN curl https://dl.example.com/$VERSION\n", ""},
	},
};
