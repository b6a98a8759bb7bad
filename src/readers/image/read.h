/* Reads images at rest: a layout of the Open Container Initiative as a folder or as an archive, and the archive that
 * `docker save` writes. Of them manifests, indexes and configurations are read, every one held against its digest; of
 * layers it is told where they lie. And root file systems, which have layers alone. */
#pragma once
#include "facts/factset.h"

/* Opens a file of a layout, by its path from the layout's top. */
struct sw_image_files {
	void *context;
	/* A descriptor, which the reader closes, or negative. */
	int (*open)(void *context, struct sw_arena *arena, struct sw_str path);
};

/* Which images, and where they are. */
struct sw_image_wanted {
	struct sw_str name;     /* name or tag of the only image that is asked for; empty: all */
	struct sw_str platform; /* "os/architecture" or "os/architecture/variant"; empty: this machine's, or what there is */
	struct sw_str place;    /* path of the layout's folder, or of the archive, from the target's folder */
};

/* Fill `set`, which is zeroed but for its arena (with a catch point), path and sources.base: set->images, their histories
 * and what is to be hidden. */
void sw_image_read_layout(struct sw_factset *set, const struct sw_image_files *files, const struct sw_image_wanted *wanted);
/* The same for an archive, read once from where `fd` stands; one of a root file system is an image of one layer. */
void sw_image_read_archive(struct sw_factset *set, int fd, const struct sw_image_wanted *wanted);
/* The same for a root file system that lies in the target's folder itself (`place` is empty), or is the file `place`,
 * compressed or not. Nothing is opened. */
void sw_image_read_rootfs(struct sw_factset *set, struct sw_str place);

/* Whether a file begins as an archive that may hold images; and as one that is compressed, whose members cannot be read
 * alone. */
bool sw_image_archive_begins(struct sw_str start);
bool sw_image_compressed(struct sw_str start);
