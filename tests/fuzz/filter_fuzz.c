/* Any bytes may be a generation filter: what is read can be written and reads the same, errors lie inside the text, and a
 * program comes to what the explained evaluation comes to. */
#include "knowledge/filter.h"
#include "knowledge/program.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(const struct sw_predicate *a, const struct sw_predicate *b) {
	if (a->kind != b->kind || a->count != b->count)
		return false;
	if (a->kind == SW_PREDICATE_ATOM)
		return a->atom == b->atom && a->subject == b->subject && a->by_label == b->by_label && sw_str_eq(a->name, b->name) &&
		       sw_str_eq(a->value, b->value);
	for (unsigned i = 0; i < a->count; i++)
		if (!same(a->parts[i], b->parts[i]))
			return false;
	return true;
}

/* Every atom is numbered, and its number decides its answer. */
static void number(struct sw_predicate *predicate, size_t size, uint32_t *next) {
	assert(predicate->start <= predicate->end && predicate->end <= size);
	if (predicate->kind == SW_PREDICATE_ATOM)
		predicate->number = (*next)++ % 3;
	for (unsigned i = 0; i < predicate->count; i++)
		number(predicate->parts[i], size, next);
}

static struct sw_truth answer(void *context, const struct sw_predicate *atom) {
	const uint8_t *answers = context;
	return (struct sw_truth){.holds = (enum sw_tri)answers[atom->number]};
}

static void check_values(struct sw_arena *arena, struct sw_predicate *predicate, size_t size) {
	uint8_t answers[] = {SW_YES, SW_NO, SW_UNKNOWN};
	const uint8_t *const rows[] = {answers, answers, answers};
	uint32_t next = 0;
	number(predicate, size, &next);
	struct sw_program program = sw_program_make(arena, predicate);
	assert(program.n == next);
	assert(sw_program_holds(&program, rows) == (sw_predicate_value(predicate, answer, answers).holds == SW_YES));
}

static void check_written(struct sw_arena *arena, const struct sw_predicate *predicate, const struct sw_filter_rules *rules) {
	struct sw_filter_error error;
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_filter_write(&out, predicate);
	const struct sw_predicate *again = sw_filter_read(arena, sw_out_text(&out), rules, &error);
	/* Groups that were told by precedence alone get brackets, which may be too many. */
	assert(again ? same(predicate, again) : strstr(error.what, "too deep") != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_str text = {(const char *)data, size};
	for (unsigned flat = 0; flat < 2; flat++) {
		const struct sw_filter_rules rules = {.precedence = flat ? SW_FILTER_LEFT_TO_RIGHT : SW_FILTER_AND_BEFORE_OR};
		struct sw_filter_error error;
		struct sw_arena arena;
		sw_arena_init(&arena, (size_t)1 << 28);
		struct sw_predicate *predicate = sw_filter_read(&arena, text, &rules, &error);
		assert(!predicate || !error.what);
		assert(error.start <= error.end && error.end <= size);
		if (predicate) {
			check_written(&arena, predicate, &rules);
			check_values(&arena, predicate, size);
		}
		sw_arena_free(&arena);
	}
	return 0;
}
