/* Properties that templates of others let people click, and what measures them. */
#pragma once
#include "facts/drawing.h"
#include "knowledge/predicate.h"

/* What a property asks, by its label. False: nothing that is measured here. *inverted: its yes is the atom's no ("runs as
 * root" is yes where the check for root fails). */
bool sw_measured_atom(struct sw_arena *arena, struct sw_str label, enum sw_atom_kind *kind, struct sw_str *name, bool *inverted);
/* Yes or no in the words that templates use; UNKNOWN for anything else. */
enum sw_tri sw_measured_word(struct sw_str value);
