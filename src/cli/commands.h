/* The commands that read inputs: what the broker settles for each of them before anything is read, what the worker does,
 * and what is put in place afterwards. */
#pragma once
#include "cli/request.h"

struct sw_cli_command {
	/* The command's own options, its outputs and its targets; what the sandbox is to let through. */
	int (*prepare)(struct sw_cli_run *run, struct sw_err *err);
	/* In the worker. Returns the exit status. */
	int (*work)(struct sw_request *request, struct sw_worker *worker);
	/* Carries out what the worker wants changed, if it may change anything. -1, with the reason said. */
	int (*apply)(struct sw_cli_run *run);
	sw_help_more *help; /* NULL: its options say all */
	bool whole; /* its outputs are documents of their own: half of one is worth nothing */
};

/* NULL: the command reads nothing. */
const struct sw_cli_command *sw_cli_command_of(enum sw_command_id id);
