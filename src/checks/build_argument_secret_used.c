#include "checks/about_names.h"
#include "checks/about_trace.h"

enum { MOST_FOLLOWED = 64 }; /* arguments */

/* A build argument that is named like a credential. */
struct argument {
	const struct sw_pair *pair;
	const struct sw_step *declared, *used; /* `used`: the first step that refers to it */
	struct sw_span at;
	struct sw_str kept;   /* file that the step writes it into; empty: none */
	struct sw_span kept_at;
	bool in_env;          /* and in the image's environment under another name */
};

struct arguments {
	struct argument v[MOST_FOLLOWED];
	unsigned n;
};

/* A secret mount of that name takes its place. */
static bool is_mounted(const struct sw_step *step, struct sw_str name) {
	struct sw_str type, id;
	for (uint32_t f = 0; f < step->flag_count; f++)
		if (sw_str_is(step->flags[f].name, "mount") && sw_flag_field(&step->flags[f], "type", &type) && sw_str_is(type, "secret") &&
		    ((sw_flag_field(&step->flags[f], "id", &id) && sw_str_eq_nocase(id, name)) ||
		     (sw_flag_field(&step->flags[f], "env", &id) && sw_str_eq(id, name))))
			return true;
	return false;
}

/* Whether the word refers to the variable, by itself or by others that were given its value. */
static bool refers(struct sw_trace *trace, const struct sw_shell_word *word, struct sw_str name) {
	if (sw_str_find_byte(word->raw, '$') == SW_NPOS)
		return false;
	return sw_text_refers(word->raw, name) ||
	       (!word->is_static && sw_text_refers(sw_values_shown(&trace->values, sw_values_word(&trace->values, word)), name));
}

static const struct sw_shell_word *find(struct sw_trace *trace, struct sw_str name) {
	const struct sw_shell_command *cmd = trace->at.cmd;
	for (uint32_t i = 0; i < cmd->assignment_count; i++)
		if (refers(trace, &cmd->assignments[i], name))
			return &cmd->assignments[i];
	for (uint32_t i = 0; i < cmd->word_count; i++)
		if (refers(trace, &cmd->words[i], name))
			return &cmd->words[i];
	for (uint32_t i = 0; i < cmd->redirect_count; i++)
		if (refers(trace, &cmd->redirects[i].word, name))
			return &cmd->redirects[i].word;
	return NULL;
}

static bool second_word_is(const struct sw_command_at *at, const char *list) {
	return at->call.first_arg < at->cmd->word_count && sw_listed(at->cmd->words[at->call.first_arg].text, list);
}

/* The file in which the command keeps what it is given; empty: none is known. */
static struct sw_str kept_in(const struct sw_command_at *at) {
	struct sw_str program = at->call.program, file = sw_output_file(at->cmd);
	struct sw_shell_word word;
	const struct sw_shell_script *script = sw_script_of(at);
	if (file.n && !sw_shell_is_shell(program))
		return file;
	if (sw_listed(program, "echo printf cat") && at->index + 1 < script->n && script->v[at->index + 1].join == SW_JOIN_PIPE &&
	    sw_str_is(sw_shell_call(&script->v[at->index + 1]).program, "tee") &&
	    sw_shell_operand(&script->v[at->index + 1], 1, "", 0, &word))
		return word.text;
	if (!second_word_is(at, "config"))
		return (struct sw_str){0};
	if (sw_str_is(program, "git"))
		return SW_S(".gitconfig");
	if (sw_listed(program, "npm pnpm yarn"))
		return SW_S(".npmrc");
	return sw_listed(program, "pip pip3") ? SW_S("pip.conf") : sw_str_is(program, "composer") ? SW_S("auth.json") : (struct sw_str){0};
}

/* Whether the same step takes the file away again. */
static bool removed_again(const struct sw_command_at *at, struct sw_str file) {
	enum { LOOK_AHEAD = 512 }; /* commands */
	const struct sw_shell_script *script = sw_script_of(at);
	for (uint32_t i = at->index + 1; i < script->n && i < at->index + LOOK_AHEAD; i++) {
		struct sw_command_at later = {at->step, &script->v[i], i, sw_shell_call(&script->v[i])};
		if (sw_listed(later.call.program, "rm shred unlink srm") && sw_call_names(&later, file))
			return true;
	}
	return false;
}

