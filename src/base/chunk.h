/* Memory for arenas, in pieces of a power of two, cut from large maps that the kernel may back with huge pages: a run over
 * many files otherwise spends a fifth of its time in page faults. Pieces that are given back are used again; the maps stay.
 * Any thread may call. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { SW_CHUNK_LEAST = 4096, SW_CHUNK_MOST = 8 << 20 };

/* A piece of `size` bytes, a power of two from SW_CHUNK_LEAST to SW_CHUNK_MOST; NULL: no memory. *zeroed: it holds nothing
 * but zeros. */
void *sw_chunk_take(size_t size, bool *zeroed);
void sw_chunk_give(void *piece, size_t size);
