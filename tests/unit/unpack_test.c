#include "unit.h"
#include "formats/unpack.h"
#include "packed.h"

enum { TEXT_BYTES = 300000, MOST_OUT = 1 << 20 };

struct stream {
	struct sw_str left;
	size_t piece; /* bytes given out at a time */
	bool fails;   /* at the end */
};

static int64_t read_some(void *context, void *p, size_t n) {
	struct stream *stream = context;
	n = n < stream->piece ? n : stream->piece;
	n = n < stream->left.n ? n : stream->left.n;
	if (!n)
		return stream->fails ? -1 : 0;
	memcpy(p, stream->left.p, n);
	stream->left = sw_str_from(stream->left, n);
	return (int64_t)n;
}

static char text[TEXT_BYTES], out[MOST_OUT];

/* Words and runs: what compresses, and reaches over several blocks. */
static struct sw_str sample(void) {
	uint32_t state = 1;
	for (size_t i = 0; i < TEXT_BYTES; i++) {
		state = state * 1664525 + 1013904223;
		text[i] = state >> 28 < 12 && i ? text[i - 1] : (char)(state >> 20);
	}
	return sw_str(text, TEXT_BYTES);
}

struct result {
	enum sw_unpack_end ended;
	size_t n;
	uint64_t packed;
	bool trails;
};

static const struct sw_unpack_limits wide = {(uint64_t)1 << 40, 1 << 20, 1 << 20};

static struct result unpack(struct sw_str packed, size_t piece, size_t room, struct sw_unpack_limits limits) {
	struct stream stream = {packed, piece, false};
	struct sw_unpack *unpack = sw_unpack_open((struct sw_unpack_input){&stream, read_some}, limits);
	struct result result = {0};
	for (size_t n; result.n < MOST_OUT; result.n += n) {
		size_t left = MOST_OUT - result.n;
		n = sw_unpack_read(unpack, out + result.n, room < left ? room : left);
		if (!n)
			break;
	}
	assert_int_equal(sw_unpack_unpacked(unpack), result.n);
	result.ended = sw_unpack_ended(unpack);
	result.packed = sw_unpack_packed(unpack);
	result.trails = sw_unpack_trails(unpack);
	sw_unpack_close(unpack);
	return result;
}

static void free_str(struct sw_str s) {
	free((void *)(uintptr_t)s.p);
}

static const size_t pieces[] = {1, 7, 1000, 1 << 20}, rooms[] = {13, 4096, 1 << 20};

static void expect_sample(struct sw_str packed, size_t times) {
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
		for (size_t k = 0; k < sizeof rooms / sizeof *rooms; k++) {
			struct result result = unpack(packed, pieces[i], rooms[k], wide);
			assert_int_equal(result.ended, SW_UNPACK_DONE);
			assert_int_equal(result.n, times * TEXT_BYTES);
			assert_int_equal(result.packed, packed.n);
			assert_memory_equal(out + (times - 1) * TEXT_BYTES, text, TEXT_BYTES);
			assert_false(result.trails);
		}
}

static void streams_come_out_as_they_went_in(void **state) {
	(void)state;
	struct sw_str from = sample(), none = SW_S("");
	struct sw_str gzip = packed_gzip(from), zstd = packed_zstd(from);
	expect_sample(from, 1);
	expect_sample(gzip, 1);
	expect_sample(zstd, 1);
	free_str(gzip);
	free_str(zstd);
	gzip = packed_both(packed_both(packed_gzip(none), packed_gzip(from)), packed_both(packed_gzip(none), packed_gzip(from)));
	expect_sample(gzip, 2);
	/* Tapes and some copiers pad with zeros. */
	char *zeros = calloc(1, 5000);
	gzip = packed_both(gzip, sw_str(zeros, 5000));
	expect_sample(gzip, 2);
	free_str(gzip);
	static const char skipped[] = "\x50\x2a\x4d\x18\4\0\0\0skip";
	char *skip = malloc(12);
	memcpy(skip, skipped, 12);
	zstd = packed_both(sw_str(skip, 12), packed_both(packed_zstd(from), packed_zstd(from)));
	expect_sample(zstd, 2);
	free_str(zstd);
	assert_int_equal(unpack(none, 1, 10, wide).ended, SW_UNPACK_DONE);
}

