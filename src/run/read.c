#include "run/read.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/parallel.h"
#include "readers/compose/paths.h"
#include "readers/compose/read.h"
#include "readers/dockerfile/read.h"
#include "readers/project/read.h"
#include "readers/settings/read.h"
#include "readers/image/bill.h"
#include "readers/image/read.h"
#include "readers/suppressions/read.h"
#include "run/document.h"
#include "run/hide.h"
#include "run/inner.h"
#include "run/phases.h"
#include "run/revision.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Most files are quoted in some report: their tables of lines are made where several threads share the work. Those of larger
 * ones wait until somebody asks. */
enum { INDEXED_BYTES = 1 << 20 };

/* The folder of a target, which a thread keeps open for the artifacts to come. */
struct open_root {
	const char *path; /* NULL: none */
	int fd;
};

struct shared {
	const struct sw_artifacts *artifacts;
	struct sw_factset **sets;
	struct sw_worker *worker;
	struct open_root roots[SW_LIMIT_JOBS];   /* of each thread */
	struct sw_arena scratches[SW_LIMIT_JOBS]; /* the same: empty between two artifacts */
	size_t done; /* approximate: for the status line only */
};

static struct sw_str path_beside(struct sw_arena *arena, const struct sw_beside *beside, struct sw_str relative) {
	return beside->folder.n ? sw_arena_printf(arena, "%.*s/%.*s", SW_ARG(beside->folder), SW_ARG(relative)) : relative;
}

static int open_beside(struct sw_beside *beside, struct sw_arena *arena, struct sw_str relative) {
	struct sw_str path = sw_arena_str(arena, path_beside(arena, beside, relative));
	return path.n ? sw_open_beneath(beside->root, path.p, NULL) : -1;
}

/* The file beside the artifact as an editor holds it, or NULL. */
static const struct sw_open_text *open_text_beside(const struct sw_beside *beside, struct sw_arena *arena, struct sw_str relative) {
	if (!beside->open || !beside->top)
		return NULL;
	return sw_open_text_find(beside->open, arena, beside->top, sw_compose_path_join(arena, beside->folder, relative));
}

int sw_beside_read(void *ctx, struct sw_arena *arena, struct sw_str relative, struct sw_str *text) {
	const struct sw_open_text *held = open_text_beside(ctx, arena, relative);
	if (held) {
		*text = sw_arena_str(arena, held->text);
		return 0;
	}
	const struct sw_beside *beside = ctx;
	if (beside->revision)
		return sw_revision_read(beside->revision, arena, sw_str_of(beside->top), path_beside(arena, beside, relative), text, NULL);
	int fd = open_beside(ctx, arena, relative);
	if (fd < 0)
		return -1;
	struct sw_arena_catch catch;
	int result;
	if (!SW_ARENA_TRY(arena, &catch)) {
		close(fd);
		sw_arena_throw(arena);
	}
	result = sw_read_all(arena, fd, SW_LIMIT_FILE_BYTES, text, NULL);
	sw_arena_leave(arena, &catch);
	close(fd);
	return result;
}

bool sw_beside_exists(void *ctx, struct sw_str relative) {
	struct sw_arena scratch;
	sw_arena_init(&scratch, 1 << 16);
	struct sw_arena_catch catch;
	volatile bool held = false;
	volatile int fd = -1;
	if (SW_ARENA_TRY(&scratch, &catch)) {
		const struct sw_beside *beside = ctx;
		held = open_text_beside(ctx, &scratch, relative) != NULL ||
		       (beside->revision && sw_revision_exists(beside->revision, &scratch, sw_str_of(beside->top), path_beside(&scratch, beside, relative)));
		fd = held || beside->revision ? -1 : open_beside(ctx, &scratch, relative);
		sw_arena_leave(&scratch, &catch);
	}
	sw_arena_free(&scratch);
	if (fd >= 0)
		close(fd);
	return held || fd >= 0;
}

