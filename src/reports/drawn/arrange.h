/* Places for an exported drawing: those of the pictures in reports, spread to the sizes that drawing tools use. */
#pragma once
#include "base/arena.h"
#include "facts/drawing.h"

/* Gives every element, boundary and flow of the diagram its place. False: it takes more memory than a picture may, and
 * nothing was placed. */
bool sw_drawn_arrange(struct sw_drawn_diagram *diagram);
