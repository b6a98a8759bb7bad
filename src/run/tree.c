#include "run/tree.h"
#include "base/file.h"
#include "base/limits.h"
#include "readers/compose/read.h"
#include "readers/dockerfile/read.h"
#include "readers/settings/read.h"
#include "run/document.h"
#include "run/lint.h"
#include "run/revision.h"
#include "secrets/file.h"
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
	bool layout;     /* the folder that is looked at is the layout of an image */
	bool no_ignores; /* the folder that is looked at has no file of patterns for a build's context */
	const char *named_in; /* folder of the files that were named last, and how many in a row */
	size_t named;
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

enum sw_artifact_kind sw_tree_kind(struct sw_str name) {
	if (sw_dockerfile_sniff(name))
		return SW_ARTIFACT_DOCKERFILE;
	if (yaml_name(name) && sw_str_contains_nocase(name, SW_S("compose")))
		return SW_ARTIFACT_COMPOSE;
	return SW_ARTIFACT_UNKNOWN;
}

/* What its path, and not its name alone, says. */
static enum sw_artifact_kind kind_by_path(struct walk *walk, struct sw_str name, struct sw_str inner) {
	enum sw_settings_file file;
	enum sw_artifact_kind kind = sw_tree_kind(name);
	if (kind == SW_ARTIFACT_UNKNOWN && sw_settings_sniff(*walk->target->prefix ? shown(walk, inner) : inner, &file))
		kind = SW_ARTIFACT_SETTINGS;
	return kind;
}

static void add(struct walk *walk, struct sw_str inner, enum sw_artifact_kind kind, bool named) {
	*sw_push(walk->arena, &walk->artifacts->v) = (struct sw_artifact){
		.root = walk->target->root, .inner = inner, .path = shown(walk, inner), .kind = kind, .named = named,
		.no_ignores = walk->no_ignores};
}

/* Whether the folder of a named file has no file of patterns for a build's context. Asked only where many files of one
 * folder are named: to list a large folder for one file would cost more than it saves. */
static bool lacks_ignores(struct walk *walk) {
	enum { MANY = 16 };
	if (walk->named_in != walk->target->root)
		walk->named = 0;
	walk->named_in = walk->target->root;
	if (++walk->named != MANY)
		return walk->named > MANY && walk->no_ignores;
	DIR *dir = opendir(walk->target->root);
	bool found = !dir;
	for (struct dirent *entry; dir && !found && (entry = readdir(dir));)
		found = sw_str_ends(sw_str_of(entry->d_name), SW_S(".dockerignore"));
	if (dir)
		closedir(dir);
	return !found;
}

