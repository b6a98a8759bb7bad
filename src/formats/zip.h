/* Zip archives in memory, read by their central directory, zip64 included: members that are stored or deflated. What the
 * directory says is held against what stands there, and nothing is unpacked that was not asked for. */
#pragma once
#include "base/arena.h"
#include "base/vec.h"

struct sw_zip_entry {
	struct sw_str name;    /* '/' between parts; folders end in one */
	uint64_t packed, size; /* bytes */
	uint64_t at;           /* of its own header, from the start of the bytes */
	uint32_t crc;
	uint16_t method;       /* 0: stored, 8: deflated */
	bool encrypted;
};

struct sw_zip {
	struct sw_str bytes;
	SW_VEC(struct sw_zip_entry) entries; /* in the directory's order */
	const char *fault;                   /* what is wrong with it, though entries can be read; NULL: nothing */
	uint64_t budget;                     /* bytes that may still be unpacked */
};

/* Reads the directory. False, with the reason in `fault`: it is no zip archive, or a broken one. `budget`: bytes that may
 * be unpacked in all. */
bool sw_zip_open(struct sw_zip *zip, struct sw_arena *arena, struct sw_str bytes, uint64_t budget);
/* The content of a member, in the arena or a piece of the archive; larger than `limit` is refused. NULL, or what is wrong. */
const char *sw_zip_read(struct sw_zip *zip, struct sw_arena *arena, const struct sw_zip_entry *entry, size_t limit, struct sw_str *bytes);
