/* A git repository read without git and without its configuration: names of revisions, commits, trees and blobs, from loose
 * objects and packs. Nothing in a repository is run, followed or believed beyond that: sizes are bounded before memory is
 * taken, chains of deltas are walked and never recursed into, and the bytes that an id names are hashed before they are
 * given out. Both kinds of ids (SHA-1, SHA-256) are read, linked work trees, packed references and alternates too.
 *
 * Not read: references kept as reftable, indexes of packs of version 1, grafts and replacements; what a partial or shallow
 * clone lacks. Each is told in words. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

enum { SW_GIT_MOST_STORES = 16, SW_GIT_ID_BYTES = 32 };

/* Where a repository keeps what is read; found before confinement. All paths are absolute. */
struct sw_git_place {
	const char *top;    /* of the work tree */
	const char *dir;    /* what belongs to this work tree: HEAD */
	const char *common; /* what all work trees share: references, packed ones, configuration */
	const char *stores[SW_GIT_MOST_STORES]; /* folders of objects: its own, then alternates */
	size_t store_count;
};

/* Looks for the repository whose work tree holds the folder `from` (absolute). Reads the few one-line files that lead to
 * other folders, nothing else. -1: there is none, or one of these files is malformed. */
int sw_git_find(struct sw_arena *arena, const char *from, struct sw_git_place *place, struct sw_err *err);

struct sw_git; /* formats/git_store.h */

/* The name of an object; what is behind the repository's length of ids is zero. */
struct sw_git_id {
	unsigned char bytes[SW_GIT_ID_BYTES];
};

enum sw_git_kind { SW_GIT_NONE, SW_GIT_COMMIT, SW_GIT_TREE, SW_GIT_BLOB, SW_GIT_TAG };

/* Opens it for reading; lives in the arena, its descriptors until sw_git_close. */
struct sw_git *sw_git_open(struct sw_arena *arena, const struct sw_git_place *place, struct sw_err *err);
void sw_git_close(struct sw_git *git);

/* The commit that a person names: HEAD, a branch, tag or remote branch, an id or its beginning, each with any of ~n ^n ^{}
 * behind it. -1 with a sentence when there is none, or more than one. */
int sw_git_resolve(struct sw_git *git, struct sw_str name, struct sw_git_id *commit, struct sw_err *err);
/* The tree of a commit. */
int sw_git_commit_tree(struct sw_git *git, const struct sw_git_id *commit, struct sw_git_id *tree, struct sw_err *err);
/* Digits in small letters, NUL-terminated. */
struct sw_str sw_git_id_text(const struct sw_git *git, struct sw_arena *arena, const struct sw_git_id *id);

/* The bytes of an object of that kind, at most `limit` of them, NUL-terminated behind the last one. May be called from
 * several threads, each with an arena of its own. */
int sw_git_read(struct sw_git *git, struct sw_arena *arena, const struct sw_git_id *id, enum sw_git_kind kind, size_t limit,
		struct sw_str *text, struct sw_err *err);

/* What a tree holds, at any depth. */
enum { SW_GIT_MODE_FOLDER = 040000, SW_GIT_MODE_FILE = 0100000, SW_GIT_MODE_LINK = 0120000, SW_GIT_MODE_MODULE = 0160000,
       SW_GIT_MODE_KIND = 0170000 };
struct sw_git_entry {
	struct sw_str path; /* from the top of the tree, '/' between parts */
	unsigned mode;
	struct sw_git_id id;
};
typedef SW_VEC(struct sw_git_entry) sw_git_entries;

/* All entries, folders before what they hold, sorted by name in each folder. Names that no checkout would make ("..",
 * ".git", with '/') are left out. More than SW_LIMIT_TREE_FILES, or folders deeper than SW_LIMIT_TREE_DEPTH, is an error. */
int sw_git_list(struct sw_git *git, struct sw_arena *arena, const struct sw_git_id *tree, sw_git_entries *entries, struct sw_err *err);
