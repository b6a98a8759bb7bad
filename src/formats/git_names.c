/* Names of revisions: references, packed references, ids and their beginnings, and the steps behind them. */
#include "base/file.h"
#include "base/limits.h"
#include "formats/git_store.h"
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	SYMBOLIC_DEPTH = 5, /* as git */
	TAG_DEPTH = 16,
	REF_BYTES = 1 << 12,
	PACKED_BYTES = 256 << 20,
	STEPS = 1000000,    /* parents that one name may go back */
	LEAST_DIGITS = 4,   /* as git */
	MOST_LIKE = 64,     /* objects with the same beginning that are looked at */
};

/* As git: a name that could lead out of its folder, or that no reference may have, is none. */
static bool ref_name(struct sw_str name) {
	if (!name.n || name.n > 1024 || name.p[0] == '/' || name.p[0] == '-' || name.p[name.n - 1] == '/' || name.p[name.n - 1] == '.' ||
	    sw_str_contains(name, SW_S("..")) || sw_str_contains(name, SW_S("//")) || sw_str_contains(name, SW_S("/.")) || name.p[0] == '.' ||
	    sw_str_contains(name, SW_S("@{")) || sw_str_ends(name, SW_S(".lock")))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] <= ' ' || name.p[i] == 127 || strchr("~^:?*[\\", name.p[i]))
			return false;
	return true;
}

/* The text of a file with a reference; empty: there is none. */
static struct sw_str loose_ref(struct sw_git *git, struct sw_str name) {
	struct sw_str text = {0}, path = sw_arena_str(git->arena, name);
	int folders[] = {sw_str_starts(name, SW_S("refs/")) ? git->common : git->dir, git->dir};
	for (size_t i = 0; i < 2; i++) {
		SW_CLEANUP_FD int fd = sw_open_beneath(folders[i], path.p, NULL);
		if (fd >= 0 && sw_read_all(git->arena, fd, REF_BYTES, &text, NULL) == 0)
			return sw_str_trim(text);
	}
	return (struct sw_str){0};
}

/* "ID refs/heads/name", one a line. */
static int packed_ref(struct sw_git *git, struct sw_str name, struct sw_git_id *id, struct sw_err *err) {
	struct sw_str rest, line;
	SW_CLEANUP_FD int fd = sw_open_beneath(git->common, "packed-refs", NULL);
	if (fd < 0)
		return 0;
	if (sw_read_all(git->arena, fd, PACKED_BYTES, &rest, err) < 0)
		return sw_err_wrap(err, "packed-refs");
	while (sw_str_split(&rest, '\n', &line))
		if (line.n > 2 * git->id_bytes && line.p[2 * git->id_bytes] == ' ' &&
		    sw_str_eq(sw_str_trim(sw_str_from(line, 2 * git->id_bytes + 1)), name))
			return sw_git_id_of(sw_str_sub(line, 0, 2 * git->id_bytes), id) ? 1 : sw_err_set(err, EIO, "packed-refs is damaged");
	return 0;
}

/* 1: *id is what the reference holds. */
static int read_ref(struct sw_git *git, struct sw_str name, struct sw_git_id *id, struct sw_err *err) {
	for (unsigned depth = 0; depth <= SYMBOLIC_DEPTH; depth++) {
		if (!ref_name(name))
			return sw_err_set(err, EIO, "a reference leads to what is no name of one");
		struct sw_str text = loose_ref(git, name);
		if (sw_str_starts(text, SW_S("ref:"))) {
			name = sw_str_trim(sw_str_from(text, 4));
			continue;
		}
		if (!text.n)
			return packed_ref(git, name, id, err);
		/* what comes behind the id is a remark, as in FETCH_HEAD */
		size_t n = 2 * git->id_bytes;
		if (text.n >= n && (text.n == n || sw_is_space(text.p[n])) && sw_git_id_of(sw_str_sub(text, 0, n), id))
			return 1;
		return sw_err_set(err, EIO, "the reference %.*s is damaged", SW_ARG(sw_str_sub(name, 0, 200)));
	}
	return sw_err_set(err, ELOOP, "references lead to each other without end");
}

