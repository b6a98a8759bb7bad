/* Any model in any format: convert_model FILE FORMAT writes it to standard output; to standard error what was wrong with it
 * ("line:column: code: message"), and what is lost ("lost: …"). Ends with 2 where it cannot be read, 3 where not written. */
#include "base/file.h"
#include "base/source.h"
#include "readers/models/formats.h"
#include "readers/models/losses.h"
#include <stdio.h>
#include <stdlib.h>

static struct sw_str read_file(const char *path) {
	FILE *file = fopen(path, "rb");
	long end;
	if (!file || fseek(file, 0, SEEK_END) != 0 || (end = ftell(file)) < 0 || fseek(file, 0, SEEK_SET) != 0) {
		perror(path);
		exit(1);
	}
	char *p = malloc((size_t)end + 1);
	struct sw_str text = {p, p ? fread(p, 1, (size_t)end, file) : 0};
	fclose(file);
	return text;
}

int main(int argc, char **argv) {
	if (argc != 3)
		return 1;
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 30);
	struct sw_diags diags = {.arena = &arena};
	struct sw_losses losses = {.arena = &arena};
	struct sw_sources sources = {0};
	struct sw_drawing drawing = {0};
	struct sw_str path = sw_str_of(argv[1]), text = read_file(argv[1]);
	uint32_t source = sw_source_add(&arena, &sources, path, text);
	const struct sw_model_format *from = sw_model_format_guess(path, text), *to = sw_model_format_of(sw_str_of(argv[2]));
	if (!from || !to || !to->write)
		return 1;
	int result = from->read(&drawing, &arena, source, text, &diags);
	for (size_t i = 0; i < diags.n; i++) {
		struct sw_position at = sw_source_position(&arena, &sources.v[1], diags.v[i].at.start);
		fprintf(stderr, "%u:%u: %s: %.*s\n", at.line, at.column, diags.v[i].code, SW_ARG(diags.v[i].message));
	}
	if (result < 0)
		return 2;
	struct sw_out out;
	struct sw_err err;
	sw_out_init(&out, 1);
	result = to->write(&drawing, &arena, &losses, &out);
	for (size_t i = 0; i < losses.list.n; i++)
		fprintf(stderr, "lost: %.*s\n", SW_ARG(sw_loss_line(&arena, losses.list.v[i])));
	return result < 0 ? 3 : sw_out_flush(&out, &err) < 0 ? 1 : 0;
}
