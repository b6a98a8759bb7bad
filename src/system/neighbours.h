/* What services of one deployment have to do with each other: stores that several write, networks they share, the proxy
 * before them. */
#pragma once
#include "facts/system.h"

/* Fills names, place, proxy, users and company of the services and the writers of their mounts; `services` are all of one deployment,
 * in the file's order, with their effective values. */
void sw_neighbours_find(struct sw_arena *arena, struct sw_service *const *services, size_t count);
