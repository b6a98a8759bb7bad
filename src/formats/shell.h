/* The POSIX shell's grammar, with the position of every word. Nothing is run and nothing is expanded but what is
 * static: quotes are removed, and a word says whether its text is all that the shell would see. Bash's [[ ]], (( )),
 * <( ), >( ), <<<, &>, arrays, function keyword and {a,b} are read tolerantly; what cannot be read gives a diagnostic
 * and `complete` false, and the commands around it stand. */
#pragma once
#include "base/diag.h"

/* One word of a command. */
struct sw_shell_word {
	struct sw_str text;  /* quotes and escapes removed; variables and substitutions left as written: $X, ${X:-y}, $(…) */
	struct sw_str raw;   /* as written, continuation lines joined */
	struct sw_span span; /* of the first to the last byte as written in the source */
	bool is_static;      /* no variable, substitution, glob or tilde that the shell would expand */
	bool quoted;         /* any part stood in quotes */
};

enum sw_shell_redirect_kind {
	SW_REDIRECT_IN,       /* < */
	SW_REDIRECT_OUT,      /* > >| &> */
	SW_REDIRECT_APPEND,   /* >> &>> */
	SW_REDIRECT_DUP,      /* >& <& */
	SW_REDIRECT_HEREDOC,  /* << <<- : word is the body */
	SW_REDIRECT_HERESTRING, /* <<< */
	SW_REDIRECT_BOTH,       /* <> : opened for reading and writing */
};

struct sw_shell_redirect {
	enum sw_shell_redirect_kind kind;
	int fd;                     /* -1: the operator's default */
	struct sw_shell_word word;  /* target, or the heredoc's body */
	struct sw_span span;        /* from the operator, or its fd, to the target; of a heredoc to its delimiter */
	bool expands;               /* heredoc: delimiter was not quoted */
	bool errors_too;            /* &> &>> and >& with a file: standard error goes there as well */
};

/* How a command is tied to the one before it in the same list. */
enum sw_shell_join {
	SW_JOIN_FIRST,   /* first of its list */
	SW_JOIN_THEN,    /* ; or newline */
	SW_JOIN_AND,     /* && */
	SW_JOIN_OR,      /* || */
	SW_JOIN_PIPE,    /* | |& */
	SW_JOIN_BACKGROUND, /* after & */
};

/* Where a command's list stands. */
enum sw_shell_context {
	SW_CONTEXT_TOP,
	SW_CONTEXT_SUBSHELL,   /* ( … ) */
	SW_CONTEXT_GROUP,      /* { …; } */
	SW_CONTEXT_CONDITION,  /* the test of if, elif, while, until */
	SW_CONTEXT_BODY,       /* then, else, do, case branch */
	SW_CONTEXT_FUNCTION,   /* body of a function that may never be called */
	SW_CONTEXT_SUBSTITUTION, /* $( … ) or ` … ` inside a word of `parent` */
	SW_CONTEXT_PROCESS,    /* <( … ) or >( … ) inside a word of `parent` */
};

struct sw_shell_call;

/* A simple command: assignments, words, redirections. Compound commands give their parts; `parent` and `compound` tie
 * them. [[ … ]] is a command whose words are all that stands in it; ((…)) has the words "((" and the expression. */
struct sw_shell_command {
	struct sw_shell_word *assignments; /* NAME=value before the first word */
	struct sw_shell_word *words;       /* words[0] is the program */
	struct sw_shell_redirect *redirects;
	uint32_t assignment_count, word_count, redirect_count;
	struct sw_span span;               /* first to last byte of the command */
	enum sw_shell_join join;
	enum sw_shell_context context;
	uint32_t list;     /* number of the list it stands in, from 1; commands of one pipeline or && chain share it */
	uint32_t pipeline; /* number of its pipeline, from 1; equal for commands joined by | */
	const struct sw_shell_call *call; /* what it runs, where a reader has worked it out (shell_words.h); NULL: ask sw_shell_call */
	int32_t parent;    /* index of the command whose word holds this substitution, or that
			    * a compound follows in its list; -1: none. See also sw_shell_holder */
	int32_t compound;  /* index of the innermost compound it is a part of, not beyond a substitution; -1: none */
	int32_t piped_from; /* join is PIPE: index of the first command of the pipeline's part before it; else -1 */
	bool negated;      /* ! before its pipeline */
	bool in_loop;      /* inside for, while, until */
	bool in_function;  /* inside a function's body, however deep */
};

enum sw_shell_compound_kind {
	SW_COMPOUND_SUBSHELL, /* ( … ) */
	SW_COMPOUND_GROUP,    /* { …; } */
	SW_COMPOUND_IF,
	SW_COMPOUND_FOR,      /* for, select */
	SW_COMPOUND_WHILE,    /* while, until */
	SW_COMPOUND_CASE,
	SW_COMPOUND_FUNCTION, /* a body in { } or ( ) is the function's own and gives no compound of its own */
};

/* What holds commands, its place in its own list, and the redirections that hold for all of its commands. */
struct sw_shell_compound {
	enum sw_shell_compound_kind kind;
	enum sw_shell_join join;           /* how it is tied to what stands before it */
	enum sw_shell_context context;     /* of the list it stands in */
	struct sw_shell_word *words;       /* for: the variable and what follows `in`; case: the subject; function: name */
	struct sw_shell_redirect *redirects;
	uint32_t word_count, redirect_count;
	struct sw_span span;               /* first word to last redirection */
	uint32_t first, end;               /* its commands: v[first] to v[end - 1], substitutions included */
	uint32_t list, pipeline;           /* it stands in */
	int32_t parent, compound, piped_from; /* as of a command */
	bool negated;
};

struct sw_shell_script {
	struct sw_shell_command *v; /* in the order of their text */
	size_t n, cap;
	struct sw_shell_compound *compounds; /* in the order of their text */
	size_t compound_count, compound_cap;
	bool complete;              /* false: something could not be read; see the diagnostics */
};

/* Maps a byte of the text being read to its place in the source: a Dockerfile joins continued lines, so the text of a
 * RUN is not one piece of the file. Entry i says that text bytes from `text_offset` on stand at `source_offset`. */
struct sw_shell_map_entry {
	uint32_t text_offset, source_offset;
};

struct sw_shell_map {
	const struct sw_shell_map_entry *v; /* sorted by text_offset; the first is at 0 */
	size_t n;                           /* 0: text offsets are source offsets */
};

/* Reads `text` that stands in `source` by `map`. Linear time; nesting above SW_LIMIT_SHELL_DEPTH is a diagnostic. */
struct sw_shell_script *sw_shell_read(struct sw_arena *arena, uint32_t source, struct sw_str text,
				      struct sw_shell_map map, struct sw_diags *diags);
/* Reads a literal value (a word of `sh -c`), whose bytes all stand at `at` as far as anyone can say. */
struct sw_shell_script *sw_shell_read_at(struct sw_arena *arena, struct sw_span at, struct sw_str text,
					 struct sw_diags *diags);
