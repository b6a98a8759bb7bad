/* Paths by their text alone: nothing is looked up. */
#pragma once
#include "base/arena.h"

/* Without '.', '..' and doubled slashes. An absolute path cannot leave the root; of a relative one the leading '..' stay.
 * The empty path, and what cancels out, is ".". */
struct sw_str sw_compose_path_clean(struct sw_arena *arena, struct sw_str path);
/* `path` counted from `folder`, clean; an absolute path stands for itself. */
struct sw_str sw_compose_path_join(struct sw_arena *arena, struct sw_str folder, struct sw_str path);
/* Whether a clean relative path stays below where it starts. */
bool sw_compose_path_inside(struct sw_str clean);
/* The folder of a path, empty for a name alone. */
struct sw_str sw_compose_path_folder(struct sw_str path);
