/* Any bytes may be searched, judged and masked, as text or as a file of any path: hits lie inside the text, in order, apart from each other, and what is
 * masked holds none of the credentials any more. */
#include "base/arena.h"
#include "secrets/file.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_hits(const struct sw_secret_hits *hits, size_t size) {
	for (size_t i = 0; i < hits->n; i++) {
		const struct sw_secret_hit *hit = &hits->v[i];
		assert(sw_secret_kind(hit->kind) && hit->start < hit->end && hit->end <= size);
		assert(i == 0 || hits->v[i - 1].end <= hit->start);
		assert(hit->confidence > SW_SECRET_NONE && hit->confidence <= SW_SECRET_HIGH);
	}
}

/* The first line of the input is a name, the rest its value. */
static void check_value(struct sw_str text) {
	size_t line = sw_str_find_byte(text, '\n');
	struct sw_str name = sw_str_sub(text, 0, line), value = line == SW_NPOS ? text : sw_str_from(text, line + 1);
	struct sw_secret_hit hit;
	if (sw_secret_value(name, value, &hit))
		assert(sw_secret_kind(hit.kind) && hit.start < hit.end && hit.end <= value.n);
	if (sw_secret_value(SW_S("PASSWORD"), value, &hit))
		assert(sw_secret_kind(hit.kind) && hit.start < hit.end && hit.end <= value.n);
}

/* What is found is hidden, too. */
static void check_covered(const struct sw_secret_hits *hidden, const struct sw_secret_hit *hit) {
	bool covered = false;
	for (size_t i = 0; i < hidden->n; i++)
		covered = covered || (hidden->v[i].start <= hit->start && hidden->v[i].end >= hit->end);
	assert(covered);
}

/* The lines of the input are the words of a command. */
static void check_words(struct sw_arena *arena, struct sw_str text) {
	enum { WORDS = 64 };
	struct sw_str words[WORDS];
	size_t n = 0;
	while (n < WORDS && text.p && sw_str_split(&text, '\n', &words[n]))
		n++;
	sw_secret_mask_words(arena, words, n);
}

/* The first line of the input is a path, the rest the file. */
static void check_file(struct sw_arena *arena, struct sw_str text) {
	size_t line = sw_str_find_byte(text, '\n');
	struct sw_str path = sw_str_sub(text, 0, line), body = line == SW_NPOS ? text : sw_str_from(text, line + 1);
	struct sw_secret_hits some = {0}, all = {0};
	sw_secrets_in_file(arena, path, body, &some);
	check_hits(&some, body.n);
	sw_secrets_in_named_file(arena, path, body, &all);
	check_hits(&all, body.n);
	assert(sw_secret_path_class(path) != SW_SECRET_PATH_SKIP || !some.n);
	assert(sw_secret_path_class(path) != SW_SECRET_PATH_FULL || some.n == all.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)256 << 20);
	struct sw_str text = {(const char *)data, size};
	struct sw_secret_hits found = {0}, assigned = {0};
	sw_secrets_find(&arena, text, &found);
	check_hits(&found, size);
	sw_secrets_find_assigned(&arena, text, &assigned);
	check_hits(&assigned, size);
	assert(assigned.n >= (found.n != 0));
	struct sw_secret_hits hidden = {0};
	sw_secrets_hide(&arena, text, &hidden);
	check_hits(&hidden, size);
	for (size_t i = 0; i < found.n; i++)
		check_covered(&hidden, &found.v[i]);
	check_words(&arena, text);
	struct sw_str masked = sw_secret_mask(&arena, text);
	assert(masked.p == text.p ? masked.n == size : masked.n > 0);
	check_value(text);
	check_file(&arena, text);
	sw_arena_free(&arena);
	return 0;
}
