/* What contents are completed with; private to this folder. */
#pragma once
#include "facts/contents.h"
#include "facts/factset.h"

/* list.c: writes the list of notable files and secrets, one a line, as a source of the set; sets contents->source and the
 * spans of files and secrets, which are their paths in it. */
void sw_contents_list(struct sw_factset *set, const struct sw_image *image, struct sw_contents *contents);

/* base.c: sets base, base_by, base_layers and the layers' own mark from labels, os-release and the history. */
void sw_base_find(struct sw_factset *set, const struct sw_image *image, struct sw_contents *contents);
