/* Reads many Dockerfiles in one process and prints the syntax tree of each as one line of JSON, for comparisons with the
 * reference parser: dump_dockerfiles < LIST. LIST holds one path a line. With the argument "time" it prints only the
 * bytes read and the milliseconds spent on parsing. */
#include "base/file.h"
#include "readers/dockerfile/dump.h"
#include <stdio.h>
#include <time.h>
#include <unistd.h>

struct totals {
	double milliseconds;
	size_t bytes, files;
};

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int dump_file(struct sw_out *out, const char *path, struct totals *totals) {
	struct sw_err err;
	struct sw_str text;
	struct sw_arena arena;
	SW_CLEANUP_FD int fd = sw_open_named(path, &err);
	sw_arena_init(&arena, (size_t)1 << 30);
	if (fd < 0 || sw_read_all(&arena, fd, (size_t)1 << 26, &text, &err) < 0) {
		fprintf(stderr, "%s: %s\n", path, err.text);
		sw_arena_free(&arena);
		return -1;
	}
	struct sw_diags diags = {.arena = &arena};
	double start = now();
	const struct sw_dockerfile *file = sw_dockerfile_parse(&arena, 1, text, &diags);
	totals->milliseconds += now() - start;
	totals->bytes += text.n;
	totals->files++;
	if (out)
		sw_dockerfile_dump(out, file);
	sw_arena_free(&arena);
	return 0;
}

int main(int argc, char **argv) {
	bool time_only = argc > 1 && strcmp(argv[1], "time") == 0;
	SW_CLEANUP_OUT struct sw_out out;
	struct totals totals = {0};
	char path[4096];
	int status = 0;
	sw_out_init(&out, STDOUT_FILENO);
	while (fgets(path, sizeof path, stdin)) {
		path[strcspn(path, "\n")] = 0;
		if (dump_file(time_only ? NULL : &out, path, &totals) < 0)
			status = 2;
	}
	if (time_only)
		sw_out_printf(&out, "%zu files, %zu bytes, %.1f ms\n", totals.files, totals.bytes, totals.milliseconds);
	return sw_out_flush(&out, NULL) < 0 ? 2 : status;
}
