#include "fixes/fixer.h"

static void note(struct sw_arena *arena, struct sw_map *digests, const struct sw_image_use *use) {
	if (use->ref.known && use->ref.digest.n && use->ref.tag.n)
		sw_map_put(arena, digests, sw_arena_printf(arena, "%.*s:%.*s", SW_ARG(use->ref.name), SW_ARG(use->ref.tag)), (void *)(uintptr_t)use);
}

void sw_fixing_digests(struct sw_arena *arena, const struct sw_system *system, struct sw_map *digests) {
	for (size_t i = 0; i < system->factsets.n; i++) {
		const struct sw_factset *set = system->factsets.v[i];
		for (size_t k = 0; set->build && k < set->build->uses.n; k++)
			note(arena, digests, &set->build->uses.v[k]);
		for (size_t k = 0; set->deployment && k < set->deployment->workloads.n; k++)
			if (set->deployment->workloads.v[k].has_image)
				note(arena, digests, &set->deployment->workloads.v[k].image);
	}
}

/* What the project itself shows: the digest that another place writes for the same name and tag. */
static struct sw_str digest_of(const struct sw_fixing *fixing, const struct sw_image_ref *ref) {
	const struct sw_image_use *use =
		sw_map_get(fixing->digests, sw_arena_printf(fixing->arena, "%.*s:%.*s", SW_ARG(ref->name), SW_ARG(ref->tag)));
	return use ? use->ref.digest : (struct sw_str){0};
}

static const struct sw_image_use *use_at(const struct sw_fixing *fixing) {
	struct sw_span at = fixing->finding->site->at;
	for (size_t i = 0; fixing->build && i < fixing->build->uses.n; i++)
		if (sw_span_cmp(fixing->build->uses.v[i].at, at) == 0)
			return &fixing->build->uses.v[i];
	if (fixing->service && fixing->service->workload->has_image && sw_span_cmp(fixing->service->workload->image.at, at) == 0)
		return &fixing->service->workload->image;
	return NULL;
}

void sw_fix_digest(struct sw_fixing *fixing) {
	const struct sw_image_use *use = use_at(fixing);
	if (!use || !use->ref.known || use->ref.digest.n || !use->ref.tag.n || use->depends.n)
		return;
	struct sw_str digest = digest_of(fixing, &use->ref);
	struct sw_str written = sw_fixing_text(fixing, use->at);
	if (!digest.n || !sw_str_ends(written, use->ref.tag))
		return;
	fixing->fix->title = sw_arena_printf(fixing->arena, "Pin %.*s by the digest that is known for it", SW_ARG(use->ref.written));
	sw_fixing_insert(fixing, use->at.source, use->at.end, sw_arena_printf(fixing->arena, "@%.*s", SW_ARG(digest)));
}
