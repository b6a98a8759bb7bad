/* What the words of a shell script stand for, as far as that can be told without running it. What is not known is a
 * mark: two words that hold the same mark hold the same text, whatever it is. So a file that is saved as "$tmp/a-$V" and
 * unpacked as "$tmp/a-$V" is one file, although nobody knows its name. */
#pragma once
#include "checks/about_steps.h"

/* A mark is SW_MARK, its number in digits, SW_MARK_END; no byte of it means anything in a path. */
#define SW_MARK '\1'
#define SW_MARK_END '\2'

struct sw_binding {
	struct sw_str name, value;
	const struct sw_binding *older;
};

struct sw_values {
	struct sw_arena *arena;
	const struct sw_binding *newest; /* keep it to come back to this state: bindings never change */
	SW_VEC(struct sw_str) marks;     /* what each stands for, as written */
	struct sw_map by_text;           /* of marks whose text decides: variables that the script does not set */
	struct sw_str last;              /* $_ */
};

void sw_values_set(struct sw_values *values, struct sw_str name, struct sw_str value);
/* The variable has a value that nobody can tell; it is not that of any other. */
void sw_values_forget(struct sw_values *values, struct sw_str name);
/* A value that nobody can tell and that has been nowhere before. `text` is how people know it. */
struct sw_str sw_values_mark(struct sw_values *values, struct sw_str text);
/* A text with what it refers to put in. */
struct sw_str sw_values_expand(struct sw_values *values, struct sw_str text);
/* The same for a word: a static one is as it stands. */
struct sw_str sw_values_word(struct sw_values *values, const struct sw_shell_word *word);
/* With marks as they were written. */
struct sw_str sw_values_shown(const struct sw_values *values, struct sw_str text);
/* What the assignments of a command, and export, read and their like, do to the variables. */
void sw_values_assign(struct sw_values *values, const struct sw_command_at *at);
/* Leaves a branch that may not have been taken: what it set is not known behind it. */
void sw_values_merge(struct sw_values *values, const struct sw_binding *before);

static inline bool sw_values_known(struct sw_str text) {
	return sw_str_find_byte(text, SW_MARK) == SW_NPOS;
}
/* Whether the two texts can be equal; equal texts always can. */
bool sw_values_may_meet(struct sw_str a, struct sw_str b);
