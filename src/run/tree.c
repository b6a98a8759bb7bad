#include "run/tree.h"
#include "base/file.h"
#include "base/limits.h"
#include "readers/compose/read.h"
#include "readers/dockerfile/read.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct walk {
	struct sw_arena *arena;
	struct sw_artifacts *artifacts;
	const struct sw_request_target *target;
	size_t files; /* entries looked at */
};

static struct sw_str shown(struct walk *walk, struct sw_str inner) {
	return sw_arena_join(walk->arena, sw_str_of(walk->target->prefix), inner);
}

static void pass_over(struct walk *walk, enum sw_diag_level level, const char *code, struct sw_str inner, const char *why) {
	struct sw_diags *diags = &walk->artifacts->diags;
	size_t before = diags->n;
	sw_diag_add(diags, level, code, (struct sw_span){0}, "%s", why);
	if (diags->n > before)
		diags->v[before].path = shown(walk, inner.n ? inner : sw_str_of(walk->target->named));
}

static bool yaml_name(struct sw_str name) {
	return sw_str_ends(name, SW_S(".yaml")) || sw_str_ends(name, SW_S(".yml"));
}

/* By its name alone; what it holds is looked at when it is read. */
static enum sw_artifact_kind kind_by_name(struct sw_str name) {
	if (sw_dockerfile_sniff(name))
		return SW_ARTIFACT_DOCKERFILE;
	if (yaml_name(name) && sw_str_contains_nocase(name, SW_S("compose")))
		return SW_ARTIFACT_COMPOSE;
	return SW_ARTIFACT_UNKNOWN;
}

static void add(struct walk *walk, struct sw_str inner, enum sw_artifact_kind kind, bool named) {
	*sw_push(walk->arena, &walk->artifacts->v) = (struct sw_artifact){
		.root = walk->target->root, .inner = inner, .path = shown(walk, inner), .kind = kind, .named = named};
}

/* Renovate and Dependabot keep image references up to date. */
static bool updater_name(struct sw_str inner) {
	static const char *const names[] = {"renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json", ".github/renovate.json",
					    ".github/dependabot.yml", ".github/dependabot.yaml", ".gitlab/renovate.json"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (sw_str_is(inner, names[i]))
			return true;
	return false;
}

static int name_order(const void *a, const void *b) {
	return sw_str_cmp(*(const struct sw_str *)a, *(const struct sw_str *)b);
}

static void walk_folder(struct walk *walk, int parent, struct sw_str name, struct sw_str inner, unsigned depth);

static void look_at(struct walk *walk, int folder, struct sw_str name, struct sw_str inner, unsigned depth) {
	struct stat st;
	enum sw_artifact_kind kind = kind_by_name(name);
	if (fstatat(folder, name.p, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		pass_over(walk, SW_DIAG_WARNING, "unreadable", inner, strerror(errno));
	} else if (S_ISDIR(st.st_mode)) {
		walk_folder(walk, folder, name, inner, depth + 1);
	} else if (S_ISLNK(st.st_mode)) {
		/* A link to a file is opened beneath the target when it is read; a link to a folder could be a loop. */
		if (kind != SW_ARTIFACT_UNKNOWN)
			add(walk, inner, kind, false);
	} else if (S_ISREG(st.st_mode)) {
		if (updater_name(inner))
			walk->artifacts->updater = SW_YES;
		if (kind != SW_ARTIFACT_UNKNOWN)
			add(walk, inner, kind, false);
	} else if (kind != SW_ARTIFACT_UNKNOWN) {
		pass_over(walk, SW_DIAG_WARNING, "not-a-file", inner, "not a regular file, passed over");
	}
}

static void walk_folder(struct walk *walk, int parent, struct sw_str name, struct sw_str inner, unsigned depth) {
	if (depth > SW_LIMIT_TREE_DEPTH) {
		pass_over(walk, SW_DIAG_WARNING, "too-deep", inner, "too many folders inside each other; not entered");
		return;
	}
	int fd = openat(parent, name.p, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	if (!dir) {
		pass_over(walk, SW_DIAG_WARNING, "unreadable-folder", inner, strerror(errno));
		if (depth == 0)
			walk->artifacts->unreadable_targets++;
		if (fd >= 0)
			close(fd);
		return;
	}
	SW_VEC(struct sw_str) names = {0};
	struct sw_arena_catch catch;
	if (!SW_ARENA_TRY(walk->arena, &catch)) {
		closedir(dir);
		sw_arena_throw(walk->arena);
	}
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct sw_str found = sw_str_of(entry->d_name);
		if (sw_str_is(found, ".") || sw_str_is(found, "..") || sw_str_is(found, ".git"))
			continue;
		if (++walk->files > SW_LIMIT_TREE_FILES)
			break;
		*sw_push(walk->arena, &names) = sw_arena_str(walk->arena, found);
	}
	if (names.n)
		qsort(names.v, names.n, sizeof *names.v, name_order);
	for (size_t i = 0; i < names.n; i++)
		look_at(walk, fd, names.v[i], inner.n ? sw_arena_printf(walk->arena, "%.*s/%.*s", SW_ARG(inner), SW_ARG(names.v[i])) : names.v[i], depth);
	sw_arena_leave(walk->arena, &catch);
	closedir(dir);
}

static int artifact_order(const void *left, const void *right) {
	const struct sw_artifact *a = left, *b = right;
	int order = sw_str_cmp(a->path, b->path);
	/* The same file found in a folder and named: the named one stays. */
	return order ? order : (int)b->named - (int)a->named;
}

void sw_tree_find(struct sw_arena *arena, const struct sw_request *request, struct sw_artifacts *artifacts) {
	artifacts->diags.arena = arena;
	struct walk walk = {.arena = arena, .artifacts = artifacts};
	for (size_t i = 0; i < request->target_count; i++) {
		walk.target = &request->targets[i];
		if (walk.target->file) {
			struct sw_str name = sw_str_of(walk.target->file);
			enum sw_artifact_kind kind = kind_by_name(name);
			if (kind == SW_ARTIFACT_UNKNOWN)
				kind = yaml_name(name) ? SW_ARTIFACT_COMPOSE : SW_ARTIFACT_DOCKERFILE;
			add(&walk, name, kind, true);
			continue;
		}
		walk.files = 0;
		if (artifacts->updater == SW_UNKNOWN)
			artifacts->updater = SW_NO;
		walk_folder(&walk, AT_FDCWD, sw_str_of(walk.target->root), (struct sw_str){0}, 0);
		if (walk.files > SW_LIMIT_TREE_FILES)
			pass_over(&walk, SW_DIAG_ERROR, "too-many-files", (struct sw_str){0}, "too many entries; the rest was not looked at");
	}
	if (!artifacts->v.n)
		return;
	qsort(artifacts->v.v, artifacts->v.n, sizeof *artifacts->v.v, artifact_order);
	size_t kept = 1;
	for (size_t i = 1; i < artifacts->v.n; i++)
		if (!sw_str_eq(artifacts->v.v[i].path, artifacts->v.v[kept - 1].path))
			artifacts->v.v[kept++] = artifacts->v.v[i];
	artifacts->v.n = kept;
}
