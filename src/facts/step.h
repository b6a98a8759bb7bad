/* What a build does, one instruction after another. A Dockerfile and the history of an image give the same steps. */
#pragma once
#include "base/vec.h"
#include "formats/shell.h"

enum sw_step_kind {
	SW_STEP_FROM, SW_STEP_RUN, SW_STEP_CMD, SW_STEP_LABEL, SW_STEP_MAINTAINER, SW_STEP_EXPOSE, SW_STEP_ENV,
	SW_STEP_ADD, SW_STEP_COPY, SW_STEP_ENTRYPOINT, SW_STEP_VOLUME, SW_STEP_USER, SW_STEP_WORKDIR, SW_STEP_ARG,
	SW_STEP_ONBUILD, SW_STEP_STOPSIGNAL, SW_STEP_HEALTHCHECK, SW_STEP_SHELL, SW_STEP_UNKNOWN,
};

/* Which language the body of a step is written in. */
enum sw_step_shell {
	SW_SHELL_NONE,       /* no body, or words that are started without a shell */
	SW_SHELL_POSIX,      /* sh, bash, dash, ash, ksh, zsh */
	SW_SHELL_POWERSHELL, /* not read */
	SW_SHELL_CMD,        /* not read */
	SW_SHELL_OTHER,      /* not read: another interpreter, such as a heredoc for python */
};

struct sw_flag {
	struct sw_str name;  /* without dashes: "from" */
	struct sw_str value; /* variables resolved where they could be; empty without '=' */
	bool known;          /* no variable is left in `value` */
	struct sw_span at;   /* the whole flag */
};

/* One name and value of ENV, ARG, LABEL. */
struct sw_pair {
	struct sw_str name;
	struct sw_str value;     /* variables resolved where they could be; never printed without masking */
	bool has_value;          /* ARG without '=' has none */
	bool known;              /* no variable is left in `value` */
	bool literal;            /* the value as written holds no variable at all */
	bool old_form;           /* ENV and LABEL: NAME VALUE, without '=' */
	bool credential_name;    /* the name says password, token, key …; not that it holds a path of one */
	struct sw_span at;       /* name and value as written */
	struct sw_span value_at; /* value as written */
};

struct sw_heredoc_body {
	struct sw_str name;
	struct sw_span at; /* the body */
};

/* A reference to a variable that nothing in the file gives a value there. */
struct sw_undefined {
	struct sw_str name;
	struct sw_span at; /* the reference; the whole word where quotes or joined lines hide it */
	bool maybe;        /* the base image, which nobody saw, may set it */
	bool breaks;       /* of FROM: ARG without a default, and without its value there is no valid image name */
};

/* The body of a shell form as its shell gets it. */
struct sw_step_body {
	struct sw_str text;      /* continued lines joined, heredocs in their place */
	struct sw_shell_map map; /* where its bytes stand in the file */
	struct sw_str shell;     /* the shell as SHELL or a comment names it; "sh" where nothing does */
};

/* What a linter of shell scripts says about a body. */
struct sw_defect {
	struct sw_span at;
	const char *rule;  /* as facts/rule_ref.h says: "shellcheck:SC2086" */
	const char *level; /* "error", "warning", "info", "style" */
	struct sw_str message; /* one line, its own words */
};

struct sw_step {
	enum sw_step_kind kind;
	bool on_build;          /* the inner instruction of ONBUILD */
	uint32_t stage;         /* index of its stage; steps before the first FROM stand in no stage: UINT32_MAX */
	struct sw_span at;      /* the whole instruction */
	struct sw_span keyword; /* its first word */
	struct sw_span gap;     /* the first blank line between its continued lines; zero: none */
	struct sw_shell_word *words; /* arguments, variables resolved where the builder resolves them */
	struct sw_flag *flags;
	struct sw_pair *pairs;
	struct sw_heredoc_body *heredocs;
	uint32_t word_count, flag_count, pair_count, heredoc_count;
	SW_VEC(struct sw_undefined) undefined;
	bool json;              /* written as a JSON list */
	enum sw_step_shell shell;
	const struct sw_step_body *body; /* of a shell form whose shell is POSIX; NULL: none */
	SW_VEC(struct sw_defect) defects; /* of the body, in its order */
	bool examined;          /* a linter looked at the body */
	const struct sw_shell_script *script; /* RUN, CMD, ENTRYPOINT, HEALTHCHECK: commands; a JSON list gives one. NULL: not read */
};

/* The flag called `name`, or NULL. */
const struct sw_flag *sw_step_flag(const struct sw_step *step, const char *name);
/* The value of a field of a flag that is a comma-separated list of KEY=VALUE, as --mount is; a field may stand in double
 * quotes. False when no field has that key. */
bool sw_flag_field(const struct sw_flag *flag, const char *key, struct sw_str *value);
