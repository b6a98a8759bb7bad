/* Any bytes may be a word with variables: nothing crashes, the result keeps to its limit, references lie inside the word,
 * and what depends on no unknown value comes out the same whatever that value is. */
#include "base/limits.h"
#include "readers/dockerfile/expand.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A… is "a*b/c.d", B… is empty, C… unset; D… is unknown, or set to what the context holds. */
static enum sw_expand_state look_up(void *context, struct sw_str name, struct sw_str *value) {
	const struct sw_str *d = context;
	char c = name.n ? name.p[0] : 0;
	if (c == 'A')
		*value = SW_S("a*b/c.d");
	if (c == 'D' && d)
		*value = *d;
	return c == 'A' || c == 'B' || (c == 'D' && d) ? SW_EXPAND_SET : c == 'D' ? SW_EXPAND_UNKNOWN : SW_EXPAND_UNSET;
}

static void check(const struct sw_expansion *result, struct sw_str word) {
	for (size_t i = 0; i < result->reference_count; i++) {
		const struct sw_expand_reference *reference = &result->references[i];
		assert(reference->start < reference->end && reference->end <= word.n && word.p[reference->start] == '$');
	}
	assert(result->text.n <= SW_LIMIT_EXPANSION_BYTES && result->error_at <= word.n);
	for (size_t i = 0; i < result->word_count; i++)
		assert(result->words[i].n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size == 0)
		return 0;
	struct sw_arena arena;
	struct sw_arena_catch catch;
	struct sw_str word = {(const char *)data + 1, size - 1}, d = SW_S("x y");
	struct sw_expand how = {
		.lookup = look_up,
		.escape = data[0] & 1 ? '`' : '\\',
		.raw_quotes = data[0] & 2,
		.raw_escapes = data[0] & 4,
		.ignore_quotes = data[0] & 8,
		.keep_unset = data[0] & 16,
	};
	struct sw_expansion unknown, set;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES + 64 * size);
	if (SW_ARENA_TRY(&arena, &catch)) {
		bool read = sw_expand(&arena, &how, word, &unknown);
		check(&unknown, word);
		how.context = &d;
		bool again = sw_expand(&arena, &how, word, &set);
		check(&set, word);
		/* A value may also make a pattern wrong that is not used in the end. */
		if (read && unknown.known && again)
			assert(sw_str_eq(unknown.text, set.text));
		sw_arena_leave(&arena, &catch);
	}
	sw_arena_free(&arena);
	return 0;
}
