/* Any bytes may be a Dockerfile, and any what ShellCheck wrote about its scripts (behind the first NUL): reading ends, and
 * every place that comes out lies in the file. */
#include "base/limits.h"
#include "facts/factset.h"
#include "readers/dockerfile/read.h"
#include "readers/shellcheck/read.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct sw_shellcheck_script *script, struct sw_span at, size_t size) {
	if (!at.source)
		return;
	assert(at.start < at.end && at.end <= size);
	assert(script->first + script->head + script->added <= script->text.n);
}

static void read(struct sw_factset *set, struct sw_str text, struct sw_str output) {
	struct sw_shellcheck_scripts scripts = {0};
	struct sw_shellcheck_defects defects;
	set->path = SW_S("Dockerfile");
	set->diags.arena = &set->arena;
	sw_dockerfile_read(set, text, NULL);
	if (!set->build)
		return;
	sw_shellcheck_scripts_of(&set->arena, set->build, &scripts);
	for (size_t i = 0; i < scripts.n && i < 50; i++)
		for (int64_t line = 1; line < 6; line++)
			for (int64_t column = 1; column < 12; column++)
				check(&scripts.v[i], sw_shellcheck_place(&scripts.v[i], line, column, line + column % 2, 13 - column), text.n);
	bool sound = sw_shellcheck_read(&set->arena, output, scripts.v, (uint32_t)scripts.n, SW_S("/proc/self/fd/"), 200, &defects);
	assert(sound || defects.n == 0);
	for (size_t i = 0; i < defects.n; i++) {
		assert(defects.v[i].script < scripts.n && defects.v[i].defect.at.source);
		check(&scripts.v[defects.v[i].script], defects.v[i].defect.at, text.n);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_factset set = {0};
	struct sw_arena_catch catch;
	struct sw_str text = {(const char *)data, size};
	size_t nul = sw_str_find_byte(text, '\0');
	sw_arena_init(&set.arena, SW_LIMIT_FACTSET_BYTES);
	if (SW_ARENA_TRY(&set.arena, &catch)) {
		read(&set, sw_str_sub(text, 0, nul), nul == SW_NPOS ? (struct sw_str){0} : sw_str_from(text, nul + 1));
		sw_arena_leave(&set.arena, &catch);
	}
	sw_arena_free(&set.arena);
	return 0;
}
