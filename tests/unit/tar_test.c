#include "unit.h"
#include "base/limits.h"
#include "formats/tar.h"
#include <stdio.h>
#include <stdlib.h>

/* An archive in memory, written block by block. */
struct archive {
	char *p;
	size_t n, at;
};

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

static char *more(struct archive *archive, size_t n) {
	archive->p = realloc(archive->p, archive->n + n);
	memset(archive->p + archive->n, 0, n);
	archive->n += n;
	return archive->p + archive->n - n;
}

static void seal(char *header) {
	unsigned sum = 0;
	memset(header + 148, ' ', 8);
	for (int i = 0; i < 512; i++)
		sum += (unsigned char)header[i];
	char text[8];
	snprintf(text, sizeof text, "%06o", sum);
	memcpy(header + 148, text, 7);
}

static void put_header(struct archive *archive, const char *name, char type, const char *size) {
	char *header = more(archive, 512);
	memcpy(header, name, strlen(name) < 100 ? strlen(name) : 100);
	memcpy(header + 100, "0004755", 7);
	memcpy(header + 124, size, strlen(size));
	header[156] = type;
	memcpy(header + 257, "ustar\0" "00", 8);
	seal(header);
}

static void put(struct archive *archive, const char *name, char type, const char *body, size_t n) {
	char size[32];
	snprintf(size, sizeof size, "%011zo", n);
	put_header(archive, name, type, size);
	memcpy(more(archive, (n + 511) / 512 * 512), body, n);
}

static void put_text(struct archive *archive, const char *name, char type, const char *body) {
	put(archive, name, type, body, strlen(body));
}

static void put_end(struct archive *archive) {
	more(archive, 1024);
}

struct reading {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_tar tar;
};

static void start(struct reading *reading, struct archive *archive, bool skips) {
	sw_arena_init(&reading->arena, 1 << 24);
	reading->diags = (struct sw_diags){.arena = &reading->arena};
	archive->at = 0;
	sw_tar_start(&reading->tar, &reading->arena, (struct sw_tar_input){archive, read_some, skips ? skip_some : NULL}, &reading->diags);
}

/* Reads to the end and returns the code of the first diagnostic, "" without one. */
static const char *read_all(struct archive *archive, bool skips, size_t *entries) {
	static char code[64];
	struct reading reading;
	struct sw_tar_entry entry;
	start(&reading, archive, skips);
	for (*entries = 0; sw_tar_next(&reading.tar, &entry);)
		++*entries;
	snprintf(code, sizeof code, "%s", reading.diags.n ? reading.diags.v[0].code : "");
	sw_arena_free(&reading.arena);
	return code;
}

static void entries_and_bodies(void **state) {
	(void)state;
	for (int skips = 0; skips < 2; skips++) {
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
		start(&reading, &archive, skips);
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
	for (int skips = 0; skips < 2; skips++) {
		struct archive archive = {0};
		put_text(&archive, "a", '0', "hello");
		assert_string_equal(read_all(&archive, skips, &entries), "tar-truncated");
		archive.n -= 100; /* inside the body's block */
		assert_string_equal(read_all(&archive, skips, &entries), "tar-truncated");
		assert_int_equal(entries, 1);
		archive.n = 300;
		assert_string_equal(read_all(&archive, skips, &entries), "tar-truncated");
		free(archive.p);

		struct archive sum = {0};
		put_text(&sum, "a", '0', "");
		sum.p[0] = 'b';
		put_end(&sum);
		assert_string_equal(read_all(&sum, skips, &entries), "tar-checksum");
		free(sum.p);

		static const char *const sizes[] = {"77777777777", "0000000008", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
						    "\x80\x7f\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"};
		static const char *const codes[] = {"tar-truncated", "tar-header-malformed", "tar-header-malformed", "tar-header-malformed"};
		for (size_t i = 0; i < 4; i++) {
			struct archive size = {0};
			put_header(&size, "a", '0', sizes[i]);
			put_end(&size);
			assert_string_equal(read_all(&size, skips, &entries), codes[i]);
			free(size.p);
		}
		static const char *const records[] = {"99 path=x\n", "x", "10 =aaaaa\n", "8 path=x\n", "20 size=99999999999\n999",
						      "0 path=x\n", "18446744073709551616 path=x\n"};
		for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
			struct archive pax = {0};
			put_text(&pax, "p", 'x', records[i]);
			put_text(&pax, "a", '0', "");
			put_end(&pax);
			assert_string_equal(read_all(&pax, skips, &entries), "tar-record-malformed");
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
		start(&reading, &archive, true);
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
	assert_string_equal(read_all(&archive, true, &entries), "tar-data-after-end");
	assert_int_equal(entries, 1);
	free(archive.p);
	struct archive one = {0};
	put_text(&one, "a", '0', "");
	more(&one, 512);
	assert_string_equal(read_all(&one, true, &entries), "");
	assert_true(sw_tar_begins(sw_str(one.p, one.n)));
	assert_false(sw_tar_begins(sw_str(one.p, 511)));
	assert_false(sw_tar_begins(sw_str(one.p + 512, 512)));
	free(one.p);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_and_bodies), cmocka_unit_test(what_is_broken_is_said),
		cmocka_unit_test(names_that_lead_out), cmocka_unit_test(data_behind_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
