/* Images at rest and whoever names them: the base of a stage, the image of a service. */
#pragma once
#include "facts/factset.h"

/* Sets `found` of every use of an image in the sets to the image that it names: by its digest where one is written, else
 * by name and tag. Two different images of one name are none, which is said. */
void sw_images_find(struct sw_arena *arena, struct sw_factset **sets, size_t count, struct sw_diags *diags);

/* bases.c: finds for each image whose contents are known the image at hand with most of its lowest layers: its base. */
void sw_images_bases(struct sw_arena *arena, struct sw_factset **sets, size_t count);
