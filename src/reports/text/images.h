/* Images in the text report: what they are, their layers, what was found in them. */
#pragma once
#include "reports/text/lines.h"

/* One section an image whose layers were looked at. */
void sw_text_images(struct sw_text *text);
