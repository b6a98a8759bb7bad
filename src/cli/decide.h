/* `decide`, `review`, `init` and `scan --write-lock`: operands to rows and a target, options to fields, and the broker's half of
 * writing what the worker proposes. */
#pragma once
#include "cli/options.h"
#include "run/init.h"
#include "run/state.h"

struct sw_cli_state {
	struct sw_decide_request decide;
	struct sw_review_request review;
	struct sw_init_request init;
	const char *only;         /* path beneath `home` that alone may be written; NULL: nothing is */
	const char *home;         /* absolute path of the folder that .strideward stands in, or will */
	const char *const *targets; /* operands that are no rows */
	size_t target_count;
};

/* Before targets are resolved: fills state and request; -1 on wrong usage. */
int sw_cli_state_prepare(struct sw_arena *arena, const struct sw_arguments *arguments, struct sw_request *request, struct sw_cli_state *state, struct sw_err *err);
/* Afterwards: where it is to be written. */
int sw_cli_state_place(struct sw_arena *arena, struct sw_request *request, struct sw_cli_state *state, struct sw_err *err);
/* Writes what came back. -1, with the reason said. */
int sw_cli_state_apply(const struct sw_cli_state *state, int changes);
