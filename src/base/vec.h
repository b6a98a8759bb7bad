/* Growable arrays in an arena. Declare struct { T *v; size_t n, cap; } with SW_VEC(T); a zeroed one is empty.
 *     SW_VEC(struct sw_span) spans = {0};
 *     *sw_push(arena, &spans) = span; */
#pragma once
#include "base/arena.h"

#define SW_VEC(T)       \
	struct {        \
		T *v;   \
		size_t n, cap; \
	}

/* The same with a name, for parameters: SW_VEC_TYPE(spans, struct sw_span); declares struct spans. */
#define SW_VEC_TYPE(name, T)   \
	struct name {          \
		T *v;          \
		size_t n, cap; \
	}

/* A zeroed new last element, as a pointer; valid until the next push. */
#define sw_push(arena, vec)                                                                                \
	(sw_vec_reserve((arena), (void **)(void *)&(vec)->v, (vec)->n, &(vec)->cap, sizeof *(vec)->v), \
	 (vec)->v + (vec)->n++)

/* Room for exactly `count` elements in an array that is empty, where their number is known. */
#define sw_reserve(arena, vec, count) \
	((vec)->v = sw_arena_array((arena), (count), sizeof *(vec)->v), (vec)->cap = (count))

#define sw_each(T, item, vec) (T *item = (vec).v; item && item < (vec).v + (vec).n; item++)

static inline void sw_vec_reserve(struct sw_arena *arena, void **v, size_t n, size_t *cap, size_t size) {
	if (n < *cap)
		return;
	/* Many arrays stay short: large elements are not taken in advance. */
	size_t more = *cap ? *cap : size >= 96 ? 1 : size >= 64 ? 2 : 4, bytes;
	if (__builtin_add_overflow(more, *cap, &more) || __builtin_mul_overflow(more, size, &bytes))
		sw_arena_throw(arena);
	*v = sw_arena_grow(arena, *v, *cap * size, bytes);
	*cap = more;
}
