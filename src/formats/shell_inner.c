/* Scripts inside scripts: text that a command hands to a shell; and the ties between commands that a script's tables
 * hold: what feeds a command, what holds it. */
#include "formats/shell_words.h"
#include "base/vec.h"

bool sw_shell_is_shell(struct sw_str program) {
	return sw_listed(program, "sh bash dash ash zsh ksh mksh");
}

/* Variables in the text may stand, for they are read as such; what a substitution prints is not known. */
static bool is_known(const struct sw_shell_word *word) {
	return word->is_static ||
	       (!sw_str_contains(word->text, SW_S("$(")) && sw_str_find_byte(word->text, '`') == SW_NPOS);
}

/* Reads a word's text with exact places where all of it stands in the source as it is, else all at the word. */
static struct sw_shell_script *read_word(struct sw_arena *arena, const struct sw_shell_word *word,
					 struct sw_diags *diags) {
	struct sw_str raw = word->raw, text = word->text;
	bool whole = word->span.end - word->span.start == raw.n && word->span.source != 0;
	bool quotes = raw.n == text.n + 2 && (raw.p[0] == '\'' || raw.p[0] == '"') && raw.p[raw.n - 1] == raw.p[0];
	if (whole && (quotes || raw.n == text.n)) {
		struct sw_shell_map_entry entry = {0, word->span.start + quotes};
		return sw_shell_read(arena, word->span.source, text, (struct sw_shell_map){&entry, 1}, diags);
	}
	return sw_shell_read_at(arena, word->span, text, diags);
}

static bool find_command_text(const struct sw_shell_command *cmd, uint32_t first, const char *valued,
			      struct sw_shell_word *text) {
	return sw_shell_option_value(cmd, first, "-c", "--command", valued, text);
}

/* sh -ec TEXT: the text is the first operand, and options end there. Without -c that operand is a file, unless -s says
 * that the script comes from standard input. */
static bool find_shell_text(const struct sw_shell_command *cmd, uint32_t first, struct sw_shell_word *text) {
	struct sw_shell_args args = sw_shell_args(cmd, first, "oO --rcfile --init-file");
	struct sw_shell_arg arg = {0};
	bool command = false, input = false;
	while (sw_shell_next_arg(&args, &arg) &&
	       (arg.letter || arg.name.n || sw_str_starts(arg.value.text, SW_S("+")))) {
		command |= arg.letter == 'c';
		input |= arg.letter == 's';
	}
	*text = arg.value;
	if (command || (arg.has_value && !input))
		return command && arg.has_value;
	for (uint32_t i = cmd->redirect_count; i-- > 0;) {
		const struct sw_shell_redirect *redirect = &cmd->redirects[i];
		if (redirect->kind == SW_REDIRECT_HEREDOC || redirect->kind == SW_REDIRECT_HERESTRING) {
			*text = redirect->word;
			return redirect->fd <= 0;
		}
	}
	return false;
}

/* eval joins its arguments with blanks. */
static struct sw_shell_script *read_eval(struct sw_arena *arena, const struct sw_shell_command *cmd, uint32_t first,
					 struct sw_diags *diags) {
	if (first < cmd->word_count && sw_str_is(cmd->words[first].text, "--"))
		first++;
	if (first >= cmd->word_count)
		return NULL;
	SW_VEC(char) text = {0};
	for (uint32_t i = first; i < cmd->word_count; i++) {
		if (!is_known(&cmd->words[i]))
			return NULL;
		if (i > first)
			*sw_push(arena, &text) = ' ';
		for (size_t k = 0; k < cmd->words[i].text.n; k++)
			*sw_push(arena, &text) = cmd->words[i].text.p[k];
	}
	if (first + 1 == cmd->word_count)
		return read_word(arena, &cmd->words[first], diags);
	struct sw_span at = sw_span_join(cmd->words[first].span, cmd->words[cmd->word_count - 1].span);
	return sw_shell_read_at(arena, at, sw_str(text.v, text.n), diags);
}

/* Programs that hand a text to a shell, or split it into a command as env -S does. */
static bool find_text(const struct sw_shell_command *cmd, const struct sw_shell_call *call, struct sw_shell_word *text) {
	if (sw_shell_is_shell(call->program))
		return find_shell_text(cmd, call->first_arg, text);
	if (call->wrappers & SW_WRAPPER_SU)
		return find_command_text(cmd, call->first_arg, "gGsw --group --supp-group --shell", text);
	if (sw_str_is(call->program, "flock"))
		return find_command_text(cmd, call->first_arg, "wE --timeout --wait --conflict-exit-code", text);
	if (sw_str_is(call->program, "script"))
		return find_command_text(cmd, call->first_arg, "BEImoOtT --echo --log-in --log-out --log-io --output-limit", text);
	if (sw_str_is(call->program, "env"))
		return sw_shell_option_value(cmd, call->first_arg, "-S", "--split-string", "uC --unset --chdir", text);
	return false;
}

struct sw_shell_script *sw_shell_inner(struct sw_arena *arena, const struct sw_shell_command *cmd,
				       struct sw_diags *diags) {
	struct sw_shell_call call = sw_shell_call(cmd);
	struct sw_shell_word text;
	if (sw_str_is(call.program, "eval"))
		return read_eval(arena, cmd, call.first_arg, diags);
	bool found = find_text(cmd, &call, &text);
	return found && is_known(&text) ? read_word(arena, &text, diags) : NULL;
}

struct sw_shell_range sw_shell_fed_by(const struct sw_shell_script *script, uint32_t index) {
	const struct sw_shell_command *command = &script->v[index];
	if (command->join == SW_JOIN_PIPE)
		return (struct sw_shell_range){(uint32_t)command->piped_from, index};
	for (int32_t i = command->compound; i >= 0; i = script->compounds[i].compound) {
		const struct sw_shell_compound *compound = &script->compounds[i];
		if (compound->join == SW_JOIN_PIPE)
			return (struct sw_shell_range){(uint32_t)compound->piped_from, compound->first};
	}
	return (struct sw_shell_range){0, 0};
}

int32_t sw_shell_holder(const struct sw_shell_script *script, uint32_t index, enum sw_shell_context *context) {
	enum sw_shell_context where = script->v[index].context;
	int32_t parent = script->v[index].parent;
	for (int32_t i = script->v[index].compound; i >= 0; i = script->compounds[i].compound) {
		where = script->compounds[i].context;
		parent = script->compounds[i].parent;
	}
	if (where != SW_CONTEXT_SUBSTITUTION && where != SW_CONTEXT_PROCESS)
		return -1;
	if (context)
		*context = where;
	return parent;
}
