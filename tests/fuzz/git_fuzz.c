/* Any bytes may stand in a pack, a tree, a commit or a tag: the reader ends, says why, or gives what the id names. */
#include "base/file.h"
#include "formats/git_store.h"
#include <assert.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OBJECTS = 8, HEAD = 12, MOST = 1 << 16 };

static void put(int fd, const void *p, size_t n) {
	ssize_t done = write(fd, p, n);
	assert(done == (ssize_t)n);
	(void)done;
}

static void put32(int fd, uint32_t value) {
	unsigned char bytes[] = {(unsigned char)(value >> 24), (unsigned char)(value >> 16), (unsigned char)(value >> 8), (unsigned char)value};
	put(fd, bytes, sizeof bytes);
}

/* An index of objects whose ids are sorted. */
static void put_index(int fd, const struct sw_git_id *ids, const uint32_t *offsets, uint32_t count) {
	put(fd, "\377tOc\0\0\0\2", 8);
	for (unsigned i = 0; i < 256; i++) {
		uint32_t below = 0;
		while (below < count && ids[below].bytes[0] <= i)
			below++;
		put32(fd, below);
	}
	for (uint32_t i = 0; i < count; i++)
		put(fd, ids[i].bytes, 20);
	for (uint32_t i = 0; i < count; i++)
		put32(fd, 0);
	for (uint32_t i = 0; i < count; i++)
		put32(fd, offsets[i]);
	put(fd, (char[40]){0}, 40);
}

static void with_pack(struct sw_git *git, const struct sw_git_id *ids, uint32_t count) {
	struct sw_git_object object;
	struct sw_git_id tree;
	struct sw_err err;
	for (uint32_t i = 0; i < count; i++) {
		sw_git_entries entries = {0};
		if (sw_git_object_read(git, &ids[i], MOST, &object, &err) == 0) {
			assert(object.n <= MOST && object.kind >= SW_GIT_COMMIT && object.kind <= SW_GIT_TAG);
			free(object.data);
		}
		sw_git_commit_tree(git, &ids[i], &tree, &err);
		sw_git_list(git, git->arena, &ids[i], &entries, &err);
		for (size_t k = 0; k < entries.n; k++)
			assert(entries.v[k].path.n && entries.v[k].path.p[0] != '/');
		char name[48];
		for (size_t k = 0; k < 20; k++)
			snprintf(name + 2 * k, 3, "%02x", ids[i].bytes[k]);
		sw_git_resolve(git, sw_str(name, 40), &tree, &err);
		strcpy(name + 7, "~2");
		sw_git_resolve(git, sw_str_of(name), &tree, &err);
	}
}

/* The bytes as a pack; its first ones say where objects begin. */
static uint32_t raw(int pack, const uint8_t *data, size_t size, struct sw_git_id *ids, uint32_t *offsets) {
	for (uint32_t i = 0; i < OBJECTS; i++) {
		ids[i] = (struct sw_git_id){{(unsigned char)i}};
		offsets[i] = HEAD + data[i] % (uint32_t)(size - OBJECTS + 1);
	}
	put(pack, data + OBJECTS, size - OBJECTS);
	return OBJECTS;
}

/* The bytes as one object of a pack that is in order. */
static uint32_t object(int pack, unsigned kind, const uint8_t *data, size_t size, struct sw_git_id *id, uint32_t *offset) {
	static const char *const names[] = {"", "commit", "tree", "blob", "tag"};
	unsigned char head[8], digest[20];
	size_t n = 0, rest = size >> 4;
	head[n] = (unsigned char)(kind << 4 | (size & 15));
	for (; rest; rest >>= 7) {
		head[n++] |= 0x80;
		head[n] = (unsigned char)(rest & 0x7f);
	}
	n++;
	uLongf room = compressBound(size);
	unsigned char *packed = malloc(room + size + 32);
	assert(packed);
	int length = snprintf((char *)packed, 32, "%s %zu", names[kind], size) + 1;
	memcpy(packed + length, data, size);
	SHA1(packed, (size_t)length + size, digest);
	compress2(packed, &room, data, size, 1);
	put(pack, head, n);
	put(pack, packed, room);
	free(packed);
	*id = (struct sw_git_id){{0}};
	memcpy(id->bytes, digest, 20);
	*offset = HEAD;
	return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size < OBJECTS + 2 || size > MOST)
		return 0;
	struct sw_arena arena;
	struct sw_arena_catch catch;
	sw_arena_init(&arena, (size_t)1 << 24);
	struct sw_git git = {.arena = &arena, .dir = -1, .common = -1, .id_bytes = 20};
	int pack = memfd_create("pack", 0), index = memfd_create("index", 0);
	struct sw_git_id ids[OBJECTS];
	uint32_t offsets[OBJECTS];
	static const unsigned kinds[] = {SW_GIT_TREE, SW_GIT_COMMIT, SW_GIT_TAG};
	unsigned what = data[0] % 4;
	put(pack, "PACK\0\0\0\2\0\0\0\1", HEAD);
	uint32_t count = what == 3 ? raw(pack, data + 1, size - 1, ids, offsets) : object(pack, kinds[what], data + 1, size - 1, ids, offsets);
	put(pack, (char[20]){0}, 20);
	put_index(index, ids, offsets, count);
	struct sw_git_pack one = {index, pack, (uint64_t)lseek(pack, 0, SEEK_END), count};
	git.packs.v = &one;
	git.packs.n = git.packs.cap = 1;
	if (SW_ARENA_TRY(&arena, &catch)) {
		with_pack(&git, ids, count);
		sw_arena_leave(&arena, &catch);
	}
	sw_arena_free(&arena);
	close(pack);
	close(index);
	return 0;
}
