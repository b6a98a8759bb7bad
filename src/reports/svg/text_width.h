/* How wide text will be, without a font: a table of an ordinary sans face, rounded up for its wider relatives. */
#pragma once
#include "base/arena.h"

/* Width in pixels at a font size of `size` tenths of a pixel. */
int32_t sw_text_width(struct sw_str text, int32_t size);
/* `text`, or its beginning and "…" when it is wider than `most` pixels. */
struct sw_str sw_text_fit(struct sw_arena *arena, struct sw_str text, int32_t size, int32_t most);
