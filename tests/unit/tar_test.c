#include "unit.h"
#include "base/limits.h"
#include "formats/tar.h"
#include "tar_make.h"

static int64_t read_some(void *context, void *p, size_t n) {
	struct archive *archive = context;
	size_t left = archive->n - archive->at;
	n = n < left ? n : left;
	n = n > 100 ? 100 : n; /* short reads are allowed */
	if (n)
		memcpy(p, archive->p + archive->at, n);
	archive->at += n;
	return (int64_t)n;
}

static bool skip_some(void *context, uint64_t n) {
	struct archive *archive = context;
	if (n > archive->n - archive->at)
		return false;
	archive->at += (size_t)n;
	return true;
}

/* Pieces of any length are lent out, also such that break headers. */
static int64_t view_some(void *context, const char **p) {
	struct archive *archive = context;
	size_t left = archive->n - archive->at, n = left < 333 ? left : 333;
	*p = archive->p + archive->at;
	archive->at += n;
	return (int64_t)n;
}

enum { READS, SKIPS, VIEWS, WAYS };

struct reading {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_tar tar;
};

static void start(struct reading *reading, struct archive *archive, int way) {
	sw_arena_init(&reading->arena, 1 << 24);
	reading->diags = (struct sw_diags){.arena = &reading->arena};
	archive->at = 0;
	sw_tar_start(&reading->tar, &reading->arena, way == VIEWS ? (struct sw_tar_input){.context = archive, .view = view_some} : (struct sw_tar_input){archive, read_some, way == SKIPS ? skip_some : NULL, NULL}, &reading->diags);
}

/* Reads to the end and returns the code of the first diagnostic, "" without one. */
static const char *read_all(struct archive *archive, int way, size_t *entries) {
	static char code[64];
	struct reading reading;
	struct sw_tar_entry entry;
	start(&reading, archive, way);
	for (*entries = 0; sw_tar_next(&reading.tar, &entry);)
		++*entries;
	snprintf(code, sizeof code, "%s", reading.diags.n ? reading.diags.v[0].code : "");
	sw_arena_free(&reading.arena);
	return code;
}

static void entries_and_bodies(void **state) {
	(void)state;
	for (int way = 0; way < WAYS; way++) {
		struct archive archive = {0};
		struct reading reading;
		struct sw_tar_entry entry;
		char body[2000], long_name[301] = {0};
		memset(long_name, 'n', 300);
		put_text(&archive, "./a/b", '0', "hello");
		put(&archive, "big", '0', memset(body, 'x', 1500), 1500);
		put_text(&archive, "dir/", '5', "");
		put_text(&archive, "ln", '2', "");
		put(&archive, "././@LongLink", 'L', long_name, 301);
		put_text(&archive, "short", '0', "1");
		put_text(&archive, "pax", 'x', "17 path=from/pax\n12 uid=4096\n13 mtime=1.5\n");
		put_text(&archive, "other", '0', "22");
		put_end(&archive);
		start(&reading, &archive, way);
		assert_true(sw_tar_next(&reading.tar, &entry));
		assert_str(entry.name, "a/b");
		assert_int_equal(entry.size, 5);
		assert_int_equal(entry.mode, 04755);
		assert_int_equal(sw_tar_body(&reading.tar, body, sizeof body), 5);
		assert_memory_equal(body, "hello", 5);
		assert_int_equal(sw_tar_body(&reading.tar, body, sizeof body), 0);
		assert_true(sw_tar_next(&reading.tar, &entry));
		assert_int_equal(sw_tar_body(&reading.tar, body, 7), 7); /* the rest is passed over */
		assert_true(sw_tar_next(&reading.tar, &entry));
		assert_int_equal(entry.kind, SW_TAR_FOLDER);
		assert_str(entry.name, "dir");
		assert_true(sw_tar_next(&reading.tar, &entry));
		assert_int_equal(entry.kind, SW_TAR_SYMLINK);
		assert_true(sw_tar_next(&reading.tar, &entry));
		assert_int_equal(entry.name.n, 300);
		assert_true(sw_tar_next(&reading.tar, &entry));
		assert_str(entry.name, "from/pax");
		assert_int_equal(entry.user, 4096);
		assert_int_equal(entry.size, 2);
		assert_false(sw_tar_next(&reading.tar, &entry));
		assert_false(reading.tar.broken);
		assert_int_equal(reading.diags.n, 0);
		sw_arena_free(&reading.arena);
		free(archive.p);
	}
}

