/* The list of hits: sorted, without overlap. */
#include "secrets/hits.h"
#include "base/vec.h"
#include "secrets/kinds.h"

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

/* Of two that overlap the better one stays, stretched over both: a mask must cover either. */
void sw_hits_add(struct sw_arena *arena, struct sw_secret_hits *hits, const struct sw_secret_hit *hit) {
	struct sw_secret_hit merged = *hit;
	size_t at = hits->n;
	while (at > 0 && hits->v[at - 1].start >= merged.end)
		at--;
	size_t behind = at;
	while (at > 0 && hits->v[at - 1].end > merged.start) {
		struct sw_secret_hit *old = &hits->v[--at];
		struct sw_secret_hit best = outranks(&merged, old) ? merged : *old;
		best.start = old->start < merged.start ? old->start : merged.start;
		best.end = old->end > merged.end ? old->end : merged.end;
		merged = best;
	}
	if (at == behind) {
		(void)sw_push(arena, hits);
		memmove(hits->v + at + 1, hits->v + at, (hits->n - 1 - at) * sizeof *hits->v);
	} else {
		memmove(hits->v + at + 1, hits->v + behind, (hits->n - behind) * sizeof *hits->v);
		hits->n -= behind - at - 1;
	}
	hits->v[at] = merged;
}

struct adding {
	struct sw_arena *arena;
	struct sw_secret_hits *hits;
};

static void add(void *context, const struct sw_secret_hit *hit) {
	struct adding *to = context;
	sw_hits_add(to->arena, to->hits, hit);
}

void sw_secrets_find(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits) {
	sw_shapes_search(text, add, &(struct adding){arena, hits});
}
