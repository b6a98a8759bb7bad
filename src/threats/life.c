#include "threats/life.h"
#include "facts/check.h"
#include "knowledge/date.h"
#include "threats/own.h"
#include <stdlib.h>

struct making {
	struct sw_arena *arena;
	const struct sw_system *system;
	struct sw_str date;
	struct sw_life *life;
};

/* Which entry stands where in the list: decisions are one array. */
static struct sw_decided *entry_of(struct making *making, const struct sw_decisions *decisions, const struct sw_decision *decision) {
	return &making->life->decided.v[decision - decisions->v.v];
}

static void note_row(struct making *making, const struct sw_decisions *decisions, const struct sw_threat *threat, const struct sw_decision_list *found) {
	for (size_t i = 0; i < found->n; i++) {
		struct sw_decided *entry = entry_of(making, decisions, found->v[i]);
		struct sw_str why;
		enum sw_standing standing = sw_decision_standing(making->arena, &making->system->config->approvers, found->v[i], threat, making->date, &why);
		if (!entry->rows++)
			entry->threat = threat;
		if (entry->rows == 1 || standing > entry->standing) {
			entry->standing = standing;
			entry->why = why;
		}
		entry->replaced = entry->replaced || (threat->decision != found->v[i] && threat->decision && threat->standing == SW_STANDING_IN_FORCE &&
						      threat->decision > found->v[i]);
		uint32_t earlier = 0;
		for (size_t k = 0; k < found->n; k++)
			earlier += found->v[k] < found->v[i] && found->v[k]->kind == found->v[i]->kind && found->v[k]->valid;
		entry->renewals = earlier > entry->renewals ? earlier : entry->renewals;
	}
}

static bool near(struct making *making, struct sw_str day) {
	return sw_date_valid(day) && sw_date_days(making->date, day) <= SW_DECISION_DUE_DAYS;
}

static void finish_entry(struct making *making, struct sw_decided *entry) {
	const struct sw_decision *decision = entry->decision;
	if (!decision->valid || !entry->rows) {
		entry->standing = SW_STANDING_NO_EFFECT;
		entry->why = !decision->valid ? SW_S("it is incomplete or contradicts itself")
			: sw_own_kind_of(making->system->config, decision->threat.text) ? SW_S("nothing of this name is in the model") : SW_S("the catalogue has no such threat");
	} else if (entry->standing == SW_STANDING_IN_FORCE && (entry->threat->state == SW_STATE_MITIGATED || entry->threat->state == SW_STATE_NOT_APPLICABLE)) {
		entry->why = sw_arena_printf(making->arena, "no longer needed: %s", sw_state_name(entry->threat->state));
	}
	entry->due = entry->standing == SW_STANDING_IN_FORCE && !entry->replaced && (near(making, decision->until.text) || near(making, decision->review.text));
	if (!entry->replaced) {
		making->life->standings[entry->standing]++;
		making->life->due += entry->due;
	}
}

static void judge_decisions(struct making *making, const struct sw_decisions *decisions, const struct sw_register *registers, size_t count) {
	struct sw_map map = {0};
	for (size_t i = 0; decisions && i < decisions->v.n; i++)
		*sw_push(making->arena, &making->life->decided) = (struct sw_decided){.decision = &decisions->v.v[i]};
	sw_decisions_index(making->arena, decisions, &map);
	for (size_t r = 0; map.used && r < count; r++)
		for (size_t i = 0; i < registers[r].threats.n; i++) {
			struct sw_decision_list found = {0};
			sw_decisions_about(making->arena, &map, registers[r].diagram, &registers[r].threats.v[i], &found);
			note_row(making, decisions, &registers[r].threats.v[i], &found);
		}
	for (size_t i = 0; i < making->life->decided.n; i++)
		finish_entry(making, &making->life->decided.v[i]);
}

static int overdue_order(const void *left, const void *right) {
	const struct sw_threat *a = *(const struct sw_threat *const *)left, *b = *(const struct sw_threat *const *)right;
	if (a->overdue != b->overdue)
		return a->overdue > b->overdue ? -1 : 1;
	return sw_str_cmp(a->id, b->id);
}

/* A secret's line stays when all that it stood in is gone; nobody would hear of it otherwise. */
static void say_gone(struct making *making, const struct sw_register *registers, size_t count, struct sw_diags *diags) {
	const struct sw_lock *lock = &making->system->config->lock;
	struct sw_map there = {0};
	static char yes;
	for (size_t r = 0; lock->rows.n && r < count; r++)
		for (size_t i = 0; i < registers[r].threats.n; i++)
			sw_map_put(making->arena, &there, registers[r].threats.v[i].id, &yes);
	for (size_t i = 0; i < lock->rows.n; i++)
		if (lock->rows.v[i].latched.n && !sw_map_get(&there, lock->rows.v[i].id))
			sw_diag_add(diags, SW_DIAG_WARNING, "secret-not-rotated", lock->rows.v[i].at,
				    "a secret stood in what is gone now; it stays known until it is changed");
}

static void note_rows(struct making *making, const struct sw_register *registers, size_t count) {
	struct sw_life *life = making->life;
	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < registers[r].threats.n; i++) {
			const struct sw_threat *threat = &registers[r].threats.v[i];
			if (threat->overdue)
				*sw_push(making->arena, &life->overdue) = threat;
			life->without_owner += !threat->owner.n && threat->state != SW_STATE_MITIGATED && threat->state != SW_STATE_NOT_APPLICABLE;
		}
	if (life->overdue.n)
		qsort(life->overdue.v, life->overdue.n, sizeof *life->overdue.v, overdue_order);
}

const struct sw_life *sw_life_make(struct sw_arena *arena, const struct sw_system *system, const struct sw_findings *findings,
				   const struct sw_decisions *decisions, const struct sw_register *registers, size_t count,
				   struct sw_str date, struct sw_diags *diags) {
	struct making making = {arena, system, date, SW_NEW(arena, struct sw_life)};
	const struct sw_model *model = &system->config->model;
	judge_decisions(&making, decisions, registers, count);
	note_rows(&making, registers, count);
	say_gone(&making, registers, count, diags);
	for (size_t i = 0; i < model->assumptions.n; i++) {
		struct sw_assumption_state *state = sw_push(arena, &making.life->assumptions);
		state->said = &model->assumptions.v[i];
		sw_assumption_judge(arena, system, findings, registers, count, date, state);
		making.life->assumed[state->state]++;
	}
	sw_review_judge(arena, system, registers, count, date, &making.life->review);
	return making.life;
}
