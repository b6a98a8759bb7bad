/* The join: fact sets of many artifacts become one system with effective values. Only this folder joins. */
#pragma once
#include "facts/system.h"

/* Imports `sets` (sorted by path by the caller) into *system: numbers subjects, links services to what they are built
 * from, and computes effective values under the platform profile. Everything made lives in `arena`; the fact sets must
 * outlive the system, and what is effective in a Dockerfile is added to its own. Up to `jobs` threads. `own` holds the sources of the run itself, numbered behind those of the sets; it and `config` may be
 * NULL. */
void sw_system_join(struct sw_arena *arena, struct sw_factset **sets, size_t count, struct sw_sources *own,
		    const struct sw_config *config, unsigned jobs, struct sw_system *system);
