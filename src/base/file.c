#include "base/file.h"
#include "base/limits.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void sw_close_p(const int *fd) {
	if (*fd >= 0)
		close(*fd);
}

static int only_regular(int fd, struct sw_err *err) {
	struct stat st;
	if (fstat(fd, &st) < 0) {
		int code = errno;
		close(fd);
		return sw_err_set(err, code, "%s", strerror(code));
	}
	if (!S_ISREG(st.st_mode)) {
		close(fd);
		return sw_err_set(err, S_ISDIR(st.st_mode) ? EISDIR : EINVAL, "not a regular file");
	}
	return fd;
}

enum {
	OPEN_FLAGS = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
	MAX_LINKS = 40, /* as the kernel */
};

/* A walk that never leaves `folders[0]`: each folder on the way is held open, and links are read, not followed. */
struct walk {
	int folders[SW_LIMIT_TREE_DEPTH];
	size_t depth; /* of the folder that the walk is in */
	unsigned links;
	char rest[PATH_MAX]; /* names still to go */
};

static int fail(int code) {
	errno = code;
	return -1;
}

/* Puts the target of link `name` before the rest of the way. */
static int take_link(struct walk *walk, const char *name, const char *after, int code) {
	char text[PATH_MAX];
	ssize_t n = readlinkat(walk->folders[walk->depth], name, text, sizeof text);
	if (n < 0)
		return fail(code); /* no link: what was wrong before stands */
	size_t more = strlen(after) + 1;
	if (n > 0 && text[0] == '/')
		return fail(EXDEV);
	if (++walk->links > MAX_LINKS)
		return fail(ELOOP);
	if ((size_t)n + more > sizeof text)
		return fail(ENAMETOOLONG);
	memcpy(text + n, after, more);
	memcpy(walk->rest, text, (size_t)n + more);
	return 0;
}

/* Goes one name on. The descriptor of what the last name stands for, -1 with errno, or -2 to go on. */
static int step(struct walk *walk) {
	char name[NAME_MAX + 1];
	const char *start = walk->rest + strspn(walk->rest, "/");
	size_t n = strcspn(start, "/");
	if (n == 0)
		return fail(EISDIR);
	if (n > NAME_MAX)
		return fail(ENAMETOOLONG);
	memcpy(name, start, n);
	name[n] = '\0';
	const char *after = start + n;
	bool last = *after == '\0';
	if (strcmp(name, "..") == 0) {
		if (walk->depth == 0)
			return fail(EXDEV);
		close(walk->folders[walk->depth--]);
	} else if (strcmp(name, ".") != 0) {
		int flags = O_NOFOLLOW | (last ? OPEN_FLAGS : O_PATH | O_DIRECTORY | O_CLOEXEC);
		int fd = openat(walk->folders[walk->depth], name, flags);
		if (fd < 0)
			return errno != ELOOP && errno != ENOTDIR ? -1 : take_link(walk, name, after, errno) < 0 ? -1 : -2;
		if (last)
			return fd;
		if (walk->depth + 1 == SW_LIMIT_TREE_DEPTH) {
			close(fd);
			return fail(ELOOP);
		}
		walk->folders[++walk->depth] = fd;
	}
	memmove(walk->rest, after, strlen(after) + 1);
	return -2;
}

/* What openat2 does with RESOLVE_BENEATH, for where it is missing: Linux before 5.6, older container runtimes, and the
 * sandbox on kernels whose Landlock could not stop an opening that truncates. */
static int open_stepwise(int dir, const char *path) {
	struct walk walk = {.folders = {dir}};
	if (path[0] == '/')
		return fail(EXDEV);
	if (strlen(path) >= sizeof walk.rest)
		return fail(ENAMETOOLONG);
	memcpy(walk.rest, path, strlen(path) + 1);
	int fd;
	do
		fd = step(&walk);
	while (fd == -2);
	int code = errno;
	while (walk.depth > 0)
		close(walk.folders[walk.depth--]);
	errno = code;
	return fd;
}

int sw_open_beneath(int dir, const char *path, struct sw_err *err) {
	struct open_how how = {.flags = OPEN_FLAGS, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
	int fd = (int)syscall(SYS_openat2, dir, path, &how, sizeof how);
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = open_stepwise(dir, path);
	if (fd < 0)
		return sw_err_set(err, errno, "%s", errno == EXDEV ? "leads out of the target" : strerror(errno));
	return only_regular(fd, err);
}

int sw_open_named(const char *path, struct sw_err *err) {
	int fd = open(path, OPEN_FLAGS);
	if (fd < 0)
		return sw_err_set(err, errno, "%s", strerror(errno));
	return only_regular(fd, err);
}

int sw_read_all(struct sw_arena *arena, int fd, size_t limit, struct sw_str *text, struct sw_err *err) {
	struct stat st;
	bool known = fstat(fd, &st) == 0, regular = known && S_ISREG(st.st_mode) && st.st_size > 0;
	size_t room = known && st.st_size > 0 ? (size_t)st.st_size + 1 : 4096, n = 0;
	if (room > limit + 1)
		return sw_err_set(err, EFBIG, "larger than %zu bytes", limit);
	char *p = sw_arena_alloc(arena, room);
	for (;;) {
		if (n == room) {
			if (n > limit)
				return sw_err_set(err, EFBIG, "larger than %zu bytes", limit);
			size_t more = room * 2 > limit + 1 ? limit + 1 : room * 2;
			p = sw_arena_grow(arena, p, room, more);
			room = more;
		}
		ssize_t got = read(fd, p + n, room - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return sw_err_set(err, errno, "%s", strerror(errno));
		n += (size_t)got;
		/* A file gives less than was asked for at its end only; a pipe may give more later. */
		if (got == 0 || (regular && n < room))
			break;
	}
	p[n] = '\0';
	*text = (struct sw_str){p, n};
	return 0;
}
