#include "formats/unpack.h"
#include "formats/unpack_streams.h"
#include <assert.h>
#include <stdlib.h>

enum { INPUT_BYTES = 256 << 10, START_BYTES = 8 };

struct sw_unpack {
	struct sw_unpack_input input;
	struct sw_unpack_limits limits;
	enum sw_packing packing;
	enum sw_unpack_end ended;
	bool started;
	bool input_ended;
	bool between;     /* no member or frame was begun since the last one ended */
	bool member_ended; /* of gzip; the next one is not yet looked for */
	bool trails;
	uint64_t packed, unpacked;
	struct sw_gzip *gzip;
	struct sw_zstd *zstd;
	size_t at, n;     /* what of `bytes` is not yet used */
	unsigned char bytes[INPUT_BYTES];
};

struct sw_unpack *sw_unpack_open(struct sw_unpack_input input, struct sw_unpack_limits limits) {
	struct sw_unpack *unpack = malloc(sizeof *unpack);
	if (!unpack)
		return NULL;
	memset(unpack, 0, offsetof(struct sw_unpack, bytes));
	unpack->input = input;
	unpack->limits = limits;
	return unpack;
}

void sw_unpack_close(struct sw_unpack *unpack) {
	if (!unpack)
		return;
	sw_gzip_close(unpack->gzip);
	sw_zstd_close(unpack->zstd);
	free(unpack);
}

enum sw_packing sw_packing_of(struct sw_str start) {
	static const struct {
		unsigned char n, bytes[6];
		enum sw_packing packing;
	} magics[] = {
		{2, {0x1f, 0x8b}, SW_PACKING_GZIP},
		{4, {0x28, 0xb5, 0x2f, 0xfd}, SW_PACKING_ZSTD},
		{3, {'B', 'Z', 'h'}, SW_PACKING_OTHER},
		{6, {0xfd, '7', 'z', 'X', 'Z', 0}, SW_PACKING_OTHER},
		{4, {'L', 'Z', 'I', 'P'}, SW_PACKING_OTHER},
		{4, {0x04, 0x22, 0x4d, 0x18}, SW_PACKING_OTHER},
		{2, {0x1f, 0x9d}, SW_PACKING_OTHER},
	};
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
		if (start.n >= magics[i].n && memcmp(start.p, magics[i].bytes, magics[i].n) == 0)
			return magics[i].packing;
	/* A frame to be skipped may come first: 0x184D2A50 to 0x184D2A5F, the lowest byte first. */
	const unsigned char *p = (const unsigned char *)start.p;
	if (start.n >= 4 && (p[0] & 0xf0) == 0x50 && p[1] == 0x2a && p[2] == 0x4d && p[3] == 0x18)
		return SW_PACKING_ZSTD;
	return SW_PACKING_PLAIN;
}

static void end(struct sw_unpack *unpack, enum sw_unpack_end how) {
	unpack->ended = how;
}

/* More input behind what is left, which is moved to the front. False: there is none. */
static bool fill(struct sw_unpack *unpack) {
	if (unpack->input_ended)
		return false;
	if (unpack->at) {
		memmove(unpack->bytes, unpack->bytes + unpack->at, unpack->n);
		unpack->at = 0;
	}
	int64_t got = unpack->input.read(unpack->input.context, unpack->bytes + unpack->n, INPUT_BYTES - unpack->n);
	if (got <= 0) {
		unpack->input_ended = true;
		if (got < 0)
			end(unpack, SW_UNPACK_FAILED);
		return false;
	}
	assert((uint64_t)got <= INPUT_BYTES - unpack->n);
	unpack->n += (size_t)got;
	unpack->packed += (uint64_t)got;
	return true;
}

static struct sw_str waiting(const struct sw_unpack *unpack) {
	return sw_str((const char *)unpack->bytes + unpack->at, unpack->n);
}

static void start(struct sw_unpack *unpack) {
	unpack->started = true;
	while (unpack->n < START_BYTES && fill(unpack))
		;
	unpack->packing = sw_packing_of(waiting(unpack));
	unpack->between = true;
	if (unpack->packing == SW_PACKING_OTHER)
		end(unpack, SW_UNPACK_FORMAT);
	else if (unpack->packing == SW_PACKING_GZIP)
		unpack->gzip = sw_gzip_open();
	else if (unpack->packing == SW_PACKING_ZSTD)
		unpack->zstd = sw_zstd_open();
	if ((unpack->packing == SW_PACKING_GZIP && !unpack->gzip) || (unpack->packing == SW_PACKING_ZSTD && !unpack->zstd))
		end(unpack, SW_UNPACK_FAILED);
}

