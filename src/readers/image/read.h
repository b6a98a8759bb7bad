/* Reads images at rest: a layout of the Open Container Initiative as a folder or as an archive, and the archive that
 * `docker save` writes. Of them manifests, indexes and configurations are read, every one held against its digest; layers
 * are passed over. */
#pragma once
#include "facts/factset.h"

/* Opens a file of a layout, by its path from the layout's top. */
struct sw_image_files {
	void *context;
	/* A descriptor, which the reader closes, or negative. */
	int (*open)(void *context, struct sw_arena *arena, struct sw_str path);
};

/* Fill `set`, which is zeroed but for its arena (with a catch point), path and sources.base: set->images, their histories
 * and what is to be hidden. `wanted` is the name or tag of the only image that is asked for; empty: all. */
void sw_image_read_layout(struct sw_factset *set, const struct sw_image_files *files, struct sw_str wanted);
/* The same for an archive, read once from where `fd` stands. */
void sw_image_read_archive(struct sw_factset *set, int fd, struct sw_str wanted);

/* Whether a file begins as an archive that may hold images; and as one that is compressed, which is not read. */
bool sw_image_archive_begins(struct sw_str start);
bool sw_image_compressed(struct sw_str start);