static void what_is_broken_is_said(void **state) {
	(void)state;
	size_t entries;
	for (int way = 0; way < WAYS; way++) {
		struct archive archive = {0};
		put_text(&archive, "a", '0', "hello");
		assert_string_equal(read_all(&archive, way, &entries), "tar-truncated");
		archive.n -= 100; /* inside the body's block */
		assert_string_equal(read_all(&archive, way, &entries), "tar-truncated");
		assert_int_equal(entries, 1);
		archive.n = 300;
		assert_string_equal(read_all(&archive, way, &entries), "tar-truncated");
		free(archive.p);

		struct archive sum = {0};
		put_text(&sum, "a", '0', "");
		sum.p[0] = 'b';
		put_end(&sum);
		assert_string_equal(read_all(&sum, way, &entries), "tar-checksum");
		free(sum.p);

		static const char *const sizes[] = {"77777777777", "0000000008", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
						    "\x80\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"};
		static const char *const codes[] = {"tar-truncated", "tar-header-malformed", "tar-header-malformed", "tar-header-malformed"};
		for (size_t i = 0; i < 4; i++) {
			struct archive size = {0};
			put_header(&size, "a", '0', sizes[i]);
			put_end(&size);
			assert_string_equal(read_all(&size, way, &entries), codes[i]);
			free(size.p);
		}
		static const char *const records[] = {"99 path=x\n", "x", "10 =aaaaa\n", "8 path=x\n", "20 size=99999999999\n999",
						      "0 path=x\n", "18446744073709551616 path=x\n"};
		for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
			struct archive pax = {0};
			put_text(&pax, "p", 'x', records[i]);
			put_text(&pax, "a", '0', "");
			put_end(&pax);
			assert_string_equal(read_all(&pax, way, &entries), "tar-record-malformed");
			free(pax.p);
		}
	}
}

static void names_that_lead_out(void **state) {
	(void)state;
	static const char *const names[] = {"../x", "/etc/passwd", "a/../../x", "a/../b"};
	for (size_t i = 0; i < 4; i++) {
		struct archive archive = {0};
		struct reading reading;
		struct sw_tar_entry entry;
		put_text(&archive, names[i], '0', "");
		put_end(&archive);
		start(&reading, &archive, SKIPS);
		assert_true(sw_tar_next(&reading.tar, &entry));
		assert_int_equal(entry.outside, i < 3);
		assert_int_equal(reading.diags.n, i < 3);
		sw_arena_free(&reading.arena);
		free(archive.p);
	}
}

static void data_behind_the_end(void **state) {
	(void)state;
	size_t entries;
	struct archive archive = {0};
	put_text(&archive, "a", '0', "");
	more(&archive, 512);
	put_text(&archive, "b", '0', "");
	assert_string_equal(read_all(&archive, SKIPS, &entries), "tar-data-after-end");
	assert_int_equal(entries, 1);
	free(archive.p);
	struct archive one = {0};
	put_text(&one, "a", '0', "");
	more(&one, 512);
	assert_string_equal(read_all(&one, SKIPS, &entries), "");
	assert_true(sw_tar_begins(sw_str(one.p, one.n)));
	assert_false(sw_tar_begins(sw_str(one.p, 511)));
	assert_false(sw_tar_begins(sw_str(one.p + 512, 512)));
	free(one.p);
}

/* What a test asks of one entry. */
static struct sw_tar_entry first_entry(struct reading *reading, struct archive *archive) {
	struct sw_tar_entry entry;
	start(reading, archive, VIEWS);
	assert_true(sw_tar_next(&reading->tar, &entry));
	return entry;
}

static void bodies_are_lent(void **state) {
	(void)state;
	struct archive archive = {0};
	struct reading reading;
	char body[2000];
	const char *p;
	size_t sum = 0;
	put(&archive, "big", '0', memset(body, 'x', sizeof body), sizeof body);
	put_end(&archive);
	first_entry(&reading, &archive);
	for (size_t n; (n = sw_tar_body_view(&reading.tar, &p)); sum += n)
		assert_memory_equal(p, body, n);
	assert_int_equal(sum, sizeof body);
	sw_arena_free(&reading.arena);
	free(archive.p);
}

static void devices_and_attributes(void **state) {
	(void)state;
	struct archive archive = {0};
	struct reading reading;
	struct sw_tar_entry entry;
	static const char record[] = "57 SCHILY.xattr.security.capability=\1\0\0\2\0\40\0\0\0\0\0\0\0\0\0\0\0\0\0\0\n";
	put(&archive, "pax", 'x', record, sizeof record - 1);
	put_text(&archive, "ping", '0', "");
	char *header = put_header(&archive, "dev", '3', "0");
	memcpy(header + 329, "0000001", 7);
	memcpy(header + 337, "0000005", 7);
	seal(header);
	put_end(&archive);
	entry = first_entry(&reading, &archive);
	assert_int_equal(entry.capability.n, 20);
	assert_true(sw_tar_next(&reading.tar, &entry));
	assert_int_equal(entry.kind, SW_TAR_CHARACTER_DEVICE);
	assert_int_equal(entry.capability.n, 0);
	assert_int_equal(entry.device_major, 1);
	assert_int_equal(entry.device_minor, 5);
	sw_arena_free(&reading.arena);
	free(archive.p);
}

