#include "base/arena.h"
#include "base/chunk.h"
#include <assert.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

struct sw_arena_chunk {
	struct sw_arena_chunk *older;
	size_t size; /* bytes behind this header */
	bool pooled; /* a piece of base/chunk.h; else of malloc: larger than these */
	bool zeroed; /* when it was taken: what was not yet handed out holds zeros */
	alignas(max_align_t) unsigned char bytes[];
};

enum { SMALL = 512 }; /* bytes of an object that is looked for a place behind an earlier chunk's others */

void sw_arena_init(struct sw_arena *arena, size_t cap) {
	*arena = (struct sw_arena){.cap = cap};
}

void sw_arena_free(struct sw_arena *arena) {
	for (struct sw_arena_chunk *chunk = arena->chunk, *older; chunk; chunk = older) {
		older = chunk->older;
		if (chunk->pooled)
			sw_chunk_give(chunk, sizeof *chunk + chunk->size);
		else
			free(chunk);
	}
	sw_arena_init(arena, arena->cap);
}

_Noreturn void sw_arena_throw(struct sw_arena *arena) {
	struct sw_arena_catch *catch = arena->full;
	if (!catch)
		abort();
	arena->full = catch->outer;
	longjmp(catch->jump, 1);
}

void sw_arena_enter(struct sw_arena *arena, struct sw_arena_catch *catch) {
	catch->outer = arena->full;
	arena->full = catch;
}

void sw_arena_leave(struct sw_arena *arena, struct sw_arena_catch *catch) {
	assert(arena->full == catch);
	arena->full = catch->outer;
}

/* A chunk has an eighth to a quarter of what the arena has already: little is left unused at the end of many small arenas,
 * and a large one takes few calls. */
static void add_chunk(struct sw_arena *arena, size_t n) {
	struct sw_arena_chunk *chunk, *older = arena->chunk;
	size_t whole = SW_CHUNK_LEAST;
	bool pooled, zeroed = false;
	while (whole < SW_CHUNK_MOST && whole < arena->used / 8)
		whole *= 2;
	while (whole - sizeof *chunk < n && whole < SW_CHUNK_MOST)
		whole *= 2;
	/* What fits below the cap is not refused for what a piece would have besides. */
	size_t room = arena->used < arena->cap ? arena->cap - arena->used : 0;
	pooled = whole - sizeof *chunk >= n && whole - sizeof *chunk <= room;
	size_t size = pooled ? whole - sizeof *chunk : n;
	if (size > room || size > SIZE_MAX - sizeof *chunk)
		sw_arena_throw(arena);
	chunk = pooled ? sw_chunk_take(whole, &zeroed) : malloc(sizeof *chunk + size);
	if (!chunk)
		sw_arena_throw(arena);
	if (older && older->zeroed && arena->left > arena->tail_left) {
		arena->tail = older->bytes + (older->size - arena->left);
		arena->tail_left = arena->left;
	}
	chunk->older = older;
	chunk->size = size;
	chunk->pooled = pooled;
	chunk->zeroed = zeroed;
	arena->chunk = chunk;
	arena->left = size;
	arena->used += size;
}

static size_t aligned(struct sw_arena *arena, size_t n) {
	size_t rounded;
	if (__builtin_add_overflow(n, alignof(max_align_t) - 1, &rounded))
		sw_arena_throw(arena);
	return rounded & ~(alignof(max_align_t) - 1);
}

void *sw_arena_alloc(struct sw_arena *arena, size_t n) {
	size_t size = aligned(arena, n ? n : 1);
	if (size <= SMALL && size <= arena->tail_left) {
		arena->tail += size;
		arena->tail_left -= size;
		return arena->tail - size;
	}
	if (size > arena->left)
		add_chunk(arena, size);
	void *p = arena->chunk->bytes + (arena->chunk->size - arena->left);
	arena->left -= size;
	return arena->chunk->zeroed ? p : memset(p, 0, size);
}

void *sw_arena_array(struct sw_arena *arena, size_t count, size_t size) {
	size_t n;
	if (__builtin_mul_overflow(count, size, &n))
		sw_arena_throw(arena);
	return sw_arena_alloc(arena, n);
}

void *sw_arena_grow(struct sw_arena *arena, void *old, size_t old_n, size_t n) {
	assert(n >= old_n);
	if (old && arena->chunk) {
		unsigned char *end = arena->chunk->bytes + (arena->chunk->size - arena->left);
		size_t had = aligned(arena, old_n ? old_n : 1), want = aligned(arena, n);
		if ((unsigned char *)old + had == end && want - had <= arena->left) {
			if (!arena->chunk->zeroed)
				memset(end, 0, want - had);
			arena->left -= want - had;
			return old;
		}
	}
	void *p = sw_arena_alloc(arena, n);
	if (old_n)
		memcpy(p, old, old_n);
	return p;
}

struct sw_str sw_arena_str(struct sw_arena *arena, struct sw_str s) {
	return sw_arena_join(arena, s, (struct sw_str){0});
}

struct sw_str sw_arena_lower(struct sw_arena *arena, struct sw_str s) {
	char *p = sw_arena_alloc(arena, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = sw_to_lower(s.p[i]);
	return sw_str(p, s.n);
}

struct sw_str sw_arena_join(struct sw_arena *arena, struct sw_str a, struct sw_str b) {
	size_t n;
	if (__builtin_add_overflow(a.n, b.n, &n) || n == SIZE_MAX)
		sw_arena_throw(arena);
	char *p = sw_arena_alloc(arena, n + 1);
	if (a.n)
		memcpy(p, a.p, a.n);
	if (b.n)
		memcpy(p + a.n, b.p, b.n);
	return (struct sw_str){p, n};
}

struct sw_str sw_arena_vprintf(struct sw_arena *arena, const char *format, va_list args) {
	char small[256]; /* most texts are short, and then made once */
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(small, sizeof small, format, args);
	assert(n >= 0);
	char *p = sw_arena_alloc(arena, (size_t)n + 1);
	if ((size_t)n < sizeof small)
		memcpy(p, small, (size_t)n + 1);
	else
		vsnprintf(p, (size_t)n + 1, format, again);
	va_end(again);
	return (struct sw_str){p, (size_t)n};
}

struct sw_str sw_arena_printf(struct sw_arena *arena, const char *format, ...) {
	va_list args;
	va_start(args, format);
	struct sw_str s = sw_arena_vprintf(arena, format, args);
	va_end(args);
	return s;
}