static void visit(void *context, struct sw_trace *trace) {
	struct arguments *arguments = context;
	const struct sw_command_at *at = &trace->at;
	for (unsigned i = 0; i < arguments->n; i++) {
		struct argument *argument = &arguments->v[i];
		const struct sw_stage *stage = &trace->view->build->stages.v[at->step->stage];
		if (at->step < argument->declared || (argument->used && (argument->used != at->step || argument->kept.n)) ||
		    !sw_stage_within(trace->view->build, stage, argument->declared->stage) || is_mounted(at->step, argument->pair->name))
			continue;
		const struct sw_shell_word *word = find(trace, argument->pair->name);
		if (!word)
			continue;
		if (!argument->used)
			argument->at = word->span;
		argument->used = at->step;
		struct sw_str file = kept_in(at);
		if (file.n && !removed_again(at, file)) {
			argument->kept = sw_str_basename(file);
			argument->kept_at = word->span;
		}
	}
}

/* ENV under another name that takes the argument's value: it stays in the image. ENV of a telling name is told by
 * secret-in-build-variable. */
static void judge_environment(const struct sw_view *view, struct sw_sink *sink, const struct sw_step *step, struct arguments *arguments) {
	for (uint32_t i = 0; i < step->pair_count; i++) {
		const struct sw_pair *pair = &step->pairs[i];
		struct sw_str written = sw_span_text(&view->system->sources, pair->value_at);
		for (unsigned a = 0; a < arguments->n && !pair->credential_name && pair->has_value; a++)
			if (arguments->v[a].declared < step && arguments->v[a].declared->stage == step->stage &&
			    sw_text_refers(written, arguments->v[a].pair->name))
				sw_fail(sink, pair->at, "the build argument %.*s goes into the image's environment as %.*s",
					SW_ARG(arguments->v[a].pair->name), SW_ARG(pair->name));
	}
}

static void gather(const struct sw_view *view, struct sw_sink *sink, struct arguments *arguments) {
	struct sw_step_walk walk = {view, sw_stages_built(view), 0};
	struct sw_str type;
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		for (uint32_t i = 0; step->kind == SW_STEP_ARG && i < step->pair_count; i++)
			if (step->pairs[i].credential_name && arguments->n < MOST_FOLLOWED)
				arguments->v[arguments->n++] = (struct argument){.pair = &step->pairs[i], .declared = step};
		if (step->kind == SW_STEP_ENV)
			judge_environment(view, sink, step, arguments);
		for (uint32_t f = 0; step->kind == SW_STEP_RUN && f < step->flag_count; f++)
			if (sw_str_is(step->flags[f].name, "mount") && sw_flag_field(&step->flags[f], "type", &type) && sw_str_is(type, "secret"))
				sw_pass(sink, step->flags[f].at, "the step gets its credential from a secret mount");
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct arguments arguments = {0};
	struct sw_downloads downloads = {0};
	struct sw_trace trace;
	gather(view, sink, &arguments);
	if (arguments.n)
		sw_trace_walk(view, &trace, &downloads, (struct sw_tracer){.visit = visit, .context = &arguments});
	for (unsigned i = 0; i < arguments.n; i++) {
		const struct argument *argument = &arguments.v[i];
		if (argument->kept.n)
			sw_fail_as(sink, SW_HIGH, argument->kept_at, "the build argument %.*s is written into %.*s, which stays in the image",
				   SW_ARG(argument->pair->name), SW_ARG(argument->kept));
		else if (argument->used)
			sw_fail(sink, argument->at, "the build argument %.*s goes into the image's history with this step",
				SW_ARG(argument->pair->name));
	}
	sw_tell_unread(view, sw_stages_built(view), sink);
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
		{"indirect", "FROM debian:12\nARG API_TOKEN\nENV H=$API_TOKEN\nRUN true && \\\n  T=$API_TOKEN; curl -H \"x: $T\" https://a.example.com\n", "Dockerfile:3 Dockerfile:5"},
		{"written", "FROM debian:12\nARG GH_TOKEN\nRUN t=\"machine git.example.com password $GH_TOKEN\"; \\\n  echo \"$t\" > ~/.netrc\nFROM debian:12 AS s\nARG P_TOKEN=a\nFROM s\nRUN git config --global url.https://$P_TOKEN@git.example.com.insteadOf a\n", "Dockerfile:8"},
		{"mounted", "FROM node:22\nARG NPM_TOKEN_FILE=/run/secrets/t\nRUN --mount=type=secret,id=t TOKEN=$(cat /run/secrets/t) npm ci\n", ""},
		{"no-credential", "FROM node:22\nARG VERSION\nRUN curl https://dl.example.com/$VERSION\n", ""},
	},
};
