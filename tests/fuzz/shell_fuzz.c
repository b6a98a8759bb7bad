/* Any bytes are a shell text: reading them must end, stay inside them and keep the order of its commands. */
#include "formats/shell_words.h"
#include "base/limits.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(struct sw_span span, size_t size) {
	assert(span.source == 1 && span.start <= span.end && span.end <= size);
}

static void check_word(const struct sw_shell_word *word, size_t size) {
	check_span(word->span, size);
	assert(word->text.n <= 4 * word->raw.n + 4);
}

static void check_redirects(const struct sw_shell_redirect *redirects, uint32_t n, size_t size) {
	for (uint32_t i = 0; i < n; i++) {
		check_span(redirects[i].span, size);
		check_word(&redirects[i].word, size);
	}
}

static void check_command(const struct sw_shell_script *script, uint32_t index, size_t size) {
	const struct sw_shell_command *command = &script->v[index];
	check_span(command->span, size);
	assert(index == 0 || command->span.start >= command[-1].span.start);
	assert(command->parent < (int32_t)index && command->compound < (int32_t)script->compound_count);
	for (uint32_t i = 0; i < command->word_count; i++) {
		const struct sw_shell_word *word = &command->words[i];
		check_word(word, size);
		assert(word->span.start >= command->span.start && word->span.end <= command->span.end);
	}
	for (uint32_t i = 0; i < command->assignment_count; i++)
		check_word(&command->assignments[i], size);
	check_redirects(command->redirects, command->redirect_count, size);
	struct sw_shell_range fed = sw_shell_fed_by(script, index);
	assert(fed.first <= fed.end && fed.end <= index);
	assert(sw_shell_holder(script, index, NULL) < (int32_t)index);
}

enum { PIECE = 3, STRIDE = 5 };

static uint32_t moved(uint32_t offset) {
	return offset / PIECE * STRIDE + offset % PIECE;
}

/* Read again as if every third byte were followed by two that the text does not have: all spans must move along. */
static void check_map(struct sw_arena *arena, const struct sw_shell_script *script, struct sw_str text) {
	size_t n = text.n / PIECE + 1;
	struct sw_shell_map_entry *entries = SW_NEW_ARRAY(arena, struct sw_shell_map_entry, n);
	for (uint32_t i = 0; i < n; i++)
		entries[i] = (struct sw_shell_map_entry){i * PIECE, i * STRIDE};
	struct sw_diags diags = {.arena = arena};
	struct sw_shell_script *again = sw_shell_read(arena, 1, text, (struct sw_shell_map){entries, n}, &diags);
	assert(again->n == script->n && again->complete == script->complete);
	for (size_t i = 0; i < again->n; i++) {
		struct sw_span was = script->v[i].span, is = again->v[i].span;
		assert(is.start == moved(was.start) && is.end == moved(was.end - 1) + 1);
		for (uint32_t k = 0; k < again->v[i].word_count; k++) {
			was = script->v[i].words[k].span;
			is = again->v[i].words[k].span;
			assert(is.start == moved(was.start) && is.end == moved(was.end - 1) + 1);
		}
	}
}

static void check_words(struct sw_arena *arena, const struct sw_shell_script *script, struct sw_diags *diags) {
	for (uint32_t i = 0; i < script->n; i++) {
		struct sw_shell_call call = sw_shell_call(&script->v[i]);
		assert(call.first_arg <= script->v[i].word_count);
		struct sw_shell_args args = sw_shell_args(&script->v[i], call.first_arg, "oc --output");
		for (struct sw_shell_arg arg; sw_shell_next_arg(&args, &arg);)
			assert(arg.word >= call.first_arg && arg.word < script->v[i].word_count);
		sw_shell_inner(arena, &script->v[i], diags);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES + 64 * size);
	if (SW_ARENA_TRY(&arena, &catch)) {
		struct sw_diags diags = {.arena = &arena};
		struct sw_str text = sw_str((const char *)data, size);
		struct sw_shell_script *script = sw_shell_read(&arena, 1, text, (struct sw_shell_map){0}, &diags);
		for (size_t i = 0; i < diags.n; i++)
			check_span(diags.v[i].at, size);
		assert(script->complete == !sw_diags_failed(&diags));
		for (uint32_t i = 0; i < script->n; i++)
			check_command(script, i, size);
		for (size_t i = 0; i < script->compound_count; i++) {
			const struct sw_shell_compound *compound = &script->compounds[i];
			check_span(compound->span, size);
			assert(compound->first <= compound->end && compound->end <= script->n);
			check_redirects(compound->redirects, compound->redirect_count, size);
		}
		check_words(&arena, script, &diags);
		check_map(&arena, script, text);
		sw_arena_leave(&arena, &catch);
	}
	sw_arena_free(&arena);
	return 0;
}
