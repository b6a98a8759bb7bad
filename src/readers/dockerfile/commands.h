/* The commands of a step's body: read by the shell reader, with nested shells (sh -c '…', a heredoc given to bash) read
 * too, and with words in which the builder's variables stand resolved. */
#pragma once
#include "facts/step.h"
#include "readers/dockerfile/scope.h"
#include "readers/dockerfile/syntax.h"

/* Reads the shell form of an instruction. */
const struct sw_shell_script *sw_commands_of_text(struct sw_arena *arena, uint32_t source, const struct sw_instruction *instruction,
						  const struct sw_scope *scope, struct sw_diags *diags);
/* One command from the words of a JSON list. */
const struct sw_shell_script *sw_commands_of_words(struct sw_arena *arena, const struct sw_shell_word *words, uint32_t count,
						   struct sw_span at, const struct sw_scope *scope, struct sw_diags *diags);
