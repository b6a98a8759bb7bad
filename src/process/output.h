/* Where a report goes. A file is written under another name beside its target and takes the target's place only when
 * it is complete, so that a run that fails never harms what was there. */
#pragma once
#include "base/err.h"
#include <limits.h>

struct sw_output {
	const char *path; /* as the person named it; NULL: standard output */
	int fd;           /* open for writing between open and commit or abandon, else -1 */
	int folder;       /* the target's folder, while there is a temporary file, else -1 */
	char temporary[NAME_MAX + 1]; /* name of the temporary file in that folder */
};

/* Opens `path` (which must live as long as the output) for writing.
 * A fifo or device is written to straight; /dev/stdout, /dev/stderr and /dev/fd/N mean that descriptor. A symbolic link
 * is never followed: it would be replaced, so a link planted in a project cannot lead a report to a file elsewhere. */
int sw_output_open(struct sw_output *output, const char *path, struct sw_err *err);

/* The complete file takes the place of its target. On failure the temporary file is gone and the target as before. */
int sw_output_commit(struct sw_output *output, struct sw_err *err);

/* Drops what was written; the target is as before. Harmless for an output that is not open. */
void sw_output_abandon(struct sw_output *output);
