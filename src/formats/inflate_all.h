/* A whole deflated text of known size at once. */
#pragma once
#include "base/arena.h"

/* Deflate's own most: bytes out for each byte in. */
enum { SW_INFLATE_RATIO = 1032 };

/* What `packed` unpacks to: exactly `size` bytes. Raw deflate. False: it is something else. */
bool sw_inflate_exactly(struct sw_arena *arena, struct sw_str packed, size_t size, struct sw_str *bytes);
/* What a zlib stream of unknown size unpacks to, at most `limit` bytes. False: it is broken or larger. */
bool sw_inflate_zlib(struct sw_arena *arena, struct sw_str packed, size_t limit, struct sw_str *bytes);