/* Of each form, the name and size that unpacking would give. */
static void files_with_holes(void **state) {
	(void)state;
	static const char *const records[] = {
		"24 GNU.sparse.size=9999\n26 GNU.sparse.numblocks=0\n",
		"24 GNU.sparse.size=9999\n23 GNU.sparse.name=f/g\n22 GNU.sparse.map=0,1\n",
		"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n23 GNU.sparse.name=f/g\n28 GNU.sparse.realsize=9999\n",
	};
	for (size_t i = 0; i < 4; i++) {
		struct archive archive = {0};
		struct reading reading;
		struct sw_tar_entry entry;
		if (i < 3) {
			put_text(&archive, "pax", 'x', records[i]);
			put_text(&archive, i ? "f/GNUSparseFile.1/g" : "f/g", '0', "data");
		} else {
			char *header = put_header(&archive, "f/g", 'S', "00000000004");
			memcpy(header + 483, "00000023417", 11);
			header[482] = 1; /* the map goes on */
			memcpy(header + 257, "ustar  ", 8);
			seal(header);
			more(&archive, 512);
			memcpy(more(&archive, 512), "data", 4);
		}
		put_text(&archive, "behind", '0', "1");
		put_end(&archive);
		entry = first_entry(&reading, &archive);
		assert_str(entry.name, "f/g");
		assert_true(entry.sparse && entry.kind == SW_TAR_FILE);
		assert_int_equal(entry.size, 9999);
		assert_string_equal(reading.diags.v[0].code, "tar-sparse");
		assert_true(sw_tar_next(&reading.tar, &entry));
		assert_str(entry.name, "behind");
		assert_false(entry.sparse);
		sw_arena_free(&reading.arena);
		free(archive.p);
	}
}

static void oddities_are_told(void **state) {
	(void)state;
	size_t entries;
	struct archive global = {0};
	put_text(&global, "g", 'g', "14 path=wrong\n");
	put_text(&global, "a", '0', "");
	put_end(&global);
	assert_string_equal(read_all(&global, VIEWS, &entries), "tar-global-header");
	assert_int_equal(entries, 1);
	free(global.p);

	struct archive twice = {0};
	struct reading reading;
	put_text(&twice, "L", 'L', "from-gnu");
	put_text(&twice, "x", 'x', "17 path=from-pax\n");
	put_text(&twice, "a", '0', "");
	put_end(&twice);
	struct sw_tar_entry entry = first_entry(&reading, &twice);
	assert_str(entry.name, "from-gnu");
	assert_string_equal(reading.diags.v[0].code, "tar-name-twice");
	sw_arena_free(&reading.arena);
	free(twice.p);

	struct archive nothing = {0};
	put_text(&nothing, "x", 'x', "8 path=\n");
	put_text(&nothing, "a", '0', "");
	put_end(&nothing);
	entry = first_entry(&reading, &nothing);
	assert_str(entry.name, "a");
	sw_arena_free(&reading.arena);
	free(nothing.p);

	static const char zero[] = "12 path=a\0b\n";
	struct archive zeros = {0};
	put(&zeros, "x", 'x', zero, sizeof zero - 1);
	put_text(&zeros, "a", '0', "");
	put_end(&zeros);
	assert_string_equal(read_all(&zeros, VIEWS, &entries), "tar-record-malformed");
	free(zeros.p);
}

static void ends_and_limits(void **state) {
	(void)state;
	struct archive archive = {0};
	struct reading reading;
	struct sw_tar_entry entry;
	put_text(&archive, "a", '0', "x");
	put_text(&archive, "b", '0', "");
	start(&reading, &archive, VIEWS);
	reading.tar.open_ended = true;
	assert_true(sw_tar_next(&reading.tar, &entry) && sw_tar_next(&reading.tar, &entry));
	assert_false(sw_tar_next(&reading.tar, &entry) || reading.tar.broken);
	assert_string_equal(reading.diags.v[0].code, "tar-end-missing");
	sw_arena_free(&reading.arena);
	start(&reading, &archive, VIEWS);
	reading.tar.most_entries = 1;
	assert_true(sw_tar_next(&reading.tar, &entry));
	assert_false(sw_tar_next(&reading.tar, &entry));
	assert_true(reading.tar.broken && reading.tar.too_much && !reading.tar.truncated);
	sw_arena_free(&reading.arena);
	free(archive.p);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_and_bodies), cmocka_unit_test(what_is_broken_is_said),
		cmocka_unit_test(names_that_lead_out), cmocka_unit_test(data_behind_the_end),
		cmocka_unit_test(bodies_are_lent), cmocka_unit_test(devices_and_attributes),
		cmocka_unit_test(files_with_holes), cmocka_unit_test(oddities_are_told), cmocka_unit_test(ends_and_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
