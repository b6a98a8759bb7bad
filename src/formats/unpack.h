/* Compressed streams behind one interface: gzip, zstd, and bytes as they are, told apart by how they begin. Nothing is
 * kept but a window, so a stream of any size takes the same memory. Bytes are unpacked until a limit on what comes out
 * is hit, and how it ended is told: a stream that breaks off is not one that is damaged. */
#pragma once
#include "base/str.h"

enum sw_packing {
	SW_PACKING_PLAIN,
	SW_PACKING_GZIP,
	SW_PACKING_ZSTD,
	SW_PACKING_OTHER, /* a compression that is not read: bzip2, xz, lzip, lz4, compress */
};

enum sw_unpack_end {
	SW_UNPACK_GOING,     /* not at its end */
	SW_UNPACK_DONE,      /* read to its end */
	SW_UNPACK_TRUNCATED, /* the stream breaks off */
	SW_UNPACK_CORRUPT,   /* it is damaged: a checksum is wrong, or there are bytes that no such stream has */
	SW_UNPACK_LIMIT,     /* more came out than may, in all or for what went in; or it asks for too much memory */
	SW_UNPACK_FORMAT,    /* a compression that is not read */
	SW_UNPACK_FAILED,    /* the input could not be read, or there was no memory */
};

/* Where packed bytes come from: up to `n` of them; 0 at the end, negative when reading failed. */
struct sw_unpack_input {
	void *context;
	int64_t (*read)(void *context, void *p, size_t n);
};

struct sw_unpack_limits {
	uint64_t bytes; /* that may come out */
	uint64_t ratio; /* bytes that may come out for each that went in, beyond `free` bytes */
	uint64_t free;
};

struct sw_unpack;

/* NULL: no memory. */
struct sw_unpack *sw_unpack_open(struct sw_unpack_input input, struct sw_unpack_limits limits);
void sw_unpack_close(struct sw_unpack *unpack);
/* The next bytes, as many as `n` unless the stream ends; 0: sw_unpack_ended says how. What came out before it broke is
 * given out. */
size_t sw_unpack_read(struct sw_unpack *unpack, void *p, size_t n);

enum sw_unpack_end sw_unpack_ended(const struct sw_unpack *unpack);
/* Known once sw_unpack_read was called. */
enum sw_packing sw_unpack_packing(const struct sw_unpack *unpack);
/* Bytes that were read, and that came out. */
uint64_t sw_unpack_packed(const struct sw_unpack *unpack);
uint64_t sw_unpack_unpacked(const struct sw_unpack *unpack);
/* Whether bytes that are not zeros stand behind the end of a gzip stream: unpackers disagree about them, and they were not read. */
bool sw_unpack_trails(const struct sw_unpack *unpack);

/* What the first bytes of a stream say; 8 are enough, fewer say less. */
enum sw_packing sw_packing_of(struct sw_str start);
