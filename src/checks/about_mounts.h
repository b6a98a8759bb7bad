/* What of the host a service is handed: the tier of a mount, with homes of people told by the variables that stand for
 * them. */
#pragma once
#include "checks/about_workload.h"
#include "knowledge/paths.h"

/* The mount's host path as far as it can be told: as it stands, or below a home for ~ and $HOME; empty when it is
 * relative to the project, hidden, or no bind. */
struct sw_str sw_mount_path(struct sw_arena *arena, const struct sw_mount *mount);
/* Whether a bind comes from the project's own folder. */
bool sw_mount_of_project(const struct sw_mount *mount);
/* Whether a variable hides what is mounted. */
bool sw_mount_hidden(const struct sw_mount *mount);
