/* Whole numbers as files hold them: little-endian, the lowest byte first, or big-endian, the highest first. */
#pragma once
#include "base/str.h"

/* The number in the `size` bytes (up to 8) at `at`; 0: they do not all stand in `bytes`. */
static inline uint64_t sw_le(struct sw_str bytes, uint64_t at, unsigned size) {
	uint64_t value = 0;
	if (at > bytes.n || bytes.n - at < size)
		return 0;
	for (unsigned i = 0; i < size; i++)
		value |= (uint64_t)(unsigned char)bytes.p[at + i] << 8 * i;
	return value;
}

static inline uint64_t sw_be(struct sw_str bytes, uint64_t at, unsigned size) {
	uint64_t value = 0;
	if (at > bytes.n || bytes.n - at < size)
		return 0;
	for (unsigned i = 0; i < size; i++)
		value = value << 8 | (unsigned char)bytes.p[at + i];
	return value;
}

/* The number in four bytes, all of which are there. */
static inline uint32_t sw_le32(const char *at) {
	return (uint32_t)sw_le(sw_str(at, 4), 0, 4);
}

static inline uint32_t sw_be32(const char *at) {
	return (uint32_t)sw_be(sw_str(at, 4), 0, 4);
}
