/* Small questions about the words of a command, for checks of Dockerfiles. */
#pragma once
#include "checks/declare.h"

/* The place of `n` bytes of a word's text; the whole word where quotes or joined lines hide it. */
struct sw_span sw_word_part(const struct sw_shell_word *word, size_t from, size_t n);
/* The text of a word, or of the variable that is all of it, when the same script gives it one static value before. */
struct sw_str sw_word_value(const struct sw_shell_script *script, uint32_t index, const struct sw_shell_word *word);
/* Whether text as written refers to the variable: $NAME, ${NAME}, ${NAME:-x}. */
bool sw_text_refers(struct sw_str text, struct sw_str name);
/* Whether a text that means a truth says no: false, 0, no, off; yes: true, 1, yes, on. */
bool sw_says_no(struct sw_str value);
bool sw_says_yes(struct sw_str value);
