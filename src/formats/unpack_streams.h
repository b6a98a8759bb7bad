/* What the streams of unpack.c have in common; private to formats/unpack*. A stream takes bytes from `in` and puts bytes
 * into `out`, as many as it can. */
#pragma once
#include "formats/unpack.h"

struct sw_stream_bytes {
	const unsigned char *in;
	size_t in_n;
	unsigned char *out;
	size_t out_n;
};

enum sw_stream_state {
	SW_STREAM_MORE,    /* it can go on, with more input or more room */
	SW_STREAM_END,     /* a member or frame is complete: another one may follow */
	SW_STREAM_CORRUPT,
	SW_STREAM_LIMIT,   /* it asks for a larger window than is given */
};

/* NULL: no memory. Starting makes ready for the next member. */
struct sw_gzip *sw_gzip_open(void);
void sw_gzip_start(struct sw_gzip *gzip);
enum sw_stream_state sw_gzip_step(struct sw_gzip *gzip, struct sw_stream_bytes *bytes);
void sw_gzip_close(struct sw_gzip *gzip);

struct sw_zstd *sw_zstd_open(void);
enum sw_stream_state sw_zstd_step(struct sw_zstd *zstd, struct sw_stream_bytes *bytes);
void sw_zstd_close(struct sw_zstd *zstd);
