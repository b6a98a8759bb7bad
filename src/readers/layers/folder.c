/* A root file system that lies in a folder, read as if it were one layer. Nothing is followed: links are told and not
 * walked through, and everything is opened beneath the folder that it was found in. Files called ".wh." are taken for
 * whiteouts as in an archive; what a file system on top of others uses for them is not. */
#include "base/limits.h"
#include "readers/layers/pass.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { PIECE_BYTES = 1 << 20, DEPTH = 128, CAPABILITY_BYTES = 64 };

/* A folder that is being walked; its names were all read before anything in it is. */
struct level {
	int fd;
	struct name {
		char *z;
	} *names;
	size_t n, at;
	size_t path_n; /* of its own path */
};

struct walk {
	struct sw_pass pass;
	struct level levels[DEPTH];
	size_t depth;
	dev_t device;
	char path[SW_LIMIT_PATH_BYTES + 1];
	char link[SW_LIMIT_PATH_BYTES];
	char capability[CAPABILITY_BYTES];
	char *piece;
	int file;      /* opened and in nobody's care yet: the arena may run full */
	uint64_t seen; /* entries */
};

static int by_name(const void *a, const void *b) {
	return strcmp(((const struct name *)a)->z, ((const struct name *)b)->z);
}

static void close_level(struct level *level) {
	for (size_t i = 0; i < level->n; i++)
		free(level->names[i].z);
	free(level->names);
	if (level->fd >= 0)
		close(level->fd);
	*level = (struct level){.fd = -1};
}

