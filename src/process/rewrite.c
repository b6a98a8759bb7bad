#include "process/rewrite.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sha256.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAGIC = 0x53575257 };

struct head {
	uint32_t magic, target, path_length, text_length;
	char before[65]; /* SHA-256 of the text that is there, in hex; empty: there is no file */
};

static void digest(struct sw_str text, char hex[65]) {
	struct sw_sha256 sha;
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, text);
	sw_sha256_hex(&sha, hex);
}

void sw_rewrite_put(struct sw_out *out, uint32_t target, struct sw_str path, struct sw_str before, struct sw_str after) {
	struct head head = {MAGIC, target, (uint32_t)path.n, (uint32_t)after.n, ""};
	digest(before, head.before);
	sw_out_bytes(out, &head, sizeof head);
	sw_out_str(out, path);
	sw_out_str(out, after);
}

void sw_rewrite_put_new(struct sw_out *out, uint32_t target, struct sw_str path, struct sw_str text) {
	struct head head = {MAGIC, target, (uint32_t)path.n, (uint32_t)text.n, ""};
	sw_out_bytes(out, &head, sizeof head);
	sw_out_str(out, path);
	sw_out_str(out, text);
}

struct record {
	struct head head;
	struct sw_str path, text;
};

/* Takes the next record from *rest; false when it is none. */
static bool take(struct sw_str *rest, struct record *record) {
	if (rest->n < sizeof record->head)
		return false;
	memcpy(&record->head, rest->p, sizeof record->head);
	*rest = sw_str_from(*rest, sizeof record->head);
	if (record->head.magic != MAGIC || record->head.path_length > rest->n ||
	    record->head.text_length > rest->n - record->head.path_length)
		return false;
	record->path = sw_str_sub(*rest, 0, record->head.path_length);
	record->text = sw_str_sub(*rest, record->head.path_length, record->head.text_length);
	*rest = sw_str_from(*rest, record->path.n + record->text.n);
	return record->path.n && sw_str_find_byte(record->path, '\0') == SW_NPOS;
}

/* The folder of the file, reached without leaving the target and without following a link. */
static int open_folder(int root, struct sw_str path, bool make, struct sw_err *err) {
	int folder = fcntl(root, F_DUPFD_CLOEXEC, 3);
	struct sw_str part;
	struct sw_str rest = sw_str_sub(path, 0, path.n - sw_str_basename(path).n);
	while (folder >= 0 && sw_str_split(&rest, '/', &part)) {
		char name[NAME_MAX + 1];
		if (!part.n || sw_str_is(part, "."))
			continue;
		if (part.n >= sizeof name || sw_str_is(part, "..")) {
			close(folder);
			return sw_err_set(err, EINVAL, "a path that leaves its folder");
		}
		memcpy(name, part.p, part.n);
		name[part.n] = '\0';
		if (make && mkdirat(folder, name, 0777) < 0 && errno != EEXIST) {
			close(folder);
			return sw_err_set(err, errno, "%s", strerror(errno));
		}
		int next = openat(folder, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		close(folder);
		folder = next;
	}
	return folder < 0 ? sw_err_set(err, errno, "%s", strerror(errno)) : folder;
}

/* The text that stands there now is the one that was read. */
static int compare(int folder, const char *name, const struct record *record, struct stat *st, struct sw_err *err) {
	SW_CLEANUP_FD int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || fstat(fd, st) < 0)
		return sw_err_set(err, errno, "%s", errno == ELOOP ? "is a link, which is not replaced" : strerror(errno));
	if (!S_ISREG(st->st_mode) || faccessat(folder, name, W_OK, AT_EACCESS) < 0)
		return sw_err_set(err, EACCES, "may not be written");
	struct sw_arena arena;
	struct sw_arena_catch catch;
	struct sw_str text;
	char now[65];
	volatile int result = sw_err_set(err, ENOMEM, "%s", strerror(ENOMEM));
	sw_arena_init(&arena, 4 * (size_t)SW_LIMIT_FILE_BYTES);
	if (SW_ARENA_TRY(&arena, &catch)) {
		result = sw_read_all(&arena, fd, SW_LIMIT_FILE_BYTES, &text, err);
		if (result == 0) {
			digest(text, now);
			if (memcmp(now, record->head.before, sizeof now) != 0)
				result = sw_err_set(err, EBUSY, "has changed while it was read");
		}
		sw_arena_leave(&arena, &catch);
	}
	sw_arena_free(&arena);
	return result;
}

