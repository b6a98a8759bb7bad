#include "checks/about_trace_scopes.h"
#include <assert.h>

static void leave_scope(struct sw_trace *trace, struct sw_trace_scopes *scopes) {
	const struct sw_trace_scope *scope = &scopes->v[--scopes->depth];
	if (!scope->branch) {
		trace->folder = scope->folder;
		trace->options = scope->options;
		trace->values.newest = scope->variables;
		return;
	}
	if (!sw_str_eq(trace->folder, scope->folder))
		trace->folder = sw_values_mark(&trace->values, SW_S("$PWD"));
	sw_values_merge(&trace->values, scope->variables);
}

static void enter_scope(struct sw_trace *trace, struct sw_trace_scopes *scopes, int64_t id, bool branch) {
	scopes->v[scopes->depth++] = (struct sw_trace_scope){id, branch, trace->folder, trace->values.newest, trace->options};
	const struct sw_shell_script *script = sw_script_of(&trace->at);
	if (id >= 0 || !script)
		return;
	/* A shell that is given a text has options of its own. */
	const struct sw_shell_command *cmd = &script->v[-id - 1];
	struct sw_shell_call call = sw_shell_call(cmd);
	if (!sw_shell_is_shell(call.program))
		return;
	trace->options = (struct sw_shell_options){0};
	for (uint32_t i = call.first_arg; i < cmd->word_count && sw_str_starts(cmd->words[i].text, SW_S("-")); i++)
		sw_options_of_words(&cmd->words[i], i + 1 < cmd->word_count ? 2 : 1, &trace->options);
}

/* The command that holds a list which stands in no compound; -1: none. */
static int32_t holder_of(enum sw_shell_context context, int32_t parent) {
	return context == SW_CONTEXT_SUBSTITUTION || context == SW_CONTEXT_PROCESS || context == SW_CONTEXT_SUBSHELL ? parent : -1;
}

/* Scopes of command `i` from the inside out. */
static unsigned scopes_of(const struct sw_shell_script *script, uint32_t i, int64_t ids[SW_TRACE_SCOPES]) {
	unsigned n = 0;
	enum sw_shell_context context = script->v[i].context;
	int32_t compound = script->v[i].compound, parent = script->v[i].parent;
	while (n < SW_TRACE_SCOPES) {
		if (compound >= 0) {
			const struct sw_shell_compound *c = &script->compounds[compound];
			if (c->kind != SW_COMPOUND_GROUP)
				ids[n++] = (int64_t)compound + 1;
			context = c->context;
			parent = c->parent;
			compound = c->compound;
			continue;
		}
		int32_t holder = holder_of(context, parent);
		if (holder < 0)
			break;
		ids[n++] = -(int64_t)holder - 1;
		context = script->v[holder].context;
		parent = script->v[holder].parent;
		compound = script->v[holder].compound;
	}
	return n;
}

void sw_trace_move_to(struct sw_trace *trace, struct sw_trace_scopes *scopes, const struct sw_shell_script *script, uint32_t i) {
	int64_t ids[SW_TRACE_SCOPES];
	unsigned n = scopes_of(script, i, ids), same = 0;
	while (same < scopes->depth && same < n && scopes->v[same].id == ids[n - 1 - same])
		same++;
	while (scopes->depth > same)
		leave_scope(trace, scopes);
	for (unsigned k = same; k < n; k++) {
		int64_t id = ids[n - 1 - k];
		enter_scope(trace, scopes, id, id > 0 && script->compounds[id - 1].kind != SW_COMPOUND_SUBSHELL);
	}
}

const uint32_t *sw_trace_order(struct sw_arena *arena, const struct sw_shell_script *script) {
	uint32_t n = (uint32_t)script->n, at = 0, depth = 0, plain = 0;
	while (plain < n && script->v[plain].context == SW_CONTEXT_TOP)
		plain++;
	if (plain == n)
		return NULL;
	uint32_t *order = SW_NEW_ARRAY(arena, uint32_t, n + 1), *stack = SW_NEW_ARRAY(arena, uint32_t, n + 1);
	int32_t *first = SW_NEW_ARRAY(arena, int32_t, n + 1), *next = SW_NEW_ARRAY(arena, int32_t, n + 1);
	bool any = false;
	for (uint32_t i = n; i-- > 0;) {
		enum sw_shell_context context = script->v[i].context;
		int32_t parent = script->v[i].parent;
		for (int32_t c = script->v[i].compound; c >= 0; c = script->compounds[c].compound) {
			context = script->compounds[c].context;
			parent = script->compounds[c].parent;
		}
		int32_t holder = holder_of(context, parent);
		any |= holder >= 0;
		/* first[0] is the list of those that nothing holds; all are one higher than their index. */
		next[i] = first[holder + 1];
		first[holder + 1] = (int32_t)i + 1;
	}
	if (!any)
		return NULL;
	for (int32_t i = first[0];; ) {
		while (i > 0) {
			stack[depth++] = (uint32_t)i - 1;
			i = first[i];
		}
		if (!depth)
			break;
		uint32_t done = stack[--depth];
		order[at++] = done;
		i = next[done];
	}
	assert(at == n);
	return order;
}
