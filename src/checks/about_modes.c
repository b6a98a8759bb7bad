#include "checks/about_modes.h"

static bool read_octal(struct sw_str text, struct sw_mode *mode) {
	unsigned bits = 0;
	if (text.n > 5)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '7')
			return false;
		bits = bits * 8 + (unsigned)(text.p[i] - '0');
	}
	mode->setuid = bits & 04000;
	mode->setgid = bits & 02000;
	mode->world_writable = (bits & 0002) && !(bits & 01000);
	return true;
}

/* One clause of a symbolic mode: "u+s", "go=rwX", "+x". */
static bool read_clause(struct sw_str clause, struct sw_mode *mode) {
	bool user = false, group = false, others = false, all = false;
	size_t i = 0;
	for (; i < clause.n && strchr("ugoa", clause.p[i]); i++) {
		user |= clause.p[i] == 'u';
		group |= clause.p[i] == 'g';
		others |= clause.p[i] == 'o';
		all |= clause.p[i] == 'a';
	}
	if (i >= clause.n || !strchr("+-=", clause.p[i]))
		return false;
	bool gives = clause.p[i++] != '-', nobody = !user && !group && !others && !all;
	for (; i < clause.n; i++) {
		if (!strchr("rwxXstugo+-=", clause.p[i]))
			return false;
		if (clause.p[i] == 's') {
			mode->setuid |= gives && (user || all || nobody);
			mode->setgid |= gives && (group || all || nobody);
			mode->strips_ids |= !gives;
		} else if (clause.p[i] == 'w' && gives) {
			/* Without a letter for whom, the umask keeps it from others. */
			mode->world_writable |= others || all;
		} else if (clause.p[i] == 't' && gives) {
			mode->world_writable = false;
		}
	}
	return true;
}

bool sw_mode_read(struct sw_str text, struct sw_mode *mode) {
	*mode = (struct sw_mode){0};
	if (!text.n || text.n > 64)
		return false;
	if (sw_is_digit(text.p[0]))
		return read_octal(text, mode);
	struct sw_str clause;
	while (sw_str_split(&text, ',', &clause))
		if (!read_clause(clause, mode))
			return false;
	return true;
}

struct sw_mode_walk sw_modes_of(const struct sw_view *view, struct sw_stages stages) {
	return (struct sw_mode_walk){.commands = sw_commands_of(view, stages), .copies = {view, stages, 0}};
}

static bool set(struct sw_mode_at *mode, const struct sw_shell_word *word) {
	mode->written = word->text;
	mode->at = word->span;
	return sw_mode_read(word->text, &mode->mode);
}

/* find … -exec chmod MODE {} +: MODE. */
static bool of_find(const struct sw_command_at *at, struct sw_mode_at *mode) {
	const struct sw_shell_command *cmd = at->cmd;
	bool perm = false;
	for (uint32_t i = at->call.first_arg; i + 1 < cmd->word_count; i++) {
		perm |= sw_str_is(cmd->words[i].text, "-perm");
		mode->folder |= sw_str_is(cmd->words[i].text, "-type") && sw_str_is(cmd->words[i + 1].text, "d");
		if (sw_str_is(sw_str_basename(cmd->words[i].text), "chmod")) {
			uint32_t k = i + 1;
			while (k + 1 < cmd->word_count && sw_listed(cmd->words[k].text, "-R -v -f -c --recursive --verbose"))
				k++;
			mode->path = at->call.first_arg < cmd->word_count ? cmd->words[at->call.first_arg].text : mode->path;
			bool read = set(mode, &cmd->words[k]);
			mode->stripping = perm && read && mode->mode.strips_ids;
			return read;
		}
	}
	return false;
}

/* Whether the path is a folder by what the script did before: it was made, or found as one. */
static bool is_folder(const struct sw_command_at *at, struct sw_str path) {
	enum { LOOK_BACK = 64 }; /* commands */
	const struct sw_shell_script *script = sw_script_of(at);
	for (uint32_t back = 1; back <= at->index && back <= LOOK_BACK; back++) {
		const struct sw_shell_command *cmd = &script->v[at->index - back];
		struct sw_shell_call call = sw_shell_call(cmd);
		for (uint32_t i = call.first_arg; sw_listed(call.program, "mkdir") && i < cmd->word_count; i++)
			if (sw_str_eq(cmd->words[i].text, path))
				return true;
	}
	struct sw_shell_range fed = sw_shell_fed_by(script, at->index);
	for (uint32_t i = fed.first; i < fed.end; i++)
		for (uint32_t w = 1; w < script->v[i].word_count; w++)
			if (sw_str_is(script->v[i].words[w - 1].text, "-type") && sw_str_is(script->v[i].words[w].text, "d"))
				return true;
	return false;
}

static bool of_chmod(const struct sw_command_at *at, struct sw_mode_at *mode) {
	const struct sw_shell_command *cmd = at->cmd;
	for (uint32_t i = at->call.first_arg; i < cmd->word_count; i++) {
		struct sw_str text = cmd->words[i].text;
		/* "-s" and "-w" are modes, "-R" is an option. */
		if (text.n > 1 && text.p[0] == '-' && !strchr("rwxXst", text.p[1])) {
			mode->recursive |= sw_str_find_byte(text, 'R') != SW_NPOS || sw_str_is(text, "--recursive");
			continue;
		}
		for (uint32_t k = i + 1; k < cmd->word_count; k++)
			if (sw_str_starts(cmd->words[k].text, SW_S("-")))
				mode->recursive |= sw_str_find_byte(cmd->words[k].text, 'R') != SW_NPOS;
			else if (!mode->path.n)
				mode->path = cmd->words[k].text;
		bool read = set(mode, &cmd->words[i]);
		/* Only setgid means something else for a folder. */
		mode->folder = read && mode->mode.setgid && is_folder(at, mode->path);
		return read;
	}
	return false;
}

static bool of_command(const struct sw_command_at *at, struct sw_mode_at *mode) {
	struct sw_shell_word value;
	*mode = (struct sw_mode_at){0};
	if (sw_str_is(at->call.program, "chmod"))
		return of_chmod(at, mode);
	if (sw_str_is(at->call.program, "find"))
		return of_find(at, mode);
	if (!sw_listed(at->call.program, "mkdir install"))
		return false;
	mode->folder = sw_str_is(at->call.program, "mkdir") || sw_shell_option(at->cmd, at->call.first_arg, "-d", "--directory", "mogtS --mode");
	if (at->cmd->word_count)
		mode->path = at->cmd->words[at->cmd->word_count - 1].text;
	return sw_shell_option_value(at->cmd, at->call.first_arg, "-m", "--mode", "gotSZ --owner --group --target-directory", &value) &&
	       set(mode, &value);
}

bool sw_next_mode(struct sw_mode_walk *walk, struct sw_mode_at *mode) {
	const struct sw_command_at *at;
	while (!walk->copying && (at = sw_next_command(&walk->commands)))
		if (of_command(at, mode))
			return true;
	walk->copying = true;
	for (const struct sw_step *step; (step = sw_next_step(&walk->copies));) {
		const struct sw_flag *flag = step->kind == SW_STEP_COPY || step->kind == SW_STEP_ADD ? sw_step_flag(step, "chmod") : NULL;
		*mode = (struct sw_mode_at){.at = flag ? flag->at : (struct sw_span){0}};
		if (!flag || !flag->known || !sw_mode_read(flag->value, &mode->mode))
			continue;
		mode->written = flag->value;
		mode->path = step->word_count ? step->words[step->word_count - 1].text : mode->path;
		return true;
	}
	return false;
}
