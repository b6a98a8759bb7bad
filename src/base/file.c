#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
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

int sw_open_beneath(int dir, const char *path, struct sw_err *err) {
	struct open_how how = {.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
	int fd = (int)syscall(SYS_openat2, dir, path, &how, sizeof how);
	if (fd < 0)
		return sw_err_set(err, errno, "%s", errno == EXDEV ? "leads out of the target" : strerror(errno));
	return only_regular(fd, err);
}

int sw_open_named(const char *path, struct sw_err *err) {
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return sw_err_set(err, errno, "%s", strerror(errno));
	return only_regular(fd, err);
}

int sw_read_all(struct sw_arena *arena, int fd, size_t limit, struct sw_str *text, struct sw_err *err) {
	struct stat st;
	size_t room = fstat(fd, &st) == 0 && st.st_size > 0 ? (size_t)st.st_size + 1 : 4096, n = 0;
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
		if (got == 0)
			break;
		n += (size_t)got;
	}
	p[n] = '\0';
	*text = (struct sw_str){p, n};
	return 0;
}
