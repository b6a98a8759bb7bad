/* Records of layers that were read before, in a folder of the person's own. Only the broker touches it: entries are named
 * by the digest that it computed of the very bytes that the layer worker got. Any number of runs may use it at once. */
#pragma once
#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#define SW_CACHE_BYTES ((uint64_t)2 << 30) /* what the folder may hold; the longest unused goes first */

struct sw_cache {
	int folder;          /* -1: there is none */
	const char *version; /* of records: others are not seen. Becomes part of names */
	uint64_t most;       /* bytes */
	bool stored;         /* something was added */
};

/* Opens the folder "layers" beneath `place`, an absolute path, making what is missing of both. Refused when either belongs
 * to another user, may be written by others, or is a link. */
int sw_cache_open(struct sw_cache *cache, const char *place, const char *version, struct sw_err *err);
/* Throws away what is too old or too much, if anything was stored. */
void sw_cache_close(struct sw_cache *cache);

/* Which file, as it is now, and which piece of it: a key for the next two. */
void sw_cache_identity(const struct stat *st, uint64_t offset, uint64_t size, char key[65]);
/* The digest that a piece of an unchanged file had. False: not known. */
bool sw_cache_known(const struct sw_cache *cache, const char key[65], char digest[65]);
/* Remembers it. */
void sw_cache_know(struct sw_cache *cache, const char key[65], const char digest[65]);

/* Copies the record of the blob with that digest (64 digits in hex), read with those options, to the end of the file
 * `record`. False: there is none, or it is broken, which removes it. */
bool sw_cache_fetch(struct sw_cache *cache, const char *digest, unsigned options, int record);
/* Keeps the whole file `record` as one. Failing to is no error: the next run reads the layer again. */
void sw_cache_store(struct sw_cache *cache, const char *digest, unsigned options, int record);