static void fail(struct sw_factset *set, const char *code, const char *why) {
	sw_diag_add(&set->diags, SW_DIAG_ERROR, code, (struct sw_span){0}, "%s", why);
	if (set->diags.n)
		set->diags.v[set->diags.n - 1].path = set->path;
}

static bool binary(struct sw_str text) {
	return sw_str_find_byte(sw_str_sub(text, 0, 8192), '\0') != SW_NPOS;
}

/* A file of exactly this name is meant as one, whatever it begins with. */
static bool exact_name(struct sw_str path) {
	struct sw_str name = sw_str_basename(path);
	return sw_str_is_nocase(name, "dockerfile") || sw_str_is_nocase(name, "containerfile");
}

/* A file that a person named may be an archive of images, whatever it is called. */
static bool read_archive(struct sw_factset *set, const struct sw_artifact *artifact, const struct sw_artifacts *all, int fd) {
	char start[512];
	if (artifact->rootfs) {
		sw_image_read_rootfs(set, artifact->inner);
		return true;
	}
	bool asked = artifact->kind == SW_ARTIFACT_IMAGE;
	ssize_t n = artifact->named || asked ? pread(fd, start, sizeof start, 0) : 0;
	struct sw_str beginning = sw_str(start, n > 0 ? (size_t)n : 0);
	if (sw_image_compressed(beginning)) {
		set->kind = SW_ARTIFACT_IMAGE;
		fail(set, "compressed-archive",
		     "is compressed: unpack it (gunzip, unzstd) if it is an archive of images; name it rootfs:PATH if it is a root file system");
		return true;
	}
	if (!asked && !sw_image_archive_begins(beginning))
		return false;
	if (asked && sw_image_bill_begins(beginning)) {
		struct sw_str text;
		struct sw_err err;
		if (sw_read_all(&set->arena, fd, SW_LIMIT_FILE_BYTES, &text, &err) < 0)
			fail(set, "unreadable", err.text);
		else
			sw_image_read_bill(set, text);
		return true;
	}
	sw_image_read_archive(set, fd, &(struct sw_image_wanted){artifact->wanted, all->platform, artifact->inner});
	return true;
}

static int open_in_layout(void *context, struct sw_arena *arena, struct sw_str path) {
	return open_beside(context, arena, path);
}

/* The artifact's bytes: what an editor holds of it, else the file's. False: there is no text to read; archives of images
 * have been read then, and for others a diagnostic says why. */
static bool read_text(struct sw_factset *set, const struct sw_artifact *artifact, const struct sw_artifacts *all, int root, struct sw_str *text) {
	struct sw_err err;
	const struct sw_map *open = all->open;
	const struct sw_open_text *held = open ? sw_open_text_find(open, &set->arena, artifact->root, artifact->root ? artifact->inner : artifact->path) : NULL;
	if (held) {
		*text = sw_arena_str(&set->arena, held->text);
		return true;
	}
	if (all->revision) {
		int result = sw_revision_read(all->revision, &set->arena, sw_str_of(artifact->root), artifact->inner, text, &err);
		if (result < 0)
			fail(set, "unreadable", err.text);
		return result == 0;
	}
	SW_CLEANUP_FD int fd = artifact->root ? sw_open_beneath(root, sw_arena_str(&set->arena, artifact->inner).p, &err) : -1;
	if (fd >= 0 && read_archive(set, artifact, all, fd))
		return false;
	if ((artifact->root && fd < 0) ||
	    sw_read_all(&set->arena, artifact->root ? fd : STDIN_FILENO, SW_LIMIT_FILE_BYTES, text, &err) < 0) {
		fail(set, "unreadable", err.text);
		return false;
	}
	return true;
}

/* What nothing else was read from; what people named is what they say it is. */
static void search(struct sw_factset *set, const struct sw_artifact *artifact, const struct sw_artifacts *all, struct sw_str text) {
	if (all->searches && !artifact->named && !set->build && !set->deployment && text.n <= SW_LIMIT_SEARCHED_FILE_BYTES)
		sw_project_read(set, artifact->path, text);
}

