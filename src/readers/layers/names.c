#include "readers/layers/names.h"
#include "base/varint.h"
#include <assert.h>
#include <stdlib.h>

enum { PIECE_BYTES = 256 << 10, NEW_RIGHTS = SW_ENTRY_RIGHTS_KEPT, HAS_SIZE = 0x80, KIND_BITS = 4 };
/* What an entry takes besides its path: 1 byte, 2 lengths, 3 numbers of 32 bits, one of 64, the sum. */
enum { ENTRY_BYTES = 1 + 2 * 3 + 3 * 5 + 10 + 4 };

struct sw_names_piece {
	struct sw_names_piece *next;
	size_t n;
	unsigned char bytes[PIECE_BYTES];
};

static bool is_link(uint8_t kind) {
	return kind == SW_ENTRY_SYMLINK || kind == SW_ENTRY_HARD_LINK;
}

static bool same_rights(const struct sw_entry_rights *rights, const struct sw_layer_entry *entry) {
	return rights->mode == entry->mode && rights->user == entry->user && rights->group == entry->group;
}

/* Room for `most` bytes in the last piece; NULL: no memory. */
static unsigned char *room(struct sw_names *names, size_t most) {
	assert(most <= PIECE_BYTES);
	if (!names->last || names->last->n > PIECE_BYTES - most) {
		struct sw_names_piece *piece = malloc(sizeof *piece);
		if (!piece)
			return NULL;
		piece->next = NULL;
		piece->n = 0;
		if (names->last)
			names->last->next = piece;
		else
			names->first = piece;
		names->last = piece;
	}
	return names->last->bytes + names->last->n;
}

static size_t shared_with(const struct sw_names *names, struct sw_str path) {
	size_t n = names->shared_from < path.n ? names->shared_from : path.n, i = 0;
	while (i < n && names->path[i] == path.p[i])
		i++;
	return i;
}

static unsigned char *put_rights(struct sw_names *names, unsigned char *at, const struct sw_layer_entry *entry) {
	names->rights[names->next_rights] = (struct sw_entry_rights){entry->mode, entry->user, entry->group};
	names->next_rights = (names->next_rights + 1) % SW_ENTRY_RIGHTS_KEPT;
	at = sw_varint_put(at, entry->mode);
	at = sw_varint_put(at, entry->user);
	return sw_varint_put(at, entry->group);
}

bool sw_names_add(struct sw_names *names, const struct sw_layer_entry *entry) {
	struct sw_str path = entry->path;
	assert(path.n <= SW_LIMIT_PATH_BYTES && entry->kind < 1 << KIND_BITS);
	size_t shared = shared_with(names, path);
	unsigned char *start = room(names, ENTRY_BYTES + path.n - shared), *at = start;
	unsigned rights = 0;
	if (!start)
		return false;
	while (rights < SW_ENTRY_RIGHTS_KEPT && !same_rights(&names->rights[rights], entry))
		rights++;
	*at++ = (unsigned char)(entry->kind | rights << KIND_BITS | (entry->size ? HAS_SIZE : 0));
	at = sw_varint_put(at, shared);
	at = sw_varint_put(at, path.n - shared);
	if (path.n > shared) {
		memcpy(at, path.p + shared, path.n - shared);
		memcpy(names->path + shared, path.p + shared, path.n - shared);
	}
	at += path.n - shared;
	names->shared_from = path.n;
	if (rights == NEW_RIGHTS)
		at = put_rights(names, at, entry);
	if (entry->size)
		at = sw_varint_put(at, entry->size);
	if (entry->size || is_link(entry->kind))
		for (unsigned shift = 0; shift < 32; shift += 8)
			*at++ = (unsigned char)(entry->sum >> shift);
	names->last->n += (size_t)(at - start);
	names->n += (size_t)(at - start);
	return true;
}

struct sw_str sw_names_whole(const struct sw_names *names, struct sw_arena *arena) {
	char *p = names->n ? sw_arena_alloc(arena, names->n) : NULL;
	size_t n = 0;
	for (const struct sw_names_piece *piece = names->first; piece; n += piece->n, piece = piece->next)
		memcpy(p + n, piece->bytes, piece->n);
	return sw_str(p, n);
}

void sw_names_free(struct sw_names *names) {
	for (struct sw_names_piece *piece = names->first, *next; piece; piece = next) {
		next = piece->next;
		free(piece);
	}
	names->first = names->last = NULL;
	names->n = 0;
}

bool sw_names_path_is_clean(struct sw_str path) {
	struct sw_str part;
	if (!path.n)
		return true;
	if (memchr(path.p, '\0', path.n))
		return false;
	while (sw_str_split(&path, '/', &part))
		if (!part.n || sw_str_is(part, ".") || sw_str_is(part, ".."))
			return false;
	return true;
}

void sw_layer_names_start(struct sw_layer_names *it, struct sw_arena *arena, struct sw_str names) {
	*it = (struct sw_layer_names){.left = names, .arena = arena, .path = sw_arena_alloc(arena, SW_LIMIT_PATH_BYTES)};
}

static bool take_path(struct sw_layer_names *it) {
	uint64_t shared, more;
	if (!sw_varint_take(&it->left, &shared) || !sw_varint_take(&it->left, &more) || shared > it->n || more > it->left.n ||
	    more > SW_LIMIT_PATH_BYTES - shared)
		return false;
	if (more)
		memcpy(it->path + shared, it->left.p, (size_t)more);
	it->n = (size_t)(shared + more);
	it->left = sw_str_from(it->left, (size_t)more);
	return true;
}

static bool take_rights(struct sw_layer_names *it, unsigned rights, struct sw_layer_entry *entry) {
	uint64_t values[3];
	if (rights == NEW_RIGHTS) {
		for (int i = 0; i < 3; i++)
			if (!sw_varint_take(&it->left, &values[i]) || values[i] > UINT32_MAX)
				return false;
		if (values[0] > 07777)
			return false;
		rights = it->next_rights;
		it->rights[rights] = (struct sw_entry_rights){(uint32_t)values[0], (uint32_t)values[1], (uint32_t)values[2]};
		it->next_rights = (rights + 1) % SW_ENTRY_RIGHTS_KEPT;
	}
	entry->mode = it->rights[rights].mode;
	entry->user = it->rights[rights].user;
	entry->group = it->rights[rights].group;
	return true;
}

static bool take_sum(struct sw_layer_names *it, struct sw_layer_entry *entry) {
	if (it->left.n < 4)
		return false;
	for (unsigned i = 0; i < 4; i++)
		entry->sum |= (uint32_t)(unsigned char)it->left.p[i] << 8 * i;
	it->left = sw_str_from(it->left, 4);
	return true;
}

bool sw_layer_names_next(struct sw_layer_names *it, struct sw_layer_entry *entry) {
	*entry = (struct sw_layer_entry){0};
	if (!it->left.n || it->broken)
		return false;
	unsigned first = (unsigned char)it->left.p[0];
	entry->kind = first & ((1 << KIND_BITS) - 1);
	it->left = sw_str_from(it->left, 1);
	it->broken = entry->kind > SW_ENTRY_OPAQUE || !take_path(it) || !take_rights(it, first >> KIND_BITS & 7, entry) ||
		     ((first & HAS_SIZE) && !sw_varint_take(&it->left, &entry->size)) ||
		     ((entry->size || is_link(entry->kind)) && !take_sum(it, entry));
	entry->path = sw_str(it->path, it->n);
	return !it->broken;
}
