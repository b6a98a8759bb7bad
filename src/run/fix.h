/* `fix`: mends what can be mended in the files themselves. */
#pragma once
#include "run/request.h"

/* Writes the difference to request->dump_fd, or, with request->rewrites, what process/rewrite.h carries out to
 * request->changes_fd. Returns the exit status. */
int sw_run_fix(struct sw_request *request, struct sw_worker *worker);
