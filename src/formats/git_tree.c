/* Trees: all that a commit holds, as a list of paths. */
#include "base/limits.h"
#include "formats/git_store.h"
#include <errno.h>

struct listing {
	struct sw_git *git;
	struct sw_arena *arena;
	sw_git_entries *entries;
	struct sw_err *err;
};

/* A name that a checkout makes. Those that it refuses can only be meant to lead somewhere else. */
static bool good_name(struct sw_str name) {
	return name.n && name.n < 256 && sw_str_find_byte(name, '/') == SW_NPOS && !sw_str_is(name, ".") && !sw_str_is(name, "..") &&
	       !sw_str_is_nocase(name, ".git");
}

/* "100644 name", NUL, the bytes of an id. */
static bool take_entry(const struct sw_git *git, struct sw_str *rest, struct sw_git_entry *entry, struct sw_str *name) {
	size_t blank = sw_str_find_byte(*rest, ' '), end = sw_str_find_byte(*rest, '\0');
	if (blank == SW_NPOS || end == SW_NPOS || blank == 0 || blank > 6 || end < blank || rest->n - end - 1 < git->id_bytes)
		return false;
	*entry = (struct sw_git_entry){0};
	for (size_t i = 0; i < blank; i++) {
		if (rest->p[i] < '0' || rest->p[i] > '7')
			return false;
		entry->mode = entry->mode * 8 + (unsigned)(rest->p[i] - '0');
	}
	*name = sw_str_sub(*rest, blank + 1, end - blank - 1);
	memcpy(entry->id.bytes, rest->p + end + 1, git->id_bytes);
	*rest = sw_str_from(*rest, end + 1 + git->id_bytes);
	return true;
}

static int list(struct listing *listing, const struct sw_git_id *tree, struct sw_str folder, unsigned depth) {
	struct sw_str rest, name;
	struct sw_git_entry entry;
	if (depth > SW_LIMIT_TREE_DEPTH)
		return sw_err_set(listing->err, 0, "%.*s: too many folders inside each other", SW_ARG(sw_str_sub(folder, 0, 200)));
	if (sw_git_read(listing->git, listing->arena, tree, SW_GIT_TREE, SW_LIMIT_GIT_TREE_BYTES, &rest, listing->err) < 0)
		return -1;
	while (rest.n) {
		if (!take_entry(listing->git, &rest, &entry, &name))
			return sw_err_set(listing->err, EIO, "a damaged tree: %.*s", SW_ARG(folder.n ? sw_str_sub(folder, 0, 200) : SW_S("the top")));
		if (!good_name(name))
			continue;
		if (listing->entries->n == SW_LIMIT_TREE_FILES)
			return sw_err_set(listing->err, 0, "it holds more than %d files", SW_LIMIT_TREE_FILES);
		entry.path = folder.n ? sw_arena_printf(listing->arena, "%.*s/%.*s", SW_ARG(folder), SW_ARG(name)) : sw_arena_str(listing->arena, name);
		*sw_push(listing->arena, listing->entries) = entry;
		if ((entry.mode & SW_GIT_MODE_KIND) == SW_GIT_MODE_FOLDER && list(listing, &entry.id, entry.path, depth + 1) < 0)
			return -1;
	}
	return 0;
}

int sw_git_list(struct sw_git *git, struct sw_arena *arena, const struct sw_git_id *tree, sw_git_entries *entries, struct sw_err *err) {
	struct listing listing = {git, arena, entries, err};
	return list(&listing, tree, (struct sw_str){0}, 0);
}
