/* Bump allocation with a byte cap: everything that belongs to one run, one artifact or one report lives and dies
 * together. An allocation never returns NULL. When the cap is reached, or the machine has no memory, control goes back
 * to the innermost catch point of that arena (see SW_ARENA_TRY); without one the process aborts, which the broker
 * reports. One thread at a time may use an arena. */
#pragma once
#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>

struct sw_arena_chunk;

/* A place to return to when an arena is full; lives on the stack of the function that set it. */
struct sw_arena_catch {
	jmp_buf jump;
	struct sw_arena_catch *outer; /* restored when this one is left */
};

struct sw_arena {
	struct sw_arena_chunk *chunk; /* newest first */
	size_t left;                  /* bytes free in the newest chunk */
	size_t used;                  /* bytes taken from the system so far */
	size_t cap;                   /* most bytes that may be taken */
	struct sw_arena_catch *full;  /* innermost catch point, or NULL */
	unsigned char *tail;          /* what an earlier chunk has left, all zeros: small objects still fit */
	size_t tail_left;
	struct sw_arena *scratch;     /* see sw_arena_scratch */
};

/* An empty arena; takes no memory until the first allocation. `cap` in bytes. */
void sw_arena_init(struct sw_arena *arena, size_t cap);
/* Gives everything back; the arena is then as after sw_arena_init. */
void sw_arena_free(struct sw_arena *arena);

/* Where that goes which nobody needs when the work at hand is done: the arena that the owner of `arena` put beside it, else
 * `arena` itself. The owner frees it when the work is done, and catches what it throws. */
static inline struct sw_arena *sw_arena_scratch(struct sw_arena *arena) {
	return arena->scratch ? arena->scratch : arena;
}

/* `n` bytes, zeroed, aligned for any type. */
void *sw_arena_alloc(struct sw_arena *arena, size_t n);
/* `count` objects of `size` bytes, zeroed; the product is checked. */
void *sw_arena_array(struct sw_arena *arena, size_t count, size_t size);
/* Grows `old` (old_n bytes, the result of an earlier call or NULL) to `n` bytes; in place when it was the last. */
void *sw_arena_grow(struct sw_arena *arena, void *old, size_t old_n, size_t n);

#define SW_NEW(arena, type) ((type *)sw_arena_alloc((arena), sizeof(type)))
#define SW_NEW_ARRAY(arena, type, count) ((type *)sw_arena_array((arena), (count), sizeof(type)))

/* A copy of `s`, NUL-terminated behind its last byte. */
struct sw_str sw_arena_str(struct sw_arena *arena, struct sw_str s);
/* The same with the letters A to Z made small. */
struct sw_str sw_arena_lower(struct sw_arena *arena, struct sw_str s);
/* Formatted text, NUL-terminated behind its last byte. */
struct sw_str sw_arena_printf(struct sw_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct sw_str sw_arena_vprintf(struct sw_arena *arena, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
/* a followed by b, NUL-terminated. */
struct sw_str sw_arena_join(struct sw_arena *arena, struct sw_str a, struct sw_str b);

/* Control goes to the innermost catch point as if the arena were full. */
_Noreturn void sw_arena_throw(struct sw_arena *arena);

/* Use:
 *     struct sw_arena_catch catch;
 *     if (SW_ARENA_TRY(arena, &catch)) { work; sw_arena_leave(arena, &catch); }
 *     else { the arena was full; the catch point is already left }
 * Locals changed inside the work and read in the else branch must be volatile. */
#define SW_ARENA_TRY(arena, catch) (sw_arena_enter((arena), (catch)), setjmp((catch)->jump) == 0)
void sw_arena_enter(struct sw_arena *arena, struct sw_arena_catch *catch);
void sw_arena_leave(struct sw_arena *arena, struct sw_arena_catch *catch);
