/* Gathering hits. Private to this folder. */
#pragma once
#include "secrets/shape.h"

/* Adds a hit as it is found; the list is in order only after sw_hits_settle. */
void sw_hits_push(struct sw_arena *arena, struct sw_secret_hits *hits, const struct sw_secret_hit *hit);
/* Puts the hits in order; of those that overlap one is left, stretched over all of them. */
void sw_hits_settle(struct sw_secret_hits *hits);
