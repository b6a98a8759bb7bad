/* All entries of a layer, packed as they come: an image may have millions, and most of them matter only when layers are
 * put on one another. sw_layer_names_next (facts/layer.h) reads them.
 *
 * An entry is
 *     1 byte   kind (4 bits), rights (3 bits: a place among the last ones, or 7 for new ones), whether it has a size
 *     varint   bytes that its path shares with the one before
 *     varint   bytes that follow, and those
 *     3 varints mode, user, group, where the rights are new
 *     varint   size, where it has one
 *     4 bytes  CRC-32, where it has a size or is a link; the lowest first
 * A varint has 7 bits a byte, the lowest first, and the highest bit where more follow. */
#pragma once
#include "base/limits.h"
#include "facts/layer.h"

/* The packed form grows outside of any arena, in pieces: growing an array would leave as much behind as it holds. */
struct sw_names {
	struct sw_names_piece *first, *last;
	size_t n;                 /* bytes in all pieces */
	size_t shared_from;       /* bytes of `path` */
	char path[SW_LIMIT_PATH_BYTES];
	struct sw_entry_rights rights[SW_ENTRY_RIGHTS_KEPT];
	unsigned next_rights;
};

/* Adds an entry, whose path has no more than SW_LIMIT_PATH_BYTES. False: no memory. A zeroed one is empty. */
bool sw_names_add(struct sw_names *names, const struct sw_layer_entry *entry);
/* All of it in one piece of the arena; the pieces stay until sw_names_free. */
struct sw_str sw_names_whole(const struct sw_names *names, struct sw_arena *arena);
void sw_names_free(struct sw_names *names);

/* Whether a path is as paths of entries are: no '/' before or behind, no empty part, no ".", no "..", no zero byte. */
bool sw_names_path_is_clean(struct sw_str path);
