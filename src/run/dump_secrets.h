/* `strideward dump secrets FILE`: the credentials in a file, without their values. */
#pragma once
#include "base/arena.h"
#include "base/out.h"

/* A list in JSON of {rule, line, column, fingerprint, confidence, verified}, in order of place; a line of its own. */
void sw_dump_secrets(struct sw_out *out, struct sw_arena *arena, struct sw_str path, struct sw_str text);
