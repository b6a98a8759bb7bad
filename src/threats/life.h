/* The life of a register: how decisions stand, what is open for too long, which assumptions hold, and whether somebody
 * signed the model off as it is now. Made once for all registers of a run, after they were judged. */
#pragma once
#include "threats/decision.h"

/* One entry of the decisions, whatever became of it. */
struct sw_decided {
	const struct sw_decision *decision;
	enum sw_standing standing;    /* the worst over the rows that it is about */
	struct sw_str why;            /* in words; in force: empty, or why it is of no use any more */
	uint32_t rows;                /* rows of the registers that it is about */
	const struct sw_threat *threat; /* the first of them; NULL: none */
	uint32_t renewals;            /* earlier entries of its kind about the same */
	bool replaced;                /* a later entry about the same is in force */
	bool due;                     /* in force, and its review or its end is no more than 14 days away */
};

enum sw_assumed {
	SW_ASSUMED_UNSEEN, /* nothing that was given shows whether it is so */
	SW_ASSUMED_HOLDS,
	SW_ASSUMED_BROKEN,
	SW_ASSUMED_OVER,   /* its term has ended, and it counts no more */
};

struct sw_assumption_state {
	const struct sw_model_assumption *said;
	enum sw_assumed state;
	struct sw_str why;
	struct sw_span at;     /* the evidence, where it has a place */
};

enum sw_review_state { SW_REVIEW_NONE, SW_REVIEW_VALID, SW_REVIEW_STALE };

struct sw_review {
	enum sw_review_state state;
	const struct sw_sign_off *last; /* NULL: nobody signed off */
	sw_strings system;       /* elements, boundaries and flows from or to the outside, sorted: what a sign-off stores */
	char digest[72];         /* "sha256:" over them */
	sw_strings added, gone;  /* since the last sign-off */
	int64_t days;            /* since the last sign-off */
};

enum { SW_REVIEW_DAYS = 180, SW_DECISION_DUE_DAYS = 14 };

struct sw_life {
	SW_VEC(struct sw_decided) decided; /* in the file's order */
	uint32_t standings[SW_STANDING_NO_EFFECT + 1]; /* entries by how they stand, replaced ones left out */
	uint32_t due;
	SW_VEC(const struct sw_threat *) overdue; /* longest first */
	SW_VEC(struct sw_assumption_state) assumptions;
	uint32_t assumed[SW_ASSUMED_OVER + 1];
	struct sw_review review;
	uint32_t without_owner;  /* rows that are not mitigated and that nobody answers for */
};

/* Diagnostics: lines of register.lock about secrets whose element is gone. */
const struct sw_life *sw_life_make(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings,
				   const struct sw_decisions *decisions, const struct sw_register *registers, size_t count,
				   struct sw_str date, struct sw_diags *diags);

/* "unseen", "holds", "broken", "over"; "none", "valid", "stale". */
const char *sw_assumed_name(enum sw_assumed state);
const char *sw_review_name(enum sw_review_state state);

/* Private to threats/: one assumption held against what was seen. */
void sw_assumption_judge(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings,
			 const struct sw_register *registers, size_t count, struct sw_str date, struct sw_assumption_state *state);
/* Private to threats/: the state of the review. */
void sw_review_judge(struct sw_arena *arena, const struct sw_system *system, const struct sw_register *registers, size_t count,
		     struct sw_str date, struct sw_review *review);
