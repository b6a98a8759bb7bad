#include "run/dump_compose.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/say.h"
#include "readers/compose/config.h"
#include "run/read.h"
#include <fcntl.h>
#include <unistd.h>

static void say_diags(struct sw_factset *set) {
	for (size_t i = 0; i < set->diags.n; i++) {
		const struct sw_diag *diag = &set->diags.v[i];
		struct sw_source *from = sw_source_of(&set->sources, diag->at);
		struct sw_position at = from ? sw_source_position(&set->arena, from, diag->at.start) : (struct sw_position){0};
		struct sw_str path = from ? from->path : set->path;
		sw_say_plain("%.*s:%u:%u: %s: %.*s", SW_ARG(path), at.line, at.column, diag->code, SW_ARG(diag->message));
	}
}

/* Files after the first as they count from its folder; false when one stands elsewhere. */
static bool later_files(struct sw_arena *arena, const struct sw_request *request, struct sw_compose_files *files) {
	struct sw_str root = request->target_count ? sw_arena_printf(arena, "%s/", request->targets[0].root) : (struct sw_str){0};
	struct sw_str *over = SW_NEW_ARRAY(arena, struct sw_str, request->target_count + 1);
	for (size_t i = 0; i < request->target_count; i++) {
		const struct sw_request_target *target = &request->targets[i];
		struct sw_str path = sw_arena_printf(arena, "%s/%s", target->root, target->file ? target->file : "");
		if (!target->file || !sw_str_starts(path, root)) {
			sw_say("%s: %s", target->named, target->file ? "stands outside of the first file's folder" : "is a folder");
			return false;
		}
		if (i)
			over[files->over_count++] = sw_str_from(path, root.n);
	}
	files->over = over;
	return true;
}

static int read_set(struct sw_factset *set, struct sw_out *out, const struct sw_request *request, int root, int fd) {
	struct sw_beside beside = {.root = root};
	struct sw_compose_files files = {.ctx = &beside, .read = sw_beside_read, .exists = sw_beside_exists};
	struct sw_err err;
	struct sw_str text;
	if (!later_files(&set->arena, request, &files))
		return -1;
	if (sw_read_all(&set->arena, fd, SW_LIMIT_FILE_BYTES, &text, &err) < 0) {
		sw_say("%.*s: %s", SW_ARG(set->path), err.text);
		return -1;
	}
	set->folder = request->target_count ? sw_str_basename(sw_str_of(request->targets[0].root)) : (struct sw_str){0};
	sw_compose_config(set, text, root >= 0 ? &files : NULL, out);
	say_diags(set);
	return sw_diags_failed(&set->diags) ? -1 : 0;
}

int sw_dump_compose(struct sw_out *out, const struct sw_request *request) {
	const struct sw_request_target *first = request->target_count ? &request->targets[0] : NULL;
	struct sw_factset set = {.path = sw_str_of(first && first->file ? first->file : "-")};
	struct sw_arena_catch catch;
	struct sw_err err = {.text = "is a folder"};
	SW_CLEANUP_FD int root = first ? open(first->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	SW_CLEANUP_FD int named = first && first->file && root >= 0 ? sw_open_beneath(root, first->file, &err) : -1;
	if (first && named < 0) {
		sw_say("%s: %s", first->named, err.text);
		return -1;
	}
	volatile int result = -1;
	sw_arena_init(&set.arena, SW_LIMIT_FACTSET_BYTES + (size_t)SW_LIMIT_FILE_BYTES);
	if (SW_ARENA_TRY(&set.arena, &catch)) {
		result = read_set(&set, out, request, root, first ? named : STDIN_FILENO);
		sw_arena_leave(&set.arena, &catch);
	} else {
		sw_say("needs more memory than one deployment may take");
	}
	sw_arena_free(&set.arena);
	return result;
}
