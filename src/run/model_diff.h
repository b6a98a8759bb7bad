/* `model diff OLD NEW`: each side a drawn model, a JSON report of ours, a folder or file to scan, or what a git revision
 * holds of them. */
#pragma once
#include "run/request.h"

/* A side as the broker settled it. */
struct sw_diff_side {
	const char *named;         /* as the person wrote it */
	const char *revision;      /* NULL: on disk */
	struct sw_request request; /* its target, and what was found for it; for a revision the target's root is the path itself, be it a folder or a file */
};

struct sw_diff_request {
	struct sw_diff_side sides[2];
	const struct sw_git_place *git; /* NULL: no side is a revision */
};
