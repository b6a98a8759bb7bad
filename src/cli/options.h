/* The command line as tables: commands and options are declared once; parsing, help and the man page's synopsis come
 * from here. */
#pragma once
#include "base/err.h"
#include "base/out.h"
#include <stdbool.h>
#include <stddef.h>

enum sw_option_id {
	SW_OPTION_FORMAT, SW_OPTION_CONFIG, SW_OPTION_GATE, SW_OPTION_BASELINE, SW_OPTION_JOBS, SW_OPTION_AT, SW_OPTION_DIALECT, SW_OPTION_AS,
	SW_OPTION_PROFILE, SW_OPTION_POLICY, SW_OPTION_OFFICIAL, SW_OPTION_QUIET, SW_OPTION_NO_COLOR, SW_OPTION_WRITE, SW_OPTION_HARDEN, SW_OPTION_UNSAFE, SW_OPTION_NO_FOREIGN, SW_OPTION_SHELLCHECK,
	SW_OPTION_LINT_CONFIG, SW_OPTION_THRESHOLD, SW_OPTION_ERROR, SW_OPTION_WARNING, SW_OPTION_INFO, SW_OPTION_STYLE, SW_OPTION_IGNORE,
	SW_OPTION_TRUSTED, SW_OPTION_LABEL, SW_OPTION_STRICT_LABELS, SW_OPTION_NO_PRAGMA, SW_OPTION_SHOWN_PATH, SW_OPTION_NO_FAIL,
	SW_OPTION_VERBOSE, SW_OPTION_WRITE_LOCK, SW_OPTION_PLATFORM, SW_OPTION_NO_SECRETS, SW_OPTION_NO_CACHE, SW_OPTION_LOCKFILES,
	SW_OPTION_LIST, SW_OPTION_KIND, SW_OPTION_REASON, SW_OPTION_OWNER, SW_OPTION_BY, SW_OPTION_APPROVED_BY, SW_OPTION_TICKET, SW_OPTION_UNTIL,
	SW_OPTION_REVIEW_ON, SW_OPTION_RESIDUAL, SW_OPTION_EVIDENCE, SW_OPTION_SIGN_OFF, SW_OPTION_REVIEWER, SW_OPTION_RULES, SW_OPTION_MAPPING, SW_OPTION_GENERATE, SW_OPTION_EXIT_CODE, SW_OPTION_ROOT, SW_OPTION_STDIO, SW_OPTION_POLICY_FROM, SW_OPTION_HELP, SW_OPTION_VERSION,
	SW_OPTION_COUNT,
};

enum sw_command_id {
	SW_COMMAND_SCAN, SW_COMMAND_IMAGE, SW_COMMAND_SBOM, SW_COMMAND_LINT, SW_COMMAND_FIX, SW_COMMAND_LSP, SW_COMMAND_MODEL, SW_COMMAND_DECIDE, SW_COMMAND_REVIEW, SW_COMMAND_EXPLAIN, SW_COMMAND_CHECKS, SW_COMMAND_THREATS, SW_COMMAND_ATTACKERS, SW_COMMAND_SEEDS, SW_COMMAND_INIT, SW_COMMAND_DUMP,
	SW_COMMAND_COUNT,
};

struct sw_option {
	const char *name;     /* long name without dashes; several may share one, for different commands */
	char letter;          /* short name, or 0 */
	const char *argument; /* NAME shown in help; NULL: takes none */
	const char *help;     /* one line */
	unsigned commands;    /* bits 1 << enum sw_command_id that take it */
	bool repeatable;
};
extern const struct sw_option sw_options[SW_OPTION_COUNT];

struct sw_command {
	const char *name;
	const char *operands; /* as in a synopsis: "[TARGET …]" */
	const char *help;     /* one line */
	unsigned least, most; /* operands */
};
extern const struct sw_command sw_commands[SW_COMMAND_COUNT];

enum { SW_MOST_FORMATS = 16, SW_MOST_REPEATED = 256 };

struct sw_arguments {
	enum sw_command_id command;
	bool help, version;
	const char *formats[SW_MOST_FORMATS]; /* NAME or NAME=FILE */
	size_t format_count;
	const char *values[SW_OPTION_COUNT];  /* last value of each option that takes one */
	bool given[SW_OPTION_COUNT];
	struct sw_repeated {
		enum sw_option_id id;
		const char *value;
	} repeated[SW_MOST_REPEATED]; /* values of repeatable options but formats, in order */
	size_t repeated_count;
	const char **operands;
	size_t operand_count;
};

/* Parses argv; operands point into argv, which is permuted. -1 with a message for the person on wrong usage. */
int sw_arguments_parse(struct sw_arguments *arguments, int argc, char **argv, struct sw_err *err);

/* What a command's help tells behind its options. */
typedef void sw_help_more(struct sw_out *out);
/* One line of a list in help: a name and what it is. */
void sw_help_row(struct sw_out *out, const char *name, const char *text);
/* Prints general help, or that of one command; `more` may be NULL. */
void sw_help(int fd, const struct sw_arguments *arguments, sw_help_more *more);
/* "strideward scan [-f NAME[=FILE]] … [TARGET …]", one line a command: help and the man page must agree on it. */
void sw_synopsis(int fd);
