/* Which stages become images, and what of a RUN stays out of its layer. */
#pragma once
#include "checks/about_packages.h"

/* Stages whose layers end up in an image that somebody keeps: the chains of the last stage, of stages that services are
 * built from, and of stages that the last one does not need, which are targets of their own. */
struct sw_stages sw_stages_kept(const struct sw_view *view);
/* Whether a cache or a tmpfs lies over the folder while the step runs. A folder that does not begin with '/' is compared
 * with the end of the mount's target: homes differ. */
bool sw_step_mounts_over(const struct sw_step *step, const char *folder);
/* Whether the command deletes what is in the folder: rm, find … -delete. */
bool sw_command_empties(const struct sw_command_at *at, const char *folder);
