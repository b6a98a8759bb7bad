/* `init`: a first .strideward.yaml, made from a scan. It says nothing by itself: what can be guessed (deployments, what
 * stores hold, owners, exposure, flows, images) stands in it commented out, for people to look at. */
#pragma once
#include "run/request.h"

#define SW_INIT_FILE ".strideward.yaml"

struct sw_init_request {
	bool shows; /* the text goes to request->dump_fd; else to request->changes_fd, as a new file (process/rewrite.h) */
};

/* Returns the exit status. */
int sw_run_init(struct sw_request *request, struct sw_worker *worker);
