/* Opening a repository; loose objects; what every object goes through before it is given out. Digests are OpenSSL's own
 * functions and not EVP, as in base/sha256.c. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "formats/git_store.h"
#include "base/file.h"
#include "base/limits.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

static const char *const kind_names[] = {"", "commit", "tree", "blob", "tag"};

bool sw_git_id_of(struct sw_str digits, struct sw_git_id *id) {
	*id = (struct sw_git_id){{0}};
	if (digits.n > 2 * SW_GIT_ID_BYTES || !sw_str_is_hex(digits))
		return false;
	for (size_t i = 0; i < digits.n; i++)
		id->bytes[i / 2] |= (unsigned char)(sw_hex_digit(digits.p[i]) << (i % 2 ? 0 : 4));
	return true;
}

bool sw_git_id_like(const struct sw_git_id *a, const struct sw_git_id *b, size_t digits) {
	return memcmp(a->bytes, b->bytes, digits / 2) == 0 &&
	       (digits % 2 == 0 || a->bytes[digits / 2] >> 4 == b->bytes[digits / 2] >> 4);
}

struct sw_str sw_git_id_text(const struct sw_git *git, struct sw_arena *arena, const struct sw_git_id *id) {
	char *text = sw_arena_alloc(arena, 2 * git->id_bytes + 1);
	for (size_t i = 0; i < git->id_bytes; i++) {
		text[2 * i] = "0123456789abcdef"[id->bytes[i] >> 4];
		text[2 * i + 1] = "0123456789abcdef"[id->bytes[i] & 15];
	}
	return sw_str(text, 2 * git->id_bytes);
}

/* ---- opening ---- */

/* What configuration may say about how the repository is stored; nothing else of it is looked at, and no other file that
 * it names. An extension that is not known may mean anything, so it ends the reading, as it does in git. */
static int take_extension(struct sw_git *git, struct sw_str key, struct sw_str value, struct sw_err *err) {
	if (sw_str_is_nocase(key, "objectformat")) {
		if (!sw_str_is_nocase(value, "sha1") && !sw_str_is_nocase(value, "sha256"))
			return sw_err_set(err, 0, "the repository's ids are of a kind that is not known: %.*s", SW_ARG(sw_str_sub(value, 0, 40)));
		git->id_bytes = sw_str_is_nocase(value, "sha256") ? 32 : 20;
	} else if (sw_str_is_nocase(key, "refstorage")) {
		if (!sw_str_is_nocase(value, "files"))
			return sw_err_set(err, 0, "the repository keeps its references as %.*s, which is not read; name a commit's full id in another clone",
					  SW_ARG(sw_str_sub(value, 0, 40)));
	} else if (sw_str_is_nocase(key, "partialclone")) {
		git->partial = true;
	} else if (!sw_listed_nocase(key, "noop preciousobjects worktreeconfig relativeworktrees compatobjectformat")) {
		return sw_err_set(err, 0, "the repository has an extension that is not known: %.*s", SW_ARG(sw_str_sub(key, 0, 40)));
	}
	return 0;
}

