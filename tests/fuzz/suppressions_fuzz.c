/* Any bytes as a Dockerfile, as a compose file and as each of the files in which other tools keep what they pass over:
 * what hides something has a place inside the text. */
#include "base/limits.h"
#include "readers/compose/read.h"
#include "readers/dockerfile/read.h"
#include "readers/suppressions/read.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_artifact(struct sw_str text, bool compose) {
	struct sw_factset set = {.path = compose ? SW_S("compose.yaml") : SW_S("Dockerfile")};
	struct sw_compose_files none = {0};
	struct sw_arena_catch catch;
	sw_arena_init(&set.arena, SW_LIMIT_FACTSET_BYTES);
	set.diags.arena = &set.arena;
	if (SW_ARENA_TRY(&set.arena, &catch)) {
		if (compose)
			sw_compose_read(&set, text, &none);
		else
			sw_dockerfile_read(&set, text, NULL);
		sw_suppressions_read(&set, true);
		assert(set.suppressions.n <= SW_LIMIT_SUPPRESSIONS);
		for (size_t i = 0; i < set.suppressions.n; i++) {
			const struct sw_suppression *one = &set.suppressions.v[i];
			assert(one->at.start < one->at.end && one->at.end <= text.n);
			assert(one->over.source == one->at.source && one->over.start <= one->over.end);
			assert(one->over.end <= text.n || one->over.end == UINT32_MAX);
			assert(one->written.n && one->tool.n && (!one->until.n || one->until.n == 10));
		}
		sw_arena_leave(&set.arena, &catch);
	}
	sw_arena_free(&set.arena);
}

static void read_files(struct sw_str text) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	if (SW_ARENA_TRY(&arena, &catch)) {
		struct sw_diags diags = {.arena = &arena};
		struct sw_suppressions list = {0};
		struct sw_lint_config config;
		sw_hadolint_config_read(&arena, 1, text, &config, &diags);
		sw_hadolint_config_ignores(&arena, &config, (struct sw_str){0}, &list);
		for (size_t i = 0; i < sw_ignore_file_count; i++)
			sw_ignore_files[i].read(&arena, 1, text, SW_S("x/"), &list, &diags);
		for (size_t i = 0; i < list.n; i++)
			assert(list.v[i].at.start <= list.v[i].at.end && list.v[i].at.end <= text.n && list.v[i].tool.n);
		sw_arena_leave(&arena, &catch);
	}
	sw_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_str text = sw_str((const char *)data, size);
	read_artifact(text, false);
	read_artifact(text, true);
	read_files(text);
	return 0;
}
