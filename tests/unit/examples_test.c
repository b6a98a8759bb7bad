/* Every check proves its examples: each is a small tree in memory that is read, joined and judged by that one check, and
 * what fails must be what the example says, in order of place. */
#include "unit.h"
#include "image_text.h"
#include "base/limits.h"
#include "checks/registry.h"
#include "checks/run.h"
#include "readers/compose/read.h"
#include "readers/config/read.h"
#include "readers/dockerfile/read.h"
#include "readers/project/read.h"
#include "readers/settings/read.h"
#include "readers/suppressions/read.h"
#include "system/join.h"
#include <stdlib.h>

enum { MOST_FILES = 8 };

/* A day after which nothing in the examples changes its state. */
#define TODAY "2026-08-22"

struct tree {
	struct sw_str paths[MOST_FILES], texts[MOST_FILES];
	size_t n;
	struct sw_str folder; /* of the file being read, with its '/' */
	bool texts_only;      /* no file is an artifact: secrets are looked for in them */
};

/* "=== PATH\ntext" blocks; text without a header is a Dockerfile. */
static void split(struct sw_str files, struct tree *tree) {
	if (!sw_str_starts(files, SW_S("=== "))) {
		tree->paths[0] = SW_S("Dockerfile");
		tree->texts[0] = files;
		tree->n = 1;
		return;
	}
	while (files.n) {
		assert_true(tree->n < MOST_FILES);
		size_t end = sw_str_find_byte(files, '\n');
		assert_true(end != SW_NPOS);
		tree->paths[tree->n] = sw_str_sub(files, 4, end - 4);
		struct sw_str text = sw_str_from(files, end + 1);
		size_t next = sw_str_starts(text, SW_S("=== ")) ? 0 : sw_str_find(text, SW_S("\n=== "));
		next = next == SW_NPOS ? text.n : next + (next > 0);
		tree->texts[tree->n++] = sw_str_sub(text, 0, next);
		files = sw_str_from(text, next);
	}
}

static const struct sw_str *find(struct tree *tree, struct sw_str relative) {
	while (sw_str_starts(relative, SW_S("./")))
		relative = sw_str_from(relative, 2);
	for (size_t i = 0; i < tree->n; i++) {
		struct sw_str path = tree->paths[i];
		if (sw_str_starts(path, tree->folder) && sw_str_eq(sw_str_from(path, tree->folder.n), relative))
			return &tree->texts[i];
	}
	return NULL;
}

static int read_file(void *ctx, struct sw_arena *arena, struct sw_str relative, struct sw_str *text) {
	const struct sw_str *found = find(ctx, relative);
	if (!found)
		return -1;
	*text = sw_arena_str(arena, *found);
	return 0;
}

static bool exists(void *ctx, struct sw_str relative) {
	return find(ctx, relative) != NULL;
}

static bool is_image(struct sw_str path) {
	return sw_str_ends(path, SW_S(".image"));
}

static bool is_artifact(struct sw_str path) {
	enum sw_settings_file kind;
	return is_image(path) || sw_dockerfile_sniff(path) || sw_compose_sniff(path, (struct sw_str){0}) || sw_settings_sniff(path, &kind);
}

static void read_one(struct sw_factset *set, struct tree *tree, size_t file, uint32_t number) {
	struct sw_arena_catch catch;
	struct sw_arena scratch; /* nothing of the facts may stand there */
	sw_arena_init(&scratch, SW_LIMIT_FACTSET_BYTES);
	sw_arena_init(&set->arena, SW_LIMIT_FACTSET_BYTES);
	set->arena.scratch = &scratch;
	set->path = tree->paths[file];
	set->sources.base = number * SW_SOURCES_A_PART;
	set->diags.arena = &set->arena;
	tree->folder = sw_str_sub(set->path, 0, set->path.n - sw_str_basename(set->path).n);
	if (!SW_ARENA_TRY(&set->arena, &catch)) {
		fail_msg("the example needs too much memory");
		return;
	}
	enum sw_settings_file kind;
	if (tree->texts_only) {
		set->kind = SW_ARTIFACT_TEXT;
		sw_project_read(set, set->path, tree->texts[file]);
	} else if (sw_settings_sniff(set->path, &kind)) {
		sw_settings_read(set, kind, set->path, tree->texts[file]);
	} else if (is_image(set->path)) {
		unit_image_read(set, tree->texts[file]);
	} else if (sw_dockerfile_sniff(set->path)) {
		struct sw_dockerfile_files files = {tree, read_file};
		sw_dockerfile_read(set, tree->texts[file], &files);
	} else {
		struct sw_compose_files files = {tree, read_file, exists};
		sw_compose_read(set, tree->texts[file], &files);
	}
	sw_settings_of_facts(set);
	sw_suppressions_read(set, true);
	sw_arena_leave(&set->arena, &catch);
	set->arena.scratch = NULL;
	sw_arena_free(&scratch);
}

