/* Reads shell texts from standard input and tells of each on a line of its own whether it was read in full: "ok" and its
 * number of commands, or "bad" and the first diagnostic. A text is given as its length in bytes, a newline, the bytes.
 * With an argument, each text is read that many times, to take the time. */
#include "formats/shell.h"
#include "base/file.h"
#include "base/limits.h"
#include <stdio.h>
#include <stdlib.h>

static void read_one(struct sw_str text, long times) {
	struct sw_arena arena;
	for (long i = 0; i < times; i++) {
		sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES + 64 * text.n);
		struct sw_diags diags = {.arena = &arena};
		struct sw_shell_script *script = sw_shell_read(&arena, 1, text, (struct sw_shell_map){0}, &diags);
		if (i + 1 < times) {
			sw_arena_free(&arena);
			continue;
		}
		if (script->complete)
			printf("ok %zu\n", script->n);
		else
			printf("bad %u %.*s\n", diags.v[0].at.start, SW_ARG(diags.v[0].message));
	}
	sw_arena_free(&arena);
}

int main(int argc, char **argv) {
	struct sw_arena arena;
	struct sw_str rest, line;
	struct sw_err err;
	sw_arena_init(&arena, (size_t)1 << 30);
	if (sw_read_all(&arena, 0, (size_t)1 << 29, &rest, &err) < 0)
		return 1;
	long times = argc > 1 ? strtol(argv[1], NULL, 10) : 1;
	while (rest.n && sw_str_split(&rest, '\n', &line)) {
		uint64_t n;
		if (!sw_str_to_u64(line, &n) || n > rest.n)
			return 1;
		read_one(sw_str_sub(rest, 0, n), times);
		rest = sw_str_from(rest, n);
	}
	sw_arena_free(&arena);
	return 0;
}
