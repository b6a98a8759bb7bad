/* Holds the files of two images against each other. */
#pragma once
#include "facts/image_change.h"

/* Fills *changes, in `arena`; what is worked out, about 32 bytes a file, is given back. A file has changed where its kind,
 * size, sum, mode or owner is another one. */
void sw_image_compare_files(struct sw_arena *arena, const struct sw_contents *before, const struct sw_contents *after,
			    struct sw_file_changes *changes);
