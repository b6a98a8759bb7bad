#include "run/revision.h"
#include "base/limits.h"
#include <errno.h>
#include <stdlib.h>

enum { MOST_LINKS = 40, LINK_BYTES = 4096 }; /* as the kernel */

static int entry_order(const void *a, const void *b) {
	return sw_str_cmp(((const struct sw_git_entry *)a)->path, ((const struct sw_git_entry *)b)->path);
}

struct sw_revision *sw_revision_open(struct sw_arena *arena, const struct sw_git_place *place, struct sw_str name, struct sw_err *err) {
	struct sw_revision *revision = SW_NEW(arena, struct sw_revision);
	struct sw_git_id commit, tree;
	*revision = (struct sw_revision){.name = name, .top = sw_str_of(strcmp(place->top, "/") == 0 ? "" : place->top)};
	revision->git = sw_git_open(arena, place, err);
	if (!revision->git)
		return NULL;
	struct sw_arena_catch catch;
	if (!SW_ARENA_TRY(arena, &catch)) {
		sw_git_close(revision->git);
		sw_arena_throw(arena);
	}
	int result = sw_git_resolve(revision->git, name, &commit, err);
	if (result == 0 && (sw_git_commit_tree(revision->git, &commit, &tree, err) < 0 ||
			    sw_git_list(revision->git, arena, &tree, &revision->entries, err) < 0))
		result = sw_err_wrap(err, "revision '%.*s'", SW_ARG(name));
	if (result == 0)
		revision->id = sw_git_id_text(revision->git, arena, &commit);
	sw_arena_leave(arena, &catch);
	if (result < 0) {
		sw_git_close(revision->git);
		return NULL;
	}
	if (revision->entries.n)
		qsort(revision->entries.v, revision->entries.n, sizeof *revision->entries.v, entry_order);
	return revision;
}

void sw_revision_close(struct sw_revision *revision) {
	sw_git_close(revision->git);
}

/* The place of the first entry whose path is not below `path`. */
static size_t lower_bound(const struct sw_revision *revision, struct sw_str path) {
	size_t low = 0, high = revision->entries.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (sw_str_cmp(revision->entries.v[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct sw_git_entry *find(const struct sw_revision *revision, struct sw_str path) {
	size_t place = lower_bound(revision, path);
	bool found = place < revision->entries.n && sw_str_eq(revision->entries.v[place].path, path);
	return found ? &revision->entries.v[place] : NULL;
}

bool sw_revision_covers(const struct sw_revision *revision, struct sw_str path) {
	return sw_str_starts(path, revision->top) && (path.n == revision->top.n || path.p[revision->top.n] == '/');
}

/* From the top of the work tree; empty: the top itself. */
static struct sw_str inside(const struct sw_revision *revision, struct sw_str path) {
	return sw_revision_covers(revision, path) ? sw_str_from(path, revision->top.n + 1) : (struct sw_str){0};
}

const struct sw_git_entry *sw_revision_entry(const struct sw_revision *revision, struct sw_str path) {
	return sw_revision_covers(revision, path) ? find(revision, inside(revision, path)) : NULL;
}

const struct sw_git_entry *sw_revision_beneath(const struct sw_revision *revision, struct sw_arena *arena, struct sw_str folder, size_t *count) {
	*count = 0;
	if (!sw_revision_covers(revision, folder))
		return NULL;
	struct sw_str prefix = inside(revision, folder);
	if (prefix.n)
		prefix = sw_arena_join(arena, prefix, SW_S("/"));
	size_t first = lower_bound(revision, prefix), last = first;
	while (last < revision->entries.n && sw_str_starts(revision->entries.v[last].path, prefix))
		last++;
	*count = last - first;
	return *count ? &revision->entries.v[first] : NULL;
}

/* Walks name by name, as the kernel does on disk: the entry that the path leads to in the end. */
static const struct sw_git_entry *follow(const struct sw_revision *revision, struct sw_arena *arena, struct sw_str root,
					 struct sw_str inner, struct sw_err *err) {
	struct sw_str base = inside(revision, root), here = base, rest = inner, name;
	const struct sw_git_entry *entry = NULL;
	unsigned links = 0;
	if (inner.n && inner.p[0] == '/') {
		sw_err_set(err, EXDEV, "leads out of the target");
		return NULL;
	}
	while (rest.p && sw_str_split(&rest, '/', &name)) {
		if (!name.n || sw_str_is(name, "."))
			continue;
		if (sw_str_is(name, "..")) {
			if (here.n <= base.n) {
				sw_err_set(err, EXDEV, "leads out of the target");
				return NULL;
			}
			here = sw_str_dirname(here);
			entry = NULL;
			continue;
		}
		if (entry && (entry->mode & SW_GIT_MODE_KIND) != SW_GIT_MODE_FOLDER) {
			sw_err_set(err, ENOTDIR, "%s", strerror(ENOTDIR));
			return NULL;
		}
		struct sw_str next = here.n ? sw_arena_printf(arena, "%.*s/%.*s", SW_ARG(here), SW_ARG(name)) : name;
		entry = find(revision, next);
		if (!entry) {
			sw_err_set(err, ENOENT, "%s", strerror(ENOENT));
			return NULL;
		}
		if ((entry->mode & SW_GIT_MODE_KIND) != SW_GIT_MODE_LINK) {
			here = entry->path;
			continue;
		}
		struct sw_str target;
		if (sw_git_read(revision->git, arena, &entry->id, SW_GIT_BLOB, LINK_BYTES, &target, err) < 0)
			return NULL;
		if (++links > MOST_LINKS || !target.n || target.p[0] == '/') {
			sw_err_set(err, links > MOST_LINKS ? ELOOP : EXDEV, "%s", links > MOST_LINKS ? strerror(ELOOP) : "leads out of the target");
			return NULL;
		}
		rest = rest.p ? sw_arena_printf(arena, "%.*s/%.*s", SW_ARG(target), SW_ARG(rest)) : target;
		entry = NULL;
	}
	if (entry && (entry->mode & SW_GIT_MODE_KIND) == SW_GIT_MODE_FILE)
		return entry;
	sw_err_set(err, EISDIR, "not a regular file");
	return NULL;
}

int sw_revision_read(const struct sw_revision *revision, struct sw_arena *arena, struct sw_str root, struct sw_str inner,
		     struct sw_str *text, struct sw_err *err) {
	const struct sw_git_entry *entry = follow(revision, arena, root, inner, err);
	return entry ? sw_git_read(revision->git, arena, &entry->id, SW_GIT_BLOB, SW_LIMIT_FILE_BYTES, text, err) : -1;
}

bool sw_revision_exists(const struct sw_revision *revision, struct sw_arena *arena, struct sw_str root, struct sw_str inner) {
	return follow(revision, arena, root, inner, NULL) != NULL;
}

const char *sw_revision_upwards(const struct sw_revision *revision, struct sw_arena *arena, struct sw_str root, const char *name) {
	for (struct sw_str folder = root; sw_revision_covers(revision, folder); folder = sw_str_dirname(folder)) {
		struct sw_str path = sw_arena_printf(arena, "%.*s/%s", SW_ARG(folder), name);
		if (sw_revision_exists(revision, arena, folder, sw_str_of(name)))
			return path.p;
		if (folder.n == 0)
			break;
	}
	return NULL;
}
