/* The predicate language of the catalogue: three-valued expressions over controls and facts that can explain their
 * value.
 *
 *     expression = all(expression, …) | any(expression, …) | not(expression) | atom
 *     atom       = CHECK-ID[@STRENGTH]     the check passed on every subject it looked at
 *                | fact:NAME               a fact about the element
 *                | assume:KEY              an assumption of the platform profile or of the configuration
 *                | evidence:NAME           something only later evidence can show: unknown until it is given
 *
 * STRENGTH is the least strength of evidence the control needs: declared, built or running. all and any follow Kleene:
 * one NO makes all NO, one YES makes any YES, else an unknown part makes the whole unknown.
 *
 * The filters of drawn models are the same language with another spelling and atoms of their own: knowledge/filter.h. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "facts/value.h"

enum sw_predicate_kind { SW_PREDICATE_ALL, SW_PREDICATE_ANY, SW_PREDICATE_NOT, SW_PREDICATE_ATOM };
enum sw_atom_kind {
	SW_ATOM_CHECK, SW_ATOM_FACT, SW_ATOM_ASSUME, SW_ATOM_EVIDENCE,
	SW_ATOM_IS,       /* filters: the subject is of type `name` */
	SW_ATOM_PROPERTY, /* filters: the subject's property `name` is `value` */
	SW_ATOM_CROSSES,  /* filters: the flow crosses a boundary of type `name` */
};

/* What an atom of a filter asks about. */
enum sw_subject_of { SW_OF_SOURCE, SW_OF_TARGET, SW_OF_FLOW };

/* Of what a statement is made, weakest first. */
enum sw_strength { SW_STRENGTH_NONE, SW_STRENGTH_ASSUMED, SW_STRENGTH_DECLARED, SW_STRENGTH_BUILT, SW_STRENGTH_RUNNING };

struct sw_predicate {
	enum sw_predicate_kind kind;
	enum sw_atom_kind atom;
	enum sw_strength least;         /* atom: strength that it needs; NONE: any */
	struct sw_str name;             /* atom: without its prefix */
	enum sw_subject_of subject;     /* atoms of filters, and so all down to `parts` */
	bool by_label;                  /* `name` is what people are shown, not an id */
	struct sw_str value;
	uint32_t number;                /* for who compiles filters: which question it is */
	uint32_t start, end;            /* its bytes in the filter's text */
	struct sw_predicate **parts;    /* all, any, not */
	unsigned count;
};

/* What an expression comes to. */
struct sw_truth {
	enum sw_tri holds;
	bool vacuous;              /* UNKNOWN because the question does not arise: left out of all and any */
	bool presumed;             /* rests on a default where evidence is missing */
	enum sw_strength strength; /* YES: the weakest part that it rests on */
};

/* Answers an atom; called once for each atom, in order, so that the caller can note what was looked at. */
typedef struct sw_truth sw_atom_fn(void *context, const struct sw_predicate *atom);

/* Reads an expression; NULL with an error when it is malformed. The empty text gives NULL without an error. */
struct sw_predicate *sw_predicate_read(struct sw_arena *arena, struct sw_str text, struct sw_err *err);
/* Every atom is asked, also where the result is settled: the explanation is to be complete. */
struct sw_truth sw_predicate_value(const struct sw_predicate *predicate, sw_atom_fn *atom, void *context);

const char *sw_strength_name(enum sw_strength strength);
