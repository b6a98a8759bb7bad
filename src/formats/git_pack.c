/* Packs: many objects in one file, most of them as differences to others, and an index by id. */
#include "base/file.h"
#include "base/limits.h"
#include "formats/git_store.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	INDEX_HEAD = 8, FANOUT = 1024, /* bytes */
	PACK_HEAD = 12,
	CHAIN = 4096,                  /* differences to go through for one object; git makes 50, and at most 4095 */
	STEP = 2048,                   /* bytes that one of them counts as, however little it unpacks to: looking for it costs */
	TYPE_OFS_DELTA = 6, TYPE_REF_DELTA = 7,
};

static uint32_t be32(const unsigned char *p) {
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* ---- opening ---- */

static int check_pack(const struct sw_git *git, struct sw_git_pack *pack, struct sw_err *err) {
	unsigned char head[PACK_HEAD], index[INDEX_HEAD], last[4];
	struct stat st, index_st;
	if (fstat(pack->pack, &st) < 0 || fstat(pack->index, &index_st) < 0)
		return sw_err_set(err, errno, "%s", strerror(errno));
	if (sw_git_pread(pack->pack, head, sizeof head, 0, err) < 0 || sw_git_pread(pack->index, index, sizeof index, 0, err) < 0 ||
	    sw_git_pread(pack->index, last, sizeof last, INDEX_HEAD + FANOUT - 4, err) < 0)
		return -1;
	if (memcmp(head, "PACK", 4) != 0 || (be32(head + 4) != 2 && be32(head + 4) != 3))
		return sw_err_set(err, EIO, "is no pack");
	if (be32(index) != 0xff744f63)
		return sw_err_set(err, 0, "has an index of version 1, which is not read: git repack -ad makes a new one");
	if (be32(index + 4) != 2)
		return sw_err_set(err, 0, "has an index of a version that is not known");
	pack->pack_size = (uint64_t)st.st_size;
	pack->count = be32(last);
	uint64_t least = INDEX_HEAD + FANOUT + (uint64_t)pack->count * (git->id_bytes + 8) + 2 * git->id_bytes;
	if ((uint64_t)index_st.st_size < least || pack->pack_size < PACK_HEAD + git->id_bytes)
		return sw_err_set(err, EIO, "ends too early");
	return 0;
}

static int name_order(const void *a, const void *b) {
	return sw_str_cmp(*(const struct sw_str *)a, *(const struct sw_str *)b);
}

/* `name` ends in ".idx". */
static int open_pack(struct sw_git *git, int folder, struct sw_str name, struct sw_err *err) {
	struct sw_str pack_name = sw_arena_printf(git->arena, "%.*s.pack", SW_ARG(sw_str_sub(name, 0, name.n - 4)));
	struct sw_git_pack *pack = sw_push(git->arena, &git->packs);
	pack->index = sw_open_beneath(folder, name.p, err);
	pack->pack = pack->index < 0 ? -1 : sw_open_beneath(folder, pack_name.p, err);
	if (pack->pack < 0 || check_pack(git, pack, err) < 0)
		return sw_err_wrap(err, "%s", pack_name.p);
	return 0;
}

int sw_git_packs_open(struct sw_git *git, int store, struct sw_err *err) {
	SW_VEC(struct sw_str) names = {0};
	SW_CLEANUP_FD int folder = openat(store, "pack", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int listed = folder < 0 ? -1 : openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = listed < 0 ? NULL : fdopendir(listed);
	if (!dir) {
		sw_close_p(&listed);
		return 0;
	}
	struct sw_arena_catch catch;
	if (!SW_ARENA_TRY(git->arena, &catch)) {
		closedir(dir);
		close(folder);
		sw_arena_throw(git->arena);
	}
	for (struct dirent *entry; names.n <= SW_LIMIT_GIT_PACKS && (entry = readdir(dir));)
		if (sw_str_ends(sw_str_of(entry->d_name), SW_S(".idx")))
			*sw_push(git->arena, &names) = sw_arena_str(git->arena, sw_str_of(entry->d_name));
	int result = git->packs.n + names.n <= SW_LIMIT_GIT_PACKS ? 0 :
		     sw_err_set(err, EMFILE, "the repository has more than %d packs: git gc makes them one", SW_LIMIT_GIT_PACKS);
	if (names.n)
		qsort(names.v, names.n, sizeof *names.v, name_order);
	for (size_t i = 0; result == 0 && i < names.n; i++)
		result = open_pack(git, folder, names.v[i], err);
	sw_arena_leave(git->arena, &catch);
	closedir(dir);
	return result;
}

/* ---- looking up ---- */

static int id_at(const struct sw_git *git, const struct sw_git_pack *pack, uint32_t i, struct sw_git_id *id, struct sw_err *err) {
	*id = (struct sw_git_id){{0}};
	return sw_git_pread(pack->index, id->bytes, git->id_bytes, INDEX_HEAD + FANOUT + (uint64_t)i * git->id_bytes, err);
}

/* The first place whose id is not below `wanted`, in *place. */
static int lower_bound(const struct sw_git *git, const struct sw_git_pack *pack, const struct sw_git_id *wanted, uint32_t *place, struct sw_err *err) {
	unsigned char ends[8] = {0};
	unsigned first = wanted->bytes[0];
	if (sw_git_pread(pack->index, first ? ends : ends + 4, first ? 8 : 4, INDEX_HEAD + (first ? 4 * (first - 1) : 0), err) < 0)
		return -1;
	uint32_t low = be32(ends), high = be32(ends + 4);
	if (low > high || high > pack->count)
		return sw_err_set(err, EIO, "damaged index of a pack");
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		struct sw_git_id id;
		if (id_at(git, pack, middle, &id, err) < 0)
			return -1;
		if (memcmp(id.bytes, wanted->bytes, git->id_bytes) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*place = low;
	return 0;
}

/* 1: *offset is the object's place in the pack. */
static int find(const struct sw_git *git, const struct sw_git_pack *pack, const struct sw_git_id *wanted, uint64_t *offset, struct sw_err *err) {
	uint32_t place;
	struct sw_git_id id;
	if (lower_bound(git, pack, wanted, &place, err) < 0)
		return -1;
	if (place == pack->count)
		return 0;
	if (id_at(git, pack, place, &id, err) < 0)
		return -1;
	if (memcmp(id.bytes, wanted->bytes, git->id_bytes) != 0)
		return 0;
	unsigned char word[8];
	uint64_t offsets = INDEX_HEAD + FANOUT + (uint64_t)pack->count * (git->id_bytes + 4);
	if (sw_git_pread(pack->index, word, 4, offsets + 4 * (uint64_t)place, err) < 0)
		return -1;
	*offset = be32(word);
	if (*offset & 0x80000000) {
		uint64_t wide = offsets + 4 * (uint64_t)pack->count + 8 * (*offset & 0x7fffffff);
		if (sw_git_pread(pack->index, word, 8, wide, err) < 0)
			return -1;
		*offset = (uint64_t)be32(word) << 32 | be32(word + 4);
	}
	return 1;
}

int sw_git_packs_like(struct sw_git *git, const struct sw_git_id *prefix, size_t digits, sw_git_found *found, void *context, struct sw_err *err) {
	for (size_t p = 0; p < git->packs.n; p++) {
		const struct sw_git_pack *pack = &git->packs.v[p];
		uint32_t place;
		struct sw_git_id id;
		if (lower_bound(git, pack, prefix, &place, err) < 0)
			return -1;
		for (; place < pack->count; place++) {
			if (id_at(git, pack, place, &id, err) < 0)
				return -1;
			if (!sw_git_id_like(&id, prefix, digits) || !found(context, &id))
				break;
		}
	}
	return 0;
}

/* ---- reading ---- */

/* What stands before the compressed bytes of one entry. */
struct entry {
	unsigned type;
	uint64_t size;  /* unpacked */
	uint64_t bytes; /* where the compressed bytes begin */
	uint64_t base;  /* of a difference: place of what it builds on */
};

static int read_entry(const struct sw_git *git, const struct sw_git_pack *pack, uint64_t at, struct entry *entry, struct sw_err *err) {
	unsigned char head[32 + SW_GIT_ID_BYTES];
	uint64_t end = pack->pack_size - git->id_bytes;
	if (at < PACK_HEAD || at >= end)
		return sw_err_set(err, EIO, "damaged: it stands outside its pack");
	size_t room = end - at < sizeof head ? (size_t)(end - at) : sizeof head, i = 0;
	if (sw_git_pread(pack->pack, head, room, at, err) < 0)
		return -1;
	unsigned char byte = head[i++];
	entry->type = byte >> 4 & 7;
	entry->size = byte & 15;
	for (unsigned shift = 4; byte & 0x80; shift += 7) {
		if (i == room || shift > 53)
			return sw_err_set(err, EIO, "damaged: a size without end");
		byte = head[i++];
		entry->size |= (uint64_t)(byte & 0x7f) << shift;
	}
	if (entry->type == TYPE_OFS_DELTA) {
		uint64_t back = 0;
		size_t start = i;
		do {
			if (i == room || i - start > 8)
				return sw_err_set(err, EIO, "damaged: a distance without end");
			byte = head[i++];
			back = i - 1 == start ? byte & 0x7f : (back + 1) << 7 | (byte & 0x7f);
		} while (byte & 0x80);
		if (back == 0 || back >= at)
			return sw_err_set(err, EIO, "damaged: it builds on what is not in its pack");
		entry->base = at - back;
	} else if (entry->type == TYPE_REF_DELTA) {
		struct sw_git_id id = {{0}};
		if (room - i < git->id_bytes)
			return sw_err_set(err, EIO, "damaged: it ends too early");
		memcpy(id.bytes, head + i, git->id_bytes);
		i += git->id_bytes;
		int found = find(git, pack, &id, &entry->base, err);
		if (found <= 0)
			return found < 0 ? -1 : sw_err_set(err, EIO, "damaged: it builds on what is not in its pack");
	}
	entry->bytes = at + i;
	return 0;
}

static char *unpack(struct sw_git *git, const struct sw_git_pack *pack, const struct entry *entry, size_t limit, struct sw_err *err) {
	if (entry->size > limit) {
		sw_err_set(err, EFBIG, "larger than %zu bytes", limit);
		return NULL;
	}
	char *data = malloc(SW_GIT_ROOM + (size_t)entry->size + 1);
	struct sw_git_bytes from = {pack->pack, entry->bytes, pack->pack_size - git->id_bytes};
	if (!data)
		sw_err_set(err, ENOMEM, "%s", strerror(ENOMEM));
	else if (sw_git_inflate(git, &from, data + SW_GIT_ROOM, (size_t)entry->size, err) == 0)
		return data;
	free(data);
	return NULL;
}

static bool delta_size(struct sw_str *delta, uint64_t *size) {
	*size = 0;
	for (unsigned shift = 0; delta->n && shift <= 56; shift += 7) {
		unsigned char byte = (unsigned char)delta->p[0];
		*delta = sw_str_from(*delta, 1);
		*size |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

/* The little-endian number of which only the bytes stand there that `bits` has set. */
static bool delta_number(struct sw_str *delta, unsigned bits, unsigned count, size_t *number) {
	*number = 0;
	for (unsigned i = 0; i < count; i++)
		if (bits & 1u << i) {
			if (!delta->n)
				return false;
			*number |= (size_t)(unsigned char)delta->p[0] << 8 * i;
			*delta = sw_str_from(*delta, 1);
		}
	return true;
}

static bool apply(struct sw_str base, struct sw_str delta, char *to, size_t n) {
	size_t done = 0;
	while (delta.n) {
		unsigned char op = (unsigned char)delta.p[0];
		delta = sw_str_from(delta, 1);
		struct sw_str piece;
		if (op & 0x80) {
			size_t from, size;
			if (!delta_number(&delta, op & 15, 4, &from) || !delta_number(&delta, op >> 4 & 7, 3, &size))
				return false;
			if (size == 0)
				size = 0x10000;
			if (from > base.n || size > base.n - from)
				return false;
			piece = sw_str_sub(base, from, size);
		} else {
			if (op == 0 || op > delta.n)
				return false;
			piece = sw_str_sub(delta, 0, op);
			delta = sw_str_from(delta, op);
		}
		if (piece.n > n - done)
			return false;
		memcpy(to + done, piece.p, piece.n);
		done += piece.n;
	}
	return done == n;
}

/* Lays one difference over the object. */
static int build_on(struct sw_git *git, struct sw_git_object *object, struct sw_str delta, size_t limit, struct sw_err *err) {
	uint64_t from, to;
	if (!delta_size(&delta, &from) || !delta_size(&delta, &to) || from != object->n)
		return sw_err_set(err, EIO, "damaged: a difference to something else");
	if (to > limit)
		return sw_err_set(err, EFBIG, "larger than %zu bytes", limit);
	if (sw_git_count(git, to, err) < 0)
		return -1;
	char *data = malloc(SW_GIT_ROOM + (size_t)to + 1);
	if (!data)
		return sw_err_set(err, ENOMEM, "%s", strerror(ENOMEM));
	bool fits = apply(sw_str(object->data + SW_GIT_ROOM, object->n), delta, data + SW_GIT_ROOM, (size_t)to);
	free(object->data);
	object->data = data;
	object->n = (size_t)to;
	return fits ? 0 : sw_err_set(err, EIO, "damaged: a difference that does not fit");
}

static int read_at(struct sw_git *git, const struct sw_git_pack *pack, uint64_t at, size_t limit, uint64_t chain[CHAIN],
		   struct sw_git_object *object, struct sw_err *err) {
	struct entry entry;
	size_t depth = 0;
	if (read_entry(git, pack, at, &entry, err) < 0)
		return -1;
	while (entry.type == TYPE_OFS_DELTA || entry.type == TYPE_REF_DELTA) {
		if (depth == CHAIN)
			return sw_err_set(err, EIO, "damaged: too many differences that build on each other");
		chain[depth++] = at;
		at = entry.base;
		if (sw_git_count(git, STEP, err) < 0)
			return -1;
		if (read_entry(git, pack, at, &entry, err) < 0)
			return -1;
	}
	if (entry.type < SW_GIT_COMMIT || entry.type > SW_GIT_TAG)
		return sw_err_set(err, EIO, "damaged: of a kind that does not exist");
	object->kind = (enum sw_git_kind)entry.type;
	object->data = unpack(git, pack, &entry, limit, err);
	object->n = (size_t)entry.size;
	int result = object->data ? 0 : -1;
	while (result == 0 && depth > 0) {
		char *delta = read_entry(git, pack, chain[--depth], &entry, err) < 0 ? NULL : unpack(git, pack, &entry, limit, err);
		result = delta ? build_on(git, object, sw_str(delta + SW_GIT_ROOM, (size_t)entry.size), limit, err) : -1;
		free(delta);
	}
	return result;
}

int sw_git_packs_read(struct sw_git *git, const struct sw_git_id *id, size_t limit, struct sw_git_object *object, struct sw_err *err) {
	for (size_t i = 0; i < git->packs.n; i++) {
		uint64_t at;
		int found = find(git, &git->packs.v[i], id, &at, err);
		if (found == 0)
			continue;
		uint64_t *chain = found < 0 ? NULL : malloc(CHAIN * sizeof *chain);
		if (!chain)
			return found < 0 ? -1 : sw_err_set(err, ENOMEM, "%s", strerror(ENOMEM));
		int result = read_at(git, &git->packs.v[i], at, limit, chain, object, err);
		free(chain);
		return result < 0 ? -1 : 1;
	}
	return 0;
}
