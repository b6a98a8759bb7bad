/* A unified difference made from edits, as `git apply` and `patch` take it. */
#pragma once
#include "base/out.h"
#include "facts/secret.h"
#include "fixes/fix.h"

/* Writes what edits[0..n), all of one source, change in it. Lines that hold secrets are never printed: such context
 * lines cut their hunk short. False, and nothing is written, when a line that changes holds one. */
bool sw_diff_write(struct sw_arena *arena, struct sw_out *out, const struct sw_source *source,
		   const struct sw_edit *edits, size_t n, const struct sw_hidden_list *hidden);
