/* Reads what people wrote about their system: `.strideward.yaml` and `.strideward/decisions.yaml`. Called by the run,
 * once a file. Nothing here looks at the system itself: whether a service of that name exists is for the join to say. */
#pragma once
#include "base/diag.h"
#include "base/out.h"
#include "facts/config.h"

/* Fills *config (what was in it is lost) from `text`, which must live as long as it and stands in `source`. What cannot
 * be understood gives a diagnostic with its place, and the rest is read: an `images` key that is wrong in parts still
 * counts as a list, so that a slip never opens the gate. Unknown keys are warnings; keys that begin with "x-" are free. */
void sw_config_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_config *config,
		    struct sw_diags *diags);

/* Fills *list from a file of its own: a list as under `images:`, a whole configuration of which only that key counts, or a
 * list of hadolint, Gatekeeper or containers-policy.json(5), told apart by what they hold. Other files are an error, and
 * the list then allows nothing. */
void sw_policy_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_allowlist *list,
		    struct sw_diags *diags);

/* The same for decisions. An incomplete or contradictory one is kept with `valid` false. Whether a term is longer than
 * the priority allows, and whether it is over, is for whoever knows priority and date. */
void sw_decisions_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_decisions *decisions,
		       struct sw_diags *diags);

/* Since when rows are not mitigated: one line a row, as readers/config/lock.c says. What is no such line is an error
 * diagnostic with its place, and the others count. */
void sw_lock_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_lock *lock, struct sw_diags *diags);
/* An id as a line holds it, and back. */
void sw_lock_id_write(struct sw_out *out, struct sw_str id);
struct sw_str sw_lock_id_read(struct sw_arena *arena, struct sw_str text);

/* Who signed the model off. */
void sw_reviews_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_reviews *reviews, struct sw_diags *diags);

/* Who is responsible for which files. */
void sw_codeowners_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_codeowners *owners, struct sw_diags *diags);
