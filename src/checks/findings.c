#include "checks/findings.h"
#include "base/map.h"
#include "base/parallel.h"
#include "base/sha256.h"
#include <stdlib.h>

/* The cause stands where it is written: a build before an image before a workload. */
static int subject_order(const struct sw_system *system, sw_subject a, sw_subject b) {
	const struct sw_subject_row *left = sw_subject_get(system, a), *right = sw_subject_get(system, b);
	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	return sw_str_cmp(left->id, right->id);
}

struct candidate {
	const struct sw_verdict *verdict;
	const struct sw_site *site;
	size_t order; /* as the check gave them: keeps equal ones apart deterministically */
};

/* What one check found: nothing of it depends on other checks, so threads share the checks out. */
struct group {
	const struct sw_verdict *verdicts;
	size_t n;
	struct sw_arena *arena;
	struct sw_arena scratch; /* of what stands below: gone when the groups are merged */
	SW_VEC(struct candidate) candidates;
	SW_VEC(struct sw_finding) findings;
	bool full; /* one of the arenas was */
};

struct folding {
	const struct sw_system *system;
	struct group *groups;
	size_t count;
	bool fingerprints;
};

static int candidate_order(const void *left, const void *right, void *system) {
	const struct candidate *a = left, *b = right;
	/* Without a place only the subject tells two causes apart. */
	int order = sw_span_cmp(a->site->at, b->site->at);
	if (!order)
		order = subject_order(system, a->verdict->subject, b->verdict->subject);
	return order ? order : a->order < b->order ? -1 : 1;
}

static int weight_order(const struct sw_finding *a, const struct sw_finding *b) {
	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	if (a->proven != b->proven)
		return a->proven ? -1 : 1;
	return sw_span_cmp(a->site->at, b->site->at);
}

/* Of one check's. */
static int finding_order(const void *left, const void *right, void *system) {
	const struct sw_finding *a = left, *b = right;
	int order = weight_order(a, b);
	return order ? order : subject_order(system, a->subject, b->subject);
}

/* Secrets stand in order of their places. */
static size_t first_secret(const struct sw_system *system, uint32_t source) {
	size_t low = 0, high = system->secrets.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (system->secrets.v[middle].at.source < source)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The words of the site with white space folded and secrets left out: stable when lines move. */
static struct sw_str site_key(struct sw_arena *arena, const struct sw_system *system, const struct sw_site *site) {
	if (site->key.n)
		return site->key;
	for (size_t i = first_secret(system, site->at.source); i < system->secrets.n; i++) {
		struct sw_span secret = system->secrets.v[i].at;
		if (secret.source != site->at.source)
			break;
		if (secret.start < site->at.end && site->at.start < secret.end)
			return system->secrets.v[i].fingerprint;
	}
	struct sw_str text = sw_str_sub(sw_span_text(&system->sources, site->at), 0, 512);
	char *folded = sw_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++)
		if (!sw_is_space(text.p[i]))
			folded[n++] = text.p[i];
		else if (n && folded[n - 1] != ' ')
			folded[n++] = ' ';
	/* Rules of another tool come and go one by one: each place has a key a rule. */
	return site->rule ? sw_arena_printf(arena, "%s %.*s", site->rule, (int)n, folded) : sw_str(folded, n);
}

static void add_part(struct sw_sha256 *sha, struct sw_str part) {
	sw_sha256_add(sha, part);
	sw_sha256_add(sha, sw_str("", 1));
}

static void fingerprint(const struct sw_system *system, struct sw_finding *finding, struct sw_str key, unsigned ordinal) {
	struct sw_sha256 sha;
	char number[16] = {0};
	for (unsigned rest = ordinal, i = 0; i < 10; i++, rest /= 10)
		number[9 - i] = (char)('0' + rest % 10);
	sw_sha256_start(&sha);
	add_part(&sha, SW_S("strideward/finding/1"));
	add_part(&sha, sw_str_of(finding->check->id));
	add_part(&sha, sw_subject_get(system, finding->subject)->id);
	add_part(&sha, key);
	add_part(&sha, sw_str_of(number));
	sw_sha256_hex(&sha, finding->fingerprint);
}

