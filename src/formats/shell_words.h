/* What checks ask of a simple command: which program it runs once wrappers are stepped over, which options and operands
 * it has, which script it is given as text, and what is piped into it. Nothing here knows a container. */
#pragma once
#include "formats/shell.h"

/* Programs that run the program named in their arguments. A set of them is an or of these. */
enum sw_shell_wrapper {
	SW_WRAPPER_SUDO = 1 << 0,
	SW_WRAPPER_DOAS = 1 << 1,
	SW_WRAPPER_GOSU = 1 << 2,
	SW_WRAPPER_SU_EXEC = 1 << 3,
	SW_WRAPPER_SETPRIV = 1 << 4,
	SW_WRAPPER_RUNUSER = 1 << 5,
	SW_WRAPPER_CHPST = 1 << 6,
	SW_WRAPPER_SETUIDGID = 1 << 7, /* setuidgid, s6-setuidgid */
	SW_WRAPPER_CHROOT = 1 << 8,
	SW_WRAPPER_INIT = 1 << 9,      /* tini, dumb-init, catatonit */
	SW_WRAPPER_XARGS = 1 << 10,
	SW_WRAPPER_TIMEOUT = 1 << 11,
	SW_WRAPPER_ENV = 1 << 12,
	SW_WRAPPER_EXEC = 1 << 13,
	SW_WRAPPER_BUSYBOX = 1 << 14,
	SW_WRAPPER_OTHER = 1 << 15,    /* nice, ionice, time, nohup, stdbuf, command, builtin, setsid, eatmydata, … */
	SW_WRAPPER_SU = 1 << 16,       /* su, or runuser without -u: the program is a shell, so `program` stays su */
};

/* What a command runs. */
struct sw_shell_call {
	struct sw_str program; /* base name; empty when there is no word or its text is not known */
	uint32_t word;         /* index of the program's word */
	uint32_t first_arg;    /* index behind it */
	uint32_t wrappers;     /* those stepped over */
	bool has_user;         /* one of them names the user that the program runs as: */
	struct sw_shell_word user; /* as "user", "user:group" or a number */
};

struct sw_shell_call sw_shell_call(const struct sw_shell_command *cmd);
/* The same, program and first argument only. */
struct sw_str sw_shell_program(const struct sw_shell_command *cmd, uint32_t *first_arg);

/* An option or operand of a command. */
struct sw_shell_arg {
	char letter;         /* of a short option, or 0 */
	struct sw_str name;  /* of a long option, with its dashes, else empty */
	uint32_t word;       /* index of the word it stands in */
	bool has_value;      /* set for operands, too */
	struct sw_shell_word value; /* an option's value, or the operand; joined values have the span of their word */
};

/* A walk over arguments from index `next` on. `valued` names the options that take a value, which then may be the next
 * word: letters of short options, then long names after blanks: "oHd --output --header". Short options may be bundled
 * (-kfo FILE). A long option with one dash (-subj) is one only when it is named here or in `also`. */
struct sw_shell_args {
	const struct sw_shell_command *cmd;
	const char *valued;
	const char *also[2]; /* names with their dashes that are looked for, or NULL */
	bool also_valued;    /* they take values */
	uint32_t next;       /* word */
	size_t letter;       /* byte inside a bundle, or 0 */
	bool operands;       /* behind "--" */
};

struct sw_shell_args sw_shell_args(const struct sw_shell_command *cmd, uint32_t first, const char *valued);
bool sw_shell_next_arg(struct sw_shell_args *args, struct sw_shell_arg *arg);

/* Whether an option is given, by its short or its long name with dashes ("-k", "--insecure"); either may be NULL.
 * `valued` as above, or NULL when no option takes a value. */
bool sw_shell_option(const struct sw_shell_command *cmd, uint32_t first, const char *short_name, const char *long_name,
		     const char *valued);
/* The value of an option's first use: -ofile, -o file, --output=file, --output file. The option itself need not be
 * named in `valued`. */
bool sw_shell_option_value(const struct sw_shell_command *cmd, uint32_t first, const char *short_name,
			   const char *long_name, const char *valued, struct sw_shell_word *value);
/* Operand number `index` from 0. */
bool sw_shell_operand(const struct sw_shell_command *cmd, uint32_t first, const char *valued, uint32_t index,
		      struct sw_shell_word *operand);

/* Whether a program of this name reads shell text: sh bash dash ash zsh ksh mksh. */
bool sw_shell_is_shell(struct sw_str program);
/* The script that a command is given as text, read: sh -c TEXT, eval TEXT, su -c TEXT, flock -c TEXT, script -c TEXT,
 * env -S TEXT, and a shell whose standard input is a here-document or here-string. NULL when there is none or a substitution makes the text unknown. Scripts nest:
 * whoever goes into the inner commands in turn has to stop at some depth, although each text is shorter than the last. */
struct sw_shell_script *sw_shell_inner(struct sw_arena *arena, const struct sw_shell_command *cmd,
				       struct sw_diags *diags);

/* Commands v[first] to v[end - 1]. */
struct sw_shell_range {
	uint32_t first, end;
};

/* The commands whose output is piped into command `index`, directly or through the compounds it stands in; those of
 * the pipeline's part just before. Empty when there are none. */
struct sw_shell_range sw_shell_fed_by(const struct sw_shell_script *script, uint32_t index);
/* The command whose word holds the substitution that command `index` stands in, however deep in compounds; -1: none.
 * *context (may be NULL) is SUBSTITUTION or PROCESS then. */
int32_t sw_shell_holder(const struct sw_shell_script *script, uint32_t index, enum sw_shell_context *context);
