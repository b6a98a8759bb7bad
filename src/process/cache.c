/* Two kinds of files: the record of a layer, named DIGEST-VERSION-OPTIONS; and what the digest of a file's piece was, named
 * by the file's identity. Each is written under another name first, so that nobody sees half of one. A record begins with
 * a sum over its name and its bytes: what a broken disk or half a copy of the folder left is not taken for a record. */
#include "process/cache.h"
#include "base/file.h"
#include "base/sha256.h"
#include "process/whole.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum {
	PIECE = 1 << 18,
	STALE_SECONDS = 3600, /* a temporary file that old is a killed run's */
	BLOCK = 4096,         /* what the smallest file takes */
	MOST_FILES = 1 << 18, /* looked at in one clearing; the names of more are kept for the next */
};

struct head {
	char magic[8];
	uint64_t size; /* of the record behind it */
	char sum[72];  /* SHA-256 in hex, NUL-padded */
};
static const char magic[8] = "swlayer";

/* ---- the folder ---- */

static int open_own(int parent, const char *name, const char *shown, struct sw_err *err) {
	struct stat st;
	if (mkdirat(parent, name, 0700) < 0 && errno != EEXIST)
		return sw_err_set(err, errno, "%s: %s", shown, strerror(errno));
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0) {
		int code = errno;
		sw_close_p(&fd);
		return sw_err_set(err, code, "%s: %s", shown, code == ENOTDIR || code == ELOOP ? "is a link or no folder" : strerror(code));
	}
	if (st.st_uid == geteuid() && !(st.st_mode & (S_IWGRP | S_IWOTH)))
		return fd;
	close(fd);
	return sw_err_set(err, EPERM, "%s: %s", shown, st.st_uid == geteuid() ? "may be written by others" : "belongs to another user");
}

/* The folders above it, as the specification of XDG_CACHE_HOME wants them made. */
static void make_above(char *path) {
	for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
}

int sw_cache_open(struct sw_cache *cache, const char *place, const char *version, struct sw_err *err) {
	char path[PATH_MAX];
	*cache = (struct sw_cache){.folder = -1, .version = version, .most = SW_CACHE_BYTES};
	size_t n = strlen(place);
	while (n > 1 && place[n - 1] == '/')
		n--;
	if (place[0] != '/' || n >= sizeof path)
		return sw_err_set(err, EINVAL, "%s: not an absolute path", place);
	memcpy(path, place, n);
	path[n] = '\0';
	make_above(path);
	SW_CLEANUP_FD int own = open_own(AT_FDCWD, path, path, err);
	if (own < 0)
		return -1;
	cache->folder = open_own(own, "layers", "layers in the cache", err);
	return cache->folder < 0 ? -1 : 0;
}

/* ---- files ---- */

/* A file of ours in the folder, or -1. */
static int open_file(const struct sw_cache *cache, const char *name, struct stat *st) {
	int fd = openat(cache->folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd >= 0 && fstat(fd, st) == 0 && S_ISREG(st->st_mode) && st->st_uid == geteuid() && !(st->st_mode & (S_IWGRP | S_IWOTH)))
		return fd;
	sw_close_p(&fd);
	return -1;
}

static int open_temporary(const struct sw_cache *cache, char name[32]) {
	uint64_t number;
	if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number)
		return -1;
	snprintf(name, 32, "tmp.%016" PRIx64, number);
	return openat(cache->folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

/* Copies `size` bytes of `from` at `at` to the place where `to` stands, with their sum and the name's. */
static bool copy(int from, uint64_t at, uint64_t size, int to, const char *name, char sum[65]) {
	struct sw_sha256 sha;
	char *piece = malloc(PIECE);
	bool good = piece != NULL;
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, sw_str(name, strlen(name) + 1));
	while (good && size) {
		size_t n = size < PIECE ? (size_t)size : PIECE;
		good = sw_read_whole(from, piece, n, at) && sw_write_whole(to, sw_str(piece, n));
		sw_sha256_add(&sha, sw_str(piece, good ? n : 0));
		at += n;
		size -= n;
	}
	sw_sha256_hex(&sha, sum);
	free(piece);
	return good;
}

/* ---- what a piece of a file was ---- */

void sw_cache_identity(const struct stat *st, uint64_t offset, uint64_t size, char key[65]) {
	struct sw_sha256 sha;
	const uint64_t parts[] = {(uint64_t)st->st_dev, (uint64_t)st->st_ino, (uint64_t)st->st_size,
				  (uint64_t)st->st_mtim.tv_sec, (uint64_t)st->st_mtim.tv_nsec, (uint64_t)st->st_ctim.tv_sec,
				  (uint64_t)st->st_ctim.tv_nsec, offset, size};
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, sw_str((const char *)parts, sizeof parts));
	sw_sha256_hex(&sha, key);
}

enum { KNOWN_ROOM = 72 };

static void known_name(const char key[65], char name[KNOWN_ROOM]) {
	snprintf(name, KNOWN_ROOM, "at.%.64s", key);
}

bool sw_cache_known(const struct sw_cache *cache, const char key[65], char digest[65]) {
	char name[KNOWN_ROOM], text[65];
	struct stat st;
	known_name(key, name);
	SW_CLEANUP_FD int fd = cache->folder < 0 ? -1 : open_file(cache, name, &st);
	if (fd < 0 || st.st_size != sizeof text - 1 || !sw_read_whole(fd, text, sizeof text - 1, 0) || !sw_str_is_lower_hex(sw_str(text, sizeof text - 1)))
		return false;
	futimens(fd, NULL);
	memcpy(digest, text, sizeof text - 1);
	digest[sizeof text - 1] = '\0';
	return true;
}

