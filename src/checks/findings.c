#include "checks/findings.h"
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
	size_t order; /* as the checks gave them: keeps equal ones apart deterministically */
};

static const struct sw_system *sorting; /* qsort has no context; one thread folds */

static int place_order(const struct candidate *a, const struct candidate *b) {
	int by_check = strcmp(a->verdict->check->id, b->verdict->check->id);
	int by_place = sw_span_cmp(a->site->at, b->site->at);
	if (by_check)
		return by_check;
	if (by_place)
		return by_place;
	/* Without a place only the subject tells two causes apart. */
	return 0;
}

static int candidate_order(const void *left, const void *right) {
	const struct candidate *a = left, *b = right;
	int order = place_order(a, b);
	if (!order)
		order = subject_order(sorting, a->verdict->subject, b->verdict->subject);
	return order ? order : a->order < b->order ? -1 : 1;
}

static int finding_order(const void *left, const void *right) {
	const struct sw_finding *a = left, *b = right;
	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	if (a->proven != b->proven)
		return a->proven ? -1 : 1;
	int by_place = sw_span_cmp(a->site->at, b->site->at);
	if (by_place)
		return by_place;
	int by_check = strcmp(a->check->id, b->check->id);
	return by_check ? by_check : subject_order(sorting, a->subject, b->subject);
}

/* The words of the site with white space folded and secrets left out: stable when lines move. */
static struct sw_str site_key(struct sw_arena *arena, const struct sw_system *system, const struct sw_site *site) {
	if (site->key.n)
		return site->key;
	for (size_t i = 0; i < system->secrets.n; i++) {
		struct sw_span secret = system->secrets.v[i].at;
		if (secret.source == site->at.source && secret.start < site->at.end && site->at.start < secret.end)
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
static void number_findings(struct sw_arena *arena, const struct sw_system *system, struct sw_findings *findings) {
	struct sw_map seen = {0};
	for (size_t i = 0; i < findings->findings.n; i++) {
		struct sw_finding *finding = &findings->findings.v[i];
		struct sw_str key = site_key(arena, system, finding->site);
		struct sw_str name = sw_arena_printf(arena, "%s\n%u\n%.*s", finding->check->id, finding->subject, SW_ARG(key));
		unsigned *count = sw_map_get(&seen, name);
		if (!count) {
			count = SW_NEW(arena, unsigned);
			sw_map_put(arena, &seen, name, count);
		}
		fingerprint(system, finding, key, (*count)++);
	}
}

static bool same_cause(const struct candidate *a, const struct candidate *b) {
	if (place_order(a, b) != 0)
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

void sw_findings_fold(struct sw_arena *arena, const struct sw_system *system, struct sw_findings *findings) {
	SW_VEC(struct candidate) candidates = {0};
	for (size_t v = 0; v < findings->verdicts.n; v++) {
		const struct sw_verdict *verdict = &findings->verdicts.v[v];
		for (size_t s = 0; s < verdict->sites.n; s++) {
			size_t order = candidates.n;
			*sw_push(arena, &candidates) = (struct candidate){verdict, &verdict->sites.v[s], order};
		}
	}
	sorting = system;
	if (candidates.n)
		qsort(candidates.v, candidates.n, sizeof *candidates.v, candidate_order);
	const struct candidate *first = NULL; /* of the finding that is being gathered */
	for (size_t i = 0; i < candidates.n; i++) {
		const struct candidate *candidate = &candidates.v[i];
		struct sw_finding *finding = first && same_cause(first, candidate)
			? &findings->findings.v[findings->findings.n - 1] : NULL;
		if (finding) {
			affect(arena, finding, candidate->verdict->subject);
			if (candidate->site->severity > finding->severity)
				finding->severity = candidate->site->severity;
			finding->proven = finding->proven || !candidate->site->presumed;
			continue;
		}
		first = candidate;
		*sw_push(arena, &findings->findings) = (struct sw_finding){
			.check = candidate->verdict->check, .severity = candidate->site->severity,
			.proven = !candidate->site->presumed, .subject = candidate->verdict->subject,
			.site = candidate->site, .is_new = true};
	}
	if (findings->findings.n)
		qsort(findings->findings.v, findings->findings.n, sizeof *findings->findings.v, finding_order);
	number_findings(arena, system, findings);
}
