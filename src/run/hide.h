/* What of the sources may not be seen when their text is shown: one place for all that readers read. */
#pragma once
#include "facts/factset.h"

/* Fills the set's `hidden`; after reading. */
void sw_hide_set(struct sw_factset *set);
/* Adds what the sources of one part hold, in order. */
void sw_hide_sources(struct sw_arena *arena, const struct sw_sources *sources, struct sw_hidden_list *hidden);
