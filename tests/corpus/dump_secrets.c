/* Searches many texts in one process: dump_secrets < TEXTS. Each text is preceded by a line with its length in bytes
 * and gives a line "=", then one line a hit: KIND CONFIDENCE FINGERPRINT. */
#include "base/file.h"
#include "secrets/find.h"
#include <stdio.h>
#include <unistd.h>

static void dump_text(struct sw_str text) {
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 30);
	struct sw_secret_hits hits = {0};
	sw_secrets_find(&arena, text, &hits);
	puts("=");
	for (size_t i = 0; i < hits.n; i++) {
		const struct sw_secret_hit *hit = &hits.v[i];
		struct sw_str value = sw_str_sub(text, hit->start, hit->end - hit->start);
		printf("%s %d %.*s\n", sw_secret_kind(hit->kind)->id, hit->confidence,
		       SW_ARG(sw_secret_fingerprint(&arena, hit->kind, value)));
	}
	sw_arena_free(&arena);
}

int main(void) {
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 30);
	struct sw_str rest;
	struct sw_err err;
	if (sw_read_all(&arena, STDIN_FILENO, (size_t)1 << 29, &rest, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		return 2;
	}
	struct sw_str line;
	uint64_t n;
	while (rest.n > 0 && sw_str_split(&rest, '\n', &line) && sw_str_to_u64(line, &n) && n <= rest.n) {
		dump_text(sw_str_sub(rest, 0, n));
		rest = sw_str_from(rest, n);
	}
	sw_arena_free(&arena);
	return 0;
}