/* Sites of one check, subject and key differ by their ordinal, in order of place. */
static void number_findings(const struct sw_system *system, struct group *group) {
	struct sw_map seen = {0};
	for (size_t i = 0; i < group->findings.n; i++) {
		struct sw_finding *finding = &group->findings.v[i];
		struct sw_str key = site_key(group->arena, system, finding->site);
		struct sw_str name = sw_arena_printf(group->arena, "%u\n%.*s", finding->subject, SW_ARG(key));
		unsigned *count = sw_map_get(&seen, name);
		if (!count) {
			count = SW_NEW(group->arena, unsigned);
			sw_map_put(group->arena, &seen, name, count);
		}
		fingerprint(system, finding, key, (*count)++);
	}
}

static bool same_cause(const struct candidate *a, const struct candidate *b) {
	if (sw_span_cmp(a->site->at, b->site->at) != 0)
		return false;
	if (!a->site->at.source)
		return a->verdict->subject == b->verdict->subject && sw_str_eq(a->site->message, b->site->message);
	/* Two different things said at one place by one subject are two findings. */
	return a->verdict->subject != b->verdict->subject || sw_str_eq(a->site->message, b->site->message);
}

static void affect(struct sw_arena *arena, struct sw_finding *finding, sw_subject subject) {
	if (finding->subject == subject)
		return;
	for (size_t i = 0; i < finding->affected.n; i++)
		if (finding->affected.v[i] == subject)
			return;
	*sw_push(arena, &finding->affected) = subject;
}

static void gather_candidates(const struct folding *folding, struct group *group) {
	size_t sites = 0;
	for (size_t v = 0; v < group->n; v++)
		sites += group->verdicts[v].sites.n;
	sw_reserve(&group->scratch, &group->candidates, sites);
	for (size_t v = 0; v < group->n; v++) {
		const struct sw_verdict *verdict = &group->verdicts[v];
		for (size_t s = 0; s < verdict->sites.n; s++, group->candidates.n++)
			group->candidates.v[group->candidates.n] = (struct candidate){verdict, &verdict->sites.v[s], group->candidates.n};
	}
	if (sites)
		qsort_r(group->candidates.v, sites, sizeof *group->candidates.v, candidate_order, (void *)(uintptr_t)folding->system);
}

static void fold_group(const struct folding *folding, struct group *group) {
	gather_candidates(folding, group);
	sw_reserve(&group->scratch, &group->findings, group->candidates.n);
	const struct candidate *first = NULL; /* of the finding that is being gathered */
	for (size_t i = 0; i < group->candidates.n; i++) {
		const struct candidate *candidate = &group->candidates.v[i];
		struct sw_finding *finding = first && same_cause(first, candidate) ? &group->findings.v[group->findings.n - 1] : NULL;
		if (finding) {
			affect(group->arena, finding, candidate->verdict->subject);
			if (candidate->site->severity > finding->severity)
				finding->severity = candidate->site->severity;
			finding->proven = finding->proven || !candidate->site->presumed;
			continue;
		}
		first = candidate;
		*sw_push(&group->scratch, &group->findings) = (struct sw_finding){
			.check = candidate->verdict->check, .severity = candidate->site->severity,
			.proven = !candidate->site->presumed, .subject = candidate->verdict->subject,
			.site = candidate->site, .is_new = true};
	}
	if (group->findings.n)
		qsort_r(group->findings.v, group->findings.n, sizeof *group->findings.v, finding_order, (void *)(uintptr_t)folding->system);
	if (folding->fingerprints)
		number_findings(folding->system, group);
}

