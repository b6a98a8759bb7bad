/* Whether the failure of a command ends the RUN that it stands in. */
#pragma once
#include "checks/about_steps.h"

enum sw_mask {
	SW_MASK_NONE,       /* it ends the step, or nobody can tell that it does not */
	SW_MASK_OR,         /* || true */
	SW_MASK_SEQUENCE,   /* more follows, and nothing made the shell stop at errors */
	SW_MASK_PIPE,       /* what it is piped into decides */
	SW_MASK_CONDITION,  /* an if that only says something */
	SW_MASK_BACKGROUND,
};

/* What the shell is set to do when a command fails. */
struct sw_shell_options {
	bool errexit, pipefail;
};

struct sw_masking {
	enum sw_mask mask;
	bool guards;        /* what stands before command `end` runs only after a success */
	uint32_t end;
};

struct sw_masking sw_masking_of(const struct sw_shell_script *script, uint32_t index, struct sw_shell_options options);
/* What set, and a shell's own options, change. */
void sw_options_read(const struct sw_command_at *at, struct sw_shell_options *options);
/* What the words of SHELL and of a "#!" line set. */
void sw_options_of_words(const struct sw_shell_word *words, uint32_t count, struct sw_shell_options *options);
void sw_options_of_line(struct sw_str line, struct sw_shell_options *options);
/* "more follows and …": the end of a sentence about the command. */
const char *sw_mask_words(enum sw_mask mask);
