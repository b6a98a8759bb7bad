/* The text of register.lock: one line for each row that is not mitigated, sorted by bytes. */
#include "base/say.h"
#include "process/rewrite.h"
#include "readers/config/read.h"
#include "run/state.h"
#include <stdlib.h>

struct line {
	struct sw_str id, since;
	const char *state;
	sw_strings latched;
};

struct writing {
	struct sw_arena *arena;
	const struct sw_report *report;
	struct sw_map places; /* id → index + 1 */
	SW_VEC(struct line) lines;
};

enum { FINGERPRINT_DIGITS = 16 };

static void latch(struct writing *writing, struct line *line, struct sw_str fingerprint) {
	fingerprint = sw_str_sub(fingerprint, 0, FINGERPRINT_DIGITS);
	for (size_t i = 0; i < line->latched.n; i++)
		if (sw_str_eq(line->latched.v[i], fingerprint))
			return;
	*sw_push(writing->arena, &line->latched) = fingerprint;
}

static int rank(const char *state) {
	return strcmp(state, "open") == 0 ? 3 : strcmp(state, "weak") == 0 ? 2 : strcmp(state, "needs-evidence") == 0;
}

/* A row whose evidence is gone keeps what was known of it: nothing was fixed. */
static const char *state_of(const struct writing *writing, const struct sw_threat *threat) {
	const struct sw_lock_row *row = sw_lock_find(&writing->report->system->config->lock, threat->id);
	if (row && (threat->state == SW_STATE_NEEDS_EVIDENCE || threat->state == SW_STATE_NOT_STARTED))
		return sw_arena_str(writing->arena, row->state).p;
	return sw_state_name(threat->state);
}

static void add_row(struct writing *writing, const struct sw_threat *threat) {
	struct line line = {.id = threat->id, .since = threat->since.n ? threat->since : writing->report->date, .state = state_of(writing, threat)};
	for (size_t i = 0; i < threat->latched.n; i++)
		latch(writing, &line, threat->latched.v[i]);
	for (size_t i = 0; threat->kind->latched && i < threat->weaknesses.n; i++)
		if (threat->weaknesses.v[i].finding && !threat->weaknesses.v[i].presumed)
			latch(writing, &line, sw_str_of(threat->weaknesses.v[i].finding->fingerprint));
	size_t known = (uintptr_t)sw_map_get(&writing->places, threat->id);
	if (!known) {
		*sw_push(writing->arena, &writing->lines) = line;
		sw_map_put(writing->arena, &writing->places, line.id, (void *)(uintptr_t)writing->lines.n);
		return;
	}
	/* The same element in several deployments: the worst state, the earliest day. */
	struct line *first = &writing->lines.v[known - 1];
	first->state = rank(line.state) > rank(first->state) ? line.state : first->state;
	first->since = sw_str_cmp(line.since, first->since) < 0 ? line.since : first->since;
	for (size_t i = 0; i < line.latched.n; i++)
		latch(writing, first, line.latched.v[i]);
}

/* Secrets in what is gone stay known until they are changed. */
static void keep_gone(struct writing *writing) {
	const struct sw_lock *lock = &writing->report->system->config->lock;
	struct sw_map there = {0};
	static char yes;
	for (size_t r = 0; r < writing->report->registers.n; r++)
		for (size_t i = 0; i < writing->report->registers.v[r].threats.n; i++)
			sw_map_put(writing->arena, &there, writing->report->registers.v[r].threats.v[i].id, &yes);
	for (size_t i = 0; i < lock->rows.n; i++) {
		const struct sw_lock_row *row = &lock->rows.v[i];
		struct line line = {.id = row->id, .since = row->since, .state = sw_arena_str(writing->arena, row->state).p};
		if (!row->latched.n || sw_map_get(&there, row->id))
			continue;
		for (size_t k = 0; k < row->latched.n; k++)
			latch(writing, &line, row->latched.v[k].text);
		*sw_push(writing->arena, &writing->lines) = line;
	}
}

static int text_order(const void *a, const void *b) {
	return sw_str_cmp(*(const struct sw_str *)a, *(const struct sw_str *)b);
}

static struct sw_str line_text(struct writing *writing, struct line *line) {
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_lock_id_write(&out, line->id);
	sw_out_printf(&out, " %s %.*s", line->state, SW_ARG(line->since));
	if (line->latched.n)
		qsort(line->latched.v, line->latched.n, sizeof *line->latched.v, text_order);
	for (size_t i = 0; i < line->latched.n; i++)
		sw_out_printf(&out, "%s%.*s", i ? "," : " ", SW_ARG(line->latched.v[i]));
	return sw_arena_str(writing->arena, sw_out_text(&out));
}

static struct sw_str lock_text(struct sw_arena *arena, const struct sw_report *report) {
	struct writing writing = {.arena = arena, .report = report};
	for (size_t r = 0; r < report->registers.n; r++)
		for (size_t i = 0; i < report->registers.v[r].threats.n; i++) {
			const struct sw_threat *threat = &report->registers.v[r].threats.v[i];
			if (threat->state != SW_STATE_MITIGATED && threat->state != SW_STATE_NOT_APPLICABLE)
				add_row(&writing, threat);
		}
	keep_gone(&writing);
	sw_strings lines = {0};
	for (size_t i = 0; i < writing.lines.n; i++)
		*sw_push(arena, &lines) = line_text(&writing, &writing.lines.v[i]);
	if (lines.n)
		qsort(lines.v, lines.n, sizeof *lines.v, text_order);
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_out_z(&out, "# Since when rows of the register are not mitigated. Written by `strideward scan --write-lock`; keep it in version control.\n");
	for (size_t i = 0; i < lines.n; i++) {
		sw_out_str(&out, lines.v[i]);
		sw_out_byte(&out, '\n');
	}
	return sw_arena_str(arena, sw_out_text(&out));
}

int sw_lock_write(struct sw_scan *scan, const struct sw_request *request) {
	struct sw_err err;
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, request->changes_fd);
	struct sw_str text = lock_text(&scan->arena, &scan->report);
	if (!scan->config.lock.present)
		sw_rewrite_put_new(&out, 0, SW_S(SW_STATE_LOCK), text);
	else if (!sw_str_eq(text, scan->lock_text))
		sw_rewrite_put(&out, 0, SW_S(SW_STATE_LOCK), scan->lock_text, text);
	if (sw_out_flush(&out, &err) == 0)
		return 0;
	sw_say("%s", err.text);
	return -1;
}
