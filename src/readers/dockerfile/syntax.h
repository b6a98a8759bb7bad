/* A Dockerfile as a tree of instructions, read as BuildKit reads it, with the place of every word in the file although
 * continued lines were joined. Reading never fails: what the reference parser or the build refuses becomes a
 * diagnostic, and the tree holds what could be made of the text. What the instructions mean (stages, scopes, steps) is
 * not decided here.
 *
 * Diagnostic codes say who refuses: "dockerfile-parse-…" the reference parser (then `rejected` is set),
 * "dockerfile-build-…" the build that follows it, "dockerfile-warning-…" nobody yet. */
#pragma once
#include "base/diag.h"
#include "formats/shell.h"

enum sw_instruction_kind {
	SW_INSTRUCTION_UNKNOWN, /* not one of the language: kept as one word, the build fails */
	SW_INSTRUCTION_ADD,
	SW_INSTRUCTION_ARG,
	SW_INSTRUCTION_CMD,
	SW_INSTRUCTION_COPY,
	SW_INSTRUCTION_ENTRYPOINT,
	SW_INSTRUCTION_ENV,
	SW_INSTRUCTION_EXPOSE,
	SW_INSTRUCTION_FROM,
	SW_INSTRUCTION_HEALTHCHECK,
	SW_INSTRUCTION_LABEL,
	SW_INSTRUCTION_MAINTAINER,
	SW_INSTRUCTION_ONBUILD,
	SW_INSTRUCTION_RUN,
	SW_INSTRUCTION_SHELL,
	SW_INSTRUCTION_STOPSIGNAL,
	SW_INSTRUCTION_USER,
	SW_INSTRUCTION_VOLUME,
	SW_INSTRUCTION_WORKDIR,
};

/* Text after joining, and where its bytes stand. */
struct sw_dockerfile_text {
	struct sw_str text;
	struct sw_shell_map map; /* never empty */
};

/* One argument. */
struct sw_dockerfile_word {
	struct sw_str text;  /* JSON form: the decoded string; else as joined, quotes and escapes kept */
	struct sw_span span; /* as written in the file; JSON form: quotes included */
	uint32_t at;         /* first byte in the text of the instruction */
};

/* --name or --name=value before the arguments; quotes and escapes are removed. */
struct sw_dockerfile_flag {
	struct sw_str text;  /* all of it, dashes included */
	struct sw_str name;  /* without the dashes */
	struct sw_str value; /* empty when there is none */
	bool has_value;      /* '=' was there */
	struct sw_span span, name_span, value_span; /* name without dashes; value_span is zero without '=' */
};

/* KEY=value of ENV, LABEL and ARG. */
struct sw_dockerfile_pair {
	struct sw_str key, value; /* quotes and escapes kept: expansion removes them */
	struct sw_span key_span, value_span; /* value_span is zero when has_value is false */
	bool has_value;           /* false: ARG that only names; ENV or LABEL that the parser refuses */
	bool old_form;            /* ENV KEY rest of line */
};

struct sw_dockerfile_heredoc {
	struct sw_str name;
	struct sw_str content;  /* raw lines, tabs kept; a part of the file */
	struct sw_span span;    /* of the content */
	struct sw_span end;     /* the line of the terminator without its line end; zero when it is missing */
	uint64_t fd;            /* number before <<, 0 when none */
	bool expand;            /* name was not quoted */
	bool chomp;             /* <<- : leading tabs of each line go */
};

struct sw_dockerfile_comment {
	struct sw_str text;     /* behind '#', trimmed */
	struct sw_str attached; /* as BuildKit keeps it for the next instruction: an indented comment keeps its '#' */
	struct sw_span span;    /* from '#' to the end of its line */
	uint32_t line;          /* from 1 */
	bool inside;            /* between the continued lines of an instruction */
	bool directive;         /* one of the parser directives at the top */
};

