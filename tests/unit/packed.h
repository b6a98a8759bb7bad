/* Compressed streams for tests, made by the libraries that everybody uses. */
#pragma once
#include "base/str.h"
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

/* malloc'd: one member of gzip. */
static inline struct sw_str packed_gzip(struct sw_str text) {
	z_stream stream = {0};
	size_t room = text.n + text.n / 8 + 1024;
	char *p = malloc(room);
	deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
	stream.next_in = (Bytef *)(uintptr_t)text.p;
	stream.avail_in = (uInt)text.n;
	stream.next_out = (Bytef *)p;
	stream.avail_out = (uInt)room;
	deflate(&stream, Z_FINISH);
	deflateEnd(&stream);
	return sw_str(p, stream.total_out);
}

/* malloc'd: one frame of zstd, with a checksum. */
static inline struct sw_str packed_zstd(struct sw_str text) {
	ZSTD_CCtx *context = ZSTD_createCCtx();
	size_t room = ZSTD_compressBound(text.n);
	char *p = malloc(room);
	ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
	ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
	ZSTD_inBuffer in = {text.p, text.n, 0};
	ZSTD_outBuffer out = {p, room, 0};
	while (ZSTD_compressStream2(context, &out, &in, ZSTD_e_end) != 0)
		;
	ZSTD_freeCCtx(context);
	return sw_str(p, out.pos);
}

/* malloc'd: both, one behind the other; frees them. */
static inline struct sw_str packed_both(struct sw_str a, struct sw_str b) {
	char *p = malloc(a.n + b.n + 1);
	memcpy(p, a.p, a.n);
	memcpy(p + a.n, b.p, b.n);
	free((void *)(uintptr_t)a.p);
	free((void *)(uintptr_t)b.p);
	return sw_str(p, a.n + b.n);
}
