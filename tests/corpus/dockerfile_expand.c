/* Runs the reference's own tables of variable expansion, envVarTest and wordsTest, from the corpus named by SW_CORPUS. */
#include "base/file.h"
#include "base/vec.h"
#include "readers/dockerfile/expand.h"
#include <stdio.h>
#include <stdlib.h>

struct names {
	SW_VEC(struct sw_str) list; /* NAME=value; the last wins */
	bool windows;
};

static enum sw_expand_state look_up(void *context, struct sw_str name, struct sw_str *value) {
	const struct names *names = context;
	for (size_t i = names->list.n; i-- > 0;) {
		size_t equals = sw_str_find_byte(names->list.v[i], '=');
		struct sw_str key = sw_str_sub(names->list.v[i], 0, equals);
		if (!(names->windows ? sw_str_eq_nocase(key, name) : sw_str_eq(key, name)))
			continue;
		*value = sw_str_from(names->list.v[i], equals + 1);
		return SW_EXPAND_SET;
	}
	return SW_EXPAND_UNSET;
}

static bool read_table(struct sw_arena *arena, const char *corpus, const char *name, struct sw_str *text) {
	struct sw_err err;
	struct sw_str path = sw_arena_printf(arena, "%s/dockerfile/buildkit/shell/%s", corpus, name);
	SW_CLEANUP_FD int fd = sw_open_named(path.p, &err);
	return fd >= 0 && sw_read_all(arena, fd, 1 << 20, text, &err) == 0;
}

/* One word: the line "platform|source|expected". */
static bool word_is_right(struct sw_arena *arena, struct sw_str line, bool windows, bool *counted) {
	struct names names = {.windows = windows};
	*sw_push(arena, &names.list) = SW_S("PWD=/home");
	*sw_push(arena, &names.list) = SW_S("SHELL=bash");
	*sw_push(arena, &names.list) = SW_S("KOREAN=\xed\x95\x9c\xea\xb5\xad\xec\x96\xb4");
	*sw_push(arena, &names.list) = SW_S("NULL=");
	struct sw_expand how = {.lookup = look_up, .context = &names, .escape = '\\'};
	struct sw_expansion result;
	struct sw_str platform, source;
	if (!sw_str_split(&line, '|', &platform) || !sw_str_split(&line, '|', &source))
		return false;
	platform = sw_str_trim(platform);
	*counted = sw_str_is(platform, "A") || sw_str_is(platform, windows ? "W" : "U");
	if (!*counted)
		return true;
	struct sw_str expected = sw_str_trim(line);
	bool good = sw_expand(arena, &how, sw_str_trim(source), &result);
	return good ? sw_str_eq(result.text, expected) : sw_str_is(expected, "error");
}

static void envs_test(struct sw_arena *arena, struct sw_str text, bool windows, int number) {
	struct sw_str line;
	unsigned rows = 0, wrong = 0;
	while (sw_str_split(&text, '\n', &line)) {
		bool counted;
		if (sw_str_starts(line, SW_S("#")) || sw_str_trim(line).n == 0)
			continue;
		if (!word_is_right(arena, line, windows, &counted)) {
			wrong++;
			printf("# %.*s\n", SW_ARG(line));
		}
		rows += counted;
	}
	printf("%s %d - one word, %s names: %u of %u rows\n", wrong ? "not ok" : "ok", number,
	       windows ? "Windows" : "Unix", rows - wrong, rows);
}

static bool words_are_right(struct sw_arena *arena, struct sw_str line, struct names *names) {
	struct sw_expand how = {.lookup = look_up, .context = names, .escape = '\\'};
	struct sw_expansion result;
	struct sw_str source, word;
	if (!sw_str_split(&line, '|', &source))
		return false;
	while (sw_str_starts(line, SW_S(" ")))
		line = sw_str_from(line, 1);
	if (!sw_expand(arena, &how, sw_str_trim(source), &result))
		return sw_str_is(line, "error");
	size_t n = 0;
	for (; sw_str_split(&line, ',', &word); n++)
		if (n >= result.word_count || !sw_str_eq(result.words[n], word))
			return false;
	return n == result.word_count;
}

static void words_test(struct sw_arena *arena, struct sw_str text, int number) {
	struct names names = {0};
	struct sw_str line;
	unsigned rows = 0, wrong = 0;
	while (sw_str_split(&text, '\n', &line)) {
		if (sw_str_starts(line, SW_S("#")) || line.n == 0)
			continue;
		if (sw_str_starts(line, SW_S("ENV "))) {
			*sw_push(arena, &names.list) = sw_str_from(line, 4);
			continue;
		}
		rows++;
		if (!words_are_right(arena, line, &names)) {
			wrong++;
			printf("# %.*s\n", SW_ARG(line));
		}
	}
	printf("%s %d - several words: %u of %u rows\n", wrong ? "not ok" : "ok", number, rows - wrong, rows);
}

int main(void) {
	const char *corpus = getenv("SW_CORPUS");
	struct sw_arena arena;
	struct sw_str envs, words;
	if (!corpus) {
		puts("1..0 # SKIP SW_CORPUS is not set");
		return 0;
	}
	sw_arena_init(&arena, (size_t)1 << 26);
	puts("1..3");
	if (!read_table(&arena, corpus, "envVarTest", &envs) || !read_table(&arena, corpus, "wordsTest", &words)) {
		puts("Bail out! the tables cannot be read");
		return 1;
	}
	envs_test(&arena, envs, false, 1);
	envs_test(&arena, envs, true, 2);
	words_test(&arena, words, 3);
	sw_arena_free(&arena);
	return 0;
}
