/* Reads many YAML or JSON files in one process and prints what is in them, for comparisons with other programs and for
 * measuring: dump_documents yaml|json|comments kubectl|compose|strict|engine < LIST. LIST holds one path a line; each
 * gives a line "= PATH", its documents as canonical JSON (or its comments as JSON strings), and for each diagnostic a
 * line "! LEVEL CODE LINE:COLUMN MESSAGE". */
#include "base/file.h"
#include "formats/dump.h"
#include "formats/json_write.h"
#include "formats/yaml.h"
#include <stdio.h>
#include <unistd.h>

struct job {
	const char *what;
	enum sw_dialect dialect;
	struct sw_out out;
};

static void print_diag(struct job *job, struct sw_arena *arena, struct sw_source *source, const struct sw_diag *diag) {
	struct sw_position at = sw_source_position(arena, source, diag->at.start);
	sw_out_printf(&job->out, "! %s %s %u:%u %.*s\n", diag->level == SW_DIAG_ERROR ? "error" : "warning", diag->code,
		      at.line, at.column, SW_ARG(diag->message));
}

static void dump_comments(struct job *job, struct sw_arena *arena, struct sw_str text) {
	struct sw_yaml_comments comments = {0};
	sw_yaml_comments(arena, 1, text, &comments);
	for (size_t i = 0; i < comments.n; i++) {
		sw_json_escape(&job->out, comments.v[i].text);
		sw_out_byte(&job->out, '\n');
	}
}

static void dump_file(struct job *job, struct sw_arena *arena, const char *path) {
	struct sw_err err;
	struct sw_str text;
	SW_CLEANUP_FD int fd = sw_open_named(path, &err);
	if (fd < 0 || sw_read_all(arena, fd, (size_t)1 << 30, &text, &err) < 0) {
		sw_out_printf(&job->out, "! error unreadable 0:0 %s\n", err.text);
		return;
	}
	struct sw_sources sources = {0};
	struct sw_diags diags = {.arena = arena};
	uint32_t source = sw_source_add(arena, &sources, sw_str_of(path), text);
	if (strcmp(job->what, "yaml") == 0)
		sw_dump_yaml(&job->out, arena, source, text, job->dialect, &diags);
	else if (strcmp(job->what, "json") == 0)
		sw_dump_json(&job->out, arena, source, text, job->dialect, &diags);
	else
		dump_comments(job, arena, text);
	for (size_t i = 0; i < diags.n; i++)
		print_diag(job, arena, &sources.v[source], &diags.v[i]);
}

int main(int argc, char **argv) {
	static const char *const names[] = {"strict", "engine", "kubectl", "compose"};
	struct job job = {.what = argc == 3 ? argv[1] : ""};
	int dialect = -1;
	for (int i = 0; i < 4; i++)
		if (argc == 3 && strcmp(argv[2], names[i]) == 0)
			dialect = i;
	if (dialect < 0) {
		fprintf(stderr, "usage: dump_documents yaml|json|comments kubectl|compose|strict|engine < LIST\n");
		return 2;
	}
	job.dialect = (enum sw_dialect)dialect;
	sw_out_init(&job.out, STDOUT_FILENO);
	char path[4096];
	while (fgets(path, sizeof path, stdin)) {
		path[strcspn(path, "\n")] = '\0';
		struct sw_arena arena;
		sw_arena_init(&arena, (size_t)8 << 30);
		sw_out_printf(&job.out, "= %s\n", path);
		struct sw_arena_catch catch;
		if (SW_ARENA_TRY(&arena, &catch)) {
			dump_file(&job, &arena, path);
			sw_arena_leave(&arena, &catch);
		} else {
			sw_out_z(&job.out, "! error memory 0:0 the file takes too much memory\n");
		}
		sw_arena_free(&arena);
	}
	int status = sw_out_flush(&job.out, NULL) < 0;
	sw_out_free(&job.out);
	return status;
}
