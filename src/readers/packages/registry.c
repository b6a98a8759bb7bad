/* All readers of packages, and which of them a path is for. */
#include "base/limits.h"
#include "formats/program.h"
#include "readers/packages/readers.h"
#include <assert.h>
#include <pthread.h>

const struct sw_package_reader *const sw_package_readers[] = {
#define X(name) &sw_package_reader_##name,
	SW_PACKAGE_READERS(X)
#undef X
	NULL,
};

/* From a name, an ending or a folder to the readers that want it, which are chained. */
struct slot {
	struct sw_str word;
	const struct sw_package_reader *reader;
	uint16_t next; /* number + 1 of the next reader for the same word */
};

enum { SLOTS = 2048, WORD_BYTES = 64, FILTER_BITS = 8192 };

/* Nearly all files of an image are for no reader. What the ends of the words look like, one bit each, tells so without
 * looking at the name in full. */
struct filter {
	uint64_t bits[FILTER_BITS / 64];
};

struct table {
	struct slot slots[SLOTS]; /* the lower half is hashed into, the upper half chained to */
	size_t chained;
	struct filter ends; /* of the words */
};

static struct table by_name, by_ending, by_folder;
static struct filter short_endings; /* by their last two bytes, where they have less than four */

/* The last bytes, letters made small; other bytes may fall together, which costs a look-up and no more. */
static uint32_t last_bytes(struct sw_str text, size_t n) {
	uint32_t bytes = 0;
	if (text.n >= n)
		memcpy(&bytes, text.p + text.n - n, n);
	else if (text.n)
		memcpy(&bytes, text.p, text.n);
	return bytes | 0x20202020;
}

static uint32_t bit_of(uint32_t bytes) {
	return bytes * 2654435769u >> 19; /* 13 bits */
}

static void filter_add(struct filter *filter, uint32_t bytes) {
	filter->bits[bit_of(bytes) / 64] |= (uint64_t)1 << bit_of(bytes) % 64;
}

static bool filter_has(const struct filter *filter, uint32_t bytes) {
	return filter->bits[bit_of(bytes) / 64] >> bit_of(bytes) % 64 & 1;
}

/* A whole word is told better with its length and its beginning. */
static uint32_t print_of(struct sw_str word) {
	uint32_t first = last_bytes(sw_str_sub(word, 0, 4), 4);
	return last_bytes(word, 4) ^ first * 31 ^ (uint32_t)word.n << 24;
}

static uint32_t hash_of(struct sw_str word) {
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < word.n; i++)
		hash = (hash ^ (unsigned char)word.p[i]) * 16777619u;
	return hash % (SLOTS / 2);
}

static void put(struct table *table, struct sw_str word, const struct sw_package_reader *reader) {
	struct slot *slot = &table->slots[hash_of(word)];
	if (slot->word.n) {
		struct slot *more = &table->slots[SLOTS / 2 + table->chained++];
		assert(table->chained < SLOTS / 2);
		*more = (struct slot){word, reader, slot->next};
		slot->next = (uint16_t)(more - table->slots);
	} else {
		*slot = (struct slot){word, reader, 0};
	}
}

static void put_whole(struct table *table, const char *const *words, const struct sw_package_reader *reader) {
	for (size_t i = 0; words && words[i]; i++) {
		put(table, sw_str_of(words[i]), reader);
		filter_add(&table->ends, print_of(sw_str_of(words[i])));
	}
}

static void put_endings(const struct sw_package_reader *reader) {
	for (size_t i = 0; reader->endings && reader->endings[i]; i++) {
		struct sw_str word = sw_str_of(reader->endings[i]);
		put(&by_ending, word, reader);
		if (word.n < 4)
			filter_add(&short_endings, last_bytes(word, 2));
		else
			filter_add(&by_ending.ends, last_bytes(word, 4));
	}
}

static void make_tables(void) {
	for (size_t i = 0; sw_package_readers[i]; i++) {
		put_whole(&by_name, sw_package_readers[i]->names, sw_package_readers[i]);
		put_endings(sw_package_readers[i]);
		put_whole(&by_folder, sw_package_readers[i]->folders, sw_package_readers[i]);
	}
}

static const struct sw_package_reader *find(const struct table *table, struct sw_str word, struct sw_str path) {
	const struct slot *slot = &table->slots[hash_of(word)];
	for (; slot->word.n; slot = &table->slots[slot->next]) {
		if (sw_str_eq(word, slot->word) && (!slot->reader->claims || slot->reader->claims(path)))
			return slot->reader;
		if (!slot->next)
			break;
	}
	return NULL;
}

/* In small letters, in `small`; of what is longer than any word of the tables the end. */
static struct sw_str lower(struct sw_str word, char small[WORD_BYTES]) {
	word = word.n > WORD_BYTES ? sw_str_from(word, word.n - WORD_BYTES) : word;
	for (size_t i = 0; i < word.n; i++)
		small[i] = word.p[i] >= 'A' && word.p[i] <= 'Z' ? (char)(word.p[i] | 0x20) : word.p[i];
	return sw_str(small, word.n);
}

/* The ending begins at any dot but the first byte's: "x.tar.gz" ends in ".tar.gz" and in ".gz". */
static const struct sw_package_reader *find_ending(struct sw_str name, struct sw_str path) {
	for (size_t at = 1; at < name.n; at++)
		if (name.p[at] == '.') {
			const struct sw_package_reader *found = find(&by_ending, sw_str_from(name, at), path);
			if (found)
				return found;
		}
	return NULL;
}

/* Of `path`, all before its last slash goes to *folder. */
static struct sw_str split_path(struct sw_str path, struct sw_str *folder) {
	const char *slash = path.n ? memrchr(path.p, '/', path.n) : NULL;
	*folder = slash ? sw_str(path.p, (size_t)(slash - path.p)) : (struct sw_str){0};
	return slash ? sw_str_from(path, (size_t)(slash - path.p) + 1) : path;
}

const struct sw_package_reader *sw_package_reader_of(struct sw_str path) {
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	char small[WORD_BYTES];
	struct sw_str folder, above;
	const struct sw_package_reader *found = NULL;
	pthread_once(&once, make_tables);
	struct sw_str name = split_path(path, &folder);
	if (filter_has(&by_name.ends, print_of(name)))
		found = find(&by_name, lower(name, small), path);
	if (!found && (filter_has(&by_ending.ends, last_bytes(name, 4)) || filter_has(&short_endings, last_bytes(name, 2))))
		found = find_ending(lower(name, small), path);
	folder = split_path(folder, &above);
	if (!found && filter_has(&by_folder.ends, print_of(folder)))
		found = find(&by_folder, lower(folder, small), path);
	return found;
}

const struct sw_package_reader *sw_package_program_reader(struct sw_str start) {
	if (sw_program_sniff(start) == SW_PROGRAM_NONE)
		return NULL;
	for (size_t i = 0; sw_package_readers[i]; i++)
		if (sw_package_readers[i]->take == SW_TAKE_PROGRAM)
			return sw_package_readers[i];
	return NULL;
}

const struct sw_package_reader *sw_package_reader_named(struct sw_str kind) {
	for (size_t i = 0; sw_package_readers[i]; i++)
		if (sw_str_is(kind, sw_package_readers[i]->kind))
			return sw_package_readers[i];
	return NULL;
}