static void fold_item(void *context, size_t item, unsigned thread) {
	struct folding *folding = context;
	struct group *group = &folding->groups[item];
	struct sw_arena_catch catch, catch_scratch;
	(void)thread;
	group->full = true;
	sw_arena_init(&group->scratch, group->arena->cap);
	if (SW_ARENA_TRY(group->arena, &catch)) {
		if (SW_ARENA_TRY(&group->scratch, &catch_scratch)) {
			fold_group(folding, group);
			sw_arena_leave(&group->scratch, &catch_scratch);
			group->full = false;
		}
		sw_arena_leave(group->arena, &catch);
	}
}

/* The place of a finding in the list of all, in a few bytes: sorting moves and compares these, and not the findings. */
struct rank {
	uint64_t weight, place; /* as weight_order() says */
	const struct sw_finding *finding;
	uint32_t group;         /* checks are in order of their ids */
};

static struct rank rank_of(const struct sw_finding *finding, size_t group) {
	struct sw_span at = finding->site->at;
	uint64_t lightness = (uint64_t)(SW_CRITICAL - finding->severity) << 1 | !finding->proven;
	return (struct rank){lightness << 32 | at.source, (uint64_t)at.start << 32 | at.end, finding, (uint32_t)group};
}

static int rank_order(const void *left, const void *right, void *system) {
	const struct rank *a = left, *b = right;
	if (a->weight != b->weight)
		return a->weight < b->weight ? -1 : 1;
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return subject_order(system, a->finding->subject, b->finding->subject);
}

static void merge_groups(struct sw_arena *arena, const struct folding *folding, struct sw_findings *findings) {
	size_t n = 0, next = 0;
	for (size_t g = 0; g < folding->count; g++) {
		if (folding->groups[g].full)
			sw_arena_throw(arena);
		n += folding->groups[g].findings.n;
	}
	struct rank *ranks = SW_NEW_ARRAY(arena, struct rank, n);
	for (size_t g = 0; g < folding->count; g++)
		for (size_t i = 0; i < folding->groups[g].findings.n; i++)
			ranks[next++] = rank_of(&folding->groups[g].findings.v[i], g);
	if (n)
		qsort_r(ranks, n, sizeof *ranks, rank_order, (void *)(uintptr_t)folding->system);
	findings->findings.v = SW_NEW_ARRAY(arena, struct sw_finding, n);
	findings->findings.n = findings->findings.cap = n;
	for (size_t i = 0; i < n; i++)
		findings->findings.v[i] = *ranks[i].finding;
}

static void make_groups(const struct sw_findings *findings, struct sw_arena *arenas, struct folding *folding) {
	for (size_t v = 0; v < findings->verdicts.n; v++) {
		const struct sw_verdict *verdict = &findings->verdicts.v[v];
		struct group *group = folding->count ? &folding->groups[folding->count - 1] : NULL;
		if (!group || group->verdicts->check != verdict->check) {
			group = &folding->groups[folding->count];
			*group = (struct group){.verdicts = verdict, .arena = &arenas[folding->count++]};
		}
		group->n++;
	}
}

void sw_findings_fold(struct sw_arena *arena, const struct sw_system *system, const struct sw_fold *fold,
		      struct sw_findings *findings) {
	struct folding folding = {.system = system, .groups = SW_NEW_ARRAY(arena, struct group, fold->checks),
				  .fingerprints = fold->fingerprints};
	make_groups(findings, fold->arenas, &folding);
	sw_parallel(folding.count, fold->jobs, fold_item, &folding);
	struct sw_arena_catch catch;
	volatile bool merged = false;
	if (SW_ARENA_TRY(arena, &catch)) {
		merge_groups(arena, &folding, findings);
		sw_arena_leave(arena, &catch);
		merged = true;
	}
	for (size_t g = 0; g < folding.count; g++)
		sw_arena_free(&folding.groups[g].scratch);
	if (!merged)
		sw_arena_throw(arena);
}
