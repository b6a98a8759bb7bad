/* What the catalogue's expressions ask about an element, as a property that can be drawn, measured and clicked: "Passes
 * no-memory-limit: No, presumed". The container template has such an attribute for each, the exporter fills it in, and
 * the filters and the states of exported models are read from it. */
#pragma once
#include "knowledge/catalogue.h"
#include "knowledge/predicate.h"

/* The answers, in the order in which a list offers them. */
enum sw_answer_given {
	SW_ANSWER_NOT_KNOWN,
	SW_ANSWER_YES, SW_ANSWER_YES_ASSUMED, SW_ANSWER_YES_BUILT, SW_ANSWER_YES_RUNNING,
	SW_ANSWER_NO_PRESUMED, SW_ANSWER_NO,
	SW_ANSWER_NO_GRAVE, /* a check that fails gravely enough to let somebody out of a container */
	SW_ANSWER_VACUOUS,  /* the question does not arise */
	SW_ANSWER_COUNT,
};
extern const struct sw_str sw_answers_given[SW_ANSWER_COUNT]; /* as people read them */

/* Index of the answer that the text is, byte for byte; NOT_KNOWN for anything else. */
enum sw_answer_given sw_answer_of(struct sw_str text);
struct sw_truth sw_answer_truth(enum sw_answer_given answer);

/* The key of an atom's property: "checkNoMemoryLimit"; a word, as filters want it. */
struct sw_str sw_atom_key(struct sw_arena *arena, enum sw_atom_kind kind, struct sw_str name);
/* What people are shown: "Passes no-memory-limit", "Pulls image", "Assumed: engine.userns-remap". */
struct sw_str sw_atom_label(struct sw_arena *arena, enum sw_atom_kind kind, struct sw_str name);

/* Calls `each` for every atom of what a row of the catalogue asks: its condition, what raises it, what stops it. */
typedef void sw_each_atom(void *context, enum sw_atom_kind kind, struct sw_str name);
void sw_threat_atoms(struct sw_arena *arena, const struct sw_threat_kind *kind, sw_each_atom *each, void *context);
/* The same for the atoms of one expression. */
void sw_predicate_atoms(const struct sw_predicate *predicate, sw_each_atom *each, void *context);

/* Whether only a grave failure of a check counts as a weakness for this row. */
bool sw_wants_grave(const struct sw_threat_kind *kind);

/* Properties beside the atoms. */
#define SW_KEY_SEEN "seen"           /* of elements: Yes, No: whether anything is known about it */
#define SW_KEY_HELD_OPEN "heldOpen"  /* of elements: No, Yes: a secret that was seen once and not rotated */
