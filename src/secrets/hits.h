/* Adding to a list of hits. Private to this folder. */
#pragma once
#include "secrets/shape.h"

/* Puts `hit` in its place; what it overlaps becomes one hit with it. */
void sw_hits_add(struct sw_arena *arena, struct sw_secret_hits *hits, const struct sw_secret_hit *hit);
