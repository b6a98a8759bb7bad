#include "checks/about_steps.h"
#include "checks/memo.h"

static void set_add(struct sw_stages *stages, uint32_t index) {
	if (index <= SW_LIMIT_STAGES)
		stages->bits[index / 64] |= (uint64_t)1 << index % 64;
}

static bool takes_everything(const struct sw_step *step) {
	return step->kind == SW_STEP_COPY && step->word_count >= 2 &&
	       (sw_str_is(step->words[0].text, "/") || sw_str_is(step->words[0].text, "/.") || sw_str_is(step->words[0].text, "/*"));
}

/* Follows what the stages of the set take from others. Edges lead to stages above, so one pass is enough. */
static void follow(const struct sw_build *build, struct sw_stages *stages, bool whole_only) {
	for (uint32_t i = (uint32_t)build->stages.n; i-- > 0;) {
		const struct sw_stage *stage = &build->stages.v[i];
		if (!sw_stages_have(stages, i))
			continue;
		if (stage->parent >= 0)
			set_add(stages, (uint32_t)stage->parent);
		for (uint32_t s = stage->first_step; s < stage->first_step + stage->step_count; s++) {
			const struct sw_step *step = &build->steps.v[s];
			for (uint32_t f = 0; f < step->flag_count && (!whole_only || takes_everything(step)); f++) {
				int32_t from = sw_build_taken_from(build, &step->flags[f], i);
				if (from >= 0)
					set_add(stages, (uint32_t)from);
			}
		}
	}
}

/* A copy of what was worked out, for the checks to come. */
static const struct sw_stages *keep(const struct sw_view *view, const struct sw_stages *stages) {
	struct sw_stages *kept = SW_NEW(view->arena, struct sw_stages);
	*kept = *stages;
	return kept;
}

struct sw_stages sw_stages_built(const struct sw_view *view) {
	struct sw_stages stages = {0};
	if (view->memo->built)
		return *view->memo->built;
	set_add(&stages, (uint32_t)view->build->stages.n - 1);
	for (size_t i = 0; view->build->stages.n > 1 && i < view->system->services.n; i++) {
		const struct sw_target *target = view->system->services.v[i]->target;
		if (target && target->build == view->build)
			set_add(&stages, target->stage->index);
	}
	follow(view->build, &stages, false);
	view->memo->built = keep(view, &stages);
	return stages;
}

struct sw_stages sw_stages_shipped(const struct sw_view *view) {
	struct sw_stages stages = {0};
	if (view->memo->shipped)
		return *view->memo->shipped;
	set_add(&stages, view->target->stage->index);
	follow(view->build, &stages, true);
	view->memo->shipped = keep(view, &stages);
	return stages;
}

struct sw_stages sw_stages_all(const struct sw_view *view) {
	struct sw_stages stages = {0};
	for (uint32_t i = 0; i < view->build->stages.n; i++)
		set_add(&stages, i);
	return stages;
}

const struct sw_step *sw_next_step(struct sw_step_walk *walk) {
	const struct sw_build *build = walk->view->build;
	while (walk->next < build->steps.n) {
		const struct sw_step *step = &build->steps.v[walk->next++];
		if (step->stage != UINT32_MAX && sw_stages_have(&walk->stages, step->stage))
			return step;
	}
	return NULL;
}

static bool has_commands(const struct sw_step *step) {
	return step->script && step->stage != UINT32_MAX &&
	       (step->kind == SW_STEP_RUN || step->kind == SW_STEP_CMD || step->kind == SW_STEP_ENTRYPOINT);
}

const struct sw_commands *sw_commands_all(const struct sw_view *view) {
	if (view->memo->commands)
		return view->memo->commands;
	const struct sw_build *build = view->build;
	uint32_t n = 0;
	for (size_t i = 0; i < build->steps.n; i++)
		if (has_commands(&build->steps.v[i]))
			n += build->steps.v[i].script->n;
	struct sw_command_at *all = SW_NEW_ARRAY(view->arena, struct sw_command_at, n);
	struct sw_commands *commands = SW_NEW(view->arena, struct sw_commands);
	*commands = (struct sw_commands){all, n};
	for (size_t i = 0; i < build->steps.n; i++) {
		const struct sw_step *step = &build->steps.v[i];
		for (uint32_t k = 0; has_commands(step) && k < step->script->n; k++)
			*all++ = (struct sw_command_at){step, &step->script->v[k], k, sw_shell_call(&step->script->v[k])};
	}
	view->memo->commands = commands;
	return commands;
}

bool sw_command_counts(const struct sw_command_walk *walk, const struct sw_command_at *at) {
	return (walk->starts || at->step->kind == SW_STEP_RUN) && sw_stages_have(&walk->stages, at->step->stage);
}

