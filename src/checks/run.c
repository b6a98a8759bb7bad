/* One verdict a check and subject. A sink gathers what a check says; the strongest statement is the verdict. */
#include "checks/run.h"
#include "base/parallel.h"
#include "checks/findings.h"
#include "checks/memo.h"
#include "facts/sink.h"

struct sw_sink {
	struct sw_arena *arena;
	struct sw_verdict *verdict;
	bool failures_only; /* other statements are weighed, not written down */
};

/* fail beats unknown beats pass beats not-applicable: the order of enum sw_status. */
static bool raise_to(struct sw_sink *sink, enum sw_status status) {
	if (sink->verdict->status > status)
		return false;
	sink->verdict->status = status;
	return true;
}

static struct sw_site *__attribute__((format(printf, 3, 0)))
add_site(struct sw_sink *sink, struct sw_span at, const char *format, va_list args) {
	raise_to(sink, SW_VERDICT_FAIL);
	struct sw_site *site = sw_push(sink->arena, &sink->verdict->sites);
	site->at = at;
	site->severity = sink->verdict->check->severity;
	site->message = sw_arena_vprintf(sink->arena, format, args);
	return site;
}

void sw_fail(struct sw_sink *sink, struct sw_span at, const char *format, ...) {
	va_list args;
	va_start(args, format);
	add_site(sink, at, format, args);
	va_end(args);
}

void sw_fail_as(struct sw_sink *sink, enum sw_severity severity, struct sw_span at, const char *format, ...) {
	va_list args;
	va_start(args, format);
	add_site(sink, at, format, args)->severity = severity;
	va_end(args);
}

void sw_fail_variant(struct sw_sink *sink, const char *variant, struct sw_span at, const char *format, ...) {
	va_list args;
	va_start(args, format);
	add_site(sink, at, format, args)->variant = variant;
	va_end(args);
}

void sw_fail_rule(struct sw_sink *sink, const struct sw_defect *defect, enum sw_severity severity) {
	raise_to(sink, SW_VERDICT_FAIL);
	*sw_push(sink->arena, &sink->verdict->sites) = (struct sw_site){
		.at = defect->at, .severity = severity, .message = defect->message, .rule = defect->rule, .level = defect->level};
}

void sw_fail_value(struct sw_sink *sink, const struct sw_value *value, const char *format, ...) {
	const struct sw_link *link = sw_value_link(value);
	va_list args;
	va_start(args, format);
	struct sw_site *site = add_site(sink, link ? link->at : (struct sw_span){0}, format, args);
	va_end(args);
	site->value = value;
	site->variant = link && link->how == SW_HOW_STATED ? "stated" : "absent";
	if (link && link->how != SW_HOW_STATED)
		site->key = SW_S("absent");
	if (!value->known) {
		site->presumed = true;
		sink->verdict->missing = value->missing;
		if (site->severity > SW_INFO)
			site->severity--;
	}
}

void sw_pass(struct sw_sink *sink, struct sw_span at, const char *format, ...) {
	if (!raise_to(sink, SW_VERDICT_PASS) || sink->failures_only)
		return;
	va_list args;
	va_start(args, format);
	sink->verdict->at = at;
	sink->verdict->why = sw_arena_vprintf(sink->arena, format, args);
	va_end(args);
}

void sw_unknown(struct sw_sink *sink, enum sw_missing missing, struct sw_span at, const char *format, ...) {
	if (!raise_to(sink, SW_VERDICT_UNKNOWN) || sink->failures_only)
		return;
	va_list args;
	va_start(args, format);
	sink->verdict->missing = (uint8_t)missing;
	sink->verdict->at = at;
	sink->verdict->why = sw_arena_vprintf(sink->arena, format, args);
	va_end(args);
}

void sw_not_applicable(struct sw_sink *sink, const char *format, ...) {
	if (!raise_to(sink, SW_VERDICT_NOT_APPLICABLE) || sink->failures_only)
		return;
	va_list args;
	va_start(args, format);
	sink->verdict->why = sw_arena_vprintf(sink->arena, format, args);
	va_end(args);
}

