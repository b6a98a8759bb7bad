/* Where the layers of an image lie; private to this folder. */
#pragma once
#include "formats/doc.h"
#include "readers/image/store.h"

/* Fills image->blobs from the list `layers` of a manifest. */
void sw_image_read_blobs(struct sw_image_store *store, const struct sw_node *layers, struct sw_image *image);
/* The same from the list `Layers` of names that `docker save` writes. */
void sw_image_read_members(struct sw_image_store *store, const struct sw_node *names, struct sw_image *image);
/* Says when there are more or fewer of them than the configuration has. */
void sw_image_count_blobs(struct sw_image_store *store, const struct sw_image *image);
