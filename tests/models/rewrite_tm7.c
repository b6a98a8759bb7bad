/* rewrite_tm7 FILE: a .tm7 or .tb7 written as if it had been made and not read, to standard output; to standard error
 * what the checker of the order rules says of the file and of what was written ("file: …", "written: …"). */
#include "base/file.h"
#include "readers/models/tm7/tm7.h"
#include <fcntl.h>
#include <stdio.h>

static void check(struct sw_arena *arena, const char *what, struct sw_str text) {
	struct sw_diags diags = {.arena = arena};
	sw_tm7_check(arena, 1, text, &diags);
	for (size_t i = 0; i < diags.n; i++)
		fprintf(stderr, "%s: %u: %.*s\n", what, diags.v[i].at.start, SW_ARG(diags.v[i].message));
}

int main(int argc, char **argv) {
	struct sw_arena arena;
	struct sw_err err = {0};
	struct sw_str text;
	sw_arena_init(&arena, (size_t)1 << 30);
	struct sw_diags diags = {.arena = &arena};
	struct sw_drawing drawing = {0};
	SW_CLEANUP_FD int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
	if (fd < 0 || sw_read_all(&arena, fd, (size_t)1 << 28, &text, &err) < 0)
		return 1;
	bool alone = sw_tb7_looks_like(SW_S(""), text);
	if ((alone ? sw_tb7_read : sw_tm7_read)(&drawing, &arena, 1, text, &diags) < 0)
		return 2;
	drawing.origin = NULL;
	if (drawing.template)
		drawing.template->origin = NULL;
	struct sw_out out;
	sw_out_init(&out, -1);
	if ((alone ? sw_tb7_write : sw_tm7_write)(&drawing, &arena, NULL, &out) < 0)
		return 3;
	if (!alone) {
		check(&arena, "file", text);
		check(&arena, "written", sw_out_text(&out));
	}
	fwrite(out.p, 1, out.n, stdout);
	sw_out_free(&out);
	sw_arena_free(&arena);
	return 0;
}
