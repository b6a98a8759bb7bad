/* From one instruction to one step: words resolved where the builder resolves them, the body read as commands. */
#pragma once
#include "facts/build.h"
#include "readers/dockerfile/scope.h"
#include "readers/dockerfile/syntax.h"

/* A shell, and what it is called. */
struct sw_shell_here {
	enum sw_step_shell kind;
	struct sw_str name; /* "bash"; empty: the platform's own */
};

struct sw_step_context {
	struct sw_arena *arena;        /* of the facts; its scratch holds what is needed while reading */
	uint32_t source;
	char escape;
	struct sw_diags *diags;
	struct sw_span gap;            /* blank line inside the instruction */
	const struct sw_scope *scope;  /* variables here */
	uint32_t stage;
	struct sw_shell_here shell;    /* that runs shell forms here */
	struct sw_shell_here *shells;    /* of each stage so far */
};

/* The step; *words and *pairs, in scratch, say how each word and each pair's value came out. */
struct sw_step sw_step_make(const struct sw_step_context *context, const struct sw_instruction *instruction,
			    struct sw_resolved **words, struct sw_resolved **pairs);
/* Words as the text of a JSON list. */
struct sw_str sw_step_list(struct sw_arena *arena, const struct sw_shell_word *words, uint32_t count);
/* Adds what one word of EXPOSE says to the stage. */
void sw_step_exposed(struct sw_arena *arena, const struct sw_shell_word *word, bool known, struct sw_stage *stage);
/* The shell that a SHELL instruction sets. */
struct sw_shell_here sw_step_shell_of(const struct sw_step *step);
/* By the name of an interpreter: sh, /bin/bash, pwsh.exe. */
enum sw_step_shell sw_shell_by_name(struct sw_str program);
