/* Reads one Dockerfile into a fact set: stages, scopes of ARG and ENV, steps with their commands, images used, secrets. */
#pragma once
#include "facts/factset.h"

/* How the reader asks for .dockerignore; the run implements it beneath the target. Paths count from the Dockerfile's folder. */
struct sw_dockerfile_files {
	void *ctx;
	int (*read)(void *ctx, struct sw_arena *arena, struct sw_str relative_path, struct sw_str *text);
	bool own_words_only; /* comments of other tools say nothing about the shell */
	bool no_ignores; /* no .dockerignore of any name stands there: none is looked for */
};

/* Fills `set`, which is zeroed but for its arena (with a catch point), path and sources.base. The text must live as long
 * as the set. `files` may be NULL: then nothing is known about .dockerignore. set->build stays NULL when there is no FROM. */
void sw_dockerfile_read(struct sw_factset *set, struct sw_str text, const struct sw_dockerfile_files *files);

/* Reads a Dockerfile that stands inside a text of the set (facts/build.h) into a build. NULL when it holds no FROM. */
struct sw_build *sw_dockerfile_read_inside(struct sw_factset *set, const struct sw_inner_dockerfile *inner,
					   const struct sw_dockerfile_files *files);

/* Whether a file found in a project may be a Dockerfile by its name: Dockerfile, Containerfile, or a name that holds one of
 * these words (api.Dockerfile, Dockerfile.alpine, team__Dockerfile) and is no document or program about one. */
bool sw_dockerfile_sniff(struct sw_str path);
/* Whether its first instruction is one that a Dockerfile begins with. */
bool sw_dockerfile_begins(struct sw_str text);
