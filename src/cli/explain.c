#include "facts/rule_ref.h"
#include "cli/bonds.h"
#include "cli/explain.h"
#include "checks/registry.h"
#include "cli/page.h"
#include <stdio.h>

enum { MOST_NEAR = 3, LONGEST_ID = 64 };

void sw_explain_seed(const struct sw_seed *seed, struct sw_out *out) {
	sw_out_printf(out, "%s, a line of the founding documents\n\n", seed->id);
	sw_page_entry(out, "Asked", sw_str_of(seed->asked));
	if (seed->holds) {
		sw_out_printf(out, "%-*sStill true when ", SW_PAGE_LABEL, "");
		sw_page_words(out, SW_PAGE_LABEL + 16, SW_PAGE_LABEL, sw_str_of(seed->holds));
	}
	sw_page_entry(out, "Changed", sw_str_of(seed->changed));
	sw_page_entry(out, "Since", sw_str_of(seed->since));
	sw_page_entry(out, "Source", sw_str_of(seed->source));
	sw_page_entry(out, "We check", sw_str_of(seed->check));
	const char *label = "Threats";
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		if (sw_answers(&sw_threat_kinds[i], seed)) {
			sw_page_item(out, label, sw_threat_kinds[i].id, SW_PAGE_THREAT, sw_threat_kinds[i].title);
			label = "";
		}
}

/* "shellcheck:SC*" is any rule of that tool that begins so, and so is what stands behind the colon. */
static bool begins(struct sw_str pattern, struct sw_str asked) {
	return sw_str_ends(pattern, SW_S("*")) && asked.n >= pattern.n && sw_is_digit(asked.p[asked.n - 1]) &&
	       sw_str_eq_nocase(sw_str_sub(asked, 0, pattern.n - 1), sw_str_sub(pattern, 0, pattern.n - 1));
}

/* "hadolint:DL3020" names "hadolint:DL3020", "DL3020" names it too, and a full UUID names its first group. */
static bool ref_is(struct sw_rule_ref ref, struct sw_str asked) {
	if (sw_str_eq_nocase(ref.name, asked) || sw_str_eq_nocase(ref.rule, asked) || begins(ref.name, asked) || begins(ref.rule, asked))
		return true;
	struct sw_str rest = sw_str_from(asked, ref.name.n);
	return sw_str_eq_nocase(sw_str_sub(asked, 0, ref.name.n), ref.name) && rest.n == 28 && rest.p[0] == '-';
}

static bool has_ref(const struct sw_check *check, struct sw_str asked) {
	for (unsigned i = 0; i < SW_MOST_REFS && check->refs[i]; i++)
		if (ref_is(sw_rule_ref(check->refs[i]), asked))
			return true;
	return false;
}

static bool explain_rule(struct sw_str asked, struct sw_out *out) {
	const struct sw_check *only = NULL;
	unsigned found = 0;
	for (size_t i = 0; i < sw_check_count; i++)
		if (has_ref(sw_checks[i], asked)) {
			only = sw_checks[i];
			found++;
		}
	if (found == 0)
		return false;
	sw_out_printf(out, "%.*s is about the same idea as %s\n\n", SW_ARG(asked), found == 1 ? "this check:" : "these checks:");
	for (size_t i = 0; found > 1 && i < sw_check_count; i++)
		if (has_ref(sw_checks[i], asked))
			sw_page_item(out, sw_severity_name(sw_checks[i]->severity), sw_checks[i]->id, 34, sw_checks[i]->title);
	if (found == 1)
		sw_explain_check(only, out);
	return true;
}

static const struct sw_threat_kind *threat_called(struct sw_str id) {
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		for (unsigned k = 0; k < 4 && sw_threat_kinds[i].formerly[k]; k++)
			if (sw_str_is(id, sw_threat_kinds[i].formerly[k]))
				return &sw_threat_kinds[i];
	return sw_threat_kind_of(id);
}

static const struct sw_attacker *attacker_called(struct sw_str id) {
	for (size_t i = 0; i < sw_attacker_count; i++)
		if (sw_str_is(id, sw_attackers[i].id))
			return &sw_attackers[i];
	return NULL;
}

