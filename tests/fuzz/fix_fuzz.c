/* What mends files: a Dockerfile and a compose file, divided by a line "=====", are read, joined, judged and mended. Edits
 * lie inside their text, in order and without overlap; the difference can be written; what comes out is read again; and
 * when nothing was left over, mending it once more changes nothing. */
#include "checks/registry.h"
#include "checks/run.h"
#include "fixes/diff.h"
#include "readers/compose/read.h"
#include "readers/dockerfile/read.h"
#include "run/hide.h"
#include "run/inner.h"
#include "system/join.h"
#include <stdlib.h>

enum { ROUNDS = 8 }; /* after which nothing may be left to do */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
	if (!holds)
		abort();
}

struct texts {
	struct sw_str v[2]; /* Dockerfile, compose file */
};

static void read_set(struct sw_factset *set, unsigned number, struct sw_str text) {
	struct sw_arena_catch catch;
	sw_arena_init(&set->arena, (size_t)64 << 20);
	set->path = number ? SW_S("compose.yaml") : SW_S("Dockerfile");
	set->sources.base = number * SW_SOURCES_A_PART;
	set->diags.arena = &set->arena;
	if (SW_ARENA_TRY(&set->arena, &catch)) {
		if (number)
			sw_compose_read(set, text, NULL);
		else
			sw_dockerfile_read(set, text, NULL);
		sw_inner_read(set, NULL);
		sw_hide_set(set);
		sw_arena_leave(&set->arena, &catch);
	} else {
		set->build = NULL;
		set->deployment = NULL;
	}
}

static void check_edits(struct sw_str text, const struct sw_edit *edits, size_t n) {
	for (size_t i = 0; i < n; i++) {
		must(edits[i].at.start <= edits[i].at.end && edits[i].at.end <= text.n);
		must(!i || edits[i - 1].at.end <= edits[i].at.start);
	}
}

static void check_fixes(const struct sw_system *system, const struct sw_fixes *fixes) {
	for (size_t i = 0; i < fixes->v.n; i++) {
		const struct sw_fix *fix = &fixes->v.v[i];
		const struct sw_source *source = sw_source_of(&system->sources, fix->edits.v[0].at);
		must(source && !source->made_of.source && fix->title.n && sw_str_find_byte(fix->title, '\n') == SW_NPOS);
		for (size_t k = 0; k < fix->edits.n; k++) {
			must(fix->edits.v[k].at.source == fix->edits.v[0].at.source);
			must(fix->edits.v[k].at.start <= fix->edits.v[k].at.end && fix->edits.v[k].at.end <= source->text.n);
		}
	}
}

/* Puts the mended texts, on the heap, in the place of `texts`; true when something changed. */
static bool carry_out(struct sw_arena *arena, const struct sw_system *system, const struct sw_patch *patch, struct texts *texts) {
	bool changed = false;
	for (size_t i = 0, end; i < patch->edits.n; i = end) {
		const struct sw_edit *edits = patch->edits.v + i;
		const struct sw_source *source = sw_source_of(&system->sources, edits->at);
		end = sw_patch_source_end(patch, i);
		check_edits(source->text, edits, end - i);
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, -1);
		sw_diff_write(arena, &out, source, edits, end - i, &system->hidden);
		struct sw_str after = sw_edits_apply(arena, source->text, edits, end - i);
		struct sw_str *text = &texts->v[edits->at.source / SW_SOURCES_A_PART];
		if (!sw_str_eq(*text, source->text))
			continue; /* a part of a text */
		char *copy = malloc(after.n + 1);
		must(copy != NULL);
		memcpy(copy, after.p, after.n);
		changed = changed || !sw_str_eq(after, *text);
		free((void *)(uintptr_t)text->p);
		*text = sw_str(copy, after.n);
	}
	return changed;
}

/* True when something changed. */
static bool mend(struct sw_arena *arena, struct texts *texts, bool baseline) {
	static struct sw_factset sets[2];
	struct sw_factset *both[] = {&sets[0], &sets[1]};
	struct sw_arena_catch catch;
	struct sw_findings findings = {0};
	struct texts now = *texts;
	volatile bool changed = false;
	for (unsigned i = 0; i < 2; i++) {
		sets[i] = (struct sw_factset){0};
		read_set(&sets[i], i, now.v[i]);
	}
	if (SW_ARENA_TRY(arena, &catch)) {
		struct sw_system system;
		struct sw_fixes fixes = {0};
		struct sw_patch patch = {0};
		sw_system_join(arena, both, 2, NULL, NULL, 1, &system);
		sw_checks_run(arena, &system, &(struct sw_check_run){sw_checks, sw_check_count, 1, SW_S("2026-12-01"), false, NULL}, &findings);
		sw_fixes_make(arena, &system, &findings, baseline, &fixes);
		check_fixes(&system, &fixes);
		sw_patch_make(arena, &fixes, true, &patch);
		must(patch.applied.n + patch.left.n + patch.held.n == fixes.v.n);
		changed = carry_out(arena, &system, &patch, texts);
		sw_arena_leave(arena, &catch);
	}
	sw_checks_free(&findings);
	sw_arena_free(&sets[0].arena);
	sw_arena_free(&sets[1].arena);
	return changed;
}

static struct sw_str copy_of(struct sw_str text) {
	char *copy = malloc(text.n + 1);
	must(copy != NULL);
	if (text.n)
		memcpy(copy, text.p, text.n);
	return sw_str(copy, text.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_str text = {(const char *)data, size}, mark = SW_S("=====\n");
	if (size > 1 << 15)
		return 0;
	size_t at = sw_str_find(text, mark);
	for (int baseline = 0; baseline < 2; baseline++) {
		struct texts texts = {{copy_of(sw_str_sub(text, 0, at)), copy_of(at == SW_NPOS ? SW_S("") : sw_str_from(text, at + mark.n))}};
		bool changed = true;
		for (int round = 0; round < ROUNDS && changed; round++) {
			struct sw_arena arena;
			sw_arena_init(&arena, (size_t)512 << 20);
			changed = mend(&arena, &texts, baseline);
			sw_arena_free(&arena);
		}
		must(!changed);
		free((void *)(uintptr_t)texts.v[0].p);
		free((void *)(uintptr_t)texts.v[1].p);
	}
	return 0;
}