static int write_whole(int fd, struct sw_str text) {
	while (text.n) {
		ssize_t n = write(fd, text.p, text.n);
		if (n < 0 && errno != EINTR)
			return -1;
		text = sw_str_from(text, n > 0 ? (size_t)n : 0);
	}
	return fsync(fd);
}

/* Puts a complete file in its place: in that of what stands there, or only where nothing does. */
static int put_in_place(int folder, const char *temporary, const char *name, bool fresh) {
	if (!fresh)
		return renameat(folder, temporary, folder, name);
	if (renameat2(folder, temporary, folder, name, RENAME_NOREPLACE) == 0)
		return 0;
	/* File systems that do not know that flag know links. */
	return errno == EINVAL && linkat(folder, temporary, folder, name, 0) == 0 ? unlinkat(folder, temporary, 0) : -1;
}

static int replace(int folder, const char *name, const struct record *record, mode_t mode, struct sw_err *err) {
	uint64_t number;
	char temporary[64];
	if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number)
		return sw_err_set(err, errno, "random number: %s", strerror(errno));
	snprintf(temporary, sizeof temporary, ".strideward.%016llx.tmp", (unsigned long long)number);
	SW_CLEANUP_FD int fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return sw_err_set(err, errno, "temporary file beside it: %s", strerror(errno));
	if (write_whole(fd, record->text) == 0 && fchmod(fd, mode & 0777) == 0 && put_in_place(folder, temporary, name, !*record->head.before) == 0)
		return 0;
	sw_err_set(err, errno, "%s", strerror(errno));
	unlinkat(folder, temporary, 0);
	return -1;
}

static int carry_out(const struct record *record, int root, struct sw_err *err) {
	bool fresh = !*record->head.before;
	SW_CLEANUP_FD int folder = open_folder(root, record->path, fresh, err);
	struct sw_str last = sw_str_basename(record->path);
	char name[NAME_MAX + 1];
	struct stat st;
	if (folder < 0)
		return -1;
	if (!last.n || last.n >= sizeof name || sw_str_is(last, "..") || sw_str_is(last, "."))
		return sw_err_set(err, EINVAL, "not the name of a file");
	memcpy(name, last.p, last.n);
	name[last.n] = '\0';
	if (fresh) {
		mode_t mask = umask(0);
		umask(mask);
		return replace(folder, name, record, 0666 & ~mask, err);
	}
	if (compare(folder, name, record, &st, err) < 0)
		return -1;
	return replace(folder, name, record, st.st_mode, err);
}

static int apply(struct sw_str rest, const int *roots, size_t root_count, const char *only, size_t *done, struct sw_err *err) {
	while (rest.n) {
		struct record record;
		if (!take(&rest, &record) || record.head.target >= root_count)
			return sw_err_set(err, EPROTO, "the worker gave back what is no change");
		if (only ? record.head.target || !sw_str_is(record.path, only) : !*record.head.before)
			return sw_err_set(err, EPROTO, "the worker gave back a change that nobody asked for");
		struct sw_err why = {0};
		if (carry_out(&record, roots[record.head.target], &why) < 0)
			return sw_err_set(err, why.code, "%.*s: %s", SW_ARG(record.path), why.text);
		++*done;
	}
	return 0;
}

int sw_rewrite_apply(int fd, const int *roots, size_t root_count, const char *only, size_t *done, struct sw_err *err) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	struct sw_str text;
	*done = 0;
	if (lseek(fd, 0, SEEK_SET) < 0)
		return sw_err_set(err, errno, "%s", strerror(errno));
	volatile int result = sw_err_set(err, ENOMEM, "%s", strerror(ENOMEM));
	sw_arena_init(&arena, SW_LIMIT_RUN_BYTES);
	if (SW_ARENA_TRY(&arena, &catch)) {
		result = sw_read_all(&arena, fd, SW_LIMIT_RUN_BYTES / 4, &text, err);
		if (result == 0)
			result = apply(text, roots, root_count, only, done, err);
		sw_arena_leave(&arena, &catch);
	}
	sw_arena_free(&arena);
	return result;
}
