/* Whether words of a command mean a file, by its last part: commands change the folder, and variables stand for parts. */
#pragma once
#include "checks/about_steps.h"

/* Whether the word's last part is the file's, globs in the word included. ${X} and $X are the same. */
bool sw_names_file(const struct sw_shell_word *word, struct sw_str file);
/* Whether an argument of the command names the file, options' values included. */
bool sw_call_names(const struct sw_command_at *at, struct sw_str file);
