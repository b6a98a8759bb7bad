#include "checks/about_masks.h"

enum { MOST_ELEMENTS = 512 }; /* commands and compounds that are looked at for one answer */

/* A command or a compound in its list. */
struct element {
	const struct sw_shell_script *script;
	int32_t compound;        /* index, or -1: a command */
	uint32_t first, end;     /* commands */
	uint32_t list;
	enum sw_shell_join join;
	int32_t inside;          /* compound that its list stands in; -1: none */
	int32_t parent;
	enum sw_shell_context context;
	bool negated;
};

static struct element of_command(const struct sw_shell_script *script, uint32_t i) {
	const struct sw_shell_command *cmd = &script->v[i];
	return (struct element){script, -1, i, i + 1, cmd->list, cmd->join, cmd->compound, cmd->parent, cmd->context, cmd->negated};
}

static struct element of_compound(const struct sw_shell_script *script, int32_t k) {
	const struct sw_shell_compound *c = &script->compounds[k];
	return (struct element){script, k, c->first, c->end, c->list, c->join, c->compound, c->parent, c->context, c->negated};
}

/* What stands next in the element's list. */
static bool next_element(const struct element *element, struct element *next) {
	const struct sw_shell_script *script = element->script;
	bool found = false;
	uint32_t last = element->end + MOST_ELEMENTS;
	for (uint32_t i = element->end; i < script->n && i < last && !found; i++)
		if (script->v[i].list == element->list) {
			*next = of_command(script, i);
			found = true;
		}
	for (size_t k = 0; k < script->compound_count && k < MOST_ELEMENTS; k++) {
		const struct sw_shell_compound *c = &script->compounds[k];
		if (c->list != element->list || c->first < element->end || c->end <= c->first || (found && next->first < c->first))
			continue;
		*next = of_compound(script, (int32_t)k);
		found = true;
	}
	return found;
}

static bool is_harmless(const struct sw_shell_command *cmd) {
	return sw_listed(sw_shell_call(cmd).program, "true : echo printf rm cat touch sleep ls mkdir date") ||
	       (!cmd->word_count && cmd->assignment_count);
}

/* Commands of the element: whether one of them leaves, and whether all of them only say or tidy something. */
static bool leaves(const struct element *element, const char *programs) {
	for (uint32_t i = element->first; i < element->end && i < element->first + MOST_ELEMENTS; i++)
		if (sw_listed(sw_shell_call(&element->script->v[i]).program, programs))
			return true;
	return false;
}

static bool all_harmless(const struct element *element) {
	for (uint32_t i = element->first; i < element->end; i++)
		if (i - element->first > MOST_ELEMENTS || !is_harmless(&element->script->v[i]))
			return false;
	return true;
}

static bool asks_state(const struct element *element) {
	const struct sw_shell_command *cmd = &element->script->v[element->first];
	for (uint32_t i = 0; i < cmd->word_count; i++)
		if (sw_str_contains(cmd->words[i].text, SW_S("$?")))
			return true;
	for (uint32_t i = 0; i < cmd->assignment_count; i++)
		if (sw_str_contains(cmd->assignments[i].text, SW_S("$?")))
			return true;
	return false;
}

/* [ A != B ]: true is the bad case. */
static bool asks_difference(const struct element *element) {
	const struct sw_shell_command *cmd = &element->script->v[element->first];
	for (uint32_t i = 0; i < cmd->word_count; i++)
		if (sw_listed(cmd->words[i].text, "!= !"))
			return true;
	return false;
}

static bool compares(const struct element *element) {
	return element->compound < 0 && sw_listed(sw_shell_call(&element->script->v[element->first]).program, "grep egrep fgrep");
}

/* What || does when its left side fails. */
enum other_side { ENDS, FAILS, GOES_ON, NOBODY_KNOWS };

static enum other_side other_side(const struct element *side) {
	bool subshell = side->compound >= 0 && side->script->compounds[side->compound].kind == SW_COMPOUND_SUBSHELL;
	if (leaves(side, "exit return kill"))
		return subshell ? FAILS : ENDS;
	if (leaves(side, "false"))
		return FAILS;
	return all_harmless(side) ? GOES_ON : NOBODY_KNOWS;
}

