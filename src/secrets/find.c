/* The list of hits: sorted, without overlap. */
#include "secrets/hits.h"
#include "base/vec.h"
#include "secrets/hide.h"
#include "secrets/kinds.h"
#include <stdlib.h>

const struct sw_secret_kind *sw_secret_kind(uint16_t kind) {
	return kind > 0 && kind < SW_SECRET_KINDS ? &sw_secret_kinds[kind] : NULL;
}

/* Whether a says more than b about the same place. */
static bool outranks(const struct sw_secret_hit *a, const struct sw_secret_hit *b) {
	bool generic_a = sw_secret_kinds[a->kind].generic, generic_b = sw_secret_kinds[b->kind].generic;
	if (generic_a != generic_b)
		return generic_b;
	if (a->confidence != b->confidence)
		return a->confidence > b->confidence;
	return a->end - a->start > b->end - b->start;
}

void sw_hits_push(struct sw_arena *arena, struct sw_secret_hits *hits, const struct sw_secret_hit *hit) {
	*sw_push(arena, hits) = *hit;
}

static int hit_order(const void *left, const void *right) {
	const struct sw_secret_hit *a = left, *b = right;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->end != b->end)
		return a->end < b->end ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->confidence != b->confidence)
		return a->confidence < b->confidence ? -1 : 1;
	return (int)a->checksum_verified - (int)b->checksum_verified;
}

/* Of two that overlap the better one stays, stretched over both: a mask must cover either. */
void sw_hits_settle(struct sw_secret_hits *hits) {
	if (hits->n < 2)
		return;
	qsort(hits->v, hits->n, sizeof *hits->v, hit_order);
	size_t last = 0;
	for (size_t i = 1; i < hits->n; i++) {
		struct sw_secret_hit *kept = &hits->v[last], *next = &hits->v[i];
		if (next->start >= kept->end) {
			hits->v[++last] = *next;
			continue;
		}
		struct sw_secret_hit best = outranks(next, kept) ? *next : *kept;
		best.start = kept->start;
		best.end = next->end > kept->end ? next->end : kept->end;
		*kept = best;
	}
	hits->n = last + 1;
}

struct adding {
	struct sw_arena *arena;
	struct sw_secret_hits *hits;
};

static void add(void *context, const struct sw_secret_hit *hit) {
	struct adding *to = context;
	sw_hits_push(to->arena, to->hits, hit);
}

void sw_secrets_find(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits) {
	sw_shapes_search(text, false, add, &(struct adding){arena, hits});
	sw_hits_settle(hits);
}

void sw_secrets_find_like(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits) {
	sw_shapes_search(text, true, add, &(struct adding){arena, hits});
}
