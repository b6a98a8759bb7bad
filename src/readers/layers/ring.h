/* Unpacked bytes on their way from the thread that unpacks to the one that reads: pieces of 1 MiB in a ring, so that each
 * works on its own and neither waits for every byte. Without a second thread a piece is unpacked when it is asked for. */
#pragma once
#include "formats/unpack.h"
#include "readers/layers/read.h"

struct sw_ring;

/* Starts reading. `threads`: 1 or 2. NULL: no memory. `hash`: the digest of the packed bytes is wanted. */
struct sw_ring *sw_ring_open(struct sw_layer_input input, unsigned threads, bool hash);
/* The next piece, which holds until the next call; 0 at the end. */
size_t sw_ring_next(struct sw_ring *ring, const char **p);
/* Stops the other thread, wherever it is, and frees everything. */
void sw_ring_close(struct sw_ring *ring);

/* How it went; to be asked once sw_ring_next gave 0, or after sw_ring_stop. */
struct sw_ring_result {
	enum sw_unpack_end ended;
	enum sw_packing packing;
	uint64_t packed;
	bool trails;
	char digest[65]; /* of the packed bytes, where it was wanted and all were read; else empty */
};
void sw_ring_stop(struct sw_ring *ring);
struct sw_ring_result sw_ring_result(const struct sw_ring *ring);
