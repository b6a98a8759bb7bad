/* The linter's arguments: hadolint's options, environment and search for a configuration. */
#pragma once
#include "cli/options.h"
#include "process/sandbox.h"
#include "run/lint.h"

/* The format of HADOLINT_FORMAT when there is such a one, else "tty". */
const char *sw_lint_default_format(void);
/* Fills request->lint (which is `lint`) and the targets, and lets the sandbox read them. The formats stand already. */
int sw_lint_prepare(struct sw_arena *arena, const struct sw_arguments *arguments, struct sw_request *request,
		    struct sw_lint_request *lint, struct sw_sandbox *sandbox, struct sw_err *err);
