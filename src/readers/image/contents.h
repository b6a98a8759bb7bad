/* What an image holds: the accounts of its layers laid on one another, with owners, history and base. */
#pragma once
#include "facts/contents.h"
#include "facts/factset.h"

/* Makes image->contents from one account for each of image->blobs, the lowest first; NULL stands for a layer that nobody
 * read. Everything lives in set->arena and in what the accounts point to, which must live as long. Adds a source to the set:
 * the list of what is notable, which spans point into. */
void sw_contents_make(struct sw_factset *set, struct sw_image *image, const struct sw_layer_account *const *accounts, size_t n);
