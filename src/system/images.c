#include "system/images.h"
#include "base/map.h"

struct finder {
	struct sw_arena *arena;
	struct sw_diags *diags;
	struct sw_map known; /* digest, or name and tag → const struct sw_image * */
};

/* Stands for several that differ. */
static const struct sw_image several;

static struct sw_str key_of(struct sw_arena *arena, const struct sw_image_ref *ref) {
	struct sw_str tag = ref->tag.n ? ref->tag : SW_S("latest");
	return sw_arena_printf(arena, "%.*s:%.*s", SW_ARG(ref->name), SW_ARG(tag));
}

static void know(struct finder *finder, struct sw_str key, const struct sw_image *image) {
	const struct sw_image *before = key.n ? sw_map_get(&finder->known, key) : NULL;
	if (before && !sw_str_eq(before->config, image->config))
		image = &several;
	if (key.n && image != before)
		sw_map_put(finder->arena, &finder->known, key, (void *)(uintptr_t)image);
}

static void know_image(struct finder *finder, const struct sw_image *image) {
	know(finder, image->manifest, image);
	know(finder, image->index, image);
	for (size_t i = 0; i < image->names.n; i++)
		if (!image->names.v[i].digest.n)
			know(finder, key_of(finder->arena, &image->names.v[i]), image);
}

static void find(struct finder *finder, struct sw_image_use *use) {
	if (!use->ref.known || !use->ref.valid || !use->ref.name.n)
		return;
	use->found = sw_map_get(&finder->known, use->ref.digest.n ? use->ref.digest : key_of(finder->arena, &use->ref));
	if (use->found == &several) {
		use->found = NULL;
		sw_diag_add(finder->diags, SW_DIAG_WARNING, "image-ambiguous", use->at,
			    "several different images at hand are called %.*s; none of them is taken", SW_ARG(use->ref.written));
	}
}

static void find_of_build(struct finder *finder, struct sw_build *build) {
	for (size_t i = 0; i < build->uses.n; i++)
		find(finder, &build->uses.v[i]);
	for (size_t i = 0; i < build->stages.n; i++)
		if (build->stages.v[i].parent < 0 && !build->stages.v[i].scratch)
			for (size_t u = 0; u < build->uses.n; u++)
				if (build->uses.v[u].kind == SW_USE_FROM && build->uses.v[u].stage == (int32_t)i)
					build->stages.v[i].base.found = build->uses.v[u].found;
}

void sw_images_find(struct sw_arena *arena, struct sw_factset **sets, size_t count, struct sw_diags *diags) {
	struct finder finder = {.arena = arena, .diags = diags};
	size_t images = 0;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < sets[i]->images.n; k++, images++)
			know_image(&finder, &sets[i]->images.v[k]);
	for (size_t i = 0; images && i < count; i++) {
		if (sets[i]->build)
			find_of_build(&finder, sets[i]->build);
		for (size_t k = 0; sets[i]->deployment && k < sets[i]->deployment->workloads.n; k++) {
			struct sw_workload *workload = &sets[i]->deployment->workloads.v[k];
			if (workload->build.own)
				find_of_build(&finder, workload->build.own);
			if (workload->has_image && !workload->image.builds)
				find(&finder, &workload->image);
		}
	}
}