static bool is_for(enum sw_check_on on, const struct sw_subject_row *row) {
	switch (on) {
	case SW_ON_BUILD:
		/* A Dockerfile is looked at once, as its last stage; an image at rest by its history. */
		return row->target && row->target->stage->index + 1 == row->target->build->stages.n;
	case SW_ON_START:
		return row->target || row->kind == SW_SUBJECT_WORKLOAD;
	case SW_ON_WORKLOAD:
		return row->kind == SW_SUBJECT_WORKLOAD;
	case SW_ON_DEPLOYMENT:
		return row->kind == SW_SUBJECT_DEPLOYMENT;
	case SW_ON_REPOSITORY:
		return row->kind == SW_SUBJECT_REPOSITORY;
	case SW_ON_IMAGE:
		return row->kind == SW_SUBJECT_IMAGE && row->image->found;
	}
	return false;
}

static struct sw_view view_of(struct sw_arena *arena, const struct sw_system *system, sw_subject subject, struct sw_str date) {
	const struct sw_subject_row *row = sw_subject_get(system, subject);
	struct sw_view view = {.arena = arena, .system = system, .subject = subject, .row = row, .date = date, .deployment = row->deployment};
	if (row->target) {
		view.target = row->target;
		view.fields = row->target->fields;
	}
	if (row->service) {
		view.service = row->service;
		view.fields = row->service->fields;
		view.target = row->service->target;
	}
	if (view.target)
		view.build = view.target->build;
	if (row->image)
		view.image = row->image->found;
	if (view.image)
		view.contents = view.image->contents;
	return view;
}

/* A verdict that rests on presumed sites only is presumed; one proven site makes it proven. */
static void settle(struct sw_verdict *verdict) {
	verdict->presumed = verdict->status == SW_VERDICT_FAIL;
	for (size_t i = 0; i < verdict->sites.n; i++)
		verdict->presumed = verdict->presumed && verdict->sites.v[i].presumed;
}

enum { PART_SUBJECTS = 24 }; /* few enough to stay in a cache and to be shared out evenly */

/* The work of one thread at a time: all checks on some neighbouring subjects, which then stay in the processor's caches;
 * the checks' statements share an arena, threads share nothing. */
struct part {
	struct sw_arena *arena;             /* of what the checks say */
	struct sw_arena scratch;            /* of what they work out: gone when the part is done */
	sw_subject first, end;
	struct sw_memo memos[PART_SUBJECTS];
	SW_VEC(struct sw_verdict) verdicts; /* by check, then by subject */
	size_t next;                        /* the first that is not yet put together with those of other parts */
	bool full;                          /* the arena was */
};

struct work {
	const struct sw_system *system;
	const struct sw_check_run *run;
	struct part *parts;
};

static void run_check(struct work *work, struct part *part, const struct sw_check *check, const struct sw_view *view) {
	struct sw_verdict verdict = {.check = check, .subject = view->subject};
	struct sw_sink sink = {part->arena, &verdict, work->run->failures_only};
	check->decide(view, &sink);
	if (verdict.status == SW_VERDICT_NONE || (sink.failures_only && verdict.status != SW_VERDICT_FAIL))
		return;
	settle(&verdict);
	if (work->run->finish)
		work->run->finish(part->arena, &verdict);
	*sw_push(&part->scratch, &part->verdicts) = verdict;
}