/* One list: from the element that fails to the list's end. True when that end is reached and the list fails. */
static bool list_fails(struct element *element, struct sw_shell_options options, struct sw_masking *masking) {
	struct element next;
	bool last_of_chain = true;
	for (unsigned looked = 0; looked < MOST_ELEMENTS && next_element(element, &next); looked++) {
		if (next.join == SW_JOIN_PIPE && !last_of_chain) {
			element->end = next.end;
		} else if (next.join == SW_JOIN_PIPE) {
			if (!options.pipefail && !compares(&next)) {
				masking->mask = SW_MASK_PIPE;
				return false;
			}
			*element = next;
		} else if (next.join == SW_JOIN_AND) {
			masking->guards = true;
			last_of_chain = false;
			element->end = next.end;
		} else if (next.join == SW_JOIN_OR) {
			enum other_side side = other_side(&next);
			if (side == ENDS || side == NOBODY_KNOWS)
				return false;
			if (side == GOES_ON) {
				masking->mask = SW_MASK_OR;
				masking->end = next.first;
				return false;
			}
			last_of_chain = true;
			*element = next;
		} else {
			bool stops = next.join == SW_JOIN_THEN && ((options.errexit && last_of_chain) || asks_state(&next));
			masking->end = next.first;
			if (!stops)
				masking->mask = next.join == SW_JOIN_THEN ? SW_MASK_SEQUENCE : SW_MASK_BACKGROUND;
			return false;
		}
	}
	return true;
}

/* The list is that of an if's test. */
static void condition_fails(const struct element *whole, bool negated, struct sw_masking *masking) {
	if (leaves(whole, "exit return false kill break continue die fail"))
		return;
	masking->mask = SW_MASK_CONDITION;
	masking->guards = !negated;
	masking->end = whole->end;
}

struct sw_masking sw_masking_of(const struct sw_shell_script *script, uint32_t index, struct sw_shell_options options) {
	struct sw_masking masking = {0};
	struct element element = of_command(script, index);
	for (unsigned level = 0; level < SW_LIMIT_SHELL_DEPTH * 2; level++) {
		bool in_test = element.context == SW_CONTEXT_CONDITION, negated = element.negated || asks_difference(&element);
		int32_t inside = element.inside, parent = element.parent;
		enum sw_shell_context context = element.context;
		if (in_test && inside >= 0 && script->compounds[inside].kind == SW_COMPOUND_IF) {
			struct element whole = of_compound(script, inside);
			condition_fails(&whole, negated, &masking);
			return masking;
		}
		if (in_test || context == SW_CONTEXT_FUNCTION || !list_fails(&element, options, &masking))
			return masking;
		if (inside >= 0)
			element = of_compound(script, inside);
		else if (context == SW_CONTEXT_SUBSHELL && parent >= 0)
			element = of_command(script, (uint32_t)parent); /* the text of a shell: sh -c TEXT fails with it */
		else
			return masking;
	}
	return masking;
}

static void read_word(struct sw_str word, struct sw_str after, struct sw_shell_options *options) {
	bool on = sw_str_starts(word, SW_S("-")), long_name = sw_str_starts(word, SW_S("--"));
	if (word.n < 2 || long_name || (!on && word.p[0] != '+'))
		return;
	if (sw_str_find_byte(word, 'e') != SW_NPOS && !sw_str_is(word, "-Command"))
		options->errexit = on;
	if (sw_str_find_byte(word, 'o') == SW_NPOS)
		return;
	if (sw_str_is(after, "pipefail"))
		options->pipefail = on;
	if (sw_str_is(after, "errexit"))
		options->errexit = on;
}

void sw_options_of_words(const struct sw_shell_word *words, uint32_t count, struct sw_shell_options *options) {
	for (uint32_t i = 0; i < count; i++)
		read_word(words[i].text, i + 1 < count ? words[i + 1].text : (struct sw_str){0}, options);
}

void sw_options_of_line(struct sw_str line, struct sw_shell_options *options) {
	struct sw_str word, after = line;
	while (sw_str_split(&line, ' ', &word)) {
		after = sw_str_sub(line, 0, sw_str_find_byte(line, ' '));
		read_word(word, after, options);
	}
}

void sw_options_read(const struct sw_command_at *at, struct sw_shell_options *options) {
	if (sw_str_is(at->call.program, "set"))
		sw_options_of_words(at->cmd->words + at->call.first_arg, at->cmd->word_count - at->call.first_arg, options);
}

const char *sw_mask_words(enum sw_mask mask) {
	static const char *const words[] = {
		[SW_MASK_NONE] = "ends the step",
		[SW_MASK_OR] = "is waved through by what stands behind ||",
		[SW_MASK_SEQUENCE] = "does not keep the shell from going on, for set -e is not in force",
		[SW_MASK_PIPE] = "is lost in a pipe, for pipefail is not set",
		[SW_MASK_CONDITION] = "only chooses a branch, and none ends the step",
		[SW_MASK_BACKGROUND] = "is not waited for",
	};
	return words[mask];
}