static int named_ref(struct sw_git *git, struct sw_str name, struct sw_git_id *id, struct sw_err *err) {
	static const char *const places[] = {"", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"};
	if (!ref_name(name))
		return 0;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		/* beside HEAD stand files that are none: `config`, `index` */
		if (i == 0 && !sw_str_starts(name, SW_S("refs/")) && !sw_listed(name, "HEAD ORIG_HEAD FETCH_HEAD MERGE_HEAD CHERRY_PICK_HEAD REBASE_HEAD"))
			continue;
		int found = read_ref(git, sw_arena_printf(git->arena, "%s%.*s", places[i], SW_ARG(name)), id, err);
		if (found)
			return found;
	}
	return read_ref(git, sw_arena_printf(git->arena, "refs/remotes/%.*s/HEAD", SW_ARG(name)), id, err);
}

/* ---- commits ---- */

/* The id behind "word " at the start of a line of the header of a commit or tag, the `index`-th from 0. */
static bool header_id(const struct sw_git *git, struct sw_str text, const char *word, uint64_t index, struct sw_git_id *id) {
	struct sw_str line;
	while (text.p && sw_str_split(&text, '\n', &line) && line.n) {
		struct sw_str rest = line, key;
		if (!sw_str_split(&rest, ' ', &key) || !sw_str_is(key, word))
			continue;
		if (index-- == 0)
			return rest.n == 2 * git->id_bytes && sw_git_id_of(rest, id);
	}
	return false;
}

/* From a tag to what it names, until a commit is reached; 0: something else is. */
static int peel(struct sw_git *git, struct sw_git_id *id, struct sw_err *err) {
	for (unsigned depth = 0; depth < TAG_DEPTH; depth++) {
		struct sw_git_object object;
		if (sw_git_object_read(git, id, SW_LIMIT_GIT_COMMIT_BYTES, &object, err) < 0)
			return -1;
		enum sw_git_kind kind = object.kind;
		bool led = kind == SW_GIT_TAG && header_id(git, sw_str(object.data + SW_GIT_ROOM, object.n), "object", 0, id);
		free(object.data);
		if (kind == SW_GIT_COMMIT)
			return 1;
		if (!led)
			return 0;
	}
	return sw_err_set(err, ELOOP, "tags lead to each other without end");
}

/* 0: it has no such parent. */
static int parent(struct sw_git *git, struct sw_git_id *id, uint64_t number, struct sw_err *err) {
	struct sw_git_object object;
	if (sw_git_object_read(git, id, SW_LIMIT_GIT_COMMIT_BYTES, &object, err) < 0)
		return -1;
	bool found = object.kind == SW_GIT_COMMIT && header_id(git, sw_str(object.data + SW_GIT_ROOM, object.n), "parent", number - 1, id);
	free(object.data);
	return found;
}

int sw_git_commit_tree(struct sw_git *git, const struct sw_git_id *commit, struct sw_git_id *tree, struct sw_err *err) {
	struct sw_git_object object;
	if (sw_git_object_read(git, commit, SW_LIMIT_GIT_COMMIT_BYTES, &object, err) < 0)
		return -1;
	bool found = object.kind == SW_GIT_COMMIT && header_id(git, sw_str(object.data + SW_GIT_ROOM, object.n), "tree", 0, tree);
	free(object.data);
	return found ? 0 : sw_err_set(err, EIO, "a damaged commit: it names no tree");
}

/* ---- the beginning of an id ---- */

struct like {
	struct sw_git_id v[MOST_LIKE];
	size_t n;
};

static bool add_like(void *context, const struct sw_git_id *id) {
	struct like *like = context;
	for (size_t i = 0; i < like->n; i++)
		if (memcmp(&like->v[i], id, sizeof *id) == 0)
			return true;
	if (like->n == MOST_LIKE)
		return false;
	like->v[like->n++] = *id;
	return true;
}