struct sw_instruction {
	enum sw_instruction_kind kind;
	struct sw_str keyword;         /* as written */
	struct sw_span span;           /* first byte of the keyword to the last of the instruction, heredocs included */
	struct sw_span head;           /* the same without heredoc bodies */
	struct sw_span keyword_span;
	uint32_t line, end_line;       /* first and last line from 1, heredocs included */
	struct sw_dockerfile_text line_text; /* the joined line; of a sub-instruction: that of the whole line */
	struct sw_dockerfile_flag *flags;
	struct sw_dockerfile_word *words; /* arguments; shell forms and single-value instructions have one word */
	struct sw_dockerfile_pair *pairs; /* ENV, LABEL, ARG only; words are there too, one a pair but for the old form */
	struct sw_dockerfile_heredoc *heredocs; /* RUN, COPY, ADD and ONBUILD of these, in order */
	struct sw_instruction *sub;    /* ONBUILD: the instruction it holds; shares heredocs */
	uint32_t flag_count, word_count, pair_count, heredoc_count;
	uint32_t comment_first, comment_count; /* attached comments: a range of the file's list */
	bool json;                     /* arguments were a JSON array */
	bool refused;                  /* the reference parser refuses this instruction */
	/* Shell form of RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD; empty else. `command` is what stands on the line. `script`
	 * is what the shell is given: the command and its heredocs, or, when the command is nothing but one heredoc
	 * (heredoc_only), its body, which runs by its "#!" line if it has one. */
	struct sw_dockerfile_text command, script;
	bool heredoc_only;
};

/* A parser directive; `line` is 0 when it is not there. */
struct sw_dockerfile_directive {
	struct sw_str value; /* whole value, trimmed */
	struct sw_str word;  /* value up to the first space, as BuildKit uses syntax and check */
	struct sw_span span; /* of the value */
	uint32_t line;
};

struct sw_dockerfile {
	uint32_t source;
	struct sw_str text;
	char escape; /* '\\' or '`' */
	struct sw_dockerfile_directive syntax, escape_directive, check;
	struct sw_instruction *instructions;
	struct sw_dockerfile_comment *comments; /* all but those in heredocs, in order */
	uint32_t instruction_count, comment_count;
	/* Blank lines inside a continuation, which a later BuildKit will refuse. */
	struct sw_dockerfile_gap {
		uint32_t instruction; /* index */
		uint32_t line;        /* last line of the continued instruction: where BuildKit warns */
		struct sw_span at;    /* the first of the blank lines */
	} *gaps;
	uint32_t gap_count;
	/* The reference parser gives no tree for this file. The first reason, and the lines it names (from 1; for a
	 * directive and an empty file the number of lines read before it). */
	bool rejected;
	struct sw_str rejected_why;
	uint32_t rejected_first, rejected_last;
};

/* A Dockerfile that is a part of another text, such as a block of YAML. */
struct sw_dockerfile_part {
	size_t from, to; /* bytes of the text */
	uint32_t indent; /* so many blanks at the start of each line are none of it */
	bool doubled;    /* $$ stands for one $ */
};

/* Reads a Dockerfile. The tree stands in the scratch of `arena`, its texts and the maps of commands and scripts in `arena`
 * itself, so that facts may keep them. `text` and both must outlive the tree; `text` is at most UINT32_MAX - 1 bytes long. Linear
 * time. All spans lie in `source`, those of a part too: they count the bytes of the whole text. */
struct sw_dockerfile *sw_dockerfile_parse_part(struct sw_arena *arena, uint32_t source, struct sw_str text,
					       const struct sw_dockerfile_part *part, struct sw_diags *diags);
struct sw_dockerfile *sw_dockerfile_parse(struct sw_arena *arena, uint32_t source, struct sw_str text,
					  struct sw_diags *diags);

/* The kind that a keyword names, in any case. */
enum sw_instruction_kind sw_instruction_kind_of(struct sw_str keyword);
/* The keyword in capitals; "" for the unknown. */
const char *sw_instruction_name(enum sw_instruction_kind kind);

/* The flag `name` (without dashes) that stands first, or NULL. */
const struct sw_dockerfile_flag *sw_instruction_flag(const struct sw_instruction *instruction, const char *name);

/* The place in the file of `n` bytes of joined text from byte `at`. Empty for n = 0, behind the byte before. */
struct sw_span sw_dockerfile_text_span(uint32_t source, const struct sw_dockerfile_text *text, size_t at, size_t n);

/* One field of a comma-separated flag value: RUN --mount and --device. */
struct sw_dockerfile_field {
	struct sw_str key;   /* lower case */
	struct sw_str value; /* empty when there is none */
	bool has_value;
	struct sw_span span; /* of the field; of the whole value where quotes or joined lines hide the place */
};

/* Splits the value of a flag at commas, by the rules of CSV. Returns the number of fields, or -1 when quotes are wrong. */
int sw_dockerfile_fields(struct sw_arena *arena, const struct sw_dockerfile_flag *flag,
			 struct sw_dockerfile_field **fields);

/* A duration as Go writes it ("1m30s", "500ms", "0"), in nanoseconds. False when it is none or too large. */
bool sw_dockerfile_duration(struct sw_str text, int64_t *nanoseconds);