const struct sw_command_at *sw_next_command(struct sw_command_walk *walk) {
	const struct sw_commands *all = sw_commands_all(walk->view);
	while (walk->next < all->n) {
		const struct sw_command_at *at = &all->v[walk->next++];
		if (sw_command_counts(walk, at))
			return at;
	}
	return NULL;
}

static const char *language(const struct sw_step *step) {
	if (step->shell == SW_SHELL_POWERSHELL)
		return "PowerShell";
	if (step->shell == SW_SHELL_CMD)
		return "cmd";
	if (step->shell == SW_SHELL_OTHER)
		return "another language";
	/* A list that starts another shell with its script as text. */
	if (step->json && step->script && step->script->n) {
		struct sw_str program = sw_shell_call(&step->script->v[0]).program;
		if (sw_listed_nocase(program, "powershell powershell.exe pwsh pwsh.exe"))
			return "PowerShell";
		if (sw_listed_nocase(program, "cmd cmd.exe"))
			return "cmd";
	}
	return NULL;
}

static bool is_unread(const struct sw_step *step) {
	return step->kind == SW_STEP_RUN && (language(step) || (step->script && !step->script->complete));
}

/* Asked for by most checks, and most builds are read in full. */
static bool any_unread(const struct sw_view *view) {
	struct sw_memo *memo = view->memo;
	for (size_t i = 0; !memo->unread_asked && !memo->unread && i < view->build->steps.n; i++)
		memo->unread = is_unread(&view->build->steps.v[i]);
	memo->unread_asked = true;
	return memo->unread;
}

void sw_tell_unread(const struct sw_view *view, struct sw_stages stages, struct sw_sink *sink) {
	struct sw_step_walk walk = {view, stages, 0};
	for (const struct sw_step *step; any_unread(view) && (step = sw_next_step(&walk));) {
		if (!is_unread(step))
			continue;
		const char *other = language(step);
		if (other)
			sw_unknown(sink, SW_MISSING_READER, step->keyword, "this RUN is written in %s, which is not read", other);
		else
			sw_unknown(sink, SW_MISSING_READER, step->keyword, "not all of this RUN could be read");
		return;
	}
}

static bool of_pair(const struct sw_step *step, uint32_t index, struct sw_setting *setting) {
	const struct sw_pair *pair = &step->pairs[index];
	if (!pair->has_value)
		return false;
	*setting = (struct sw_setting){pair->name, pair->value, pair->known, pair->at, step->kind == SW_STEP_ENV};
	return true;
}

static bool of_word(const struct sw_shell_word *word, struct sw_setting *setting) {
	size_t equals = sw_str_find_byte(word->text, '=');
	if (equals == SW_NPOS || equals == 0)
		return false;
	*setting = (struct sw_setting){sw_str_sub(word->text, 0, equals), sw_str_from(word->text, equals + 1), word->is_static,
				       word->span, false};
	return true;
}

/* Words of a command that may set a variable: assignments first, then operands of export and env. */
static uint32_t setting_words(const struct sw_shell_command *cmd) {
	bool operands = cmd->word_count > 1 && sw_listed(cmd->words[0].text, "export env declare readonly sudo");
	return cmd->assignment_count + (operands ? cmd->word_count : 0);
}

static bool of_command(const struct sw_shell_command *cmd, uint32_t index, struct sw_setting *setting) {
	if (index < cmd->assignment_count)
		return of_word(&cmd->assignments[index], setting);
	index -= cmd->assignment_count;
	if (index == 0)
		return false;
	return cmd->words[index].text.n && cmd->words[index].text.p[0] != '-' && of_word(&cmd->words[index], setting);
}

bool sw_next_setting(struct sw_setting_walk *walk, struct sw_setting *setting) {
	for (;;) {
		const struct sw_step *step = walk->step;
		bool pairs = step && (step->kind == SW_STEP_ENV || step->kind == SW_STEP_ARG);
		bool commands = step && step->kind == SW_STEP_RUN && step->script;
		while (pairs && walk->next < step->pair_count)
			if (of_pair(step, walk->next++, setting))
				return true;
		while (commands && walk->next < step->script->n) {
			const struct sw_shell_command *cmd = &step->script->v[walk->next];
			for (uint32_t words = setting_words(cmd); walk->word < words;)
				if (of_command(cmd, walk->word++, setting))
					return true;
			walk->word = 0;
			walk->next++;
		}
		walk->step = sw_next_step(&walk->steps);
		walk->next = walk->word = 0;
		if (!walk->step)
			return false;
	}
}