static void run_part(struct work *work, struct part *part) {
	const struct sw_check_run *run = work->run;
	if (!run->failures_only) { /* there is one of each: room for all of them */
		part->verdicts.cap = run->count * (part->end - part->first);
		part->verdicts.v = SW_NEW_ARRAY(part->arena, struct sw_verdict, part->verdicts.cap);
	}
	struct sw_view views[PART_SUBJECTS];
	unsigned kinds[PART_SUBJECTS] = {0}; /* bit n: checks on enum sw_check_on n look at it */
	uint32_t count = part->end - part->first;
	for (uint32_t i = 0; i < count; i++) {
		views[i] = view_of(&part->scratch, work->system, part->first + i, run->date);
		views[i].memo = &part->memos[i];
		for (enum sw_check_on on = SW_ON_BUILD; on <= SW_ON_IMAGE; on++)
			if (is_for(on, views[i].row))
				kinds[i] |= 1u << on;
	}
	for (size_t c = 0; c < run->count; c++)
		for (uint32_t i = 0; i < count; i++)
			if (kinds[i] >> run->checks[c]->on & 1)
				run_check(work, part, run->checks[c], &views[i]);
	if (run->failures_only) {
		struct sw_verdict *verdicts = SW_NEW_ARRAY(part->arena, struct sw_verdict, part->verdicts.n);
		if (part->verdicts.n)
			memcpy(verdicts, part->verdicts.v, part->verdicts.n * sizeof *verdicts);
		part->verdicts.v = verdicts;
	}
}

static void run_item(void *context, size_t item, unsigned thread) {
	struct work *work = context;
	struct part *part = &work->parts[item];
	struct sw_arena_catch catch, catch_scratch;
	(void)thread;
	part->full = true;
	sw_arena_init(&part->scratch, part->arena->cap);
	if (SW_ARENA_TRY(part->arena, &catch)) {
		if (SW_ARENA_TRY(&part->scratch, &catch_scratch)) {
			run_part(work, part);
			sw_arena_leave(&part->scratch, &catch_scratch);
			part->full = false;
		}
		sw_arena_leave(part->arena, &catch);
	}
	sw_arena_free(&part->scratch);
}

/* All verdicts in order of check, then of subject. */
static void gather(struct sw_arena *arena, const struct work *work, size_t parts, struct sw_findings *findings) {
	size_t all = 0;
	for (size_t i = 0; i < parts; i++)
		all += work->parts[i].verdicts.n;
	findings->verdicts.v = SW_NEW_ARRAY(arena, struct sw_verdict, all);
	findings->verdicts.n = findings->verdicts.cap = all;
	struct sw_verdict *next = findings->verdicts.v;
	for (size_t c = 0; c < work->run->count; c++)
		for (size_t i = 0; i < parts; i++) {
			struct part *part = &work->parts[i];
			while (part->next < part->verdicts.n && part->verdicts.v[part->next].check == work->run->checks[c])
				*next++ = part->verdicts.v[part->next++];
		}
}

void sw_checks_run(struct sw_arena *arena, const struct sw_system *system, const struct sw_check_run *run,
		   struct sw_findings *findings) {
	size_t parts = system->subjects.n / PART_SUBJECTS + 1;
	struct work work = {system, run, SW_NEW_ARRAY(arena, struct part, parts)};
	/* One a part of the subjects, and one a check for what is folded. */
	findings->arena_count = parts + run->count;
	findings->arenas = SW_NEW_ARRAY(arena, struct sw_arena, findings->arena_count);
	for (size_t i = 0; i < findings->arena_count; i++)
		sw_arena_init(&findings->arenas[i], arena->cap);
	for (size_t i = 0; i < parts; i++) {
		size_t end = (i + 1) * PART_SUBJECTS;
		work.parts[i].arena = &findings->arenas[i];
		work.parts[i].first = i ? (sw_subject)(i * PART_SUBJECTS) : 1; /* 0 is no subject */
		work.parts[i].end = (sw_subject)(end < system->subjects.n ? end : system->subjects.n);
	}
	sw_parallel(parts, run->jobs, run_item, &work);
	for (size_t i = 0; i < parts; i++)
		/* A check that ran out of memory has said nothing that can be trusted. */
		if (work.parts[i].full)
			sw_arena_throw(arena);
	gather(arena, &work, parts, findings);
	struct sw_fold fold = {findings->arenas + parts, run->count, run->jobs, !run->no_fingerprints};
	sw_findings_fold(arena, system, &fold, findings);
}

void sw_checks_free(struct sw_findings *findings) {
	for (size_t i = 0; i < findings->arena_count; i++)
		sw_arena_free(&findings->arenas[i]);
}
