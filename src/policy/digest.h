/* What is demanded of a project, as one short digest: gate, profile, platform, lists of allowed images. */
#pragma once
#include "base/arena.h"
#include "facts/config.h"

/* 16 digits; empty when nothing is demanded. */
struct sw_str sw_policy_digest(struct sw_arena *arena, const struct sw_config *config, const struct sw_sources *sources);
