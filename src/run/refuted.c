/* Claims that a failing check refutes become findings at their place in the decisions. They are known only when the
 * registers are made, which point to findings: the list is made anew in its order, and what points into it is led there. */
#include "base/sha256.h"
#include "checks/registry.h"
#include "run/state.h"

struct moving {
	const struct sw_finding *old;
	struct sw_finding *now;
	const size_t *place; /* of each old finding in the new list */
};

static struct sw_finding refuted(struct sw_arena *arena, const struct sw_register *all, const struct sw_decided *entry) {
	const struct sw_decision *decision = entry->decision;
	const struct sw_element *element = &all->diagram->elements.v[entry->threat->element];
	struct sw_site *site = SW_NEW(arena, struct sw_site);
	struct sw_sha256 sha;
	*site = (struct sw_site){.at = decision->at, .severity = entry->threat->priority, .key = entry->threat->id,
		.message = sw_arena_printf(arena, "it is claimed that %s is stopped on %.*s, and %.*s", entry->threat->kind->id, SW_ARG(element->name), SW_ARG(entry->why))};
	struct sw_finding finding = {.check = sw_check_of(SW_S("contradicted-claim")), .severity = entry->threat->priority, .proven = true, .site = site,
				     .subject = element->subject ? element->subject : all->diagram->subject, .is_new = true};
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, sw_arena_printf(arena, "strideward/finding/1 contradicted-claim %.*s %.*s", SW_ARG(entry->threat->id), SW_ARG(decision->made.text)));
	sw_sha256_hex(&sha, finding.fingerprint);
	return finding;
}

static const struct sw_finding *moved(const struct moving *moving, const struct sw_finding *finding) {
	return finding ? &moving->now[moving->place[finding - moving->old]] : NULL;
}

static void lead(const struct moving *moving, struct sw_register *all) {
	for (size_t i = 0; i < all->threats.n; i++)
		for (size_t k = 0; k < all->threats.v[i].weaknesses.n; k++)
			all->threats.v[i].weaknesses.v[k].finding = moved(moving, all->threats.v[i].weaknesses.v[k].finding);
	for (size_t i = 0; i < all->cards.n; i++)
		for (size_t k = 0; k < all->cards.v[i].findings.n; k++)
			all->cards.v[i].findings.v[k] = moved(moving, all->cards.v[i].findings.v[k]);
}

/* The register that a row stands in. */
static const struct sw_register *register_of(const struct sw_report *report, const struct sw_threat *threat) {
	for (size_t r = 0; r < report->registers.n; r++)
		if (threat >= report->registers.v[r].threats.v && threat < report->registers.v[r].threats.v + report->registers.v[r].threats.n)
			return &report->registers.v[r];
	return NULL;
}

void sw_scan_add_refuted(struct sw_scan *scan) {
	struct sw_arena *arena = &scan->arena;
	struct sw_report *report = &scan->report;
	SW_VEC(struct sw_finding) added = {0};
	for (size_t i = 0; i < report->life->decided.n; i++) {
		const struct sw_decided *entry = &report->life->decided.v[i];
		const struct sw_register *all = entry->standing == SW_STANDING_CONTRADICTED && !entry->replaced ? register_of(report, entry->threat) : NULL;
		if (all)
			*sw_push(arena, &added) = refuted(arena, all, entry);
	}
	if (!added.n)
		return;
	/* Decisions are read behind all artifacts, so by place they end those of their severity. */
	size_t old_count = scan->findings.findings.n, n = 0;
	size_t *place = SW_NEW_ARRAY(arena, size_t, old_count + 1);
	struct sw_finding *all = SW_NEW_ARRAY(arena, struct sw_finding, old_count + added.n), *old = scan->findings.findings.v;
	size_t next = 0;
	for (unsigned severity = SW_CRITICAL + 1; severity-- > 0;) {
		for (; next < old_count && old[next].severity >= severity; next++) {
			place[next] = n;
			all[n++] = old[next];
		}
		for (size_t i = 0; i < added.n; i++)
			if (added.v[i].severity == severity)
				all[n++] = added.v[i];
	}
	struct moving moving = {old, all, place};
	for (size_t r = 0; r < report->registers.n; r++)
		lead(&moving, &report->registers.v[r]);
	scan->findings.findings.v = all;
	scan->findings.findings.n = scan->findings.findings.cap = n;
}
