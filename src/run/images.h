/* Reads the layers of all images that were found, each by a process of its own, and lays them on one another. */
#pragma once
#include "process/layers.h"
#include "run/read.h"

/* Runs in a layer worker: `context` is the request. */
int sw_images_layer_work(void *context, const struct sw_layer_task *task);
/* What the records depend on that it writes. */
const char *sw_images_layer_version(void);

/* Fills image->contents of each image of the sets. What the layers hold lives in *arena, and lies there until the run ends.
 * Returns how many layers of images that a person named were not read to their end, or are not
 * what was named. */
size_t sw_images_read(struct sw_arena *arena, const struct sw_request *request, const struct sw_artifacts *artifacts,
		      struct sw_factset *const *sets, struct sw_worker *worker);