/* Artifacts of the tree, sorted by path. */
static size_t read_all(struct tree *tree, struct sw_factset *sets, struct sw_factset **sorted) {
	size_t order[MOST_FILES], n = 0;
	for (size_t i = 0; i < tree->n; i++) {
		if (!tree->texts_only && !is_artifact(tree->paths[i]))
			continue;
		size_t at = n++;
		for (; at && sw_str_cmp(tree->paths[order[at - 1]], tree->paths[i]) > 0; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	for (size_t i = 0; i < n; i++) {
		read_one(&sets[i], tree, order[i], (uint32_t)i);
		sorted[i] = &sets[i];
	}
	return n;
}

static int by_place(const void *a, const void *b) {
	return sw_span_cmp((*(const struct sw_finding *const *)a)->site->at, (*(const struct sw_finding *const *)b)->site->at);
}

static struct sw_str describe(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings) {
	size_t n = findings->findings.n;
	const struct sw_finding **sorted = SW_NEW_ARRAY(arena, const struct sw_finding *, n + 1);
	struct sw_str text = SW_S("");
	for (size_t i = 0; i < n; i++)
		sorted[i] = &findings->findings.v[i];
	qsort(sorted, n, sizeof *sorted, by_place);
	for (size_t i = 0; i < n; i++) {
		struct sw_source *source = sw_source_of(&system->sources, sorted[i]->site->at);
		assert_non_null(source);
		struct sw_position position = sw_source_position(arena, source, sorted[i]->site->at.start);
		text = sw_arena_printf(arena, "%.*s%s%s%.*s:%u", SW_ARG(text), i ? " " : "", sorted[i]->proven ? "" : "presumed ",
				       SW_ARG(source->path), position.line);
	}
	return text;
}

static void judge(struct sw_arena *arena, const struct sw_check *check, const struct sw_example *example, struct tree *tree,
		  struct sw_factset **sets, size_t n) {
	struct sw_config config = {0};
	struct sw_diags diags = {.arena = arena};
	struct sw_system system;
	struct sw_findings findings = {0};
	tree->folder = (struct sw_str){0};
	const struct sw_str *settings = find(tree, SW_S(".strideward.yaml"));
	if (settings)
		sw_config_read(arena, 0, *settings, &config, &diags);
	for (size_t i = 0; i < diags.n; i++)
		fail_msg("%s, example %s: %.*s", check->id, example->name, SW_ARG(diags.v[i].message));
	sw_system_join(arena, sets, n, NULL, &config, 1, &system);
	sw_checks_run(arena, &system, &(struct sw_check_run){&check, 1, 1, SW_S(TODAY), false, NULL}, &findings);
	assert_true(findings.verdicts.n > 0);
	struct sw_str got = describe(arena, &system, &findings);
	if (!sw_str_is(got, example->fails))
		fail_msg("%s, example %s: got \"%.*s\", expected \"%s\"", check->id, example->name, SW_ARG(got), example->fails);
	sw_checks_free(&findings);
}

static void run_example(const struct sw_check *check, const struct sw_example *example) {
	struct tree tree = {0};
	struct sw_factset sets[MOST_FILES] = {0};
	struct sw_factset *sorted[MOST_FILES];
	struct sw_arena arena;
	struct sw_arena_catch catch;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	split(sw_str_of(example->files), &tree);
	tree.texts_only = strcmp(check->id, "secret-in-project-file") == 0;
	size_t n = read_all(&tree, sets, sorted);
	assert_true(n > 0);
	if (SW_ARENA_TRY(&arena, &catch)) {
		judge(&arena, check, example, &tree, sorted, n);
		sw_arena_leave(&arena, &catch);
	} else {
		fail_msg("%s, example %s: out of memory", check->id, example->name);
	}
	sw_arena_free(&arena);
	for (size_t i = 0; i < n; i++)
		sw_arena_free(&sets[i].arena);
}

static void examples(void **state) {
	const struct sw_check *check = *state;
	unsigned bad = 0, good = 0;
	for (size_t i = 0; i < SW_MOST_EXAMPLES && check->examples[i].name; i++) {
		const struct sw_example *example = &check->examples[i];
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(example->name, check->examples[k].name);
		/* What another program says is tried where that is started: tests/cli. */
		if (!check->asked)
			run_example(check, example);
		bad += *example->fails != '\0';
		good += *example->fails == '\0';
	}
	assert_true(bad > 0);
	assert_true(good > 0);
}

static bool is_text(const char *text) {
	size_t n = text ? strlen(text) : 0;
	return n > 9 && !sw_is_space(text[0]) && !sw_is_space(text[n - 1]) && !strchr(text, '\n');
}

static void rows(void **state) {
	(void)state;
	for (size_t c = 0; c < sw_check_count; c++) {
		const struct sw_check *check = sw_checks[c];
		/* Sorted and unique. */
		assert_true(c == 0 || strcmp(sw_checks[c - 1]->id, check->id) < 0);
		assert_ptr_equal(sw_check_of(sw_str_of(check->id)), check);
		assert_true(is_text(check->title) && is_text(check->why) && is_text(check->fix));
		assert_true(check->title[strlen(check->title) - 1] != '.');
		assert_non_null(check->decide);
		/* What bears a threat has its weakness; what only says that an input is unfit has neither. */
		assert_true(check->quality || (check->stride != 0) == (check->cwe[0] != 0));
		for (size_t i = 0; i < SW_MOST_REFS && check->refs[i]; i++) {
			const char *colon = strchr(check->refs[i], ':');
			if (!colon || colon == check->refs[i] || !colon[1] || strchr(check->refs[i], ' '))
				fail_msg("%s: \"%s\" is no tool:rule", check->id, check->refs[i]);
			for (size_t k = 0; k < i; k++)
				assert_string_not_equal(check->refs[i], check->refs[k]);
		}
	}
}

int main(void) {
	struct CMUnitTest *tests = calloc(sw_check_count + 1, sizeof *tests);
	if (!tests)
		return 1;
	tests[0] = (struct CMUnitTest){"rows", rows, NULL, NULL, NULL};
	for (size_t i = 0; i < sw_check_count; i++)
		tests[i + 1] = (struct CMUnitTest){sw_checks[i]->id, examples, NULL, NULL, (void *)(uintptr_t)sw_checks[i]};
	int failed = _cmocka_run_group_tests("examples", tests, sw_check_count + 1, NULL, NULL);
	free(tests);
	return failed;
}
