/* A predicate as a row of jumps, for filters that are asked of thousands of flows: each atom is a number into rows of
 * answers, and every answer says which atom to ask next. It says YES where sw_predicate_value does; it explains nothing,
 * and knows neither strengths nor vacuous questions. */
#pragma once
#include "knowledge/predicate.h"

enum { SW_JUMP_YES = 0, SW_JUMP_NO = 1, SW_JUMP_FIRST = 2 }; /* ends; and the number of the first jump */

struct sw_jump {
	uint32_t number;   /* of the atom, as in struct sw_predicate */
	uint8_t subject;   /* enum sw_subject_of: which row of answers */
	uint8_t wanted;    /* enum sw_tri: the answer that leads to `yes` */
	uint32_t yes, no;  /* where to go on */
};

struct sw_program {
	struct sw_jump *v; /* jump n stands at v[n - SW_JUMP_FIRST] */
	size_t n, cap;
	uint32_t start;
};

/* The program of a predicate whose atoms have their numbers; NULL gives one that never holds. */
struct sw_program sw_program_make(struct sw_arena *arena, const struct sw_predicate *predicate);
/* Whether it comes to YES; answers[subject][number] is an enum sw_tri. */
bool sw_program_holds(const struct sw_program *program, const uint8_t *const answers[static 3]);
