/* Files that the worker wants changed. It writes the new texts into a file in memory, one record each; when it has
 * finished, the broker carries them out. The records are checked in full, because their sender may have been taken over:
 * a record can change nothing but regular files beneath the targets, and only where the file still has the text that the
 * record was made from. */
#pragma once
#include "base/err.h"
#include "base/out.h"

/* One record: the file at `path` beneath target number `target` has the text `before` and shall have `after`. */
void sw_rewrite_put(struct sw_out *out, uint32_t target, struct sw_str path, struct sw_str before, struct sw_str after);

/* The same for a file that is not there yet: it and the folder that it stands in are made. */
void sw_rewrite_put_new(struct sw_out *out, uint32_t target, struct sw_str path, struct sw_str text);

/* Carries out the records in `fd`; `roots` are open folders, one a target. With `only`, that path beneath the first
 * target is all that may be changed or made; without, nothing new is made. Each file is written beside its target, takes
 * over its mode, and replaces it by renaming; links are not followed at the last part. Stops at the first that fails:
 * *done says how many were changed. */
int sw_rewrite_apply(int fd, const int *roots, size_t root_count, const char *only, size_t *done, struct sw_err *err);