static void what_breaks_off_is_truncated(void **state) {
	(void)state;
	struct sw_str from = sample();
	struct sw_str packed[] = {packed_gzip(from), packed_zstd(from)};
	for (size_t i = 0; i < 2; i++) {
		for (size_t cut = 1; cut < packed[i].n; cut += cut < 40 ? 1 : packed[i].n / 37) {
			struct result result = unpack(sw_str_sub(packed[i], 0, packed[i].n - cut), 1000, 4096, wide);
			assert_int_equal(result.ended, SW_UNPACK_TRUNCATED);
			assert_memory_equal(out, text, result.n);
		}
		struct stream stream = {sw_str_sub(packed[i], 0, 100), 10, true};
		struct sw_unpack *unpacking = sw_unpack_open((struct sw_unpack_input){&stream, read_some}, wide);
		while (sw_unpack_read(unpacking, out, 100))
			;
		assert_int_equal(sw_unpack_ended(unpacking), SW_UNPACK_FAILED);
		sw_unpack_close(unpacking);
		free_str(packed[i]);
	}
}

static void damage_is_seen(void **state) {
	(void)state;
	struct sw_str from = sample();
	struct sw_str packed[] = {packed_gzip(from), packed_zstd(from)};
	for (size_t i = 0; i < 2; i++) {
		char *p = (char *)(uintptr_t)packed[i].p;
		for (size_t at = 20; at < packed[i].n; at += packed[i].n / 61) {
			p[at] ^= 0x10;
			struct result result = unpack(packed[i], 1000, 4096, wide);
			assert_true(result.ended == SW_UNPACK_CORRUPT || result.ended == SW_UNPACK_TRUNCATED);
			p[at] ^= 0x10;
		}
		p[packed[i].n - (i ? 1 : 5)] ^= 1; /* the checksum */
		assert_int_equal(unpack(packed[i], 1000, 4096, wide).ended, SW_UNPACK_CORRUPT);
		free_str(packed[i]);
	}
	char *rubbish = malloc(7);
	memcpy(rubbish, "rubbish", 7);
	struct sw_str gzip = packed_both(packed_gzip(from), sw_str(rubbish, 7));
	struct result result = unpack(gzip, 1000, 4096, wide);
	assert_int_equal(result.ended, SW_UNPACK_DONE);
	assert_true(result.trails);
	assert_int_equal(result.n, TEXT_BYTES);
	free_str(gzip);
}

static void limits_end_it(void **state) {
	(void)state;
	static char zeros[1 << 20];
	struct sw_str from = sw_str(zeros, sizeof zeros);
	struct sw_str packed[] = {packed_gzip(from), packed_zstd(from)};
	for (size_t i = 0; i < 2; i++) {
		struct result result = unpack(packed[i], 1 << 20, 4096, (struct sw_unpack_limits){1 << 30, 100, 65536});
		assert_int_equal(result.ended, SW_UNPACK_LIMIT);
		assert_true(result.n <= 65536 + 101 * packed[i].n + 4096);
		result = unpack(packed[i], 1 << 20, 4096, (struct sw_unpack_limits){100000, 1 << 20, 65536});
		assert_int_equal(result.ended, SW_UNPACK_LIMIT);
		assert_true(result.n < 100000 + 4097);
		free_str(packed[i]);
	}
	assert_int_equal(unpack(from, 4096, 4096, (struct sw_unpack_limits){100000, 1, 0}).ended, SW_UNPACK_LIMIT);
	/* A frame that asks for a window of 256 MiB, and one of 128 MiB, for three bytes. */
	assert_int_equal(unpack(SW_S("\x28\xb5\x2f\xfd\0\x90\x19\0\0abc"), 100, 4096, wide).ended, SW_UNPACK_LIMIT);
	assert_int_equal(unpack(SW_S("\x28\xb5\x2f\xfd\0\x88\x19\0\0abc"), 100, 4096, wide).ended, SW_UNPACK_DONE);
}

static void formats_are_told_by_their_first_bytes(void **state) {
	(void)state;
	assert_int_equal(sw_packing_of(SW_S("\x1f\x8b\x08")), SW_PACKING_GZIP);
	assert_int_equal(sw_packing_of(SW_S("\x28\xb5\x2f\xfd")), SW_PACKING_ZSTD);
	assert_int_equal(sw_packing_of(SW_S("\x5e\x2a\x4d\x18")), SW_PACKING_ZSTD);
	assert_int_equal(sw_packing_of(SW_S("BZh91AY")), SW_PACKING_OTHER);
	assert_int_equal(sw_packing_of(SW_S("\xfd" "7zXZ\0")), SW_PACKING_OTHER);
	assert_int_equal(sw_packing_of(SW_S("etc/passwd")), SW_PACKING_PLAIN);
	assert_int_equal(sw_packing_of(SW_S("")), SW_PACKING_PLAIN);
	assert_int_equal(unpack(SW_S("BZh91AY&SY"), 3, 10, wide).ended, SW_UNPACK_FORMAT);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(streams_come_out_as_they_went_in), cmocka_unit_test(what_breaks_off_is_truncated),
		cmocka_unit_test(damage_is_seen), cmocka_unit_test(limits_end_it),
		cmocka_unit_test(formats_are_told_by_their_first_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
