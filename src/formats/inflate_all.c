#include "formats/inflate_all.h"
#include <limits.h>
#include <zlib.h>

/* zlib takes input and room in pieces of unsigned int: both are far below it here. */
static bool fits(struct sw_str packed, size_t size) {
	return packed.n <= UINT_MAX && size < UINT_MAX;
}

/* Bytes written, when the stream ends properly within `size`; else -1. No allocation stands between begin and end. */
static int64_t inflate_into(struct sw_str packed, int window, char *out, size_t size) {
	z_stream stream = {.next_in = (z_const Bytef *)(uintptr_t)packed.p, .avail_in = (uInt)packed.n, .next_out = (Bytef *)out, .avail_out = (uInt)size};
	if (inflateInit2(&stream, window) != Z_OK)
		return -1;
	int end = inflate(&stream, Z_FINISH);
	int64_t written = (int64_t)(size - stream.avail_out);
	inflateEnd(&stream);
	return end == Z_STREAM_END ? written : -1;
}

bool sw_inflate_exactly(struct sw_arena *arena, struct sw_str packed, size_t size, struct sw_str *bytes) {
	if (!fits(packed, size) || size / SW_INFLATE_RATIO > packed.n)
		return false;
	/* One byte more than promised, so that a longer text shows. */
	char *out = sw_arena_alloc(arena, size + 1);
	*bytes = sw_str(out, size);
	return inflate_into(packed, -MAX_WBITS, out, size + 1) == (int64_t)size;
}

bool sw_inflate_zlib(struct sw_arena *arena, struct sw_str packed, size_t limit, struct sw_str *bytes) {
	size_t most = packed.n > limit / SW_INFLATE_RATIO ? limit : packed.n * SW_INFLATE_RATIO;
	/* Rooms double, so all tries together cost no more than twice the last. */
	for (size_t room = packed.n < most / 8 ? packed.n * 8 + 64 : most; fits(packed, room); room = room < most / 2 ? room * 2 : most) {
		char *out = sw_arena_alloc(arena, room + 1);
		int64_t written = inflate_into(packed, MAX_WBITS, out, room);
		*bytes = sw_str(out, written < 0 ? 0 : (size_t)written);
		if (written >= 0 || room >= most)
			return written >= 0;
	}
	return false;
}
