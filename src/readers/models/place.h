/* Places for what a model has no places for, and questions to the places that there are. */
#pragma once
#include "facts/drawing.h"

/* Puts elements that are not `placed` beside each other, those that are stated to stand in a box inside it, below what
 * has its place; boxes that hold what has one stand around that. Gives flows their ends and handles from the elements they join, where they were not given. `placed`
 * stays as it is: what we chose is nobody's statement. The same model always gets the same places. */
void sw_place(struct sw_arena *arena, struct sw_drawn_diagram *diagram);

/* The box that the element stands in: the stated one, else the smallest whose sides enclose its middle; -1: none. An
 * element may be stated to stand in another that is no box. In a diagram of more elements than anybody draws, only what
 * is stated counts. */
int32_t sw_place_inside(const struct sw_drawn_diagram *diagram, size_t element);