static void read_one(struct sw_factset *set, const struct sw_artifact *artifact, int root, const struct sw_artifacts *all) {
	if (artifact->folder && artifact->rootfs) {
		sw_image_read_rootfs(set, (struct sw_str){0});
		return;
	}
	if (artifact->folder) {
		struct sw_beside layout = {.root = root, .folder = artifact->inner};
		struct sw_image_wanted wanted = {artifact->wanted, all->platform, artifact->inner};
		sw_image_read_layout(set, &(struct sw_image_files){&layout, open_in_layout}, &wanted);
		return;
	}
	struct sw_str text;
	if (!read_text(set, artifact, all, root, &text))
		return;
	if (artifact->kind == SW_ARTIFACT_TEXT) {
		set->kind = SW_ARTIFACT_TEXT;
		search(set, artifact, all, text);
		return;
	}
	if (binary(text)) {
		fail(set, "binary-file", "holds bytes that no text has; not read");
		return;
	}
	size_t slash = sw_str_rfind_byte(artifact->inner, '/');
	struct sw_beside beside = {root, slash == SW_NPOS ? (struct sw_str){0} : sw_str_sub(artifact->inner, 0, slash), artifact->root, all->open,
				   all->revision};
	if (artifact->kind == SW_ARTIFACT_SETTINGS) {
		enum sw_settings_file file;
		struct sw_str path = artifact->named ? sw_named_settings(&set->arena, artifact->root, artifact->inner) : artifact->path;
		if (sw_settings_sniff(path, &file))
			sw_settings_read(set, file, path, text);
		search(set, artifact, all, text);
		return;
	}
	if (artifact->kind == SW_ARTIFACT_COMPOSE) {
		struct sw_compose_files files = {&beside, sw_beside_read, sw_beside_exists, artifact->over, artifact->over_count,
						 artifact->identity, artifact->deployment};
		if (artifact->named || artifact->listed || sw_compose_sniff(artifact->path, text))
			sw_compose_read(set, text, &files);
		sw_inner_read(set, &(struct sw_dockerfile_files){&beside, sw_beside_read, all->own_words_only});
	} else if (artifact->named || exact_name(artifact->path) || sw_dockerfile_begins(text)) {
		/* An editor may hold one that is not on disk yet. */
		bool no_ignores = artifact->no_ignores && !all->open;
		struct sw_dockerfile_files files = {&beside, sw_beside_read, all->own_words_only, no_ignores};
		sw_dockerfile_read(set, text, artifact->root ? &files : NULL);
	}
	sw_settings_of_facts(set);
	search(set, artifact, all, text);
}

void sw_read_clear(struct sw_factset *set, struct sw_str path) {
	uint32_t base = set->sources.base;
	sw_arena_free(&set->arena);
	*set = (struct sw_factset){.path = path, .sources.base = base};
	sw_arena_init(&set->arena, 1 << 16);
	set->diags.arena = &set->arena;
}

static void close_root(struct open_root *root) {
	if (root->path)
		close(root->fd);
	root->path = NULL;
}

/* The target's folder, or -1 with errno. */
static int open_root(struct open_root *root, const char *path) {
	if (root->path == path)
		return root->fd;
	close_root(root);
	root->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	root->path = root->fd >= 0 ? path : NULL;
	return root->fd;
}

static void read_set(struct shared *shared, const struct sw_artifact *artifact, unsigned thread, struct sw_factset *set) {
	bool disk = artifact->root && !shared->artifacts->revision;
	int root = disk ? open_root(&shared->roots[thread], artifact->root) : -1;
	if (disk && root < 0)
		fail(set, "unreadable", strerror(errno));
	else
		read_one(set, artifact, root, shared->artifacts);
	sw_suppressions_read(set, !shared->artifacts->own_words_only);
	if (!shared->artifacts->unsearched)
		sw_hide_set(set);
	sw_sources_index(&set->arena, &set->sources, INDEXED_BYTES);
}