/* All names of the folder, in order: the account must not depend on how a file system keeps them. 0, or an errno value. */
static int list(struct level *level) {
	int copy = openat(level->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = copy >= 0 ? fdopendir(copy) : NULL;
	size_t cap = 0;
	int failed = 0;
	if (!dir) {
		failed = errno;
		if (copy >= 0)
			close(copy);
		return failed;
	}
	struct dirent *found;
	while (!failed && (errno = 0, found = readdir(dir))) {
		if (strcmp(found->d_name, ".") == 0 || strcmp(found->d_name, "..") == 0)
			continue;
		if (level->n == cap) {
			cap = cap ? cap * 2 : 64;
			struct name *names = realloc(level->names, cap * sizeof *names);
			if (!names) {
				failed = ENOMEM;
				break;
			}
			level->names = names;
		}
		level->names[level->n].z = strdup(found->d_name);
		failed = level->names[level->n].z ? 0 : ENOMEM;
		level->n += !failed;
		if (level->n > SW_LIMIT_LAYER_ENTRIES)
			failed = EFBIG;
	}
	failed = failed ? failed : errno;
	closedir(dir);
	if (level->n)
		qsort(level->names, level->n, sizeof *level->names, by_name);
	return failed;
}

static void complain(struct walk *walk, size_t path_n, const char *what, int code) {
	sw_pass_partial(&walk->pass, code == EFBIG || code == ENOMEM ? SW_PARTIAL_LIMIT : SW_PARTIAL_MISSING);
	sw_pass_say(&walk->pass, SW_DIAG_ERROR, "layer-unreadable", sw_str(walk->path, path_n), "%s: %s", what, strerror(code));
}

static void close_file(struct walk *walk) {
	if (walk->file >= 0)
		close(walk->file);
	walk->file = -1;
}

static bool kind_of(mode_t mode, uint8_t *kind) {
	switch (mode & S_IFMT) {
	case S_IFREG: *kind = SW_ENTRY_FILE; return true;
	case S_IFDIR: *kind = SW_ENTRY_FOLDER; return true;
	case S_IFLNK: *kind = SW_ENTRY_SYMLINK; return true;
	case S_IFCHR: *kind = SW_ENTRY_CHARACTER_DEVICE; return true;
	case S_IFBLK: *kind = SW_ENTRY_BLOCK_DEVICE; return true;
	case S_IFIFO: *kind = SW_ENTRY_FIFO; return true;
	default: return false; /* sockets are no part of an image */
	}
}

/* The file may shrink or grow while it is read; what its size was holds. */
static bool read_body(struct walk *walk, uint64_t size) {
	uint64_t left = size;
	while (left) {
		ssize_t got = read(walk->file, walk->piece, left < PIECE_BYTES ? (size_t)left : PIECE_BYTES);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		sw_pass_body(&walk->pass, walk->piece, (size_t)got);
		left -= (uint64_t)got;
	}
	return true;
}

static void read_file(struct walk *walk, struct sw_pass_entry *entry, size_t path_n) {
	ssize_t n = fgetxattr(walk->file, "security.capability", walk->capability, CAPABILITY_BYTES);
	entry->capability = sw_str(walk->capability, n > 0 ? (size_t)n : 0);
	sw_pass_enter(&walk->pass, entry);
	errno = 0;
	bool whole = read_body(walk, entry->size);
	if (!whole)
		complain(walk, path_n, "it could not be read to its end", errno ? errno : EIO);
	sw_pass_finish(&walk->pass, whole);
	close_file(walk);
}

/* The descriptor passes to the level, which lists the folder. */
static void enter_folder(struct walk *walk, size_t path_n) {
	if (walk->depth == DEPTH) {
		close_file(walk);
		complain(walk, path_n, "folders lie deeper in each other than is read", EFBIG);
		return;
	}
	struct level *level = &walk->levels[walk->depth++];
	*level = (struct level){.fd = walk->file, .path_n = path_n};
	walk->file = -1;
	int failed = list(level);
	if (failed)
		complain(walk, path_n, "the folder could not be read", failed);
}

/* Opened without following, and looked at once more: what was a file may be something else by now. */
static int open_same(int dir, const char *name, const struct stat *st) {
	struct stat now;
	int flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (S_ISDIR(st->st_mode) ? O_DIRECTORY : 0);
	int fd = openat(dir, name, flags);
	if (fd >= 0 && (fstat(fd, &now) != 0 || now.st_dev != st->st_dev || now.st_ino != st->st_ino)) {
		close(fd);
		errno = ESTALE;
		return -1;
	}
	return fd;
}

static void read_name(struct walk *walk, const struct level *level, const char *name, size_t path_n) {
	struct stat st;
	struct sw_pass_entry entry = {.name = sw_str(walk->path, path_n)};
	if (fstatat(level->fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		complain(walk, path_n, "it could not be looked at", errno);
		return;
	}
	if (!kind_of(st.st_mode, &entry.kind))
		return;
	entry.mode = st.st_mode & 07777;
	entry.user = st.st_uid;
	entry.group = st.st_gid;
	entry.size = (uint64_t)st.st_size;
	entry.major = major(st.st_rdev);
	entry.minor = minor(st.st_rdev);
	bool opens = entry.kind == SW_ENTRY_FILE || entry.kind == SW_ENTRY_FOLDER;
	if (opens)
		walk->file = open_same(level->fd, name, &st);
	int failed = errno;
	if (entry.kind == SW_ENTRY_FILE && walk->file >= 0) {
		read_file(walk, &entry, path_n);
		return;
	}
	if (entry.kind == SW_ENTRY_SYMLINK) {
		ssize_t n = readlinkat(level->fd, name, walk->link, sizeof walk->link);
		entry.link = sw_str(walk->link, n > 0 ? (size_t)n : 0);
	}
	sw_pass_enter(&walk->pass, &entry);
	sw_pass_finish(&walk->pass, entry.kind != SW_ENTRY_FILE);
	if (opens && walk->file < 0)
		complain(walk, path_n, "it could not be opened", failed);
	else if (entry.kind == SW_ENTRY_FOLDER && st.st_dev == walk->device)
		enter_folder(walk, path_n);
	else
		close_file(walk); /* what is mounted in it belongs to the machine: proc, sys */
}

static void walk_all(struct walk *walk) {
	while (walk->depth && !walk->pass.stopped) {
		struct level *level = &walk->levels[walk->depth - 1];
		if (level->at == level->n) {
			close_level(level);
			walk->depth--;
			continue;
		}
		const char *name = level->names[level->at++].z;
		size_t n = strlen(name), slash = level->path_n ? 1 : 0;
		if (level->path_n + slash + n > SW_LIMIT_PATH_BYTES) {
			complain(walk, level->path_n, "a path is too long", EFBIG);
			continue;
		}
		if (++walk->seen > SW_LIMIT_LAYER_ENTRIES) {
			complain(walk, 0, "it has too many files", EFBIG);
			return;
		}
		if (slash)
			walk->path[level->path_n] = '/';
		memcpy(walk->path + level->path_n + slash, name, n);
		read_name(walk, level, name, level->path_n + slash + n);
	}
}

static void read_all(struct walk *walk, int root) {
	struct stat st;
	walk->file = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (walk->file < 0 || fstat(walk->file, &st) != 0) {
		complain(walk, 0, "the folder could not be read", errno);
	} else {
		walk->device = st.st_dev;
		sw_pass_enter(&walk->pass, &(struct sw_pass_entry){.kind = SW_ENTRY_FOLDER, .mode = st.st_mode & 07777, .user = st.st_uid, .group = st.st_gid});
		sw_pass_finish(&walk->pass, true);
		enter_folder(walk, 0);
		walk_all(walk);
	}
	sw_pass_settle(&walk->pass);
}

void sw_layer_read_folder(struct sw_arena *arena, int root, const struct sw_layer_options *options, struct sw_layer_account *account) {
	struct walk *walk = calloc(1, sizeof *walk);
	struct sw_arena_catch catch;
	char *piece = malloc(PIECE_BYTES);
	if (!walk || !piece) {
		free(walk);
		free(piece);
		*account = (struct sw_layer_account){.diags.arena = arena, .partial = SW_PARTIAL_LIMIT};
		return;
	}
	walk->piece = piece;
	walk->file = -1;
	sw_pass_start(&walk->pass, arena, options, account);
	if (SW_ARENA_TRY(arena, &catch)) {
		read_all(walk, root);
		sw_arena_leave(arena, &catch);
	} else {
		sw_pass_give_up(&walk->pass);
	}
	close_file(walk);
	while (walk->depth)
		close_level(&walk->levels[--walk->depth]);
	sw_pass_free(&walk->pass);
	free(walk->piece);
	free(walk);
}
