/* What .dockerignore keeps out of the build context. */
#pragma once
#include "facts/value.h"
#include "readers/dockerfile/read.h"

/* Reads the file's own .dockerignore, or the folder's, into *text (empty when there is none), and says whether .git and
 * .env stay out of the context: SW_NO when there is no .dockerignore or it lets one of them in, SW_UNKNOWN when nobody can
 * say (no access to files). `dockerfile` is the Dockerfile's path. */
enum sw_tri sw_read_ignore(struct sw_arena *arena, const struct sw_dockerfile_files *files, struct sw_str dockerfile,
			   struct sw_str *text);
