/* Berkeley DB hash files, as rpm wrote them until 4.16: pages of one size, the first of which tells what they are. Hash
 * pages hold pairs of key and value; a value that is too large for its page stands in a chain of overflow pages. Every
 * page is looked at once, wherever it belongs, so no directory of buckets is needed, and no page is read twice. */
#include "readers/packages/system/rpm.h"

enum {
	MAGIC_AT = 12, PAGE_SIZE_AT = 20, /* of the first page */
	NEXT_AT = 16, COUNT_AT = 20, LENGTH_AT = 22, TYPE_AT = 25, HEADER_BYTES = 26, /* of every other one */
	HASH_MAGIC = 0x061561,
	PAGE_HASH_UNSORTED = 2, PAGE_OVERFLOW = 7, PAGE_HASH = 13,
	ITEM_HERE = 1, ITEM_OFF_PAGE = 3, OFF_PAGE_BYTES = 12,
	LEAST_HEADER = 24, /* a shorter value is rpm's own record of the last package's number */
};

struct file {
	struct sw_str bytes;
	bool high_first; /* byte order of the machine that wrote it */
	uint32_t page_size, pages;
	unsigned char *seen; /* a bit an overflow page */
	size_t left;         /* items do not share bytes, so all of them together are no longer than the file */
};

static uint32_t number32(const struct file *file, const char *at) {
	return file->high_first ? sw_be32(at) : sw_le32(at);
}

static uint32_t number16(const struct file *file, const char *at) {
	struct sw_str bytes = sw_str(at, 2);
	return (uint32_t)(file->high_first ? sw_be(bytes, 0, 2) : sw_le(bytes, 0, 2));
}

bool sw_rpm_is_bdb(struct sw_str bytes) {
	return bytes.n >= 512 && (sw_le32(bytes.p + MAGIC_AT) == HASH_MAGIC || sw_be32(bytes.p + MAGIC_AT) == HASH_MAGIC);
}

static bool open_file(struct sw_rpm *rpm, struct file *file, struct sw_str bytes) {
	file->bytes = bytes;
	file->left = bytes.n;
	file->high_first = sw_be32(bytes.p + MAGIC_AT) == HASH_MAGIC;
	file->page_size = number32(file, bytes.p + PAGE_SIZE_AT);
	if (file->page_size < 512 || file->page_size > 65536 || (file->page_size & (file->page_size - 1))) {
		rpm->damage = "a page size that there is not";
		return false;
	}
	file->pages = (uint32_t)(bytes.n / file->page_size);
	file->seen = sw_arena_alloc(rpm->scratch, file->pages / 8 + 1);
	return true;
}

static struct sw_str page_of(const struct file *file, uint32_t number) {
	return sw_str_sub(file->bytes, (size_t)number * file->page_size, file->page_size);
}

/* Marks the page; false where it is none of this chain's: it does not exist, was read before, or has another type. */
static bool take_overflow(struct file *file, uint32_t number) {
	if (!number || number >= file->pages || file->seen[number / 8] & 1u << number % 8)
		return false;
	file->seen[number / 8] |= (unsigned char)(1u << number % 8);
	return page_of(file, number).p[TYPE_AT] == PAGE_OVERFLOW;
}

static void read_chain(struct sw_rpm *rpm, struct file *file, uint32_t number, uint32_t length) {
	if (length > file->bytes.n) {
		rpm->damage = "a value longer than the file";
		return;
	}
	char *blob = sw_rpm_room(rpm, length);
	for (size_t n = 0; n < length;) {
		if (!take_overflow(file, number)) {
			rpm->damage = "a chain of pages that is broken";
			return;
		}
		struct sw_str page = page_of(file, number);
		struct sw_str piece = sw_str_sub(sw_str_from(page, HEADER_BYTES), 0, number16(file, page.p + LENGTH_AT));
		piece = sw_str_sub(piece, 0, length - n);
		memcpy(blob + n, piece.p, piece.n);
		n += piece.n;
		number = number32(file, page.p + NEXT_AT);
	}
	sw_rpm_header(rpm, sw_str(blob, length));
}

/* Items grow from the page's end towards its table of offsets, so one ends where the one before it begins. */
static void read_hash_page(struct sw_rpm *rpm, struct file *file, struct sw_str page) {
	uint32_t count = number16(file, page.p + COUNT_AT);
	if (count > (page.n - HEADER_BYTES) / 2) {
		rpm->damage = "a page with more items than it has room for";
		return;
	}
	for (uint32_t i = 1; i < count; i += 2) { /* keys are even, values odd */
		uint32_t end = number16(file, page.p + HEADER_BYTES + 2 * (i - 1));
		uint32_t at = number16(file, page.p + HEADER_BYTES + 2 * i);
		if (at >= end || end > page.n) {
			rpm->damage = "an item outside its page";
			continue;
		}
		struct sw_str item = sw_str_sub(page, at, end - at);
		if (item.n > file->left) {
			rpm->damage = "items that lie on one another";
			return;
		}
		file->left -= item.n;
		if (item.p[0] == ITEM_OFF_PAGE && item.n >= OFF_PAGE_BYTES)
			read_chain(rpm, file, number32(file, item.p + 4), number32(file, item.p + 8));
		else if (item.p[0] == ITEM_HERE && item.n > LEAST_HEADER)
			sw_rpm_header(rpm, sw_str_from(item, 1));
	}
}

void sw_rpm_bdb(struct sw_rpm *rpm, struct sw_str bytes) {
	struct file file = {0};
	if (!open_file(rpm, &file, bytes))
		return;
	for (uint32_t i = 1; i < file.pages; i++) {
		struct sw_str page = page_of(&file, i);
		if (page.p[TYPE_AT] == PAGE_HASH || page.p[TYPE_AT] == PAGE_HASH_UNSORTED)
			read_hash_page(rpm, &file, page);
	}
	if (bytes.n % file.page_size)
		rpm->damage = "an end in the middle of a page";
}
