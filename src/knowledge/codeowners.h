/* Who is responsible for a file, by CODEOWNERS. */
#pragma once
#include "facts/config.h"

/* The owners of `path`, which counts from where the file's patterns count from, or the empty text; *at is the rule that
 * names them. Where there are sections, the owners of all are joined. */
struct sw_str sw_codeowners_of(struct sw_arena *arena, const struct sw_codeowners *owners, struct sw_str path, struct sw_span *at);