static void settle(struct sw_cache *cache, const char *temporary, const char *name, bool whole) {
	if (whole && renameat(cache->folder, temporary, cache->folder, name) == 0)
		cache->stored = true;
	else
		unlinkat(cache->folder, temporary, 0);
}

void sw_cache_know(struct sw_cache *cache, const char key[65], const char digest[65]) {
	char name[KNOWN_ROOM], temporary[32];
	known_name(key, name);
	SW_CLEANUP_FD int fd = cache->folder < 0 ? -1 : open_temporary(cache, temporary);
	if (fd >= 0)
		settle(cache, temporary, name, sw_write_whole(fd, sw_str(digest, 64)));
}

/* ---- records ---- */

enum { NAME_ROOM = 200 };

static void record_name(const struct sw_cache *cache, const char *digest, unsigned options, char name[NAME_ROOM]) {
	snprintf(name, NAME_ROOM, "%.64s-%.64s-%x", digest, cache->version, options);
}

bool sw_cache_fetch(struct sw_cache *cache, const char *digest, unsigned options, int record) {
	char name[NAME_ROOM], sum[65];
	struct stat st;
	struct head head;
	record_name(cache, digest, options, name);
	SW_CLEANUP_FD int fd = cache->folder < 0 ? -1 : open_file(cache, name, &st);
	if (fd < 0)
		return false;
	bool whole = (uint64_t)st.st_size >= sizeof head && sw_read_whole(fd, &head, sizeof head, 0) && memcmp(head.magic, magic, sizeof magic) == 0 &&
		     head.size == (uint64_t)st.st_size - sizeof head && copy(fd, sizeof head, head.size, record, name, sum) &&
		     memcmp(head.sum, sum, sizeof sum) == 0;
	if (whole)
		futimens(fd, NULL);
	else
		unlinkat(cache->folder, name, 0);
	return whole;
}

void sw_cache_store(struct sw_cache *cache, const char *digest, unsigned options, int record) {
	char name[NAME_ROOM], temporary[32], sum[65];
	struct stat st;
	struct head head = {0};
	record_name(cache, digest, options, name);
	SW_CLEANUP_FD int fd = cache->folder < 0 || fstat(record, &st) < 0 ? -1 : open_temporary(cache, temporary);
	if (fd < 0)
		return;
	head.size = (uint64_t)st.st_size;
	memcpy(head.magic, magic, sizeof magic);
	bool whole = sw_write_whole(fd, sw_str((const char *)&head, sizeof head)) && copy(record, 0, head.size, fd, name, sum);
	memcpy(head.sum, sum, sizeof sum);
	settle(cache, temporary, name, whole && pwrite(fd, &head, sizeof head, 0) == (ssize_t)sizeof head);
}

/* ---- clearing ---- */

struct found {
	char name[NAME_ROOM];
	struct timespec used;
	uint64_t bytes;
};

static int by_use(const void *a, const void *b) {
	const struct timespec *x = &((const struct found *)a)->used, *y = &((const struct found *)b)->used;
	return x->tv_sec != y->tv_sec ? (x->tv_sec < y->tv_sec ? -1 : 1) : (x->tv_nsec > y->tv_nsec) - (x->tv_nsec < y->tv_nsec);
}

/* Lists what is there; *total gets the bytes. The list is malloc'd. */
static size_t list(const struct sw_cache *cache, DIR *dir, struct found **files, uint64_t *total) {
	size_t n = 0, room = 0;
	time_t now = time(NULL);
	for (struct dirent *entry; n < MOST_FILES && (entry = readdir(dir));) {
		struct stat st;
		if (strlen(entry->d_name) >= NAME_ROOM || fstatat(cache->folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
			continue;
		if (strncmp(entry->d_name, "tmp.", 4) == 0) {
			if (st.st_mtim.tv_sec < now - STALE_SECONDS)
				unlinkat(cache->folder, entry->d_name, 0);
			continue;
		}
		if (n == room) {
			room = room ? 2 * room : 256;
			struct found *more = realloc(*files, room * sizeof *more);
			if (!more)
				break;
			*files = more;
		}
		struct found *found = &(*files)[n++];
		*found = (struct found){.used = st.st_mtim, .bytes = (uint64_t)(st.st_size < BLOCK ? BLOCK : st.st_size)};
		memcpy(found->name, entry->d_name, strlen(entry->d_name) + 1);
		*total += found->bytes;
	}
	return n;
}

void sw_cache_close(struct sw_cache *cache) {
	int fd = cache->folder >= 0 && cache->stored ? openat(cache->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	struct found *files = NULL;
	uint64_t total = 0;
	size_t n = dir ? list(cache, dir, &files, &total) : 0;
	if (total > cache->most)
		qsort(files, n, sizeof *files, by_use);
	/* A tenth more than is needed, so that not every run clears. */
	uint64_t wanted = total > cache->most ? cache->most / 10 * 9 : total;
	for (size_t i = 0; total > wanted && i < n; i++) {
		unlinkat(cache->folder, files[i].name, 0);
		total -= files[i].bytes;
	}
	free(files);
	if (dir)
		closedir(dir);
	else
		sw_close_p(&fd);
	sw_close_p(&cache->folder);
	cache->folder = -1;
}
