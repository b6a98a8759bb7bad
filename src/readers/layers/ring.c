#include "readers/layers/ring.h"
#include "base/limits.h"
#include "base/sha256.h"
#include <pthread.h>
#include <stdlib.h>

enum { PIECES = 4, PIECE_BYTES = 1 << 20 };

struct sw_ring {
	struct sw_layer_input input;
	struct sw_unpack *unpack;
	bool hash;
	struct sw_sha256 sha;
	struct sw_ring_result result; /* filled by who unpacks, before the last piece is given out */

	bool threaded, joined;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t filled, emptied;
	/* under the lock */
	unsigned long full, taken;    /* pieces that were filled, and given back */
	bool ended, stop;

	bool lent;                    /* piece `taken` is with the caller */
	size_t sizes[PIECES];
	char *pieces;
};

static int64_t read_packed(void *context, void *p, size_t n) {
	struct sw_ring *ring = context;
	int64_t got = ring->input.read(ring->input.context, p, n);
	if (got > 0 && ring->hash)
		sw_sha256_add(&ring->sha, sw_str(p, (size_t)got));
	return got;
}

/* The stream may end before its bytes do; the digest is of all of them. */
static void finish_digest(struct sw_ring *ring) {
	char rest[1 << 16], digest[65];
	int64_t got = 1;
	uint64_t more = 0;
	if (!ring->hash)
		return;
	enum sw_unpack_end ended = sw_unpack_ended(ring->unpack);
	while (ended != SW_UNPACK_FAILED && ended != SW_UNPACK_GOING && (got = read_packed(ring, rest, sizeof rest)) > 0)
		more += (uint64_t)got;
	sw_sha256_hex(&ring->sha, digest);
	ring->hash = false;
	ring->result.packed += more;
	if (got == 0 && ended != SW_UNPACK_FAILED && ended != SW_UNPACK_GOING)
		memcpy(ring->result.digest, digest, sizeof digest);
}

static void finish(struct sw_ring *ring) {
	ring->result.ended = sw_unpack_ended(ring->unpack);
	ring->result.packing = sw_unpack_packing(ring->unpack);
	ring->result.packed = sw_unpack_packed(ring->unpack);
	ring->result.trails = sw_unpack_trails(ring->unpack);
	finish_digest(ring);
}

static void *unpack_all(void *context) {
	struct sw_ring *ring = context;
	for (;;) {
		pthread_mutex_lock(&ring->lock);
		while (ring->full - ring->taken == PIECES && !ring->stop)
			pthread_cond_wait(&ring->emptied, &ring->lock);
		bool stop = ring->stop;
		pthread_mutex_unlock(&ring->lock);
		unsigned slot = ring->full % PIECES;
		size_t n = stop ? 0 : sw_unpack_read(ring->unpack, ring->pieces + (size_t)slot * PIECE_BYTES, PIECE_BYTES);
		if (!n)
			finish(ring);
		pthread_mutex_lock(&ring->lock);
		ring->sizes[slot] = n;
		ring->full += n > 0;
		ring->ended = n == 0;
		pthread_cond_signal(&ring->filled);
		pthread_mutex_unlock(&ring->lock);
		if (!n)
			return NULL;
	}
}

struct sw_ring *sw_ring_open(struct sw_layer_input input, unsigned threads, bool hash) {
	const struct sw_unpack_limits limits = {SW_LIMIT_LAYER_BYTES, SW_LIMIT_LAYER_RATIO, 16 << 20};
	struct sw_ring *ring = calloc(1, sizeof *ring);
	if (!ring)
		return NULL;
	ring->input = input;
	ring->unpack = sw_unpack_open((struct sw_unpack_input){ring, read_packed}, limits);
	ring->pieces = malloc((size_t)(threads > 1 ? PIECES : 1) * PIECE_BYTES);
	pthread_mutex_init(&ring->lock, NULL);
	pthread_cond_init(&ring->filled, NULL);
	pthread_cond_init(&ring->emptied, NULL);
	if (!ring->unpack || !ring->pieces) {
		sw_ring_close(ring);
		return NULL;
	}
	ring->hash = hash;
	if (hash)
		sw_sha256_start(&ring->sha);
	/* Where no thread can be started, it goes without. */
	ring->threaded = threads > 1 && pthread_create(&ring->thread, NULL, unpack_all, ring) == 0;
	return ring;
}

static size_t next_of_thread(struct sw_ring *ring, const char **p) {
	pthread_mutex_lock(&ring->lock);
	if (ring->lent) {
		ring->taken++;
		pthread_cond_signal(&ring->emptied);
	}
	while (ring->full == ring->taken && !ring->ended)
		pthread_cond_wait(&ring->filled, &ring->lock);
	ring->lent = ring->full != ring->taken;
	unsigned slot = ring->taken % PIECES;
	size_t n = ring->lent ? ring->sizes[slot] : 0;
	pthread_mutex_unlock(&ring->lock);
	*p = ring->pieces + (size_t)slot * PIECE_BYTES;
	return n;
}

size_t sw_ring_next(struct sw_ring *ring, const char **p) {
	if (ring->threaded)
		return next_of_thread(ring, p);
	*p = ring->pieces;
	size_t n = ring->ended ? 0 : sw_unpack_read(ring->unpack, ring->pieces, PIECE_BYTES);
	if (!n && !ring->ended)
		finish(ring);
	ring->ended = n == 0;
	return n;
}

void sw_ring_stop(struct sw_ring *ring) {
	if (ring->threaded && !ring->joined) {
		pthread_mutex_lock(&ring->lock);
		ring->stop = true;
		pthread_cond_signal(&ring->emptied);
		pthread_mutex_unlock(&ring->lock);
		pthread_join(ring->thread, NULL);
		ring->joined = true;
	} else if (!ring->threaded && !ring->ended) {
		finish(ring);
		ring->ended = true;
	}
}

struct sw_ring_result sw_ring_result(const struct sw_ring *ring) {
	return ring->result;
}

void sw_ring_close(struct sw_ring *ring) {
	char unused[65];
	if (!ring)
		return;
	if (ring->unpack)
		sw_ring_stop(ring);
	if (ring->hash)
		sw_sha256_hex(&ring->sha, unused);
	pthread_cond_destroy(&ring->emptied);
	pthread_cond_destroy(&ring->filled);
	pthread_mutex_destroy(&ring->lock);
	sw_unpack_close(ring->unpack);
	free(ring->pieces);
	free(ring);
}
