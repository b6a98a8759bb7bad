/* Frames of zstd (RFC 8878), those to be skipped among them. */
#include "formats/unpack_streams.h"
#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

/* A frame may ask for a window of any size. This much is what the program zstd gives without being told more. */
enum { WINDOW_LOG = 27 };

struct sw_zstd {
	ZSTD_DStream *stream;
};

struct sw_zstd *sw_zstd_open(void) {
	struct sw_zstd *zstd = malloc(sizeof *zstd);
	if (!zstd)
		return NULL;
	zstd->stream = ZSTD_createDStream();
	if (!zstd->stream || ZSTD_isError(ZSTD_DCtx_setParameter(zstd->stream, ZSTD_d_windowLogMax, WINDOW_LOG))) {
		sw_zstd_close(zstd);
		return NULL;
	}
	return zstd;
}

enum sw_stream_state sw_zstd_step(struct sw_zstd *zstd, struct sw_stream_bytes *bytes) {
	ZSTD_inBuffer in = {bytes->in, bytes->in_n, 0};
	ZSTD_outBuffer out = {bytes->out, bytes->out_n, 0};
	size_t result = ZSTD_decompressStream(zstd->stream, &out, &in);
	bytes->in += in.pos;
	bytes->in_n -= in.pos;
	bytes->out += out.pos;
	bytes->out_n -= out.pos;
	if (ZSTD_isError(result)) {
		ZSTD_ErrorCode code = ZSTD_getErrorCode(result);
		return code == ZSTD_error_frameParameter_windowTooLarge || code == ZSTD_error_memory_allocation ? SW_STREAM_LIMIT : SW_STREAM_CORRUPT;
	}
	return result == 0 ? SW_STREAM_END : SW_STREAM_MORE;
}

void sw_zstd_close(struct sw_zstd *zstd) {
	if (zstd)
		ZSTD_freeDStream(zstd->stream);
	free(zstd);
}
