/* `strideward dump`: what a reader, or the join, makes of its input, for tests, other tools and the curious. */
#include "base/file.h"
#include "base/say.h"
#include "base/limits.h"
#include "formats/dump.h"
#include "formats/json_write.h"
#include "readers/dockerfile/dump.h"
#include "readers/image/dump.h"
#include "run/dump_compose.h"
#include "run/dump_packages.h"
#include "run/dump_secrets.h"
#include "run/dump_system.h"
#include "run/scan.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

struct dump {
	struct sw_request *request;
	struct sw_out out;
	bool failed;
};

static void dump_text(struct dump *dump, struct sw_arena *arena, struct sw_str path, struct sw_str text) {
	const char *kind = dump->request->dump, *dialect = dump->request->dialect;
	struct sw_sources sources = {0};
	struct sw_diags diags = {.arena = arena};
	if (strcmp(kind, "secrets") == 0) {
		sw_dump_secrets(&dump->out, arena, path, text);
		return;
	}
	uint32_t source = sw_source_add(arena, &sources, path, text);
	if (strcmp(kind, "dockerfile") == 0) {
		sw_dockerfile_dump(&dump->out, sw_dockerfile_parse(arena, source, text, &diags));
		return;
	}
	if (strcmp(kind, "json") == 0)
		sw_dump_json(&dump->out, arena, source, text, SW_DIALECT_STRICT, &diags);
	else
		sw_dump_yaml(&dump->out, arena, source, text, dialect && strcmp(dialect, "compose") == 0 ? SW_DIALECT_COMPOSE : SW_DIALECT_KUBECTL, &diags);
	for (size_t i = 0; i < diags.n; i++) {
		struct sw_source *from = sw_source_of(&sources, diags.v[i].at);
		struct sw_position at = from ? sw_source_position(arena, from, diags.v[i].at.start) : (struct sw_position){0};
		sw_say_plain("%.*s:%u:%u: %s: %.*s", SW_ARG(path), at.line, at.column, diags.v[i].code, SW_ARG(diags.v[i].message));
	}
	dump->failed = dump->failed || sw_diags_failed(&diags);
}

static void dump_fd(struct dump *dump, int fd, struct sw_str path, struct sw_err *open_error) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	struct sw_err err = open_error ? *open_error : (struct sw_err){0};
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES + 64 * (size_t)SW_LIMIT_FILE_BYTES);
	if (SW_ARENA_TRY(&arena, &catch)) {
		struct sw_str text;
		if (fd < 0 || sw_read_all(&arena, fd, SW_LIMIT_FILE_BYTES, &text, &err) < 0) {
			sw_say("%.*s: %s", SW_ARG(path), err.text);
			dump->failed = true;
		} else {
			dump_text(dump, &arena, path, text);
		}
		sw_arena_leave(&arena, &catch);
	} else {
		sw_say("%.*s: needs more memory than one file may take", SW_ARG(path));
		dump->failed = true;
	}
	sw_arena_free(&arena);
}

static void dump_files(struct dump *dump) {
	struct sw_request *request = dump->request;
	if (!request->target_count)
		dump_fd(dump, 0, SW_S("-"), NULL);
	for (size_t i = 0; i < request->target_count; i++) {
		const struct sw_request_target *target = &request->targets[i];
		struct sw_err err = {.text = "is a folder"};
		SW_CLEANUP_FD int root = open(target->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		SW_CLEANUP_FD int fd = target->file && root >= 0 ? sw_open_beneath(root, target->file, &err) : -1;
		dump_fd(dump, fd, sw_str_of(target->named), &err);
	}
}

static void dump_images(struct dump *dump, struct sw_worker *worker) {
	struct sw_scan scan = {0};
	sw_scan_join(&scan, dump->request, worker);
	for (size_t i = 0; i < scan.artifacts.v.n; i++)
		sw_image_dump(&dump->out, &scan.arena, scan.sets[i]);
	for (size_t i = 0; i < scan.system.diags.n; i++)
		sw_say_plain("%.*s: %s: %.*s", SW_ARG(scan.system.diags.v[i].path), scan.system.diags.v[i].code,
			     SW_ARG(scan.system.diags.v[i].message));
	dump->failed = scan.refused;
}

static bool known_kind(const char *kind) {
	return strcmp(kind, "dockerfile") == 0 || strcmp(kind, "yaml") == 0 || strcmp(kind, "json") == 0 || strcmp(kind, "system") == 0 ||
	       strcmp(kind, "compose") == 0 || strcmp(kind, "packages") == 0 || strcmp(kind, "secrets") == 0 || strcmp(kind, "image") == 0;
}

int sw_run_dump(struct sw_request *request, struct sw_worker *worker) {
	struct dump dump = {.request = request};
	struct sw_err err;
	if (!known_kind(request->dump)) {
		sw_say("cannot dump '%s': dockerfile, compose, yaml, json, image, packages, secrets or system", request->dump);
		return 2;
	}
	sw_out_init(&dump.out, request->dump_fd);
	if (strcmp(request->dump, "system") == 0) {
		struct sw_scan scan = {0};
		sw_scan_join(&scan, request, worker);
		sw_scan_judge(&scan, request);
		sw_dump_system(&dump.out, &scan.report);
		dump.failed = scan.refused;
	} else if (strcmp(request->dump, "image") == 0) {
		dump_images(&dump, worker);
	} else if (strcmp(request->dump, "compose") == 0) {
		dump.failed = sw_dump_compose(&dump.out, request) < 0;
	} else if (strcmp(request->dump, "packages") == 0) {
		dump.failed = sw_dump_packages(&dump.out, request) < 0;
	} else {
		dump_files(&dump);
	}
	if (sw_out_flush(&dump.out, &err) < 0)
		sw_say("%s", err.text);
	dump.failed = dump.failed || dump.out.failed;
	sw_out_free(&dump.out);
	return dump.failed ? 2 : 0;
}
