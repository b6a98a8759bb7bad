/* Text for tests of credentials, put together at run time: no scanner, ours included, shall find a token in a source
 * file. A row writes the random part as ~xN~: N characters of alphabet x (see alphabet_of), ~~ for a tilde; OPEN and
 * CLOSE stand around the secret when it is not the whole row. */
#pragma once
#include "unit.h"
#include "base/arena.h"
#include "secrets/find.h"
#include <stdlib.h>

#define COUNT(v) (sizeof(v) / sizeof *(v))
#define OPEN "\x01"
#define CLOSE "\x02"

static struct sw_arena arena;

static int set_up(void **state) {
	(void)state;
	sw_arena_init(&arena, (size_t)64 << 20);
	return 0;
}

static int tear_down(void **state) {
	(void)state;
	sw_arena_free(&arena);
	return 0;
}

static const char *alphabet_of(char c) {
	switch (c) {
	case 'a': return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	case 'h': return "0123456789abcdef";
	case 'u': return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	case 'b': return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	case 'd': return "0123456789";
	case 'U': return "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	case 'l': return "abcdefghijklmnopqrstuvwxyz0123456789";
	case '3': return "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	case 'A': return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	default: fail_msg("no alphabet %c", c); return "";
	}
}

static uint32_t next_random(uint32_t *seed) {
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* Writes out a row; *start and *end get the marked part, or all of it. */
static struct sw_str expand(const char *row, size_t *start, size_t *end) {
	char *out = sw_arena_alloc(&arena, 1 << 14);
	size_t n = 0;
	uint32_t seed = 2463534242u;
	*start = 0;
	*end = SW_NPOS;
	for (const char *p = row; *p; p++) {
		if (*p == *OPEN) {
			*start = n;
		} else if (*p == *CLOSE) {
			*end = n;
		} else if (*p == '~' && p[1] == '~') {
			out[n++] = *p++;
		} else if (*p == '~') {
			const char *alphabet = alphabet_of(p[1]);
			char *behind;
			for (unsigned long k = strtoul(p + 2, &behind, 10); k > 0; k--)
				out[n++] = alphabet[next_random(&seed) % strlen(alphabet)];
			p = behind;
		} else {
			out[n++] = *p;
		}
	}
	*end = *end == SW_NPOS ? n : *end;
	return sw_str(out, n);
}

static inline const char *kind_id(const struct sw_secret_hit *hit) {
	return sw_secret_kind(hit->kind)->id;
}
