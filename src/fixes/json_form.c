#include "fixes/fixer.h"
#include "formats/json_write.h"
#include "formats/shell_words.h"

/* Words that only a shell understands. */
static bool needs_shell(struct sw_str program) {
	static const char *const own[] = {".", ":", "alias", "cd", "eval", "exec", "exit", "export", "read", "set", "shift", "source",
					  "trap", "type", "ulimit", "umask", "unset", "wait", "[", "[[", "((", "test", "if"};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (sw_str_is(program, own[i]))
			return true;
	return false;
}

/* A single command whose words are all known: a shell would start just that. */
static const struct sw_shell_command *plain(const struct sw_step *step) {
	if (step->json || !step->script || !step->script->complete || step->script->n != 1 || step->script->compound_count)
		return NULL;
	const struct sw_shell_command *command = &step->script->v[0];
	if (!command->word_count || command->assignment_count || command->redirect_count || command->negated ||
	    needs_shell(command->words[0].text))
		return NULL;
	for (uint32_t i = 0; i < command->word_count; i++)
		if (!command->words[i].is_static)
			return NULL;
	struct sw_span end = command->words[command->word_count - 1].span;
	/* "& " and the like behind the command. */
	return end.source == step->at.source && command->span.end == end.end ? command : NULL;
}

/* A shell that starts ENTRYPOINT swallows CMD; without the shell CMD becomes its arguments. */
static bool other_is_there(const struct sw_fixing *fixing) {
	for (size_t i = 0; i < fixing->build->steps.n; i++) {
		const struct sw_step *step = &fixing->build->steps.v[i];
		if (step != fixing->step && step->stage == fixing->step->stage &&
		    (step->kind == SW_STEP_CMD || step->kind == SW_STEP_ENTRYPOINT))
			return true;
	}
	return false;
}

static struct sw_str as_list(struct sw_arena *arena, const struct sw_shell_command *command) {
	SW_CLEANUP_OUT struct sw_out list;
	sw_out_init(&list, -1);
	for (uint32_t i = 0; i < command->word_count; i++) {
		sw_out_z(&list, i ? ", " : "[");
		sw_json_escape(&list, command->words[i].text);
	}
	sw_out_byte(&list, ']');
	return sw_arena_str(arena, sw_out_text(&list));
}

void sw_fix_json_form(struct sw_fixing *fixing) {
	const struct sw_step *step = fixing->step;
	if (!step || (step->kind != SW_STEP_CMD && step->kind != SW_STEP_ENTRYPOINT))
		return;
	const struct sw_shell_command *command = plain(step);
	if (!command)
		return;
	struct sw_span at = sw_span_join(command->words[0].span, command->words[command->word_count - 1].span);
	fixing->fix->title = SW_S("Write the command as a JSON list");
	if (step->kind == SW_STEP_CMD || other_is_there(fixing))
		fixing->fix->caution = SW_S("an entry point, also one of the base image, is now given the words themselves instead of a shell's line");
	sw_fixing_replace(fixing, at, as_list(fixing->arena, command));
}
