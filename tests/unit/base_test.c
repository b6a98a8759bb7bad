#include "unit.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/out.h"
#include "base/parallel.h"
#include "base/sha256.h"
#include "base/source.h"
#include "base/utf8.h"
#include "base/vec.h"
#include <stdlib.h>

static void strings(void **state) {
	(void)state;
	struct sw_str rest = SW_S("a,,b"), part;
	assert_true(sw_str_split(&rest, ',', &part));
	assert_str(part, "a");
	assert_true(sw_str_split(&rest, ',', &part));
	assert_str(part, "");
	assert_true(sw_str_split(&rest, ',', &part));
	assert_str(part, "b");
	assert_false(sw_str_split(&rest, ',', &part));
	assert_str(sw_str_basename(SW_S("/usr/bin/sh")), "sh");
	assert_str(sw_str_dirname(SW_S("/usr/bin/sh")), "/usr/bin");
	assert_true(sw_str_dirname(SW_S("sh")).n == 0 && sw_str_dirname(SW_S("/sh")).n == 0);
	assert_true(sw_listed(SW_S("b"), "a b c") && sw_listed_nocase(SW_S("C"), "a b c"));
	assert_false(sw_listed(SW_S(""), "a b") || sw_listed(SW_S("a b"), "a b") || sw_listed(SW_S("C"), "a b c"));
	assert_true(sw_str_glob(SW_S("a*b?"), SW_S("a-b-bc")) && sw_str_glob(SW_S("*"), SW_S("")));
	assert_false(sw_str_glob(SW_S("a*b"), SW_S("abc")) || sw_str_glob(SW_S("?"), SW_S("")));
	assert_true(sw_str_is_hex(SW_S("09afAF")) && sw_str_is_lower_hex(SW_S("09af")));
	assert_false(sw_str_is_hex(SW_S("0g")) || sw_str_is_lower_hex(SW_S("0A")));
	assert_str(sw_str_trim(SW_S(" \t x y\r\n")), "x y");
	uint64_t u;
	int64_t i;
	assert_true(sw_str_to_u64(SW_S("18446744073709551615"), &u) && u == UINT64_MAX);
	assert_false(sw_str_to_u64(SW_S("18446744073709551616"), &u));
	assert_false(sw_str_to_u64(SW_S(""), &u));
	assert_true(sw_str_to_i64(SW_S("-9223372036854775808"), &i) && i == INT64_MIN);
	assert_false(sw_str_to_i64(SW_S("9223372036854775808"), &i));
	assert_true(sw_str_cmp(SW_S("a"), SW_S("ab")) < 0);
	assert_true(sw_str_contains_nocase(SW_S("No-Cache"), SW_S("CACHE")));
}

/* Lists are looked through in blocks: each word is found wherever it stands, and nothing that is only a part of one. */
static void lists_of_words(void **state) {
	static const char list[] = "a --long-option-name bb ccc --b x-y dddddddddddd eee ffff --long";
	struct sw_str whole = sw_str_of(list), rest = whole, word;
	(void)state;
	while (sw_str_split(&rest, ' ', &word)) {
		assert_true(sw_listed(word, list));
		for (size_t n = 1; n < word.n; n++) {
			struct sw_str begun = sw_str_sub(word, 0, n), ended = sw_str_from(word, n);
			assert_true(sw_listed(begun, list) == sw_listed_nocase(begun, list));
			assert_true(sw_listed(ended, list) == sw_listed_nocase(ended, list));
		}
	}
	for (size_t i = 0; i < sizeof list - 1; i++)
		for (size_t n = 1; n <= 8 && i + n < sizeof list; n++) {
			struct sw_str part = sw_str(list + i, n);
			size_t at = sw_str_find(whole, part);
			assert_true(at <= i && memcmp(list + at, part.p, n) == 0);
			assert_true(sw_listed(part, list) == sw_listed_nocase(part, list));
		}
	assert_true(sw_str_find(whole, SW_S("zz")) == SW_NPOS && sw_str_find(SW_S("ab"), SW_S("abc")) == SW_NPOS);
}

/* Objects of all sizes are zeroed, aligned and apart, also where they fill what a chunk has left. */
static void arena_objects_are_apart(void **state) {
	enum { COUNT = 4000 };
	static unsigned char *objects[COUNT];
	struct sw_arena arena;
	(void)state;
	sw_arena_init(&arena, (size_t)64 << 20);
	for (size_t i = 0; i < COUNT; i++) {
		size_t n = 1 + i * 7919 % (i % 10 ? 400 : 6000);
		objects[i] = sw_arena_alloc(&arena, n);
		assert_true((uintptr_t)objects[i] % 16 == 0);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(objects[i][k], 0);
		memset(objects[i], (int)(i % 251) + 1, n);
	}
	for (size_t i = 0; i < COUNT; i++)
		for (size_t k = 0, n = 1 + i * 7919 % (i % 10 ? 400 : 6000); k < n; k++)
			assert_int_equal(objects[i][k], i % 251 + 1);
	sw_arena_free(&arena);
}

static void scratch_is_the_arena_where_none_is_beside_it(void **state) {
	(void)state;
	struct sw_arena arena, scratch;
	sw_arena_init(&arena, 10000);
	sw_arena_init(&scratch, 10000);
	assert_ptr_equal(sw_arena_scratch(&arena), &arena);
	arena.scratch = &scratch;
	assert_ptr_equal(sw_arena_scratch(&arena), &scratch);
	sw_arena_alloc(sw_arena_scratch(&arena), 100);
	assert_int_equal(arena.used, 0);
	sw_arena_free(&scratch);
	sw_arena_free(&arena);
	assert_ptr_equal(sw_arena_scratch(&arena), &arena);
}

