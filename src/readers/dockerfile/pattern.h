/* Shell patterns in ${x#p}, ${x%p} and ${x/p/r}: '*' any run, '?' any one character, '\' protects; no brackets. As in the
 * reference, neither wildcard matches a newline. */
#pragma once
#include "base/arena.h"

enum sw_pattern_status {
	SW_PATTERN_OK,
	SW_PATTERN_BAD,   /* ends in '\', or protects what needs no protection */
	SW_PATTERN_LARGE, /* pattern times value exceeds the work that is granted */
};

/* `value` without the shortest (longest) prefix or suffix that matches. */
enum sw_pattern_status sw_pattern_trim(struct sw_arena *arena, struct sw_str value, struct sw_str pattern, bool suffix,
				       bool longest, struct sw_str *result);
/* `value` with the first, or every, longest match replaced. The result exceeds `limit` bytes: SW_PATTERN_LARGE. */
enum sw_pattern_status sw_pattern_replace(struct sw_arena *arena, struct sw_str value, struct sw_str pattern,
					  struct sw_str replacement, bool all, size_t limit, struct sw_str *result);
