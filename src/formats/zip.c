#include "formats/zip.h"
#include "base/limits.h"
#include "base/number.h"
#include "formats/inflate_all.h"
#include <stdlib.h>
#include <zlib.h>

enum { END = 0x06054b50, END_BYTES = 22, WIDE_END = 0x06064b50, WIDE_END_BYTES = 56, LOCATOR = 0x07064b50, LOCATOR_BYTES = 20,
       ENTRY = 0x02014b50, ENTRY_BYTES = 46, LOCAL = 0x04034b50, LOCAL_BYTES = 30 };

struct directory {
	uint64_t at, size, entries; /* `at` counts from the first byte of the file */
	uint64_t before;            /* bytes that stand before the archive: a program, a script */
};

/* The end record stands last, and only a comment may follow it. */
static bool find_end(struct sw_str bytes, uint64_t *end) {
	if (bytes.n < END_BYTES)
		return false;
	uint64_t last = bytes.n - END_BYTES, first = last > 0xffff ? last - 0xffff : 0;
	for (uint64_t at = last + 1; at-- > first;)
		if (sw_le(bytes, at, 4) == END && sw_le(bytes, at + 20, 2) <= bytes.n - at - END_BYTES) {
			*end = at;
			return true;
		}
	return false;
}

static bool find_directory(struct sw_str bytes, struct directory *directory) {
	uint64_t end;
	if (!find_end(bytes, &end))
		return false;
	*directory = (struct directory){sw_le(bytes, end + 16, 4), sw_le(bytes, end + 12, 4), sw_le(bytes, end + 10, 2), 0};
	if (end >= LOCATOR_BYTES && sw_le(bytes, end - LOCATOR_BYTES, 4) == LOCATOR) {
		/* Bytes before the archive move everything, this record too: where it should end tells. */
		uint64_t wide = sw_le(bytes, end - LOCATOR_BYTES + 8, 8);
		if (sw_le(bytes, wide, 4) != WIDE_END && end >= LOCATOR_BYTES + WIDE_END_BYTES)
			wide = end - LOCATOR_BYTES - WIDE_END_BYTES;
		if (sw_le(bytes, wide, 4) == WIDE_END) {
			*directory = (struct directory){sw_le(bytes, wide + 48, 8), sw_le(bytes, wide + 40, 8), sw_le(bytes, wide + 32, 8), 0};
			end = wide;
		}
	}
	if (directory->size > end || directory->at > end - directory->size)
		return false;
	directory->before = end - directory->size - directory->at;
	directory->at += directory->before;
	return true;
}

/* Numbers that are too large for the entry stand in an extra field, in this order, each only where its place is full. */
static void read_wide(struct sw_str extra, struct sw_zip_entry *entry) {
	while (extra.n >= 4) {
		uint64_t id = sw_le(extra, 0, 2), size = sw_le(extra, 2, 2);
		struct sw_str field = sw_str_sub(extra, 4, size);
		extra = sw_str_from(extra, 4 + size);
		uint64_t *places[] = {&entry->size, &entry->packed, &entry->at};
		for (size_t i = 0, at = 0; id == 1 && i < 3; i++)
			if (*places[i] == 0xffffffff && field.n >= at + 8) {
				*places[i] = sw_le(field, at, 8);
				at += 8;
			}
	}
}

/* One entry of the directory; returns its bytes, or 0: it is none. */
static uint64_t read_entry(struct sw_str bytes, uint64_t at, uint64_t before, struct sw_zip_entry *entry) {
	uint64_t name = sw_le(bytes, at + 28, 2), extra = sw_le(bytes, at + 30, 2), comment = sw_le(bytes, at + 32, 2);
	uint64_t whole = ENTRY_BYTES + name + extra + comment;
	if (sw_le(bytes, at, 4) != ENTRY || bytes.n - at < whole)
		return 0;
	*entry = (struct sw_zip_entry){.name = sw_str_sub(bytes, at + ENTRY_BYTES, name), .packed = sw_le(bytes, at + 20, 4),
				       .size = sw_le(bytes, at + 24, 4), .at = sw_le(bytes, at + 42, 4), .crc = (uint32_t)sw_le(bytes, at + 16, 4),
				       .method = (uint16_t)sw_le(bytes, at + 10, 2), .encrypted = sw_le(bytes, at + 8, 2) & 1};
	read_wide(sw_str_sub(bytes, at + ENTRY_BYTES + name, extra), entry);
	if (__builtin_add_overflow(entry->at, before, &entry->at))
		entry->at = UINT64_MAX;
	return whole;
}