static void arena_cap_is_caught(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 10000);
	struct sw_arena_catch outer, inner;
	volatile int reached = 0;
	if (SW_ARENA_TRY(&arena, &outer)) {
		if (SW_ARENA_TRY(&arena, &inner)) {
			for (;;)
				sw_arena_alloc(&arena, 100);
		} else {
			reached = 1;
			sw_arena_throw(&arena);
		}
	} else {
		assert_int_equal(reached, 1);
		reached = 2;
	}
	assert_int_equal(reached, 2);
	assert_null(arena.full);
	sw_arena_free(&arena);
	/* What fits is given, however memory is cut. */
	sw_arena_init(&arena, 10000);
	if (SW_ARENA_TRY(&arena, &outer)) {
		sw_arena_alloc(&arena, 9000);
		sw_arena_leave(&arena, &outer);
		reached = 3;
	}
	assert_int_equal(reached, 3);
	sw_arena_free(&arena);
}

static void beginnings_are_hashed_as_texts(void **state) {
	(void)state;
	struct sw_str text = SW_S("usr/share/doc/a/rather/long/path");
	struct sw_map_hashing hashing;
	sw_map_hash_start(&hashing);
	for (size_t n = 0; n <= text.n; n += n % 3 + 1)
		assert_true(sw_map_hash_next(&hashing, sw_str_sub(text, 0, n)) == sw_map_hash(sw_str_sub(text, 0, n)));
}

static void vectors_and_maps(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 24);
	SW_VEC(int) numbers = {0};
	struct sw_map map = {0};
	for (int i = 0; i < 5000; i++) {
		*sw_push(&arena, &numbers) = i;
		struct sw_str key = sw_arena_printf(&arena, "key-%d", i);
		assert_null(sw_map_put(&arena, &map, key, (void *)(uintptr_t)(i + 1)));
	}
	assert_int_equal(numbers.n, 5000);
	assert_int_equal(numbers.v[4999], 4999);
	assert_int_equal((uintptr_t)sw_map_get(&map, SW_S("key-4321")), 4322);
	assert_null(sw_map_get(&map, SW_S("key-5000")));
	sw_arena_free(&arena);
}

static void positions(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 20);
	struct sw_sources sources = {0};
	uint32_t number = sw_source_add(&arena, &sources, SW_S("f"), SW_S("one\r\n\xf0\x9f\x98\x80\xc3\xa9x\n"));
	assert_int_equal(number, 1);
	struct sw_position at = sw_source_position(&arena, &sources.v[1], 11);
	assert_int_equal(at.line, 2);
	assert_int_equal(at.column, 7);
	assert_int_equal(at.column_utf16, 4);
	assert_str(sw_source_line(&arena, &sources.v[1], 1), "one");
	assert_str(sw_source_line(&arena, &sources.v[1], 3), "");
	assert_int_equal(sw_source_position(&arena, &sources.v[1], 999).line, 3);
	sw_arena_free(&arena);
}

static void utf8_is_never_overread(void **state) {
	(void)state;
	bool bad = false;
	size_t at = 0;
	assert_int_equal(sw_utf8_next(SW_S("\xf0\x9f\x98"), &at, &bad), SW_UTF8_BAD);
	assert_true(bad);
	assert_int_equal(at, 1);
	at = 0;
	assert_int_equal(sw_utf8_next(SW_S("\xc0\x80"), &at, NULL), SW_UTF8_BAD);
	at = 0;
	assert_int_equal(sw_utf8_next(SW_S("\xed\xa0\x80"), &at, NULL), SW_UTF8_BAD);
	assert_int_equal(sw_utf8_width(SW_S("a\xe6\xbc\xa2")), 3);
}

static void digest(void **state) {
	(void)state;
	struct sw_sha256 sha;
	char hex[65];
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, SW_S("abc"));
	sw_sha256_hex(&sha, hex);
	assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void add_item(void *context, size_t item, unsigned worker) {
	(void)worker;
	((size_t *)context)[item] = item * item;
}

static void parallel_covers_every_item(void **state) {
	(void)state;
	size_t squares[1000] = {0};
	sw_parallel(1000, 8, add_item, squares);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(squares[i], i * i);
}

static void output_grows(void **state) {
	(void)state;
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	for (int i = 0; i < 1000; i++)
		sw_out_printf(&out, "%d,", i);
	assert_true(sw_str_starts(sw_out_text(&out), SW_S("0,1,2,")));
	assert_int_equal(sw_out_flush(&out, NULL), 0);
}

static void diagnostics_are_bounded(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 22);
	struct sw_diags diags = {.arena = &arena};
	for (int i = 0; i < 2000; i++)
		sw_diag_add(&diags, SW_DIAG_WARNING, "test", (struct sw_span){0}, "number %d", i);
	assert_int_equal(diags.n, 1000);
	assert_int_equal(diags.dropped, 1000);
	assert_false(sw_diags_failed(&diags));
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings), cmocka_unit_test(lists_of_words), cmocka_unit_test(arena_objects_are_apart),
		cmocka_unit_test(scratch_is_the_arena_where_none_is_beside_it),
		cmocka_unit_test(arena_cap_is_caught), cmocka_unit_test(vectors_and_maps),
		cmocka_unit_test(beginnings_are_hashed_as_texts),
		cmocka_unit_test(positions), cmocka_unit_test(utf8_is_never_overread), cmocka_unit_test(digest),
		cmocka_unit_test(parallel_covers_every_item), cmocka_unit_test(output_grows),
		cmocka_unit_test(diagnostics_are_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
