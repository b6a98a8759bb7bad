/* All readers of packages, and which of them a path is for. */
#include "base/limits.h"
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
	const char *word;
	const struct sw_package_reader *reader;
	uint16_t next; /* number + 1 of the next reader for the same word */
};

enum { SLOTS = 1024, WORD_BYTES = 64 };

struct table {
	struct slot slots[SLOTS]; /* the lower half is hashed into, the upper half chained to */
	size_t chained;
};

static struct table by_name, by_ending, by_folder;

static uint32_t hash_of(struct sw_str word) {
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < word.n; i++)
		hash = (hash ^ (unsigned char)word.p[i]) * 16777619u;
	return hash % (SLOTS / 2);
}

static void put(struct table *table, const char *word, const struct sw_package_reader *reader) {
	struct slot *slot = &table->slots[hash_of(sw_str_of(word))];
	if (slot->word) {
		struct slot *more = &table->slots[SLOTS / 2 + table->chained++];
		assert(table->chained < SLOTS / 2);
		*more = (struct slot){word, reader, slot->next};
		slot->next = (uint16_t)(more - table->slots);
	} else {
		*slot = (struct slot){word, reader, 0};
	}
}

static void put_all(struct table *table, const char *const *words, const struct sw_package_reader *reader) {
	for (size_t i = 0; words && words[i]; i++)
		put(table, words[i], reader);
}

static void make_tables(void) {
	for (size_t i = 0; sw_package_readers[i]; i++) {
		put_all(&by_name, sw_package_readers[i]->names, sw_package_readers[i]);
		put_all(&by_ending, sw_package_readers[i]->endings, sw_package_readers[i]);
		put_all(&by_folder, sw_package_readers[i]->folders, sw_package_readers[i]);
	}
}

static const struct sw_package_reader *find(const struct table *table, struct sw_str word, struct sw_str path) {
	const struct slot *slot = &table->slots[hash_of(word)];
	for (; slot->word; slot = &table->slots[slot->next]) {
		if (sw_str_is(word, slot->word) && (!slot->reader->claims || slot->reader->claims(path)))
			return slot->reader;
		if (!slot->next)
			break;
	}
	return NULL;
}

/* In small letters, in `small`; what is longer than any word of the tables is cut. */
static struct sw_str lower(struct sw_str word, char small[WORD_BYTES]) {
	size_t n = word.n < WORD_BYTES ? word.n : WORD_BYTES;
	for (size_t i = 0; i < n; i++)
		small[i] = word.p[i] >= 'A' && word.p[i] <= 'Z' ? (char)(word.p[i] | 0x20) : word.p[i];
	return sw_str(small, n);
}

/* An ending begins at any dot but the first byte's: "x.tar.gz" ends in ".tar.gz" and in ".gz". */
static const struct sw_package_reader *find_ending(struct sw_str name, struct sw_str path) {
	for (size_t at = 1; at < name.n; at++)
		if (name.p[at] == '.') {
			const struct sw_package_reader *found = find(&by_ending, sw_str_from(name, at), path);
			if (found)
				return found;
		}
	return NULL;
}

const struct sw_package_reader *sw_package_reader_of(struct sw_str path) {
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	char small[WORD_BYTES], small_folder[WORD_BYTES];
	pthread_once(&once, make_tables);
	struct sw_str base = sw_str_basename(path);
	struct sw_str name = lower(base.n > WORD_BYTES ? sw_str_from(base, base.n - WORD_BYTES) : base, small);
	const struct sw_package_reader *found = find(&by_name, name, path);
	if (!found)
		found = find_ending(name, path);
	if (!found)
		found = find(&by_folder, lower(sw_str_basename(sw_str_dirname(path)), small_folder), path);
	return found;
}

const struct sw_package_reader *sw_package_reader_named(struct sw_str kind) {
	for (size_t i = 0; sw_package_readers[i]; i++)
		if (sw_str_is(kind, sw_package_readers[i]->kind))
			return sw_package_readers[i];
	return NULL;
}
