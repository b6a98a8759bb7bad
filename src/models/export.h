/* A scanned system as a drawing of the container template: what was found as elements, flows and boundaries, what was
 * measured as their properties, and the register's rows as threats on the flows that carry them. The same scan gives the
 * same drawing, ids included. */
#pragma once
#include "facts/drawing.h"
#include "threats/register.h"

/* The id in the drawing of an element, boundary, flow or diagram ("element", …) that has `id` in its diagram. */
struct sw_str sw_export_id(struct sw_arena *arena, const char *what, const struct sw_diagram *diagram, struct sw_str id);

/* `registers` belong to `diagrams`, in their order. Names and metadata of the drawing are left to the caller. All of it
 * lives in the arena. */
void sw_export_drawing(struct sw_arena *arena, const struct sw_diagram *diagrams, const struct sw_register *registers, size_t count,
		       struct sw_drawing *drawing);
