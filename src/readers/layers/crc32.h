/* CRC-32 of gzip, continued: 0 at the start. By ISA-L, which takes a tenth of zlib's time, where a build has it. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef SW_ISAL
#include <isa-l/crc.h>
static inline uint32_t sw_crc32(uint32_t sum, const void *p, size_t n) {
	return n ? crc32_gzip_refl(sum, p, n) : sum;
}
#else
#include <zlib.h>
static inline uint32_t sw_crc32(uint32_t sum, const void *p, size_t n) {
	return n ? (uint32_t)crc32_z(sum, p, n) : sum;
}
#endif