/* The only commit, or tag of one, whose id begins so. */
static int by_beginning(struct sw_git *git, struct sw_str digits, struct sw_git_id *id, struct sw_err *err) {
	struct like like = {.n = 0};
	struct sw_git_id prefix;
	if (digits.n < LEAST_DIGITS || digits.n > 2 * git->id_bytes || !sw_git_id_of(digits, &prefix))
		return 0;
	if (digits.n == 2 * git->id_bytes)
		like.v[like.n++] = prefix;
	else if (sw_git_objects_like(git, &prefix, digits.n, add_like, &like, err) < 0)
		return -1;
	size_t commits = 0;
	for (size_t i = 0; i < like.n; i++) {
		/* Others that begin so may be of any size, or damaged: no reason to fail. */
		struct sw_git_id found = like.v[i];
		if (peel(git, &found, like.n == 1 ? err : NULL) <= 0) {
			if (like.n == 1)
				return -1;
			continue;
		}
		commits++;
		*id = found;
	}
	if (commits > 1)
		return sw_err_set(err, 0, "'%.*s' is the beginning of %zu commits", SW_ARG(digits), commits);
	return (int)commits;
}

/* ---- names ---- */

/* "~3", "^2", "^{}", "^{commit}". */
static int take_step(struct sw_git *git, struct sw_str *rest, struct sw_git_id *id, struct sw_err *err) {
	char kind = rest->p[0];
	size_t n = 1;
	*rest = sw_str_from(*rest, 1);
	if (kind == '^' && sw_str_starts(*rest, SW_S("{}"))) {
		*rest = sw_str_from(*rest, 2);
		return 1;
	}
	if (kind == '^' && sw_str_starts(*rest, SW_S("{commit}"))) {
		*rest = sw_str_from(*rest, 8);
		return 1;
	}
	for (n = 0; n < rest->n && sw_is_digit(rest->p[n]);)
		n++;
	uint64_t count = 1;
	if (n && (!sw_str_to_u64(sw_str_sub(*rest, 0, n), &count) || count > STEPS))
		return sw_err_set(err, 0, "%c%.*s goes too far back", kind, SW_ARG(sw_str_sub(*rest, 0, n)));
	*rest = sw_str_from(*rest, n);
	if (kind == '^')
		return count == 0 ? 1 : parent(git, id, count, err);
	for (; count > 0; count--) {
		int found = parent(git, id, 1, err);
		if (found <= 0)
			return found;
	}
	return 1;
}

int sw_git_resolve(struct sw_git *git, struct sw_str name, struct sw_git_id *commit, struct sw_err *err) {
	size_t end = 0;
	while (end < name.n && name.p[end] != '~' && name.p[end] != '^')
		end++;
	struct sw_str base = sw_str_sub(name, 0, end), rest = sw_str_from(name, end);
	if (sw_str_is(base, "@"))
		base = SW_S("HEAD");
	if (!base.n || sw_str_contains(base, SW_S("@{")) || sw_str_contains(base, SW_S("..")))
		return sw_err_set(err, 0, "'%.*s' is a way to name a revision that is not known here", SW_ARG(name));
	struct sw_git_id full;
	int found = base.n == 2 * git->id_bytes && sw_git_id_of(base, &full) ? 0 : named_ref(git, base, commit, err);
	if (found == 0)
		found = by_beginning(git, base, commit, err);
	else if (found > 0)
		found = peel(git, commit, err);
	if (found == 0)
		return sw_err_set(err, ENOENT, "'%.*s' names no commit of this repository", SW_ARG(base));
	while (found > 0 && rest.n) {
		if (rest.p[0] != '~' && rest.p[0] != '^')
			return sw_err_set(err, 0, "'%.*s' is a way to name a revision that is not known here", SW_ARG(name));
		found = take_step(git, &rest, commit, err);
		if (found == 0)
			return sw_err_set(err, ENOENT, "'%.*s' goes back beyond the first commit", SW_ARG(name));
	}
	return found < 0 ? sw_err_wrap(err, "'%.*s'", SW_ARG(name)) : 0;
}
