/* One member of a gzip file (RFC 1952) at a time, header and checksum included, by ISA-L, which takes half of zlib's time,
 * or by zlib where a build has no ISA-L. */
#include "formats/unpack_streams.h"
#include <limits.h>
#include <stdlib.h>

/* Both count in 32 bits; a step may do less than everything. */
static unsigned some(size_t n) {
	return n < INT_MAX ? (unsigned)n : INT_MAX;
}

#ifdef SW_ISAL
#include <isa-l/igzip_lib.h>

struct sw_gzip {
	struct inflate_state state;
};

struct sw_gzip *sw_gzip_open(void) {
	/* Zeroed: of a damaged stream, its tables may be asked for what no code ever filled. */
	struct sw_gzip *gzip = calloc(1, sizeof *gzip);
	if (gzip) {
		isal_inflate_init(&gzip->state);
		sw_gzip_start(gzip);
	}
	return gzip;
}

void sw_gzip_start(struct sw_gzip *gzip) {
	isal_inflate_reset(&gzip->state);
	gzip->state.crc_flag = ISAL_GZIP;
}

enum sw_stream_state sw_gzip_step(struct sw_gzip *gzip, struct sw_stream_bytes *bytes) {
	struct inflate_state *state = &gzip->state;
	state->next_in = (uint8_t *)(uintptr_t)bytes->in; /* which is only read */
	state->avail_in = some(bytes->in_n);
	state->next_out = bytes->out;
	state->avail_out = some(bytes->out_n);
	int result = isal_inflate(state);
	bytes->in_n -= (size_t)(state->next_in - bytes->in);
	bytes->in = state->next_in;
	bytes->out_n -= (size_t)(state->next_out - bytes->out);
	bytes->out = state->next_out;
	if (result < 0)
		return SW_STREAM_CORRUPT;
	return state->block_state == ISAL_BLOCK_FINISH ? SW_STREAM_END : SW_STREAM_MORE;
}

void sw_gzip_close(struct sw_gzip *gzip) {
	free(gzip);
}

#else
#include <zlib.h>

struct sw_gzip {
	z_stream stream;
};

struct sw_gzip *sw_gzip_open(void) {
	struct sw_gzip *gzip = calloc(1, sizeof *gzip);
	if (gzip && inflateInit2(&gzip->stream, MAX_WBITS + 16) != Z_OK) {
		free(gzip);
		return NULL;
	}
	return gzip;
}

void sw_gzip_start(struct sw_gzip *gzip) {
	inflateReset(&gzip->stream);
}

enum sw_stream_state sw_gzip_step(struct sw_gzip *gzip, struct sw_stream_bytes *bytes) {
	z_stream *stream = &gzip->stream;
	stream->next_in = (Bytef *)(uintptr_t)bytes->in; /* which is only read */
	stream->avail_in = some(bytes->in_n);
	stream->next_out = bytes->out;
	stream->avail_out = some(bytes->out_n);
	int result = inflate(stream, Z_NO_FLUSH);
	bytes->in_n -= (size_t)(stream->next_in - bytes->in);
	bytes->in = stream->next_in;
	bytes->out_n -= (size_t)(stream->next_out - bytes->out);
	bytes->out = stream->next_out;
	if (result == Z_STREAM_END)
		return SW_STREAM_END;
	return result == Z_OK || result == Z_BUF_ERROR ? SW_STREAM_MORE : SW_STREAM_CORRUPT;
}

void sw_gzip_close(struct sw_gzip *gzip) {
	if (gzip)
		inflateEnd(&gzip->stream);
	free(gzip);
}
#endif
