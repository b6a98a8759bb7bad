#include "unit.h"
#include "fixes/fix.h"

static struct sw_fix *add(struct sw_arena *arena, struct sw_fixes *fixes) {
	return sw_push(arena, &fixes->v);
}

static void put(struct sw_arena *arena, struct sw_fix *fix, uint32_t from, uint32_t to, const char *text) {
	*sw_push(arena, &fix->edits) = (struct sw_edit){{1, from, to}, sw_str_of(text)};
}

static struct sw_str mended(struct sw_arena *arena, const struct sw_fixes *fixes, struct sw_patch *patch) {
	*patch = (struct sw_patch){0};
	sw_patch_make(arena, fixes, false, patch);
	return sw_edits_apply(arena, SW_S("abcdef"), patch->edits.v, patch->edits.n);
}

static void edits_that_go_together(void **state) {
	(void)state;
	struct sw_arena arena;
	struct sw_fixes fixes = {0};
	struct sw_patch patch;
	sw_arena_init(&arena, 1 << 20);
	put(&arena, add(&arena, &fixes), 4, 5, "E");
	struct sw_fix *two = add(&arena, &fixes);
	put(&arena, two, 1, 1, "1");
	put(&arena, two, 1, 1, "1"); /* said twice */
	put(&arena, two, 4, 5, "E"); /* said by another one */
	put(&arena, add(&arena, &fixes), 1, 1, "2"); /* behind what was found first */
	put(&arena, add(&arena, &fixes), 0, 1, "A"); /* touches, and that is all */
	put(&arena, add(&arena, &fixes), 0, 2, "X"); /* goes round the insertion */
	put(&arena, add(&arena, &fixes), 4, 5, "F");
	assert_str(mended(&arena, &fixes, &patch), "A12bcdEf");
	assert_int_equal(patch.applied.n, 4);
	assert_int_equal(patch.left.n, 2);
	sw_arena_free(&arena);
}

/* Each is held against its neighbours alone. */
static void many_edits_in_any_order(void **state) {
	(void)state;
	enum { MANY = 200000 };
	struct sw_arena arena;
	struct sw_fixes fixes = {0};
	struct sw_patch patch = {0};
	sw_arena_init(&arena, (size_t)256 << 20);
	struct sw_fix *fix = add(&arena, &fixes);
	for (uint32_t i = 0; i < MANY; i++)
		put(&arena, fix, 2 * i, 2 * i + 1, "x");
	for (uint32_t i = 0; i < 100; i++)
		put(&arena, add(&arena, &fixes), 2 * (MANY - i) - 1, 2 * (MANY - i) - 1, "y");
	sw_patch_make(&arena, &fixes, false, &patch);
	assert_int_equal(patch.edits.n, MANY + 100);
	for (size_t i = 1; i < patch.edits.n; i++)
		assert_true(patch.edits.v[i - 1].at.end <= patch.edits.v[i].at.start);
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(edits_that_go_together), cmocka_unit_test(many_edits_in_any_order)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
