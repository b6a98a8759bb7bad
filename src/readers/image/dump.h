/* Images at rest as JSON: what the reader made of them, with secrets masked. */
#pragma once
#include "base/out.h"
#include "facts/factset.h"

void sw_image_dump(struct sw_out *out, struct sw_arena *arena, const struct sw_factset *set);
