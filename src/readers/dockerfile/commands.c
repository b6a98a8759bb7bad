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
		sw_map_put(sw_arena_scratch(arena), changed, name, &yes);
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

/* How many of everything a script has: where the parts of the next inner script come to stand. */
struct extent {
	uint32_t commands, compounds, lists, pipelines;
};

static uint32_t most(uint32_t a, uint32_t b) {
	return a > b ? a : b;
}

/* Grows by what stands in the script from command `c` and compound `k` on. */
static void measure(struct extent *extent, const struct sw_shell_script *script, size_t c, size_t k) {
	for (; c < script->n; c++) {
		extent->lists = most(extent->lists, script->v[c].list);
		extent->pipelines = most(extent->pipelines, script->v[c].pipeline);
	}
	for (; k < script->compound_count; k++) {
		extent->lists = most(extent->lists, script->compounds[k].list);
		extent->pipelines = most(extent->pipelines, script->compounds[k].pipeline);
	}
	extent->commands = (uint32_t)script->n;
	extent->compounds = (uint32_t)script->compound_count;
}

static int32_t shifted(int32_t index, uint32_t by) {
	return index < 0 ? index : index + (int32_t)by;
}

static void append_compound(struct sw_arena *arena, struct sw_shell_script *script, uint32_t outer,
			    struct sw_shell_compound compound, const struct extent *by) {
	compound.first += by->commands;
	compound.end += by->commands;
	compound.list += by->lists;
	compound.pipeline += by->pipelines;
	compound.compound = shifted(compound.compound, by->compounds);
	compound.piped_from = shifted(compound.piped_from, by->commands);
	compound.parent = compound.parent < 0 ? (int32_t)outer : shifted(compound.parent, by->commands);
	if (compound.context == SW_CONTEXT_TOP)
		compound.context = SW_CONTEXT_SUBSHELL;
	sw_vec_reserve(arena, (void **)(void *)&script->compounds, script->compound_count, &script->compound_cap, sizeof compound);
	script->compounds[script->compound_count++] = compound;
}

/* Every check asks what a command runs: worked out once, after its words are resolved. */
static void remember_call(struct sw_arena *arena, struct sw_shell_command *command) {
	struct sw_shell_call *call = SW_NEW(arena, struct sw_shell_call);
	*call = sw_shell_call(command);
	command->call = call;
}

/* The commands of a shell that a command starts, behind the others and tied to it. */
static void append_inner(struct sw_arena *arena, struct sw_shell_script *script, uint32_t outer,
			 const struct sw_shell_script *inner, struct extent *extent) {
	const struct extent by = *extent;
	for (size_t i = 0; i < inner->compound_count; i++)
		append_compound(arena, script, outer, inner->compounds[i], &by);
	for (size_t i = 0; i < inner->n; i++) {
		struct sw_shell_command command = inner->v[i];
		command.list += by.lists;
		command.pipeline += by.pipelines;
		command.compound = shifted(command.compound, by.compounds);
		command.piped_from = shifted(command.piped_from, by.commands);
		command.parent = command.parent < 0 ? (int32_t)outer : shifted(command.parent, by.commands);
		if (command.context == SW_CONTEXT_TOP)
			command.context = SW_CONTEXT_SUBSHELL;
		*sw_push(arena, script) = command;
	}
	script->complete = script->complete && inner->complete;
	measure(extent, script, by.commands, by.compounds);
}

static const struct sw_shell_script *finish(struct sw_arena *arena, struct sw_shell_script *script, const struct sw_scope *scope,
					    struct sw_diags *diags) {
	struct sw_map changed = {0};
	find_changed(arena, script, &changed);
	size_t done = 0;
	struct extent extent = {0};
	measure(&extent, script, 0, 0);
	for (unsigned depth = 0; depth < MOST_NESTED && done < script->n; depth++) {
		size_t end = script->n;
		for (size_t i = done; i < end; i++) {
			resolve_words(arena, scope, &changed, &script->v[i]);
			remember_call(arena, &script->v[i]);
			struct sw_shell_script *inner = sw_shell_inner(arena, &script->v[i], diags);
			if (!inner)
				continue;
			find_changed(arena, inner, &changed);
			append_inner(arena, script, (uint32_t)i, inner, &extent);
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
	*command = (struct sw_shell_command){.words = copy, .word_count = count, .span = at, .list = 1, .pipeline = 1, .parent = -1,
					     .compound = -1, .piped_from = -1};
	return finish(arena, script, scope, diags);
}