static void read_item(void *context, size_t item, unsigned thread) {
	struct shared *shared = context;
	struct sw_factset *set = shared->sets[item];
	const struct sw_artifact *artifact = &shared->artifacts->v.v[item];
	struct sw_arena *scratch = &shared->scratches[thread];
	struct sw_arena_catch catch, catch_scratch;
	volatile bool done = false;
	set->arena.scratch = scratch;
	if (SW_ARENA_TRY(&set->arena, &catch)) {
		if (SW_ARENA_TRY(scratch, &catch_scratch)) {
			read_set(shared, artifact, thread, set);
			sw_arena_leave(scratch, &catch_scratch);
			done = true;
		}
		sw_arena_leave(&set->arena, &catch);
	}
	set->arena.scratch = NULL;
	sw_arena_free(scratch);
	if (!done) {
		/* What was read so far may be half made: nothing of it is kept but the word that it was too much. */
		sw_read_clear(set, artifact->path);
		fail(set, "too-large", "needs more memory than one file may take; not read");
	}
	sw_worker_progress(shared->worker, SW_PHASE_READING, __atomic_add_fetch(&shared->done, 1, __ATOMIC_RELAXED), shared->artifacts->v.n);
}

/* The name of the folder on disk: a project is called after it when nothing else names it. */
static struct sw_str folder_of(const struct sw_artifact *artifact) {
	struct sw_str folder = sw_str_dirname(artifact->inner);
	return sw_str_basename(folder.n ? folder : sw_str_of(artifact->root));
}

struct sw_factset **sw_read_artifacts(struct sw_arena *arena, const struct sw_artifacts *artifacts, unsigned jobs,
				      struct sw_worker *worker) {
	size_t count = artifacts->v.n;
	struct sw_factset **sets = SW_NEW_ARRAY(arena, struct sw_factset *, count + 1);
	for (size_t i = 0; i < count; i++) {
		sets[i] = SW_NEW(arena, struct sw_factset);
		sw_arena_init(&sets[i]->arena, SW_LIMIT_FACTSET_BYTES + (size_t)SW_LIMIT_FILE_BYTES);
		sets[i]->path = artifacts->v.v[i].path;
		sets[i]->folder = folder_of(&artifacts->v.v[i]);
		sets[i]->diags.arena = &sets[i]->arena;
		sets[i]->sources.base = (uint32_t)(i * SW_SOURCES_A_PART);
	}
	struct shared shared = {.artifacts = artifacts, .sets = sets, .worker = worker};
	for (size_t i = 0; i < SW_LIMIT_JOBS; i++)
		sw_arena_init(&shared.scratches[i], SW_LIMIT_FACTSET_BYTES + (size_t)SW_LIMIT_FILE_BYTES);
	sw_parallel(count, jobs, read_item, &shared);
	for (size_t i = 0; i < SW_LIMIT_JOBS; i++)
		close_root(&shared.roots[i]);
	return sets;
}

void sw_read_free(struct sw_factset **sets, size_t count) {
	for (size_t i = 0; i < count; i++)
		sw_arena_free(&sets[i]->arena);
}

size_t sw_read_count(struct sw_factset *const *sets, size_t count) {
	size_t told = 0;
	for (size_t i = 0; i < count; i++)
		told += (sets[i]->kind != SW_ARTIFACT_SETTINGS || sets[i]->settings) && sets[i]->kind != SW_ARTIFACT_TEXT;
	return told;
}

size_t sw_read_failures(struct sw_factset *const *sets, const struct sw_artifacts *artifacts) {
	size_t failures = 0;
	for (size_t i = 0; i < artifacts->v.n; i++)
		failures += artifacts->v.v[i].named && !sets[i]->build && !sets[i]->deployment && !sets[i]->images.n && sets[i]->kind != SW_ARTIFACT_SETTINGS;
	return failures;
}
