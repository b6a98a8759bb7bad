#include "process/output.h"
#include "base/str.h"
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	NAME_SHOWN = 200, /* bytes of the target's name in the temporary name, so that the whole fits NAME_MAX */
	TRIES = 16,       /* names to try before giving up; each has 64 random bits */
};

/* The descriptor that a path like /dev/stdout stands for, or -1. Opened as files these would be truncated, or replaced
 * in /dev, when they lead to a regular file. */
static int descriptor_named(struct sw_str path) {
	if (sw_str_is(path, "/dev/stdout"))
		return STDOUT_FILENO;
	if (sw_str_is(path, "/dev/stderr"))
		return STDERR_FILENO;
	static const struct sw_str folders[] = {SW_SI("/dev/fd/"), SW_SI("/proc/self/fd/")};
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		uint64_t number;
		if (sw_str_starts(path, folders[i]) && sw_str_to_u64(sw_str_from(path, folders[i].n), &number) &&
		    number <= INT_MAX)
			return (int)number;
	}
	return -1;
}

static int open_folder(const char *path, size_t n, struct sw_err *err) {
	char text[PATH_MAX];
	if (n >= sizeof text)
		return sw_err_set(err, ENAMETOOLONG, "%s: %s", path, strerror(ENAMETOOLONG));
	if (n == 0)
		memcpy(text, ".", 2);
	else {
		memcpy(text, path, n);
		text[n] = '\0';
	}
	int fd = open(text, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return sw_err_set(err, errno, "%s: %s", text, strerror(errno));
	return fd;
}

static int open_temporary(struct sw_output *output, const char *name, struct sw_err *err) {
	for (int i = 0; i < TRIES; i++) {
		uint64_t number;
		if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number)
			return sw_err_set(err, errno, "random number: %s", strerror(errno));
		snprintf(output->temporary, sizeof output->temporary, ".%.*s.%016llx.tmp", NAME_SHOWN, name,
			 (unsigned long long)number);
		output->fd = openat(output->folder, output->temporary,
				    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (output->fd >= 0)
			return 0;
		if (errno != EEXIST)
			break;
	}
	return sw_err_set(err, errno, "%s: temporary file beside it: %s", output->path, strerror(errno));
}

/* Opens what is there and is no regular file: a fifo or a device. */
static int open_straight(struct sw_output *output, const char *name, struct sw_err *err) {
	output->fd = openat(output->folder, name, O_WRONLY | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
	if (output->fd < 0)
		return sw_err_set(err, errno, "%s: %s", output->path, strerror(errno));
	close(output->folder);
	output->folder = -1;
	return 0;
}

static int open_target(struct sw_output *output, const char *name, struct sw_err *err) {
	struct stat st;
	if (fstatat(output->folder, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		if (errno != ENOENT)
			return sw_err_set(err, errno, "%s: %s", output->path, strerror(errno));
		return open_temporary(output, name, err);
	}
	if (S_ISLNK(st.st_mode))
		return open_temporary(output, name, err);
	if (S_ISDIR(st.st_mode))
		return sw_err_set(err, EISDIR, "%s: %s", output->path, strerror(EISDIR));
	if (!S_ISREG(st.st_mode))
		return open_straight(output, name, err);
	/* Renaming asks only the folder; a file that its owner made read-only is to stay. */
	if (faccessat(output->folder, name, W_OK, AT_EACCESS) < 0)
		return sw_err_set(err, errno, "%s: %s", output->path, strerror(errno));
	return open_temporary(output, name, err);
}

int sw_output_open(struct sw_output *output, const char *path, struct sw_err *err) {
	*output = (struct sw_output){.path = path, .fd = -1, .folder = -1};
	struct sw_str whole = sw_str_of(path);
	int given = path ? descriptor_named(whole) : STDOUT_FILENO;
	if (given >= 0) {
		output->fd = fcntl(given, F_DUPFD_CLOEXEC, 3);
		if (output->fd < 0)
			return sw_err_set(err, errno, "%s: %s", path ? path : "standard output", strerror(errno));
		return 0;
	}
	struct sw_str name = sw_str_basename(whole);
	if (name.n == 0)
		return sw_err_set(err, whole.n ? EISDIR : ENOENT, "%s: not the name of a file", path);
	output->folder = open_folder(path, whole.n - name.n, err);
	if (output->folder < 0)
		return -1;
	if (open_target(output, name.p, err) < 0) {
		close(output->folder);
		output->folder = -1;
		return -1;
	}
	return 0;
}

int sw_output_commit(struct sw_output *output, struct sw_err *err) {
	assert(output->fd >= 0);
	const char *shown = output->path ? output->path : "standard output";
	int closed = close(output->fd); /* some file systems report a full disk only here */
	output->fd = -1;
	int result = closed < 0 && errno != EINTR ? sw_err_set(err, errno, "%s: %s", shown, strerror(errno)) : 0;
	if (result == 0 && output->folder >= 0 &&
	    renameat(output->folder, output->temporary, output->folder, sw_str_basename(sw_str_of(output->path)).p) < 0)
		result = sw_err_set(err, errno, "%s: %s", shown, strerror(errno));
	if (result == 0 && output->folder >= 0) {
		close(output->folder);
		output->folder = -1;
	}
	if (result < 0)
		sw_output_abandon(output);
	return result;
}

void sw_output_abandon(struct sw_output *output) {
	if (output->fd >= 0)
		close(output->fd);
	if (output->folder >= 0) {
		unlinkat(output->folder, output->temporary, 0);
		close(output->folder);
	}
	output->fd = output->folder = -1;
}
