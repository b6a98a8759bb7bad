/* What of the sources may not be seen when their text is shown: one place for all that readers read. */
#pragma once
#include "facts/factset.h"
#include "facts/verdict.h"

/* Fills the set's `hidden`; after reading. */
void sw_hide_set(struct sw_factset *set);
/* Adds what the sources of one part hold, in order. */
void sw_hide_sources(struct sw_arena *arena, const struct sw_sources *sources, struct sw_hidden_list *hidden);
/* The last line of defence: readers and checks keep secrets out of what they say, and what slipped through is masked. */
void sw_hide_verdict(struct sw_arena *arena, struct sw_verdict *verdict);
/* The same for what comments that hide findings say. */
void sw_hide_reasons(struct sw_arena *arena, struct sw_findings *findings);
/* The same for diagnostics from number `from` on. */
void sw_hide_diags(struct sw_arena *arena, struct sw_diags *diags, size_t from);