static int read_config(struct sw_git *git, struct sw_err *err) {
	struct sw_str rest, line;
	SW_CLEANUP_FD int fd = sw_open_beneath(git->common, "config", NULL);
	if (fd < 0)
		return 0;
	if (sw_read_all(git->arena, fd, 1 << 20, &rest, err) < 0)
		return sw_err_wrap(err, "the repository's configuration");
	for (bool inside = false; sw_str_split(&rest, '\n', &line);) {
		line = sw_str_trim(line);
		if (line.n && line.p[0] == '[') {
			inside = sw_str_is_nocase(sw_str_trim(sw_str_sub(line, 1, sw_str_find_byte(line, ']') - 1)), "extensions");
			size_t close = sw_str_find_byte(line, ']');
			line = close == SW_NPOS ? (struct sw_str){0} : sw_str_trim(sw_str_from(line, close + 1));
		}
		if (!inside || !line.n || line.p[0] == '#' || line.p[0] == ';')
			continue;
		size_t equals = sw_str_find_byte(line, '=');
		struct sw_str value = equals == SW_NPOS ? (struct sw_str){0} : sw_str_trim(sw_str_from(line, equals + 1));
		if (value.n > 1 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = sw_str_sub(value, 1, value.n - 2);
		if (take_extension(git, sw_str_trim(sw_str_sub(line, 0, equals)), value, err) < 0)
			return -1;
	}
	return 0;
}

static int open_folder(const char *path, struct sw_err *err) {
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd >= 0 ? fd : sw_err_set(err, errno, "%s: %s", path, strerror(errno));
}

static int open_all(struct sw_git *git, const struct sw_git_place *place, struct sw_err *err) {
	git->dir = open_folder(place->dir, err);
	git->common = git->dir < 0 ? -1 : open_folder(place->common, err);
	if (git->common < 0 || read_config(git, err) < 0)
		return -1;
	SW_CLEANUP_FD int shallow = sw_open_beneath(git->common, "shallow", NULL);
	git->shallow = shallow >= 0;
	for (size_t i = 0; i < place->store_count; i++) {
		int store = open_folder(place->stores[i], err);
		if (store < 0)
			return -1;
		git->stores[git->store_count++] = store;
		if (sw_git_packs_open(git, store, err) < 0)
			return -1;
	}
	return 0;
}

struct sw_git *sw_git_open(struct sw_arena *arena, const struct sw_git_place *place, struct sw_err *err) {
	struct sw_git *git = SW_NEW(arena, struct sw_git);
	*git = (struct sw_git){.arena = arena, .dir = -1, .common = -1, .id_bytes = 20};
	struct sw_arena_catch catch;
	if (!SW_ARENA_TRY(arena, &catch)) {
		sw_git_close(git);
		sw_arena_throw(arena);
	}
	int result = open_all(git, place, err);
	sw_arena_leave(arena, &catch);
	if (result == 0)
		return git;
	sw_git_close(git);
	return NULL;
}

void sw_git_close(struct sw_git *git) {
	sw_close_p(&git->dir);
	sw_close_p(&git->common);
	for (size_t i = 0; i < git->store_count; i++)
		sw_close_p(&git->stores[i]);
	for (size_t i = 0; i < git->packs.n; i++) {
		sw_close_p(&git->packs.v[i].index);
		sw_close_p(&git->packs.v[i].pack);
	}
	git->dir = git->common = -1;
	git->store_count = git->packs.n = 0;
}

/* ---- bytes ---- */

int sw_git_pread(int fd, void *to, size_t n, uint64_t at, struct sw_err *err) {
	for (size_t done = 0; done < n;) {
		ssize_t got = pread(fd, (char *)to + done, n - done, (off_t)(at + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return sw_err_set(err, got ? errno : EIO, "%s", got ? strerror(errno) : "ends too early");
		done += (size_t)got;
	}
	return 0;
}

int sw_git_count(struct sw_git *git, uint64_t bytes, struct sw_err *err) {
	if (__atomic_add_fetch(&git->work, bytes, __ATOMIC_RELAXED) > SW_LIMIT_GIT_BYTES)
		return sw_err_set(err, EFBIG, "the repository unpacks to more than one run reads");
	return 0;
}

struct stream {
	z_stream z;
	struct sw_git_bytes *from;
	unsigned char in[16384];
};

/* Unpacks until `n` bytes are there or the stream ends. 1: it has ended; 0: not yet; -1: damaged. */
static int inflate_some(struct stream *s, char *to, size_t n, size_t *done, struct sw_err *err) {
	for (*done = 0;;) {
		if (s->z.avail_in == 0 && s->from->at < s->from->end) {
			size_t take = s->from->end - s->from->at < sizeof s->in ? (size_t)(s->from->end - s->from->at) : sizeof s->in;
			if (sw_git_pread(s->from->fd, s->in, take, s->from->at, err) < 0)
				return -1;
			s->from->at += take;
			s->z.next_in = s->in;
			s->z.avail_in = (uInt)take;
		}
		s->z.next_out = (unsigned char *)to + *done;
		s->z.avail_out = (uInt)(n - *done);
		int result = inflate(&s->z, Z_NO_FLUSH);
		*done = n - s->z.avail_out;
		if (result == Z_STREAM_END)
			return 1;
		if (result != Z_OK && !(result == Z_BUF_ERROR && s->z.avail_out == 0))
			return sw_err_set(err, EIO, "damaged");
		if (s->z.avail_out == 0)
			return 0;
	}
}

/* The rest up to exactly `n` bytes, and the stream's end behind it. */
static int inflate_rest(struct stream *s, char *to, size_t n, struct sw_err *err) {
	size_t done = 0;
	char more;
	uLong before = s->z.total_out;
	int result = inflate_some(s, to, n, &done, err);
	if (result == 0)
		result = inflate_some(s, &more, 1, &(size_t){0}, err);
	if (result < 0)
		return -1;
	return result == 1 && s->z.total_out - before == n ? 0 : sw_err_set(err, EIO, "damaged: of another length than it says");
}

int sw_git_inflate(struct sw_git *git, struct sw_git_bytes *from, char *to, size_t n, struct sw_err *err) {
	struct stream s;
	memset(&s.z, 0, sizeof s.z);
	s.from = from;
	if (sw_git_count(git, n, err) < 0)
		return -1;
	if (inflateInit(&s.z) != Z_OK)
		return sw_err_set(err, ENOMEM, "%s", strerror(ENOMEM));
	int result = inflate_rest(&s, to, n, err);
	inflateEnd(&s.z);
	return result;
}

/* ---- loose objects ---- */

static enum sw_git_kind kind_of(struct sw_str name) {
	for (unsigned i = SW_GIT_COMMIT; i <= SW_GIT_TAG; i++)
		if (sw_str_is(name, kind_names[i]))
			return (enum sw_git_kind)i;
	return SW_GIT_NONE;
}

/* "blob 12", NUL, and the bytes. */
static int read_loose(struct sw_git *git, struct stream *s, size_t limit, struct sw_git_object *object, struct sw_err *err) {
	char start[64];
	size_t got;
	uint64_t size;
	int result = inflate_some(s, start, sizeof start, &got, err);
	if (result < 0)
		return -1;
	size_t end = sw_str_find_byte(sw_str(start, got), '\0');
	struct sw_str rest = sw_str(start, end == SW_NPOS ? 0 : end), kind;
	if (!rest.n || !sw_str_split(&rest, ' ', &kind) || !kind_of(kind) || !sw_str_to_u64(rest, &size))
		return sw_err_set(err, EIO, "damaged: no object begins so");
	if (size > limit)
		return sw_err_set(err, EFBIG, "larger than %zu bytes", limit);
	size_t here = got - end - 1;
	if (here > size || (result == 1 && here != size))
		return sw_err_set(err, EIO, "damaged: of another length than it says");
	if (sw_git_count(git, size, err) < 0)
		return -1;
	object->kind = kind_of(kind);
	object->n = (size_t)size;
	object->data = malloc(SW_GIT_ROOM + object->n + 1);
	if (!object->data)
		return sw_err_set(err, ENOMEM, "%s", strerror(ENOMEM));
	memcpy(object->data + SW_GIT_ROOM, start + end + 1, here);
	return result == 1 ? 0 : inflate_rest(s, object->data + SW_GIT_ROOM + here, object->n - here, err);
}

/* 1: read; 0: not there; -1. */
static int find_loose(struct sw_git *git, const struct sw_git_id *id, size_t limit, struct sw_git_object *object, struct sw_err *err) {
	char name[2 * SW_GIT_ID_BYTES + 2];
	int n = snprintf(name, sizeof name, "%02x/", id->bytes[0]);
	for (size_t i = 1; i < git->id_bytes; i++)
		n += snprintf(name + n, sizeof name - (size_t)n, "%02x", id->bytes[i]);
	for (size_t i = 0; i < git->store_count; i++) {
		SW_CLEANUP_FD int fd = sw_open_beneath(git->stores[i], name, NULL);
		struct stat st;
		if (fd < 0 || fstat(fd, &st) < 0)
			continue;
		struct sw_git_bytes from = {fd, 0, (uint64_t)st.st_size};
		struct stream s;
		memset(&s.z, 0, sizeof s.z);
		s.from = &from;
		if (inflateInit(&s.z) != Z_OK)
			return sw_err_set(err, ENOMEM, "%s", strerror(ENOMEM));
		int result = read_loose(git, &s, limit, object, err);
		inflateEnd(&s.z);
		return result < 0 ? -1 : 1;
	}
	return 0;
}

static int loose_like(struct sw_git *git, int store, const struct sw_git_id *prefix, size_t digits, sw_git_found *found, void *context) {
	char name[3];
	snprintf(name, sizeof name, "%02x", prefix->bytes[0]);
	int fd = openat(store, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	if (!dir) {
		sw_close_p(&fd);
		return 0;
	}
	bool more = true;
	for (struct dirent *entry; more && (entry = readdir(dir));) {
		char text[2 * SW_GIT_ID_BYTES + 1];
		struct sw_git_id id;
		int n = snprintf(text, sizeof text, "%s%s", name, entry->d_name);
		if (n == (int)(2 * git->id_bytes) && sw_git_id_of(sw_str(text, (size_t)n), &id) && sw_git_id_like(&id, prefix, digits))
			more = found(context, &id);
	}
	closedir(dir);
	return 0;
}

int sw_git_objects_like(struct sw_git *git, const struct sw_git_id *prefix, size_t digits, sw_git_found *found, void *context, struct sw_err *err) {
	for (size_t i = 0; i < git->store_count; i++)
		loose_like(git, git->stores[i], prefix, digits, found, context);
	return sw_git_packs_like(git, prefix, digits, found, context, err);
}

/* ---- any object ---- */

static int check_id(const struct sw_git *git, const struct sw_git_id *id, struct sw_git_object *object, struct sw_err *err) {
	char header[SW_GIT_ROOM];
	unsigned char digest[SW_GIT_ID_BYTES];
	int n = snprintf(header, sizeof header, "%s %zu", kind_names[object->kind], object->n) + 1;
	char *start = object->data + SW_GIT_ROOM - n;
	memcpy(start, header, (size_t)n);
	SHA_CTX short_one;
	SHA256_CTX long_one;
	bool made = git->id_bytes == 20
		? SHA1_Init(&short_one) && SHA1_Update(&short_one, start, (size_t)n + object->n) && SHA1_Final(digest, &short_one)
		: SHA256_Init(&long_one) && SHA256_Update(&long_one, start, (size_t)n + object->n) && SHA256_Final(digest, &long_one);
	return made && memcmp(digest, id->bytes, git->id_bytes) == 0 ? 0 : sw_err_set(err, EIO, "damaged: its bytes are not those that its id names");
}

static int missing(const struct sw_git *git, struct sw_err *err) {
	return sw_err_set(err, ENOENT, "is not in the repository%s", git->shallow ? ", which is a shallow clone: fetch more of its history"
				       : git->partial ? ", which is a partial clone: fetch it first" : "");
}

int sw_git_object_read(struct sw_git *git, const struct sw_git_id *id, size_t limit, struct sw_git_object *object, struct sw_err *err) {
	*object = (struct sw_git_object){0};
	int result = sw_git_packs_read(git, id, limit, object, err);
	if (result == 0)
		result = find_loose(git, id, limit, object, err);
	if (result == 0)
		result = missing(git, err);
	if (result > 0 && check_id(git, id, object, err) == 0) {
		object->data[SW_GIT_ROOM + object->n] = '\0';
		return 0;
	}
	free(object->data);
	object->data = NULL;
	char text[2 * SW_GIT_ID_BYTES + 1];
	for (size_t i = 0; i < git->id_bytes; i++)
		snprintf(text + 2 * i, 3, "%02x", id->bytes[i]);
	return sw_err_wrap(err, "object %.12s", text);
}

int sw_git_read(struct sw_git *git, struct sw_arena *arena, const struct sw_git_id *id, enum sw_git_kind kind, size_t limit,
		struct sw_str *text, struct sw_err *err) {
	struct sw_git_object object;
	if (sw_git_object_read(git, id, limit, &object, err) < 0)
		return -1;
	struct sw_arena_catch catch;
	if (!SW_ARENA_TRY(arena, &catch)) {
		free(object.data);
		sw_arena_throw(arena);
	}
	*text = sw_arena_str(arena, sw_str(object.data + SW_GIT_ROOM, object.n));
	sw_arena_leave(arena, &catch);
	free(object.data);
	return object.kind == kind ? 0 : sw_err_set(err, 0, "a %s where a %s should be", kind_names[object.kind], kind_names[kind]);
}
