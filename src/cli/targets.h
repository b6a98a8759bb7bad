/* What the broker settles before the worker starts: absolute paths, the top of the git tree, the nearest configuration.
 * Paths are resolved and looked for; no file's content is read. */
#pragma once
#include "base/arena.h"
#include "process/sandbox.h"
#include "run/request.h"

/* Fills request->targets from the operands ("." when there are none), finds the configuration and decisions unless they
 * were named, and lets the sandbox read what the worker will need. */
int sw_targets_resolve(struct sw_arena *arena, struct sw_request *request, const char *const *named, size_t count,
		       struct sw_sandbox *sandbox, struct sw_err *err);
/* The same for one target that need not be on disk, at an absolute path: only what lies around it is looked for. */
int sw_targets_elsewhere(struct sw_arena *arena, struct sw_request *request, const char *named, const char *root,
			 struct sw_sandbox *sandbox, struct sw_err *err);
