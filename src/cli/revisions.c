#include "cli/revisions.h"
#include "base/file.h"
#include "cli/targets.h"
#include "formats/git.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

static int allow(struct sw_sandbox *sandbox, const char *path, struct sw_err *err) {
	SW_CLEANUP_FD int fd = open(path, O_PATH | O_CLOEXEC);
	return fd < 0 ? sw_err_set(err, errno, "%s: %s", path, strerror(errno)) : sw_sandbox_read(sandbox, fd, err);
}

int sw_cli_git(struct sw_arena *arena, const char *from, const struct sw_git_place **found, struct sw_sandbox *sandbox, struct sw_err *err) {
	struct sw_git_place *place = SW_NEW(arena, struct sw_git_place);
	if (sw_git_find(arena, from, place, err) < 0 || allow(sandbox, place->dir, err) < 0 || allow(sandbox, place->common, err) < 0)
		return -1;
	for (size_t i = 0; i < place->store_count; i++)
		if (allow(sandbox, place->stores[i], err) < 0)
			return -1;
	*found = place;
	return 0;
}

static bool stands_in(struct sw_str path, struct sw_str folder) {
	return sw_str_starts(path, folder) && (path.n == folder.n || folder.n == 1 || path.p[folder.n] == '/');
}

/* `rest` read from the folder `from`, name by name; empty when it leads out of `top`. */
static struct sw_str walk(struct sw_arena *arena, struct sw_str top, struct sw_str from, struct sw_str rest) {
	struct sw_str part;
	while (rest.n && sw_str_split(&rest, '/', &part)) {
		if (!part.n || sw_str_is(part, "."))
			continue;
		from = sw_str_is(part, "..") ? sw_str_dirname(from) : sw_arena_printf(arena, "%.*s/%.*s", from.n == 1 ? 0 : (int)from.n, from.p, SW_ARG(part));
		if (!stands_in(from, top))
			return (struct sw_str){0};
	}
	return sw_arena_str(arena, from);
}

int sw_cli_in_tree(struct sw_arena *arena, const struct sw_git_place *place, const char *named, const char **path, struct sw_err *err) {
	char here[PATH_MAX], real[PATH_MAX];
	struct sw_str top = sw_str_of(place->top), whole = sw_str_of(named);
	if (named[0] != '/') {
		if (!getcwd(here, sizeof here))
			return sw_err_set(err, errno, ".: %s", strerror(errno));
		whole = sw_arena_printf(arena, "%s/%s", here, named);
	}
	/* What leads to the tree is not the change's, and may well have links. */
	for (size_t i = 1; i < whole.n; i++) {
		if (whole.p[i] != '/' || !realpath(sw_arena_str(arena, sw_str_sub(whole, 0, i)).p, real) || !stands_in(sw_str_of(real), top))
			continue;
		struct sw_str inside = walk(arena, top, sw_arena_str(arena, sw_str_of(real)), sw_str_from(whole, i));
		if (inside.n)
			*path = inside.p;
		return 0;
	}
	return 0;
}

struct preparing {
	struct sw_arena *arena;
	struct sw_sandbox *sandbox;
	struct sw_diff_request *diff;
	const char *here; /* where the person stands */
};

static int on_disk(struct preparing *p, struct sw_diff_side *side, const char *named, struct sw_err *err) {
	const char **operand = SW_NEW(p->arena, const char *);
	*operand = named;
	*side = (struct sw_diff_side){.named = named};
	return sw_targets_resolve(p->arena, &side->request, operand, 1, p->sandbox, err);
}

/* Behind the colon: from the top of the work tree, or with "./" from where the person stands. The absolute path. */
static const char *path_of(struct preparing *p, struct sw_str path, struct sw_err *err) {
	bool beside = sw_str_is(path, ".") || sw_str_starts(path, SW_S("./"));
	struct sw_str absolute = sw_arena_str(p->arena, sw_str_of(beside ? p->here : p->diff->git->top)), part;
	while (path.p && sw_str_split(&path, '/', &part)) {
		if (!part.n || sw_str_is(part, "."))
			continue;
		if (sw_str_is(part, "..")) {
			sw_err_set(err, 0, "a path behind a revision has no '..'");
			return NULL;
		}
		absolute = sw_arena_printf(p->arena, "%.*s/%.*s", SW_ARG(absolute), SW_ARG(part));
	}
	return absolute.p;
}

static int in_revision(struct preparing *p, struct sw_diff_side *side, const char *named, struct sw_err *err) {
	struct sw_str text = sw_str_of(named);
	size_t colon = sw_str_find_byte(text, ':');
	*side = (struct sw_diff_side){.named = named, .revision = sw_arena_str(p->arena, sw_str_sub(text, 0, colon)).p};
	if (!p->diff->git && sw_cli_git(p->arena, p->here, &p->diff->git, p->sandbox, err) < 0)
		return sw_err_set(err, errno, "%s: neither a file nor a folder; and no revision: %s", named, sw_arena_str(p->arena, sw_str_of(err->text)).p);
	const char *root = colon == SW_NPOS ? p->here : path_of(p, sw_str_from(text, colon + 1), err);
	return root ? sw_targets_elsewhere(p->arena, &side->request, named, root, p->sandbox, err) : -1;
}

static int take(struct preparing *p, struct sw_diff_side *side, const char *named, struct sw_err *err) {
	return access(named, F_OK) == 0 ? on_disk(p, side, named, err) : in_revision(p, side, named, err);
}

int sw_cli_diff_prepare(struct sw_arena *arena, const char *const *operands, size_t count, const struct sw_diff_request **diff,
			struct sw_sandbox *sandbox, struct sw_err *err) {
	char *here = realpath(".", NULL);
	if (!here)
		return sw_err_set(err, errno, ".: %s", strerror(errno));
	struct preparing p = {arena, sandbox, SW_NEW(arena, struct sw_diff_request), sw_arena_str(arena, sw_str_of(here)).p};
	free(here);
	*diff = p.diff;
	if (take(&p, &p.diff->sides[0], operands[0], err) < 0)
		return -1;
	if (count == 2)
		return take(&p, &p.diff->sides[1], operands[1], err);
	const struct sw_diff_side *first = &p.diff->sides[0];
	if (!first->revision)
		return sw_err_set(err, 0, "%s is no revision: name what it is to be compared with", operands[0]);
	bool plain = strchr(operands[0], ':') == NULL;
	return on_disk(&p, &p.diff->sides[1], plain ? "." : first->request.targets[0].root, err);
}
