#include "readers/dockerfile/commands.h"
#include "base/vec.h"
#include "formats/shell_words.h"

enum { MOST_NESTED = 8 }; /* shells inside shells that are followed */

static struct sw_str assigned_name(struct sw_str text) {
	size_t equals = sw_str_find_byte(text, '=');
	struct sw_str name = sw_str_sub(text, 0, equals);
	if (sw_str_ends(name, SW_S("+")))
		name.n--;
	return name;
}

static void note_changed(struct sw_arena *arena, struct sw_map *changed, struct sw_str name) {
	static char yes;
	if (name.n)
		sw_map_put(arena, changed, name, &yes);
}

/* Names that the script itself sets: what the builder knows of them no longer holds there. */
static void find_changed(struct sw_arena *arena, const struct sw_shell_script *script, struct sw_map *changed) {
	for (size_t i = 0; i < script->n; i++) {
		const struct sw_shell_command *command = &script->v[i];
		for (uint32_t a = 0; a < command->assignment_count; a++)
			note_changed(arena, changed, assigned_name(command->assignments[a].text));
		if (!command->word_count)
			continue;
		struct sw_str program = command->words[0].text;
		if (sw_str_is(program, "export") || sw_str_is(program, "read") || sw_str_is(program, "local") ||
		    sw_str_is(program, "declare") || sw_str_is(program, "readonly") || sw_str_is(program, "unset"))
			for (uint32_t w = 1; w < command->word_count; w++)
				note_changed(arena, changed, assigned_name(command->words[w].text));
	}
}

static bool expands_otherwise(struct sw_str text) {
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '*' || text.p[i] == '?' || text.p[i] == '[' || (i == 0 && text.p[i] == '~'))
			return true;
	return false;
}

static void resolve_word(struct sw_arena *arena, const struct sw_scope *scope, const struct sw_map *changed,
			 struct sw_shell_word *word) {
	if (word->is_static || !sw_str_contains(word->text, SW_S("$")))
		return;
	struct sw_resolved resolved = sw_scope_resolve_shell(arena, scope, changed, word->text);
	if (!resolved.known)
		return;
	word->text = resolved.text;
	word->is_static = word->quoted || !expands_otherwise(resolved.text);
}

static void resolve_words(struct sw_arena *arena, const struct sw_scope *scope, const struct sw_map *changed,
			  struct sw_shell_command *command) {
	for (uint32_t i = 0; i < command->word_count; i++)
		resolve_word(arena, scope, changed, &command->words[i]);
	for (uint32_t i = 0; i < command->redirect_count; i++)
		if (command->redirects[i].kind != SW_REDIRECT_HEREDOC)
			resolve_word(arena, scope, changed, &command->redirects[i].word);
}

/* The commands of a shell that a command starts, behind the others and tied to it. */
static void append_inner(struct sw_arena *arena, struct sw_shell_script *script, uint32_t outer,
			 const struct sw_shell_script *inner) {
	uint32_t lists = 0, pipelines = 0, first = (uint32_t)script->n;
	for (size_t i = 0; i < script->n; i++) {
		lists = script->v[i].list > lists ? script->v[i].list : lists;
		pipelines = script->v[i].pipeline > pipelines ? script->v[i].pipeline : pipelines;
	}
	for (size_t i = 0; i < inner->n; i++) {
		struct sw_shell_command command = inner->v[i];
		command.list += lists;
		command.pipeline += pipelines;
		if (command.parent >= 0) {
			command.parent += (int32_t)first;
		} else {
			command.parent = (int32_t)outer;
			if (command.context == SW_CONTEXT_TOP)
				command.context = SW_CONTEXT_SUBSHELL;
		}
		*sw_push(arena, script) = command;
	}
	script->complete = script->complete && inner->complete;
}

static const struct sw_shell_script *finish(struct sw_arena *arena, struct sw_shell_script *script, const struct sw_scope *scope,
					    struct sw_diags *diags) {
	struct sw_map changed = {0};
	find_changed(arena, script, &changed);
	size_t done = 0;
	for (unsigned depth = 0; depth < MOST_NESTED && done < script->n; depth++) {
		size_t end = script->n;
		for (size_t i = done; i < end; i++) {
			resolve_words(arena, scope, &changed, &script->v[i]);
			struct sw_shell_script *inner = sw_shell_inner(arena, &script->v[i], diags);
			if (!inner)
				continue;
			find_changed(arena, inner, &changed);
			append_inner(arena, script, (uint32_t)i, inner);
		}
		done = end;
	}
	return script;
}

const struct sw_shell_script *sw_commands_of_text(struct sw_arena *arena, uint32_t source, const struct sw_instruction *instruction,
						  const struct sw_scope *scope, struct sw_diags *diags) {
	return finish(arena, sw_shell_read(arena, source, instruction->script.text, instruction->script.map, diags), scope, diags);
}

const struct sw_shell_script *sw_commands_of_words(struct sw_arena *arena, const struct sw_shell_word *words, uint32_t count,
						   struct sw_span at, const struct sw_scope *scope, struct sw_diags *diags) {
	struct sw_shell_script *script = SW_NEW(arena, struct sw_shell_script);
	script->complete = true;
	struct sw_shell_command *command = sw_push(arena, script);
	struct sw_shell_word *copy = SW_NEW_ARRAY(arena, struct sw_shell_word, count);
	memcpy(copy, words, count * sizeof *copy);
	/* Nothing expands the words of a list: a dollar is a dollar. */
	for (uint32_t i = 0; i < count; i++)
		copy[i].is_static = true;
	*command = (struct sw_shell_command){.words = copy, .word_count = count, .span = at, .list = 1, .pipeline = 1, .parent = -1};
	return finish(arena, script, scope, diags);
}
