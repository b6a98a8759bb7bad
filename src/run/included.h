/* Compose files that a walk found, and that other deployments include or extend: they are judged there, with what stands
 * around them, and not once more by themselves. */
#pragma once
#include "run/tree.h"

/* Empties the fact sets of such files; sets[i] belongs to artifacts->v.v[i]. Files that a person named stay, and so do those
 * that Compose starts by themselves: what the configuration, .env or an override makes a deployment, and the file of a
 * default name beside the one that includes it. */
void sw_included_drop(struct sw_arena *arena, const struct sw_artifacts *artifacts, struct sw_factset **sets);
