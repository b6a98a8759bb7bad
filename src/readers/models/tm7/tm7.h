/* Models (.tm7) and templates (.tb7) of the Microsoft Threat Modeling Tool. A model that was read keeps its document: when
 * it is written again, what was changed in the drawing is put into that document's bytes and everything else stays as it
 * was. A drawing of another origin is written as the tool itself would write it. */
#pragma once
#include "base/diag.h"
#include "base/out.h"
#include "facts/drawing.h"
#include "readers/models/losses.h"

bool sw_tm7_looks_like(struct sw_str path, struct sw_str text);
int sw_tm7_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);
/* -1: never. What is not of this format is said in losses. */
int sw_tm7_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out);

/* A template is read as a drawing without diagrams. */
bool sw_tb7_looks_like(struct sw_str path, struct sw_str text);
int sw_tb7_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);
/* Writes the drawing's template. -1: it has none. */
int sw_tb7_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out);

/* Holds a .tm7 against the order rules that its readers rely on: order of elements, name spaces, z:Id from i1 without a
 * gap, keys that say what they lead to, i:type on values, ids of types that the embedded template has. Each breach is a
 * warning with its place. -1: it is no such document, with an error. */
int sw_tm7_check(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);