/* Behind a member of gzip: another one, or the end, which may be padded with zeros. */
static bool next_member(struct sw_unpack *unpack) {
	while (unpack->n < 2 && fill(unpack))
		;
	if (sw_packing_of(waiting(unpack)) == SW_PACKING_GZIP) {
		sw_gzip_start(unpack->gzip);
		unpack->member_ended = false;
		return true;
	}
	do {
		for (size_t i = 0; i < unpack->n && !unpack->trails; i++)
			unpack->trails = unpack->bytes[unpack->at + i] != 0;
		unpack->at = unpack->n = 0;
	} while (fill(unpack));
	if (unpack->ended == SW_UNPACK_GOING)
		end(unpack, SW_UNPACK_DONE);
	return false;
}

/* One step of the stream into `room` bytes at `p`; returns the bytes that came out. */
static size_t step(struct sw_unpack *unpack, unsigned char *p, size_t room) {
	struct sw_stream_bytes bytes = {unpack->bytes + unpack->at, unpack->n, p, room};
	enum sw_stream_state state = unpack->gzip ? sw_gzip_step(unpack->gzip, &bytes) : sw_zstd_step(unpack->zstd, &bytes);
	size_t took = unpack->n - bytes.in_n, gave = room - bytes.out_n;
	unpack->at += took;
	unpack->n = bytes.in_n;
	unpack->between = state == SW_STREAM_END;
	unpack->member_ended = unpack->between && unpack->gzip;
	if (state == SW_STREAM_CORRUPT)
		end(unpack, SW_UNPACK_CORRUPT);
	else if (state == SW_STREAM_LIMIT)
		end(unpack, SW_UNPACK_LIMIT);
	else if (state == SW_STREAM_MORE && !took && !gave && unpack->n)
		end(unpack, SW_UNPACK_CORRUPT); /* it has all it may ask for and stands still */
	return gave;
}

static size_t step_plain(struct sw_unpack *unpack, unsigned char *p, size_t room) {
	size_t n = unpack->n < room ? unpack->n : room;
	memcpy(p, unpack->bytes + unpack->at, n);
	unpack->at += n;
	unpack->n -= n;
	return n;
}

static bool within_limits(const struct sw_unpack *unpack) {
	const struct sw_unpack_limits *limits = &unpack->limits;
	if (unpack->unpacked > limits->bytes)
		return false;
	if (unpack->packing == SW_PACKING_PLAIN || unpack->unpacked <= limits->free)
		return true;
	return (unpack->unpacked - limits->free) / limits->ratio <= unpack->packed;
}

/* The input has ended, and the stream gives nothing more. */
static void end_of_input(struct sw_unpack *unpack) {
	if (unpack->ended == SW_UNPACK_GOING)
		end(unpack, unpack->between || unpack->packing == SW_PACKING_PLAIN ? SW_UNPACK_DONE : SW_UNPACK_TRUNCATED);
}

size_t sw_unpack_read(struct sw_unpack *unpack, void *p, size_t n) {
	size_t done = 0;
	if (!unpack->started)
		start(unpack);
	while (done < n && unpack->ended == SW_UNPACK_GOING) {
		if (unpack->member_ended && !next_member(unpack))
			break;
		bool filled = unpack->n > 0 || fill(unpack);
		if (unpack->ended != SW_UNPACK_GOING)
			break;
		size_t gave = 0;
		if (unpack->packing != SW_PACKING_PLAIN && (filled || !unpack->between))
			gave = step(unpack, (unsigned char *)p + done, n - done);
		else if (filled)
			gave = step_plain(unpack, (unsigned char *)p + done, n - done);
		done += gave;
		unpack->unpacked += gave;
		if (!within_limits(unpack))
			end(unpack, SW_UNPACK_LIMIT);
		else if (!filled && !gave && unpack->ended == SW_UNPACK_GOING)
			end_of_input(unpack);
	}
	return done;
}

enum sw_unpack_end sw_unpack_ended(const struct sw_unpack *unpack) {
	return unpack->ended;
}

enum sw_packing sw_unpack_packing(const struct sw_unpack *unpack) {
	return unpack->packing;
}

uint64_t sw_unpack_packed(const struct sw_unpack *unpack) {
	return unpack->packed;
}

uint64_t sw_unpack_unpacked(const struct sw_unpack *unpack) {
	return unpack->unpacked;
}

bool sw_unpack_trails(const struct sw_unpack *unpack) {
	return unpack->trails;
}
