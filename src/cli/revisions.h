/* Git revisions on the command line: where the repository is, what the worker may read of it, and which side of a
 * difference is what. */
#pragma once
#include "process/sandbox.h"
#include "run/model_diff.h"

/* Finds the repository that the folder `from` (absolute) stands in, and lets the sandbox read it. */
int sw_cli_git(struct sw_arena *arena, const char *from, const struct sw_git_place **place, struct sw_sandbox *sandbox, struct sw_err *err);
/* Where a file that was named stands in the repository's work tree, *path being its real path: no link of the tree is
 * followed, because links there belong to the change that is judged. *path stays where it stands in no part of the tree. */
int sw_cli_in_tree(struct sw_arena *arena, const struct sw_git_place *place, const char *named, const char **path, struct sw_err *err);
/* One or two operands: what exists is a file or folder, anything else a revision, with or without ":PATH". One revision
 * alone is held against the work tree. */
int sw_cli_diff_prepare(struct sw_arena *arena, const char *const *operands, size_t count, const struct sw_diff_request **diff,
			struct sw_sandbox *sandbox, struct sw_err *err);
