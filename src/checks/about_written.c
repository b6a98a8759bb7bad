#include "checks/about_written.h"

struct sw_written_walk sw_written_of(const struct sw_view *view, struct sw_stages stages) {
	return (struct sw_written_walk){.commands = sw_commands_of(view, stages), .copies = {view, stages, 0}};
}

/* The part of a sed program that is written: behind the pattern of s///. */
static struct sw_str sed_writes(struct sw_str program) {
	if (program.n < 3 || program.p[0] != 's' || sw_is_alnum(program.p[1]))
		return program;
	size_t second = sw_str_find_byte(sw_str_from(program, 2), program.p[1]);
	return second == SW_NPOS ? program : sw_str_from(program, second + 3);
}

static bool written_word(const struct sw_command_at *at, uint32_t index, struct sw_written *written) {
	const struct sw_shell_word *word = &at->cmd->words[index];
	if (index <= at->call.word)
		return false;
	*written = (struct sw_written){word->text, word, word->span};
	if (!sw_str_is(at->call.program, "echo") && !sw_str_is(at->call.program, "printf"))
		written->text = sed_writes(word->text);
	return true;
}

/* What a shell is given is a script, whose commands are gone through themselves. */
static bool written_redirect(const struct sw_command_at *at, uint32_t index, struct sw_written *written) {
	const struct sw_shell_redirect *redirect = &at->cmd->redirects[index];
	if ((redirect->kind != SW_REDIRECT_HEREDOC && redirect->kind != SW_REDIRECT_HERESTRING) || sw_shell_is_shell(at->call.program))
		return false;
	*written = (struct sw_written){redirect->word.text, &redirect->word, redirect->word.span};
	return true;
}

static bool next_of_command(struct sw_written_walk *walk, struct sw_written *written) {
	const struct sw_shell_command *cmd = walk->at->cmd;
	if (walk->next < cmd->word_count && !sw_listed(walk->at->call.program, "echo printf sed gsed"))
		walk->next = cmd->word_count;
	while (walk->next < cmd->word_count + cmd->redirect_count) {
		uint32_t index = walk->next++;
		if (index < cmd->word_count ? written_word(walk->at, index, written)
					    : written_redirect(walk->at, index - cmd->word_count, written))
			return true;
	}
	return false;
}

bool sw_next_written(struct sw_written_walk *walk, struct sw_written *written) {
	while (walk->inside || (walk->at = sw_next_command(&walk->commands))) {
		walk->inside = true;
		if (next_of_command(walk, written))
			return true;
		walk->inside = false;
		walk->next = 0;
	}
	for (;;) {
		while (walk->copy && walk->next < walk->copy->heredoc_count) {
			struct sw_span at = walk->copy->heredocs[walk->next++].at;
			*written = (struct sw_written){sw_span_text(&walk->copies.view->system->sources, at), NULL, at};
			return true;
		}
		do
			walk->copy = sw_next_step(&walk->copies);
		while (walk->copy && walk->copy->kind != SW_STEP_COPY && walk->copy->kind != SW_STEP_ADD);
		walk->next = 0;
		if (!walk->copy)
			return false;
	}
}

struct sw_span sw_written_part(const struct sw_written *written, size_t from, size_t n) {
	if (written->word)
		return sw_word_part(written->word, (size_t)(written->text.p - written->word->text.p) + from, n);
	return (struct sw_span){written->span.source, written->span.start + (uint32_t)from, written->span.start + (uint32_t)(from + n)};
}

bool sw_written_sets(const struct sw_written *written, const char *name, const char *const *values, struct sw_span *at) {
	struct sw_str text = written->text, wanted = sw_str_of(name);
	for (size_t i = 0; i + wanted.n < text.n; i++) {
		if (!sw_str_eq_nocase(sw_str_sub(text, i, wanted.n), wanted) || (i && (sw_is_alnum(text.p[i - 1]) || text.p[i - 1] == '_')))
			continue;
		size_t k = i + wanted.n;
		while (k < text.n && (text.p[k] == ' ' || text.p[k] == '\t'))
			k++;
		if (k >= text.n || text.p[k] != '=')
			continue;
		for (k++; k < text.n && (text.p[k] == ' ' || text.p[k] == '\t');)
			k++;
		size_t end = k;
		while (end < text.n && sw_is_alnum(text.p[end]))
			end++;
		for (const char *const *value = values; *value; value++)
			if (sw_str_is_nocase(sw_str_sub(text, k, end - k), *value)) {
				*at = sw_written_part(written, i, end - i);
				return true;
			}
	}
	return false;
}
