#include "unit.h"
#include "base/limits.h"
#include "formats/inflate_all.h"
#include "formats/zip.h"
#include "zip_making.h"

enum { BUDGET = 1 << 20 };

static struct sw_arena arena;

static int start(void **state) {
	(void)state;
	sw_arena_init(&arena, (size_t)256 << 20);
	return 0;
}

static int stop(void **state) {
	(void)state;
	sw_arena_free(&arena);
	return 0;
}

/* What is wrong with the only member; NULL: nothing, and it reads as it was put in. */
static const char *fault_of(struct made_member member, size_t limit) {
	struct made_zip made;
	struct sw_zip zip;
	struct sw_str bytes;
	zip_start(&made, "");
	zip_add(&made, member);
	assert_true(sw_zip_open(&zip, &arena, zip_end(&made, "", false), BUDGET));
	assert_int_equal(zip.entries.n, 1);
	const char *fault = sw_zip_read(&zip, &arena, &zip.entries.v[0], limit, &bytes);
	if (!fault)
		assert_str(bytes, member.text);
	zip_free(&made);
	return fault;
}

static const char words[] = "the same words again, the same words again, the same words again, the same words again";

static void test_members(void **state) {
	(void)state;
	assert_null(fault_of((struct made_member){"a", "text"}, 100));
	assert_null(fault_of((struct made_member){"a", ""}, 100));
	assert_null(fault_of((struct made_member){"a", words, .deflated = true}, 100));
	assert_null(fault_of((struct made_member){"a", words, .deflated = true, .described = true}, 100));
	assert_null(fault_of((struct made_member){"a/b/c", words, .deflated = true, .wide = true}, 100));
}

static void test_lies(void **state) {
	(void)state;
	assert_string_equal(fault_of((struct made_member){"a", words}, 10), "is too large");
	assert_string_equal(fault_of((struct made_member){"a", words, .more_size = 1}, 1000), "has another size than the directory says");
	assert_string_equal(fault_of((struct made_member){"a", words, .deflated = true, .more_size = 1}, 1000), "has another size than the directory says");
	assert_string_equal(fault_of((struct made_member){"a", words, .deflated = true, .more_size = -1}, 1000), "has another size than the directory says");
	assert_string_equal(fault_of((struct made_member){"a", words, .deflated = true, .more_size = 900000}, 1000000), "has another size than the directory says");
	assert_string_equal(fault_of((struct made_member){"a", words, .deflated = true, .more_crc = 1}, 1000), "has another checksum than the directory says");
	assert_string_equal(fault_of((struct made_member){"a", words, .other_name = "b"}, 1000), "has another name than the directory says");
	assert_string_equal(fault_of((struct made_member){"a", words, .flags = 1}, 1000), "is encrypted");
	assert_string_equal(fault_of((struct made_member){"a", words, .method = 12}, 1000), "is packed in a way that is not known");
	assert_string_equal(fault_of((struct made_member){"a", words, .more_size = BUDGET}, 2 * BUDGET), "is left out: the archive unpacks to too much");
}

static void test_places(void **state) {
	(void)state;
	for (int wide = 0; wide < 2; wide++)
		for (int moved = 0; moved < 2; moved++) {
			struct made_zip made;
			struct sw_zip zip;
			struct sw_str bytes;
			zip_start(&made, moved ? "#!/bin/sh\nexec java -jar $0\n" : "");
			zip_add(&made, (struct made_member){"one", "first"});
			zip_add(&made, (struct made_member){"two", words, .deflated = true});
			assert_true(sw_zip_open(&zip, &arena, zip_end(&made, moved ? "PK\5\6 is how a comment may begin" : "", wide), BUDGET));
			assert_int_equal(zip.entries.n, 2);
			assert_null(zip.fault);
			assert_null(sw_zip_read(&zip, &arena, &zip.entries.v[1], 1000, &bytes));
			assert_str(bytes, words);
			assert_int_equal(zip.budget, BUDGET - sizeof words + 1);
			zip_free(&made);
		}
}

/* Two entries for one member: thousands would make a small file unpack to a huge one. */
static void test_overlap(void **state) {
	(void)state;
	struct made_zip made;
	struct sw_zip zip;
	zip_start(&made, "");
	zip_add(&made, (struct made_member){"a", words});
	struct sw_str entry = sw_arena_str(&arena, sw_out_text(&made.directory));
	sw_out_str(&made.directory, entry);
	made.count++;
	assert_false(sw_zip_open(&zip, &arena, zip_end(&made, "", false), BUDGET));
	assert_string_equal(zip.fault, "members lie over each other");
	zip_free(&made);
}

static void test_many(void **state) {
	(void)state;
	struct made_zip made;
	struct sw_zip zip;
	zip_start(&made, "");
	for (int i = 0; i <= SW_LIMIT_ARCHIVE_ENTRIES; i++)
		zip_add(&made, (struct made_member){"a", ""});
	assert_true(sw_zip_open(&zip, &arena, zip_end(&made, "", true), BUDGET));
	assert_int_equal(zip.entries.n, SW_LIMIT_ARCHIVE_ENTRIES);
	assert_string_equal(zip.fault, "it holds too many members; the rest was not read");
	zip_free(&made);
}

/* Cut at each byte, and with each byte spoilt: whatever is read is no more than what is there. */
static void test_broken(void **state) {
	(void)state;
	struct made_zip made;
	zip_start(&made, "");
	zip_add(&made, (struct made_member){"one", "first", .wide = true});
	zip_add(&made, (struct made_member){"two", words, .deflated = true, .described = true});
	struct sw_str whole = zip_end(&made, "comment", true);
	for (size_t n = 0; n < 2 * whole.n; n++) {
		size_t length = n < whole.n ? n : whole.n;
		char *copy = malloc(length + 1); /* of the right size, so that a sanitizer sees reads behind it */
		struct sw_zip zip;
		struct sw_str bytes;
		copy = realloc(copy, length ? length : 1);
		memcpy(copy, whole.p, length);
		if (n >= whole.n)
			copy[n - whole.n] = (char)~copy[n - whole.n];
		bool opened = sw_zip_open(&zip, &arena, sw_str(copy, length), BUDGET);
		assert_true(opened || zip.fault);
		assert_true(n >= whole.n || n == whole.n - 7 || !opened);
		for (size_t i = 0; opened && i < zip.entries.n; i++)
			if (!sw_zip_read(&zip, &arena, &zip.entries.v[i], 1000, &bytes))
				assert_int_equal(bytes.n, zip.entries.v[i].size);
		free(copy);
	}
	zip_free(&made);
}

static void test_zlib(void **state) {
	(void)state;
	char packed[200];
	uLongf n = sizeof packed;
	struct sw_str bytes;
	char *zeros = calloc(1, 100000);
	assert_int_equal(compress((Bytef *)packed, &n, (Bytef *)zeros, 100000), Z_OK);
	assert_true(sw_inflate_zlib(&arena, sw_str(packed, n), 100000, &bytes));
	assert_int_equal(bytes.n, 100000);
	assert_false(sw_inflate_zlib(&arena, sw_str(packed, n), 99999, &bytes));
	assert_false(sw_inflate_zlib(&arena, sw_str(packed, n - 1), 100000, &bytes));
	assert_false(sw_inflate_zlib(&arena, SW_S(""), 100000, &bytes));
	free(zeros);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_members), cmocka_unit_test(test_lies), cmocka_unit_test(test_places), cmocka_unit_test(test_overlap),
		cmocka_unit_test(test_many),	cmocka_unit_test(test_broken), cmocka_unit_test(test_zlib),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
