/* What of the layers' accounts an image's contents keep; private to this folder. */
#pragma once
#include "facts/contents.h"
#include "readers/image/merge.h"

struct sw_found_file {
	struct sw_image_file file;
	uint32_t order;             /* in its layer: of two with one path the last one holds */
};

struct sw_found_package {
	const struct sw_package *package;
	uint32_t layer;
	bool stays;                 /* the file that tells of it is in the final image */
};

/* Of all layers; lives in the arena of the merge. */
struct sw_gathered {
	struct sw_arena *arena;
	SW_VEC(struct sw_found_file) files;
	SW_VEC(struct sw_image_secret) secrets;
	SW_VEC(struct sw_found_package) packages;
	SW_VEC(struct sw_image_account) accounts;
	struct sw_release release;
};

/* Adds what a layer tells of; all higher layers were laid before. */
void sw_gather_layer(struct sw_gathered *gathered, struct sw_merge *merge, const struct sw_layer_account *account, uint32_t layer);
/* Makes the lists of the contents, in `arena` and in their order. */
void sw_gather_finish(struct sw_gathered *gathered, struct sw_arena *arena, struct sw_contents *contents);

/* owners.c: finds the package that owns each file, secret and package of the lists. `scratch` is for what is worked out. */
void sw_owners_find(struct sw_arena *scratch, struct sw_contents *contents);

/* The file that a path speaks of: behind '!' stand members of archives. */
static inline struct sw_str sw_outer_path(struct sw_str path) {
	size_t mark = sw_str_find_byte(path, '!');
	return mark == SW_NPOS ? path : sw_str_sub(path, 0, mark);
}
