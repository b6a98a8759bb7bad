/* Reads artifacts into fact sets, on several threads. The result depends on nothing but the artifacts. */
#pragma once
#include "process/broker.h"
#include "run/tree.h"

/* sets[i] belongs to artifacts->v.v[i]; each has its own arena, to be freed with sw_factset_free. */
struct sw_factset **sw_read_artifacts(struct sw_arena *arena, const struct sw_artifacts *artifacts, unsigned jobs,
				      struct sw_worker *worker);
void sw_read_free(struct sw_factset **sets, size_t count);
/* Named files that could not be opened, or that nothing could be read from. */
size_t sw_read_failures(struct sw_factset *const *sets, const struct sw_artifacts *artifacts);
