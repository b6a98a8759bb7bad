#include "base/chunk.h"
#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* A sanitizer watches what malloc gives, byte by byte. */
#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
enum { WATCHED = true };
#else
enum { WATCHED = false };
#endif

enum { CLASSES = 12, HUGE_PAGE = 2 << 20 };
static const size_t map_bytes = (size_t)64 << 20;
static_assert(SW_CHUNK_LEAST << (CLASSES - 1) == SW_CHUNK_MOST, "one class a power of two");

struct given {
	struct given *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct given *given_back[CLASSES];
static unsigned char *rest; /* of the newest map */
static size_t left;

static unsigned class_of(size_t size) {
	unsigned class = (unsigned)__builtin_ctzl(size) - (unsigned)__builtin_ctzl(SW_CHUNK_LEAST);
	assert((size & (size - 1)) == 0 && class < CLASSES);
	return class;
}

/* A map begins at a huge page, so that the kernel need not break one. What is left of the map before, less than the piece that
 * was asked for, is never touched. */
static bool add_map(void) {
	unsigned char *map = mmap(NULL, map_bytes + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (map == MAP_FAILED)
		return false;
	rest = (unsigned char *)(((uintptr_t)map + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1));
	left = map_bytes;
	madvise(rest, left, MADV_HUGEPAGE); /* a wish: without it everything works, slower */
	return true;
}

void *sw_chunk_take(size_t size, bool *zeroed) {
	unsigned class = class_of(size);
	void *piece = NULL;
	*zeroed = false;
	if (WATCHED)
		return malloc(size);
	pthread_mutex_lock(&lock);
	if (given_back[class]) {
		piece = given_back[class];
		given_back[class] = given_back[class]->next;
	} else if (left >= size || add_map()) {
		piece = rest;
		rest += size;
		left -= size;
		*zeroed = true;
	}
	pthread_mutex_unlock(&lock);
	return piece;
}

void sw_chunk_give(void *piece, size_t size) {
	unsigned class = class_of(size);
	if (WATCHED) {
		free(piece);
		return;
	}
	struct given *given = piece;
	pthread_mutex_lock(&lock);
	given->next = given_back[class];
	given_back[class] = given;
	pthread_mutex_unlock(&lock);
}
