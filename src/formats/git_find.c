/* Where a repository is: the steps that need no object. Files that lead elsewhere have one line each, and lead only to
 * folders whose objects or references are then read. */
#include "base/file.h"
#include "formats/git.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_BYTES = 1 << 16 };

static bool is_folder(const char *path) {
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static const char *path_in(struct sw_arena *arena, const char *folder, const char *name) {
	return sw_arena_printf(arena, "%s/%s", folder, name).p;
}

/* The real path of `named`, which counts from `folder` when it is relative; NULL: there is no such folder. */
static const char *folder_at(struct sw_arena *arena, const char *folder, struct sw_str named) {
	bool absolute = named.n && named.p[0] == '/';
	struct sw_str path = absolute ? sw_arena_str(arena, named) : sw_arena_printf(arena, "%s/%.*s", folder, SW_ARG(named));
	if (strlen(path.p) != path.n)
		return NULL;
	char *real = realpath(path.p, NULL);
	const char *kept = real && is_folder(real) ? sw_arena_str(arena, sw_str_of(real)).p : NULL;
	free(real);
	return kept;
}

/* The text of a small file; false: it is not there. */
static bool small_file(struct sw_arena *arena, const char *path, struct sw_str *text) {
	SW_CLEANUP_FD int fd = sw_open_named(path, NULL);
	return fd >= 0 && sw_read_all(arena, fd, LINE_BYTES, text, NULL) == 0;
}

/* Folders of objects that this one builds on. Git stops at a depth of five; here the number of folders ends it, and one
 * that was seen is not entered again. */
static int add_stores(struct sw_arena *arena, struct sw_git_place *place, struct sw_err *err) {
	for (size_t i = 0; i < place->store_count; i++) {
		struct sw_str rest, line;
		if (!small_file(arena, path_in(arena, place->stores[i], "info/alternates"), &rest))
			continue;
		while (rest.p && sw_str_split(&rest, '\n', &line)) {
			line = sw_str_trim(line);
			if (!line.n || line.p[0] == '#')
				continue;
			const char *store = folder_at(arena, place->stores[i], line);
			if (!store)
				return sw_err_set(err, ENOENT, "the repository borrows objects from %.*s, which is not there", SW_ARG(line));
			bool seen = false;
			for (size_t k = 0; k < place->store_count; k++)
				seen = seen || strcmp(place->stores[k], store) == 0;
			if (!seen && place->store_count == SW_GIT_MOST_STORES)
				return sw_err_set(err, 0, "the repository borrows objects from more than %d others", SW_GIT_MOST_STORES - 1);
			if (!seen)
				place->stores[place->store_count++] = store;
		}
	}
	return 0;
}

/* `.git` is a folder, or a file whose line leads to one: a linked work tree, a submodule. */
static int find_dir(struct sw_arena *arena, struct sw_git_place *place, struct sw_err *err) {
	const char *path = path_in(arena, place->top, ".git");
	struct sw_str text;
	if (is_folder(path)) {
		place->dir = folder_at(arena, place->top, SW_S(".git"));
	} else if (small_file(arena, path, &text) && sw_str_starts(text, SW_S("gitdir: "))) {
		place->dir = folder_at(arena, place->top, sw_str_trim(sw_str_from(text, 8)));
		if (!place->dir)
			return sw_err_set(err, ENOENT, "%s leads to a folder that is not there", path);
	}
	return place->dir ? 0 : sw_err_set(err, 0, "%s is no repository", path);
}

int sw_git_find(struct sw_arena *arena, const char *from, struct sw_git_place *place, struct sw_err *err) {
	*place = (struct sw_git_place){0};
	for (struct sw_str folder = sw_str_of(from); !place->top; folder = sw_str_dirname(folder)) {
		struct sw_str candidate = sw_arena_printf(arena, "%.*s/.git", SW_ARG(folder));
		if (access(candidate.p, F_OK) == 0)
			place->top = folder.n ? sw_arena_str(arena, folder).p : "/";
		else if (!folder.n)
			return sw_err_set(err, ENOENT, "%s is in no git repository", from);
	}
	if (find_dir(arena, place, err) < 0)
		return -1;
	struct sw_str text;
	place->common = place->dir;
	if (small_file(arena, path_in(arena, place->dir, "commondir"), &text))
		place->common = folder_at(arena, place->dir, sw_str_trim(text));
	place->stores[0] = place->common ? folder_at(arena, place->common, SW_S("objects")) : NULL;
	if (!place->stores[0])
		return sw_err_set(err, ENOENT, "%s/.git is no repository: it has no folder of objects", place->top);
	place->store_count = 1;
	return add_stores(arena, place, err);
}
