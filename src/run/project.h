/* Secrets in the files of a project that are no artifacts. Only those that hold one become artifacts of their own, so that
 * the others take neither memory nor a number. */
#pragma once
#include "run/read.h"

/* Looks into artifacts->own and artifacts->brought, and adds what tells of a secret to the artifacts. What was not looked
 * into is said. */
void sw_project_find(struct sw_arena *arena, unsigned jobs, struct sw_artifacts *artifacts);
/* Drops the secrets of files that a compose file reads: its checks tell of them. */
void sw_project_drop(struct sw_arena *arena, const struct sw_artifacts *artifacts, struct sw_factset **sets);
