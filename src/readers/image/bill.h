/* An image that only a bill of materials tells of: CycloneDX or SPDX, given in the place of the image. */
#pragma once
#include "facts/factset.h"

/* Whether a file begins as such a bill may. */
bool sw_image_bill_begins(struct sw_str start);
/* Fills `set`, as the other readers of images do, with one image whose packages are known, and nothing of its files. */
void sw_image_read_bill(struct sw_factset *set, struct sw_str text);
