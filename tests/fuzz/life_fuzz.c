/* Any bytes are a register.lock, a CODEOWNERS, reviews and a list of decisions that entries are added to: reading ends and
 * stays inside them, and what is added to leaves every byte of the old text where it stood. */
#include "base/limits.h"
#include "base/out.h"
#include "knowledge/codeowners.h"
#include "readers/config/read.h"
#include "run/append.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_lock(struct sw_arena *arena, struct sw_str text, struct sw_diags *diags) {
	struct sw_lock lock;
	sw_lock_read(arena, 1, text, &lock, diags);
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	for (size_t i = 0; i < lock.rows.n; i++) {
		const struct sw_lock_row *row = &lock.rows.v[i];
		assert(row->at.end <= text.n && row->since.n == 10 && sw_lock_find(&lock, row->id) == row);
		sw_lock_id_write(&out, row->id);
		sw_out_printf(&out, " %.*s %.*s\n", SW_ARG(row->state), SW_ARG(row->since));
	}
	/* What is written reads the same. */
	struct sw_lock again;
	struct sw_diags none = {.arena = arena};
	sw_lock_read(arena, 1, sw_arena_str(arena, sw_out_text(&out)), &again, &none);
	assert(none.n == 0 && again.rows.n == lock.rows.n);
	for (size_t i = 0; i < lock.rows.n; i++)
		assert(sw_str_eq(again.rows.v[i].id, lock.rows.v[i].id));
}

/* The first line is a path as well. */
static void check_owners(struct sw_arena *arena, struct sw_str text, struct sw_diags *diags) {
	struct sw_codeowners owners;
	struct sw_str rest = text, path = {0};
	struct sw_span at = {0};
	sw_codeowners_read(arena, 1, text, &owners, diags);
	sw_str_split(&rest, '\n', &path);
	struct sw_str found = sw_codeowners_of(arena, &owners, sw_str_sub(path, 0, 500), &at);
	assert(!found.n || (at.source == 1 && at.end <= text.n));
}

static void check_append(struct sw_arena *arena, struct sw_str text) {
	struct sw_str reason = sw_append_scalar(arena, sw_str_sub(text, 0, 200));
	const struct sw_str entries[] = {sw_arena_printf(arena, "threat: x\non: y\nreason: %.*s\n", SW_ARG(reason)), SW_S("threat: z\non: y\n")};
	struct sw_append append = {.before = text, .list = "decisions", .entries = entries, .count = 2};
	struct sw_str after;
	if (sw_append_entries(arena, &append, &after, NULL) < 0)
		return;
	size_t front = 0, back = 0;
	while (front < text.n && after.p[front] == text.p[front])
		front++;
	while (back < text.n - front && after.p[after.n - 1 - back] == text.p[text.n - 1 - back])
		back++;
	assert(after.n > text.n && front + back == text.n);
	struct sw_decisions decisions, old;
	struct sw_diags unwanted = {.arena = arena};
	sw_decisions_read(arena, 1, text, &old, &unwanted);
	sw_decisions_read(arena, 1, after, &decisions, &unwanted);
	assert(decisions.v.n == old.v.n + 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	if (SW_ARENA_TRY(&arena, &catch)) {
		struct sw_str text = sw_str((const char *)data, size);
		struct sw_diags diags = {.arena = &arena};
		struct sw_reviews reviews;
		check_lock(&arena, text, &diags);
		check_owners(&arena, text, &diags);
		sw_reviews_read(&arena, 1, text, &reviews, &diags);
		check_append(&arena, text);
		for (size_t i = 0; i < diags.n; i++)
			assert(diags.v[i].at.start <= diags.v[i].at.end && diags.v[i].at.end <= size);
		sw_arena_leave(&arena, &catch);
	}
	sw_arena_free(&arena);
	return 0;
}
