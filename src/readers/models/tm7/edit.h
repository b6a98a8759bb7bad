/* A model that was read and changed, written back: the changes go into the bytes of its document. */
#pragma once
#include "base/out.h"
#include "readers/models/losses.h"
#include "readers/models/tm7/tree.h"

int sw_tm7_edit(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out);
/* Writes a .tm7 with its numbers in order. */
void sw_tm7_renumber(struct sw_arena *arena, struct sw_str text, struct sw_out *out);
