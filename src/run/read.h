/* Reads artifacts into fact sets, on several threads. The result depends on nothing but the artifacts. */
#pragma once
#include "process/broker.h"
#include "run/tree.h"

/* Where a reader's requests for files beside its artifact are answered: beneath the target, by the artifact's folder. */
struct sw_beside {
	int root;
	struct sw_str folder; /* of the artifact beneath the target; empty: the target itself */
	const char *top;      /* absolute path of the target's folder; NULL: none */
	const struct sw_map *open; /* what an editor holds; may be NULL */
	const struct sw_revision *revision; /* files come from it, by `top`; NULL: from disk, by `root` */
};
int sw_beside_read(void *beside, struct sw_arena *arena, struct sw_str relative, struct sw_str *text);
bool sw_beside_exists(void *beside, struct sw_str relative);

/* sets[i] belongs to artifacts->v.v[i]; each has its own arena, to be freed with sw_factset_free. */
struct sw_factset **sw_read_artifacts(struct sw_arena *arena, const struct sw_artifacts *artifacts, unsigned jobs,
				      struct sw_worker *worker);
/* Empties a set but for its path, which a reader may have replaced by one in the arena, and its sources' numbers. */
void sw_read_clear(struct sw_factset *set, struct sw_str path);
void sw_read_free(struct sw_factset **sets, size_t count);
/* Sets without those of files that could have held a setting and hold none, and of files of which nothing but secrets is known. */
size_t sw_read_count(struct sw_factset *const *sets, size_t count);
/* Named files that could not be opened, or that nothing could be read from. */
size_t sw_read_failures(struct sw_factset *const *sets, const struct sw_artifacts *artifacts);