static void read_entries(struct sw_zip *zip, struct sw_arena *arena, const struct directory *directory) {
	struct sw_str listed = sw_str_sub(zip->bytes, 0, directory->at + directory->size);
	struct sw_zip_entry entry;
	for (uint64_t at = directory->at, whole; at < listed.n; at += whole) {
		if (!(whole = read_entry(listed, at, directory->before, &entry))) {
			zip->fault = "its directory is broken";
			return;
		}
		if (zip->entries.n >= SW_LIMIT_ARCHIVE_ENTRIES) {
			zip->fault = "it holds too many members; the rest was not read";
			return;
		}
		if (entry.name.n > SW_LIMIT_PATH_BYTES)
			zip->fault = "a member's name is too long";
		else
			*sw_push(arena, &zip->entries) = entry;
	}
	if (directory->entries != 0xffff && zip->entries.n < directory->entries && !zip->fault)
		zip->fault = "its directory holds fewer members than it says";
}

struct range {
	uint64_t start, end;
};

static int range_order(const void *a, const void *b) {
	const struct range *left = a, *right = b;
	return left->start < right->start ? -1 : left->start > right->start;
}

/* Members that share bytes make a small file unpack to a huge one. */
static bool overlaps(struct sw_zip *zip, struct sw_arena *arena) {
	struct range *ranges = SW_NEW_ARRAY(arena, struct range, zip->entries.n + 1);
	for (size_t i = 0; i < zip->entries.n; i++) {
		const struct sw_zip_entry *entry = &zip->entries.v[i];
		ranges[i].start = entry->at;
		if (__builtin_add_overflow(entry->at, entry->packed, &ranges[i].end) ||
		    __builtin_add_overflow(ranges[i].end, LOCAL_BYTES + entry->name.n, &ranges[i].end))
			ranges[i].end = UINT64_MAX;
	}
	qsort(ranges, zip->entries.n, sizeof *ranges, range_order);
	for (size_t i = 1; i < zip->entries.n; i++)
		if (ranges[i].start < ranges[i - 1].end)
			return true;
	return false;
}

bool sw_zip_open(struct sw_zip *zip, struct sw_arena *arena, struct sw_str bytes, uint64_t budget) {
	struct directory directory;
	*zip = (struct sw_zip){.bytes = bytes, .budget = budget};
	if (!find_directory(bytes, &directory)) {
		zip->fault = "it is no zip archive, or its end is missing";
		return false;
	}
	read_entries(zip, arena, &directory);
	if (overlaps(zip, arena)) {
		zip->fault = "members lie over each other";
		return false;
	}
	return !zip->fault || zip->entries.n;
}

/* The packed bytes, behind the member's own header, which must say the same name. */
static const char *packed_bytes(const struct sw_zip *zip, const struct sw_zip_entry *entry, struct sw_str *packed) {
	struct sw_str bytes = zip->bytes;
	if (entry->at >= bytes.n || sw_le(bytes, entry->at, 4) != LOCAL)
		return "does not begin where the directory says";
	uint64_t name = sw_le(bytes, entry->at + 26, 2), extra = sw_le(bytes, entry->at + 28, 2);
	uint64_t start = entry->at + LOCAL_BYTES + name + extra;
	if (!sw_str_eq(sw_str_sub(bytes, entry->at + LOCAL_BYTES, name), entry->name))
		return "has another name than the directory says";
	if (start > bytes.n || bytes.n - start < entry->packed)
		return "is cut off";
	*packed = sw_str_sub(bytes, start, entry->packed);
	return NULL;
}

const char *sw_zip_read(struct sw_zip *zip, struct sw_arena *arena, const struct sw_zip_entry *entry, size_t limit, struct sw_str *bytes) {
	enum { STORED = 0, DEFLATED = 8 };
	struct sw_str packed;
	if (entry->encrypted)
		return "is encrypted";
	if (entry->method != STORED && entry->method != DEFLATED)
		return "is packed in a way that is not known";
	if (entry->size > limit)
		return "is too large";
	if (entry->size > zip->budget)
		return "is left out: the archive unpacks to too much";
	const char *fault = packed_bytes(zip, entry, &packed);
	if (fault)
		return fault;
	zip->budget -= entry->size;
	*bytes = packed;
	if (entry->method == STORED ? packed.n != entry->size : !sw_inflate_exactly(arena, packed, (size_t)entry->size, bytes))
		return "has another size than the directory says";
	uLong crc = bytes->n ? crc32_z(0, (const Bytef *)bytes->p, bytes->n) : 0;
	return (uint32_t)crc == entry->crc ? NULL : "has another checksum than the directory says";
}