/* Edits (insert, delete, replace) between two ids, case ignored; both shorter than LONGEST_ID. */
static unsigned distance(struct sw_str a, struct sw_str b) {
	unsigned row[LONGEST_ID + 1];
	for (unsigned j = 0; j <= b.n; j++)
		row[j] = j;
	for (unsigned i = 1; i <= a.n; i++) {
		unsigned corner = row[0];
		row[0] = i;
		for (unsigned j = 1; j <= b.n; j++) {
			unsigned above = row[j], best = corner + (sw_to_lower(a.p[i - 1]) != sw_to_lower(b.p[j - 1]));
			best = above + 1 < best ? above + 1 : best;
			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			corner = above;
			row[j] = best;
		}
	}
	return row[b.n];
}

struct near {
	struct sw_str asked;
	struct {
		struct sw_str id;
		unsigned distance;
	} v[MOST_NEAR];
	unsigned n;
};

/* Keeps the nearest, each once; a part of an id is near it. */
static void offer(struct near *near, struct sw_str name) {
	if (name.n > LONGEST_ID)
		return;
	bool within = near->asked.n > 3 && sw_str_contains_nocase(name, near->asked);
	unsigned far = within ? 1 : distance(near->asked, name);
	if (far > 2 + near->asked.n / 5)
		return;
	unsigned at = near->n;
	for (unsigned i = 0; i < near->n; i++)
		if (sw_str_eq(near->v[i].id, name))
			return;
	for (; at > 0 && near->v[at - 1].distance > far; at--)
		if (at < MOST_NEAR)
			near->v[at] = near->v[at - 1];
	if (at == MOST_NEAR)
		return;
	near->v[at].id = name;
	near->v[at].distance = far;
	near->n += near->n < MOST_NEAR;
}

static void offer_all(struct near *near) {
	for (size_t i = 0; i < sw_check_count; i++)
		offer(near, sw_str_of(sw_checks[i]->id));
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		offer(near, sw_str_of(sw_threat_kinds[i].id));
	for (size_t i = 0; i < sw_attacker_count; i++)
		offer(near, sw_str_of(sw_attackers[i].id));
	for (size_t i = 0; i < sw_seed_count; i++)
		offer(near, sw_str_of(sw_seeds[i].id));
	for (size_t i = 0; i < sw_check_count; i++)
		for (unsigned k = 0; k < SW_MOST_REFS && sw_checks[i]->refs[k]; k++)
			offer(near, sw_rule_ref(sw_checks[i]->refs[k]).name);
}

static int nothing_called(struct sw_str asked) {
	struct near near = {.asked = sw_str_sub(asked, 0, LONGEST_ID)};
	offer_all(&near);
	/* What is shown back must not move the cursor. */
	char shown[LONGEST_ID];
	for (size_t i = 0; i < near.asked.n; i++)
		shown[i] = near.asked.p[i] >= ' ' && near.asked.p[i] < 0x7f ? near.asked.p[i] : '?';
	dprintf(2, "strideward: nothing is called '%.*s'", (int)near.asked.n, shown);
	for (unsigned i = 0; i < near.n; i++)
		dprintf(2, "%s%.*s", i == 0 ? "; near: " : ", ", SW_ARG(near.v[i].id));
	dprintf(2, "%s\n", near.n ? "" : "; see the commands checks, threats and attackers");
	return 2;
}

int sw_explain(const char *id, struct sw_out *out) {
	struct sw_str asked = sw_str_of(id);
	struct sw_str line = sw_str_starts(asked, SW_S("seed-")) ? sw_str_from(asked, 5) : asked;
	const struct sw_check *check = sw_check_of(asked);
	const struct sw_threat_kind *threat = threat_called(asked);
	const struct sw_attacker *attacker = attacker_called(asked);
	const struct sw_seed *seed = sw_seed_of(line);
	if (check)
		sw_explain_check(check, out);
	else if (threat)
		sw_explain_threat(threat, out);
	else if (attacker)
		sw_explain_attacker(attacker, out);
	else if (seed)
		sw_explain_seed(seed, out);
	else if (!explain_rule(asked, out))
		return nothing_called(asked);
	return 0;
}
