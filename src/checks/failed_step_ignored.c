#include "checks/about_steps.h"

/* Commands whose failure nobody waits for, or that do not fail. */
static bool may_fail(const struct sw_shell_command *cmd, const struct sw_shell_call *call) {
	if (!cmd->word_count)
		return false; /* an assignment */
	if (sw_listed(call->program, "echo printf true : set export unset alias shopt env umask exit trap exec test [ [[ (( sleep wait date ls pwd cat"))
		return false;
	if (sw_listed(call->program, "rm find kill pkill killall") || call->word >= cmd->word_count)
		return false; /* tidying up */
	return true;
}

/* -e, alone or in a bundle, or -o errexit. */
static bool ends_on_failure(const struct sw_shell_word *words, uint32_t from, uint32_t count) {
	for (uint32_t i = from; i < count; i++) {
		struct sw_str word = words[i].text;
		if (sw_str_is(word, "errexit"))
			return true;
		if (word.n > 1 && word.p[0] == '-' && word.p[1] != '-' && sw_str_find_byte(word, 'e') != SW_NPOS)
			return true;
	}
	return false;
}

/* A command of the list that the RUN itself is, or of a group around all of it. */
static bool on_top(const struct sw_shell_command *cmd) {
	return cmd->context == SW_CONTEXT_TOP && cmd->compound < 0 && cmd->parent < 0;
}

/* Whether something follows the && chain that `index` stands in, and whether an || in the chain answers its failure. */
static bool is_followed(const struct sw_shell_script *script, uint32_t index, bool *answered) {
	uint32_t k = 0; /* compounds in front are passed over once for each call; scripts have few */
	while (k < script->compound_count && (script->compounds[k].first <= index || script->compounds[k].compound >= 0))
		k++;
	*answered = false;
	for (uint32_t i = index + 1; i < script->n; i++) {
		enum sw_shell_join join = script->v[i].join;
		bool top = on_top(&script->v[i]);
		if (k < script->compound_count && script->compounds[k].first == i) {
			top = script->compounds[k].context == SW_CONTEXT_TOP && script->compounds[k].parent < 0;
			join = script->compounds[k].join;
			uint32_t end = script->compounds[k].end;
			while (k < script->compound_count && (script->compounds[k].first < end || script->compounds[k].compound >= 0))
				k++;
		}
		if (!top)
			continue;
		*answered |= join == SW_JOIN_OR;
		if (join == SW_JOIN_THEN)
			return true;
		if (join == SW_JOIN_BACKGROUND)
			return false;
	}
	return false;
}

/* The first command of the RUN whose failure is passed over; *chained: there is a chain at all. */
static const struct sw_shell_command *ignored(const struct sw_shell_script *script, bool *chained) {
	enum { LOOK_AT = 64 }; /* commands of a list that are looked at */
	for (uint32_t i = 0, seen = 0; i < script->n && seen < LOOK_AT; i++) {
		const struct sw_shell_command *cmd = &script->v[i];
		if (!on_top(cmd))
			continue;
		struct sw_shell_call call = sw_shell_call(cmd);
		bool answered;
		if (sw_str_is(call.program, "set") && ends_on_failure(cmd->words, call.first_arg, cmd->word_count)) {
			*chained = true;
			return NULL;
		}
		seen++;
		bool piped_on = i + 1 < script->n && script->v[i + 1].join == SW_JOIN_PIPE; /* another check's */
		if (!may_fail(cmd, &call) || cmd->negated || piped_on || !is_followed(script, i, &answered) || cmd->join == SW_JOIN_OR)
			continue;
		*chained = true;
		if (!answered)
			return cmd;
	}
	return NULL;
}

/* "#!/bin/sh -e" at the top of a heredoc that is the whole step. */
static bool says_in_first_line(const struct sw_view *view, const struct sw_step *step) {
	if (!step->heredoc_count)
		return false;
	struct sw_str text = sw_span_text(&view->system->sources, step->heredocs[0].at), line, word;
	sw_str_split(&text, '\n', &line);
	bool ends = false;
	if (!sw_str_starts(line, SW_S("#!")))
		return false;
	while (!ends && sw_str_split(&line, ' ', &word)) {
		struct sw_shell_word option = {.text = sw_str_trim(word)};
		ends = ends_on_failure(&option, 0, 1);
	}
	return ends;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_stages built = sw_stages_built(view);
	struct sw_step_walk walk = {view, built, 0};
	bool set[SW_LIMIT_STAGES + 1] = {false}; /* by SHELL, in each stage; handed down to those that are built from it */
	for (const struct sw_step *step; (step = sw_next_step(&walk));) {
		int32_t parent = view->build->stages.v[step->stage].parent;
		if (step->kind == SW_STEP_FROM && !step->on_build)
			set[step->stage] = parent >= 0 && set[parent];
		if (step->kind == SW_STEP_SHELL)
			set[step->stage] = ends_on_failure(step->words, 1, step->word_count);
		if (step->kind != SW_STEP_RUN || !step->script || step->json)
			continue;
		bool chained = false;
		const struct sw_shell_command *cmd = ignored(step->script, &chained);
		if (cmd && !set[step->stage] && !says_in_first_line(view, step))
			sw_fail(sink, cmd->words[0].span, "when %.*s fails the step goes on", SW_ARG(cmd->words[0].text));
		else if (cmd || chained)
			sw_pass(sink, step->keyword, "a command that fails ends the step");
	}
	sw_tell_unread(view, built, sink);
	sw_not_applicable(sink, "no step runs one command after another regardless");
}

CHECK(failed_step_ignored) {
	.id = "failed-step-ignored", .on = SW_ON_BUILD, .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {754},
	.title = "A command that fails does not end its step",
	.why = "Behind a semicolon or a line end the shell goes on whatever happened before, and only the last command's state counts: "
	       "a check that failed, or half of an installation, becomes part of an image that looks well built.",
	.fix = "Begin the step with `set -e` (`RUN <<EOF`, `set -e`, …), join commands by &&, or say it once: `SHELL [\"/bin/sh\", \"-ec\"]`.",
	.decide = decide,
	.examples = {
		{"semicolon", "FROM debian:12\nRUN cd /src; \\\n    make install\nRUN echo a; curl -fo a https://dl.example.com/a && b; c\n", "Dockerfile:2 Dockerfile:4"},
		{"heredoc", "FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y curl\nEOF\n", "Dockerfile:3"},
		{"before-a-compound", "FROM debian:12\nRUN make; if [ -f a ]; then b; fi\n", "Dockerfile:2"},
		{"set", "FROM debian:12\nRUN set -eux; a; b\nRUN <<EOF\nset -o errexit\na\nb\nEOF\n", ""},
		{"first-line", "FROM debian:12\nRUN <<EOF\n#!/bin/bash -eu\na\nb\nEOF\n", ""},
		{"shell", "FROM debian:12\nSHELL [\"/bin/bash\", \"-euo\", \"pipefail\", \"-c\"]\nRUN a; b\n", ""},
		{"chain", "FROM debian:12\nRUN a && b && c\nRUN a || true; b\nRUN a=1; echo b; exit 0\n", ""},
		{"loop", "FROM debian:12\nRUN for i in a b; do c $i; d; done\nRUN a && (b; c)\n", ""},
	},
};
