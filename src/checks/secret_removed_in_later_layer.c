#include "checks/about_trace.h"
#include "knowledge/files.h"
#include "knowledge/paths.h"

struct removals {
	struct sw_sink *sink;
	struct sw_stages shipped;
};

/* Every file that `path` takes away, or that stands in it. */
static const struct sw_trace_name *find(const struct sw_trace *trace, struct sw_str path, bool patterns) {
	const struct sw_trace_name *found = NULL;
	for (uint32_t i = 0; i < trace->name_count; i++) {
		const struct sw_trace_name *name = &trace->names[i];
		if (name->mounted || name->made == trace->at.step || (!name->secret && !(name->context && sw_trace_secret(trace, path))))
			continue;
		if (sw_trace_means(name, path, patterns) != SW_YES && !(name->secret && sw_path_within(name->path, path)))
			continue;
		if (!found || name->secret)
			found = name;
	}
	return found;
}

static void judge(const struct sw_trace *trace, const struct removals *removals, const struct sw_shell_word *word, struct sw_str path,
		  bool forced) {
	const struct sw_trace_name *name = find(trace, path, !word->quoted);
	struct sw_sink *sink = removals->sink;
	const char *secret = name && name->secret ? name->secret : sw_trace_secret(trace, path);
	if (!secret)
		return;
	if (!name || (name->context && !name->secret && trace->view->build->ignores_secrets == SW_YES))
		sw_pass(sink, word->span, "%.*s is removed by the step that brought it, if any", SW_ARG(word->text));
	else if (!sw_stages_have(&removals->shipped, trace->at.step->stage))
		sw_pass(sink, word->span, "%.*s is removed in a stage that does not ship", SW_ARG(word->text));
	else if (!name->secret && forced)
		sw_unknown(sink, SW_MISSING_FILE, word->span, "nobody can tell whether %.*s came with the build context", SW_ARG(word->text));
	else
		sw_fail(sink, word->span, "%.*s (%s) stays in an earlier layer when it is removed here", SW_ARG(word->text), secret);
}

static void visit(void *context, struct sw_trace *trace) {
	const struct sw_command_at *at = &trace->at;
	if (!sw_listed(at->call.program, "rm shred unlink srm"))
		return;
	/* Without -f a file that is not there ends the step. */
	bool forced = sw_shell_option(at->cmd, at->call.first_arg, "-f", "--force", "nus");
	struct sw_shell_args args = sw_shell_args(at->cmd, at->call.first_arg, "nus");
	for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);)
		if (!arg.letter && !arg.name.n)
			judge(trace, context, &arg.value, sw_trace_word_path(trace, &arg.value), forced);
}

static bool is_secret(struct sw_str path) {
	const struct sw_secret_file *file = sw_secret_file(path);
	return file && !file->maybe;
}

/* Whether a word of a command that brings or moves files, or of a COPY, names a secret. */
static bool names_secret(const struct sw_step *step) {
	bool copies = step->kind == SW_STEP_COPY || step->kind == SW_STEP_ADD;
	for (uint32_t w = 0; copies && w < step->word_count; w++)
		if (is_secret(step->words[w].text))
			return true;
	for (size_t c = 0; step->kind == SW_STEP_RUN && step->script && c < step->script->n; c++) {
		const struct sw_shell_command *cmd = &step->script->v[c];
		bool moves = sw_listed(sw_shell_call(cmd).program, "rm shred unlink srm mv cp install tee ssh-keygen curl wget");
		for (uint32_t w = 1; moves && w < cmd->word_count; w++)
			if (cmd->words[w].text.n && cmd->words[w].text.p[0] != '-' && is_secret(cmd->words[w].text))
				return true;
	}
	return false;
}

/* Whether the build is worth a walk: something is removed, and something is named like a secret. */
static bool worth_a_walk(const struct sw_view *view, struct sw_stages built) {
	struct sw_command_walk commands = sw_commands_of(view, built);
	struct sw_step_walk steps = {view, built, 0};
	bool removes = false;
	for (const struct sw_command_at *at; !removes && (at = sw_next_command(&commands));)
		removes = sw_listed(at->call.program, "rm shred unlink srm");
	for (const struct sw_step *step; removes && (step = sw_next_step(&steps));)
		if (names_secret(step))
			return true;
	return false;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct removals removals = {sink, sw_stages_shipped(view)};
	struct sw_downloads downloads = {0};
	struct sw_trace trace;
	if (worth_a_walk(view, sw_stages_built(view)))
		sw_trace_walk(view, &trace, &downloads, (struct sw_tracer){.visit = visit, .context = &removals, .secrets = true});
	sw_tell_unread(view, sw_stages_built(view), sink);
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
		{"moved", "FROM debian:12\nCOPY deploy_key /tmp/k\nCOPY keys/id_rsa /tmp/id\nWORKDIR /root\nRUN mkdir .ssh && mv /tmp/id .ssh/key\nRUN D=/root/.ssh; cd $D && rm key\n", "Dockerfile:6"},
		{"context", "FROM debian:12\nCOPY . /app\nRUN rm /app/.env\nRUN rm -f /app/.npmrc\n", "Dockerfile:3"},
		{"does-not-ship", "FROM debian:12 AS b\nCOPY id_rsa /root/.ssh/id_rsa\nRUN git clone a && rm /root/.ssh/id_rsa\nFROM debian:12\nCOPY --from=b /a /a\n", ""},
		{"same-step", "FROM node:22\nRUN echo x > .npmrc && npm ci && rm -f .npmrc\n", ""},
		{"other-files", "FROM debian:12\nCOPY a.tgz /\nRUN tar xf /a.tgz && rm /a.tgz\n", ""},
	},
};
