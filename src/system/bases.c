#include "base/map.h"
#include "facts/contents.h"
#include "system/images.h"

enum { DIGEST = 72 }; /* "sha256:", 64 digits and a line feed */

/* The digests of all layers, the lowest first: what stands before is what lies below. Empty where one is no digest. */
static struct sw_str stack_of(struct sw_arena *arena, const struct sw_image *image) {
	char *p = sw_arena_array(arena, image->layers.n + 1, DIGEST);
	for (size_t i = 0; i < image->layers.n; i++) {
		if (image->layers.v[i].n + 1 != DIGEST)
			return (struct sw_str){0};
		memcpy(p + i * DIGEST, image->layers.v[i].p, DIGEST - 1);
		p[i * DIGEST + DIGEST - 1] = '\n';
	}
	return sw_str(p, image->layers.n * DIGEST);
}

static void find_base(const struct sw_map *stacks, struct sw_str stack, struct sw_image *image) {
	for (size_t n = image->layers.n; n-- > 1;) {
		const struct sw_image *base = sw_map_get(stacks, sw_str_sub(stack, 0, n * DIGEST));
		if (!base)
			continue;
		image->contents->base = base->names.n ? base->names.v[0].written : base->path;
		image->contents->base_by = SW_BASE_LAYERS;
		image->contents->base_layers = (uint32_t)(n < image->contents->layers.n ? n : image->contents->layers.n);
		sw_base_mark(image->contents);
		return;
	}
}

void sw_images_bases(struct sw_arena *arena, struct sw_factset **sets, size_t count) {
	struct sw_map stacks = {0}; /* digests of all layers → const struct sw_image * */
	size_t images = 0;
	for (size_t i = 0; i < count; i++)
		images += sets[i]->images.n;
	for (size_t i = 0; images > 1 && i < count; i++)
		for (size_t k = 0; k < sets[i]->images.n; k++) {
			struct sw_str stack = stack_of(arena, &sets[i]->images.v[k]);
			/* Of two with the same layers the first one stands for both. */
			if (stack.n && !sw_map_get(&stacks, stack))
				sw_map_put(arena, &stacks, stack, &sets[i]->images.v[k]);
		}
	for (size_t i = 0; images > 1 && i < count; i++)
		for (size_t k = 0; k < sets[i]->images.n; k++)
			if (sets[i]->images.v[k].contents)
				find_base(&stacks, stack_of(arena, &sets[i]->images.v[k]), &sets[i]->images.v[k]);
}
