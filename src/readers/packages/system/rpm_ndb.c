/* rpm's own database (ndb), which SUSE uses: a head of 32 bytes, pages of slots that say where each package's blob is,
 * and the blobs in blocks of sixteen bytes, with marks before and behind them. Numbers begin with their lowest byte. */
#include "readers/packages/system/rpm.h"

enum {
	HEAD_BYTES = 32, PAGE_BYTES = 4096, SLOT_BYTES = 16, BLOCK_BYTES = 16,
	SLOT_PAGES_AT = 12, /* of the head */
	BLOB_HEAD_BYTES = 16, BLOB_TAIL_BYTES = 12,
};

bool sw_rpm_is_ndb(struct sw_str bytes) {
	return bytes.n >= HEAD_BYTES && sw_str_starts(bytes, SW_S("RpmP"));
}

/* "BlbS", package's number, generation, length; the bytes; at the end of the last block checksum, length, "BlbE". */
static void read_blob(struct sw_rpm *rpm, struct sw_str bytes, const char *slot, size_t *left) {
	uint32_t number = sw_le32(slot + 4);
	uint64_t from = (uint64_t)sw_le32(slot + 8) * BLOCK_BYTES, n = (uint64_t)sw_le32(slot + 12) * BLOCK_BYTES;
	if (from > bytes.n || n > bytes.n - from || n < BLOB_HEAD_BYTES + BLOB_TAIL_BYTES) {
		rpm->damage = "a package outside the file";
		return;
	}
	struct sw_str blob = sw_str_sub(bytes, from, n);
	uint32_t length = sw_le32(blob.p + 12);
	if (!sw_str_starts(blob, SW_S("BlbS")) || sw_le32(blob.p + 4) != number || length > n - BLOB_HEAD_BYTES - BLOB_TAIL_BYTES ||
	    !sw_str_ends(blob, SW_S("BlbE"))) {
		rpm->damage = "a package whose marks are not there";
		return;
	}
	if (length > *left) {
		rpm->damage = "packages that lie on one another";
		return;
	}
	*left -= length;
	sw_rpm_header(rpm, sw_str_sub(blob, BLOB_HEAD_BYTES, length));
}

void sw_rpm_ndb(struct sw_rpm *rpm, struct sw_str bytes) {
	uint64_t end = (uint64_t)sw_le32(bytes.p + SLOT_PAGES_AT) * PAGE_BYTES;
	size_t left = bytes.n; /* blobs do not share bytes, so all of them together are no longer than the file */
	if (end > bytes.n) {
		rpm->damage = "fewer pages than its head says";
		end = bytes.n;
	}
	for (size_t at = HEAD_BYTES; at + SLOT_BYTES <= end; at += SLOT_BYTES) {
		const char *slot = bytes.p + at;
		if (memcmp(slot, "Slot", 4) != 0)
			rpm->damage = "a slot without its mark";
		else if (sw_le32(slot + 8)) /* a free slot has no place */
			read_blob(rpm, bytes, slot, &left);
	}
}
