/* What the place and name of a file say about it: which programs somebody who breaks in would be glad of, what package
 * managers leave behind. */
#pragma once
#include "facts/layer.h"

/* Traits (enum sw_trait) of an entry by its path and kind alone; 0: none. Cheap: asked for every entry of an image. */
uint32_t sw_place_traits(const struct sw_layer_entry *entry);