/* The layout of an image is one artifact, whatever its files are called. */
static void add_layout(struct walk *walk, struct sw_str inner) {
	const struct sw_request_target *target = walk->target;
	struct sw_str path = shown(walk, inner);
	if (sw_str_ends(path, SW_S("/")))
		path.n--;
	*sw_push(walk->arena, &walk->artifacts->v) = (struct sw_artifact){
		.root = target->root, .inner = inner, .kind = SW_ARTIFACT_IMAGE, .folder = true, .named = inner.n == 0,
		.path = path.n ? path : sw_str_basename(sw_str_of(target->root)), .rootfs = target->rootfs,
		.wanted = sw_str_of(inner.n ? NULL : target->image)};
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

/* Files in which secrets are looked for. Where all counts comes first, so that limits fall upon what packages bring. */
static void note_file(struct walk *walk, struct sw_str inner) {
	struct sw_artifacts *artifacts = walk->artifacts;
	char seen[SW_LIMIT_PATH_BYTES + 8];
	struct sw_str prefix = sw_str_of(walk->target->prefix);
	if (prefix.n + inner.n > SW_LIMIT_PATH_BYTES)
		return;
	char *end = mempcpy(seen, "./", 2);
	end = prefix.n ? mempcpy(end, prefix.p, prefix.n) : end;
	end = mempcpy(end, inner.p, inner.n);
	enum sw_secret_path class = sw_secret_path_class(sw_str(seen, (size_t)(end - seen)));
	if (class == SW_SECRET_PATH_SKIP)
		return;
	struct sw_tree_files *files = class == SW_SECRET_PATH_FULL ? &artifacts->own : &artifacts->brought;
	if (files->n == SW_LIMIT_SEARCHED_FILES)
		artifacts->left_out++;
	else
		*sw_push(walk->arena, files) = (struct sw_tree_file){walk->target->root, inner, shown(walk, inner)};
}

struct entry {
	struct sw_str name;
	unsigned char type; /* DT_*, as the folder says it */
};

static int name_order(const void *a, const void *b) {
	return sw_str_cmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* What it is: the folder says so on most file systems, and else the file is asked. */
static int mode_of(int folder, const struct entry *entry, mode_t *mode) {
	struct stat st;
	if (entry->type == DT_REG || entry->type == DT_DIR || entry->type == DT_LNK) {
		*mode = DTTOIF(entry->type);
		return 0;
	}
	if (fstatat(folder, entry->name.p, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return -1;
	*mode = st.st_mode;
	return 0;
}

static void walk_folder(struct walk *walk, int parent, struct sw_str name, struct sw_str inner, unsigned depth);

static void look_at(struct walk *walk, int folder, const struct entry *entry, struct sw_str inner, unsigned depth) {
	mode_t mode;
	enum sw_artifact_kind kind = kind_by_path(walk, entry->name, inner);
	if (mode_of(folder, entry, &mode) < 0) {
		pass_over(walk, SW_DIAG_WARNING, "unreadable", inner, strerror(errno));
	} else if (S_ISDIR(mode)) {
		walk_folder(walk, folder, entry->name, inner, depth + 1);
	} else if (S_ISLNK(mode)) {
		/* A link to a file is opened beneath the target when it is read; a link to a folder could be a loop. */
		if (kind != SW_ARTIFACT_UNKNOWN)
			add(walk, inner, kind, false);
	} else if (S_ISREG(mode)) {
		if (updater_name(inner))
			walk->artifacts->updater = SW_YES;
		if (kind != SW_ARTIFACT_UNKNOWN)
			add(walk, inner, kind, false);
		else if (walk->artifacts->searches && !walk->layout)
			note_file(walk, inner);
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
	SW_VEC(struct entry) names = {0};
	bool layout = false, ignores = false;
	struct sw_arena_catch catch;
	if (!SW_ARENA_TRY(walk->arena, &catch)) {
		closedir(dir);
		sw_arena_throw(walk->arena);
	}
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct sw_str found = sw_str_of(entry->d_name);
		if (sw_str_is(found, ".") || sw_str_is(found, "..") || sw_str_is(found, ".git"))
			continue;
		if (++walk->files > SW_LIMIT_TREE_FILES) {
			ignores = true; /* perhaps: not all names are known */
			break;
		}
		*sw_push(walk->arena, &names) = (struct entry){sw_arena_str(walk->arena, found), entry->d_type};
	}
	if (names.n)
		qsort(names.v, names.n, sizeof *names.v, name_order);
	for (size_t i = 0; i < names.n; i++) {
		layout = layout || sw_str_is(names.v[i].name, "oci-layout");
		ignores = ignores || sw_str_ends(names.v[i].name, SW_S(".dockerignore"));
	}
	if (layout)
		add_layout(walk, inner);
	for (size_t i = 0; i < names.n; i++) {
		struct sw_str found = names.v[i].name;
		walk->no_ignores = !ignores;
		walk->layout = layout;
		if (!layout || !sw_str_is(found, "blobs"))
			look_at(walk, fd, &names.v[i], inner.n ? sw_arena_printf(walk->arena, "%.*s/%.*s", SW_ARG(inner), SW_ARG(found)) : found, depth);
	}
	sw_arena_leave(walk->arena, &catch);
	closedir(dir);
}

/* A revision lists its files; what is looked for in them is the same. */
static void walk_revision(struct walk *walk, const struct sw_revision *revision) {
	struct sw_str root = sw_str_of(walk->target->root);
	size_t count, skip = root.n == revision->top.n ? 0 : root.n - revision->top.n;
	const struct sw_git_entry *entries = sw_revision_beneath(revision, walk->arena, root, &count);
	if (!entries) {
		pass_over(walk, SW_DIAG_WARNING, "unreadable-folder", (struct sw_str){0}, "no such folder in that revision");
		walk->artifacts->unreadable_targets += root.n != revision->top.n;
	}
	for (size_t i = 0; i < count; i++) {
		struct sw_str inner = sw_str_from(entries[i].path, skip), name = sw_str_basename(inner);
		unsigned mode = entries[i].mode & SW_GIT_MODE_KIND;
		enum sw_artifact_kind kind = kind_by_path(walk, name, inner);
		if (mode == SW_GIT_MODE_FILE && updater_name(inner))
			walk->artifacts->updater = SW_YES;
		if (mode == SW_GIT_MODE_FILE && sw_str_is(name, "oci-layout"))
			pass_over(walk, SW_DIAG_NOTE, "image-in-revision", inner, "images are not read from a revision");
		if (mode == SW_GIT_MODE_MODULE)
			pass_over(walk, SW_DIAG_NOTE, "module-in-revision", inner, "a submodule, which a revision does not hold");
		if (kind != SW_ARTIFACT_UNKNOWN && (mode == SW_GIT_MODE_FILE || mode == SW_GIT_MODE_LINK))
			add(walk, inner, kind, false);
	}
}

static int artifact_order(const void *left, const void *right) {
	const struct sw_artifact *a = left, *b = right;
	int order = sw_str_cmp(a->path, b->path);
	/* The same file found in a folder and named: the named one stays. */
	return order ? order : (int)b->named - (int)a->named;
}

struct sw_str sw_named_settings(struct sw_arena *arena, const char *root, struct sw_str name) {
	return sw_arena_join(arena, sw_arena_join(arena, sw_str_of(root), SW_S("/")), name);
}

void sw_artifacts_sort(struct sw_artifacts *artifacts) {
	bool sorted = true; /* a shell gives what it finds in order */
	for (size_t i = 1; sorted && i < artifacts->v.n; i++)
		sorted = artifact_order(&artifacts->v.v[i - 1], &artifacts->v.v[i]) <= 0;
	if (!sorted)
		qsort(artifacts->v.v, artifacts->v.n, sizeof *artifacts->v.v, artifact_order);
	size_t kept = 0;
	for (size_t i = 0; i < artifacts->v.n; i++)
		if (!kept || !sw_str_eq(artifacts->v.v[i].path, artifacts->v.v[kept - 1].path))
			artifacts->v.v[kept++] = artifacts->v.v[i];
	artifacts->v.n = kept;
}

void sw_tree_find(struct sw_arena *arena, const struct sw_request *request, struct sw_artifacts *artifacts) {
	artifacts->diags.arena = arena;
	artifacts->own_words_only = request->own_words_only;
	artifacts->unsearched = request->lint != NULL; /* its formats have messages alone, which are masked one by one */
	artifacts->searches = request->project_secrets && !request->revision;
	artifacts->open = request->open;
	artifacts->revision = request->revision;
	artifacts->platform = sw_str_of(request->platform);
	if (request->document) {
		sw_document_find(arena, request, artifacts);
		return;
	}
	if (request->lint && request->lint->stdin_named)
		*sw_push(arena, &artifacts->v) = (struct sw_artifact){.path = SW_S("-"), .kind = SW_ARTIFACT_DOCKERFILE, .named = true};
	struct walk walk = {.arena = arena, .artifacts = artifacts};
	for (size_t i = 0; i < request->target_count; i++) {
		walk.target = &request->targets[i];
		if (walk.target->file) {
			struct sw_str name = sw_str_of(walk.target->file);
			enum sw_artifact_kind kind = sw_tree_kind(name);
			enum sw_settings_file file;
			if (kind == SW_ARTIFACT_UNKNOWN && sw_settings_sniff(sw_named_settings(arena, walk.target->root, name), &file))
				kind = SW_ARTIFACT_SETTINGS;
			if (kind == SW_ARTIFACT_UNKNOWN)
				kind = yaml_name(name) ? SW_ARTIFACT_COMPOSE : SW_ARTIFACT_DOCKERFILE;
			if (walk.target->image)
				kind = SW_ARTIFACT_IMAGE;
			walk.no_ignores = !request->revision && lacks_ignores(&walk);
			add(&walk, name, kind, true);
			artifacts->v.v[artifacts->v.n - 1].wanted = sw_str_of(walk.target->image);
			artifacts->v.v[artifacts->v.n - 1].rootfs = walk.target->rootfs;
			continue;
		}
		if (walk.target->image) {
			add_layout(&walk, (struct sw_str){0});
			continue;
		}
		walk.files = 0;
		walk.named = 0;
		walk.no_ignores = false;
		if (artifacts->updater == SW_UNKNOWN)
			artifacts->updater = SW_NO;
		if (request->revision) {
			walk_revision(&walk, request->revision);
			continue;
		}
		walk_folder(&walk, AT_FDCWD, sw_str_of(walk.target->root), (struct sw_str){0}, 0);
		if (walk.files > SW_LIMIT_TREE_FILES)
			pass_over(&walk, SW_DIAG_ERROR, "too-many-files", (struct sw_str){0}, "too many entries; the rest was not looked at");
	}
	sw_artifacts_sort(artifacts);
	if (request->lint && request->lint->shown && artifacts->v.n == 1)
		artifacts->v.v[0].path = sw_str_of(request->lint->shown);
}
