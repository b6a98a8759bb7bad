/* Inside formats/git*.c: the folders and packs of an open repository. */
#pragma once
#include "formats/git.h"

struct sw_git_pack {
	int index, pack;      /* descriptors */
	uint64_t pack_size;
	uint32_t count;       /* objects */
};

struct sw_git {
	struct sw_arena *arena;
	int dir, common;      /* descriptors of folders */
	int stores[SW_GIT_MOST_STORES];
	size_t store_count;
	size_t id_bytes;      /* 20, 32 */
	bool partial, shallow; /* it may lack objects without being damaged */
	SW_VEC(struct sw_git_pack) packs; /* by store, then by name */
	uint64_t work;        /* bytes unpacked so far; atomic */
};

/* An object in memory of its own. The bytes stand at data + SW_GIT_ROOM, so that the header that is hashed with them fits
 * before; `data` is for free(). */
enum { SW_GIT_ROOM = 32 };
struct sw_git_object {
	enum sw_git_kind kind;
	char *data;
	size_t n;
};

/* Opens every pack of a folder of objects. */
int sw_git_packs_open(struct sw_git *git, int store, struct sw_err *err);
/* 1: read; 0: no pack holds it; -1: it is damaged or too large. */
int sw_git_packs_read(struct sw_git *git, const struct sw_git_id *id, size_t limit, struct sw_git_object *object, struct sw_err *err);
/* Calls back with every id that begins with `digits` hexadecimal digits of `prefix`, until it returns false. */
typedef bool sw_git_found(void *context, const struct sw_git_id *id);
int sw_git_packs_like(struct sw_git *git, const struct sw_git_id *prefix, size_t digits, sw_git_found *found, void *context, struct sw_err *err);

/* Whatever kind the object is. The caller frees object->data. */
int sw_git_object_read(struct sw_git *git, const struct sw_git_id *id, size_t limit, struct sw_git_object *object, struct sw_err *err);
/* Ids in all places, as above; one may come twice. */
int sw_git_objects_like(struct sw_git *git, const struct sw_git_id *prefix, size_t digits, sw_git_found *found, void *context, struct sw_err *err);

/* Whether the first `digits` digits are the same. */
bool sw_git_id_like(const struct sw_git_id *a, const struct sw_git_id *b, size_t digits);
/* Reads hexadecimal digits, at most 2 * SW_GIT_ID_BYTES. */
bool sw_git_id_of(struct sw_str digits, struct sw_git_id *id);

/* Where the compressed bytes of one object come from. */
struct sw_git_bytes {
	int fd;
	uint64_t at, end;
};
/* Unpacks exactly `n` bytes to `to`. */
int sw_git_inflate(struct sw_git *git, struct sw_git_bytes *from, char *to, size_t n, struct sw_err *err);
/* Counts bytes that are unpacked; -1 when it has been enough for one run. */
int sw_git_count(struct sw_git *git, uint64_t bytes, struct sw_err *err);
/* Exactly `n` bytes at `at`, -1 with a sentence. */
int sw_git_pread(int fd, void *to, size_t n, uint64_t at, struct sw_err *err);
