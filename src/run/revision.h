/* The files of a git revision in the place of those on disk. Paths are those that the files would have in the work tree,
 * so that whatever is named by its path has one name in both. Links lead where they lead on disk, and not out of the
 * target. What a checkout would fetch or change (submodules, filters, line ends) is not done. */
#pragma once
#include "formats/git.h"
#include "run/request.h"

struct sw_revision {
	struct sw_git *git;
	struct sw_str name;      /* as a person wrote it */
	struct sw_str id;        /* of the commit, in digits */
	struct sw_str top;       /* absolute path of the work tree */
	sw_git_entries entries;  /* sorted by path */
};

/* Finds the commit and lists what it holds. NULL with a sentence. Lives in the arena; its descriptors until closed. */
struct sw_revision *sw_revision_open(struct sw_arena *arena, const struct sw_git_place *place, struct sw_str name, struct sw_err *err);
void sw_revision_close(struct sw_revision *revision);

/* Whether an absolute path stands in the work tree. */
bool sw_revision_covers(const struct sw_revision *revision, struct sw_str path);
/* What stands at the absolute path itself, links not followed, or NULL. The top has no entry. */
const struct sw_git_entry *sw_revision_entry(const struct sw_revision *revision, struct sw_str path);
/* The entries beneath the folder at an absolute path: *count of them from the first. NULL: none. */
const struct sw_git_entry *sw_revision_beneath(const struct sw_revision *revision, struct sw_arena *arena, struct sw_str folder, size_t *count);
/* The regular file at `inner` beneath the folder at absolute path `root`, links followed while they stay beneath it. Any
 * number of threads may read, each with an arena of its own. */
int sw_revision_read(const struct sw_revision *revision, struct sw_arena *arena, struct sw_str root, struct sw_str inner,
		     struct sw_str *text, struct sw_err *err);
bool sw_revision_exists(const struct sw_revision *revision, struct sw_arena *arena, struct sw_str root, struct sw_str inner);
/* The absolute path of the nearest file called `name`, from the folder at absolute path `root` up to the top; NULL: none. */
const char *sw_revision_upwards(const struct sw_revision *revision, struct sw_arena *arena, struct sw_str root, const char *name);
