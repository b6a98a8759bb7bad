/* How a list decides: rules that fit the name and have not ended compete; the most specific one speaks, and of equally
 * specific ones a denial before a permission. `official: allow` competes as a rule for all of docker.io/library would:
 * a rule for one official image beats it, a rule for all of Docker Hub does not. */
#include "knowledge/allowlist.h"
#include "knowledge/data.h"
#include "knowledge/image_name.h"
#include "knowledge/images.h"
#include <assert.h>

enum { LONGEST_PATTERN = 512 }; /* a name has at most 255 bytes below its host */

enum { LONGEST_COMPLETE = 1024 };

/* How much of a pattern is fixed: compared member by member, more is more specific. */
struct weight {
	size_t literal_parts, literal_bytes;
	bool bounded; /* no part "**" */
};

static struct weight weigh(struct sw_str pattern) {
	struct weight weight = {.bounded = true};
	struct sw_str part;
	while (sw_str_split(&pattern, '/', &part)) {
		weight.literal_parts += sw_str_find_byte(part, '*') == SW_NPOS;
		weight.bounded &= !sw_str_is(part, "**");
		for (size_t i = 0; i < part.n; i++)
			weight.literal_bytes += part.p[i] != '*';
	}
	return weight;
}

/* Of what other tools wrote only the length tells; it is weaker than any pattern of parts, and stronger than "**". */
static struct weight weigh_rule(const struct sw_allow_rule *rule) {
	if (rule->form == SW_ALLOW_PARTS)
		return weigh(rule->pattern);
	return (struct weight){.literal_bytes = rule->pattern.n, .bounded = true};
}

static int compare_weight(struct weight a, struct weight b) {
	if (a.literal_parts != b.literal_parts)
		return a.literal_parts < b.literal_parts ? -1 : 1;
	if (a.bounded != b.bounded)
		return a.bounded ? 1 : -1;
	return (a.literal_bytes > b.literal_bytes) - (a.literal_bytes < b.literal_bytes);
}

/* The same walk as sw_str_glob, with parts for bytes: only the last "**" ever has to take more. */
bool sw_allow_matches(struct sw_str pattern, struct sw_str name) {
	struct sw_str after_star = {0}, mark = {0}, part, want;
	while (name.p) {
		struct sw_str pattern_rest = pattern, name_rest = name;
		sw_str_split(&name_rest, '/', &part);
		if (pattern.p && sw_str_split(&pattern_rest, '/', &want)) {
			if (sw_str_is(want, "**")) {
				if (!pattern_rest.p)
					return true; /* last: it takes this part and all others */
				after_star = pattern = pattern_rest;
				mark = name;
				continue;
			}
			if (sw_str_glob(want, part)) {
				pattern = pattern_rest;
				name = name_rest;
				continue;
			}
		}
		if (!after_star.p)
			return false;
		sw_str_split(&mark, '/', &part); /* "**" takes one part more */
		name = mark;
		pattern = after_star;
	}
	return !pattern.p;
}

/* name, name:tag or name@digest of a scope of policy.json; a scope without them holds for all that is below it. */
static bool scope_fits(struct sw_str scope, const struct sw_image_ref *ref, struct sw_str complete) {
	if (sw_str_starts(scope, SW_S("*.")))
		return sw_str_ends(ref->registry, sw_str_from(scope, 1));
	if (sw_str_eq(scope, complete) || sw_str_eq(scope, ref->name))
		return true;
	if (sw_str_starts(scope, ref->name) && ref->tag.n && scope.n == ref->name.n + 1 + ref->tag.n)
		return scope.p[ref->name.n] == ':' && sw_str_ends(scope, ref->tag);
	return sw_str_starts(ref->name, scope) && ref->name.n > scope.n && ref->name.p[scope.n] == '/';
}

/* hadolint compares the host as it is written; both of its words for "no host" mean Docker Hub. */
static bool registry_fits(struct sw_str pattern, struct sw_str registry) {
	if (sw_str_is(pattern, "hub.docker.com") || sw_str_is(pattern, "index.docker.io"))
		pattern = SW_S("docker.io");
	if (sw_str_starts(pattern, SW_S("*")))
		return sw_str_ends(registry, sw_str_from(pattern, 1));
	if (sw_str_ends(pattern, SW_S("*")))
		return sw_str_starts(registry, sw_str_sub(pattern, 0, pattern.n - 1));
	return sw_str_eq(pattern, registry);
}

/* The whole reference with complete name, in `text`; empty when it is longer than any can be. */
static struct sw_str complete_form(const struct sw_image_ref *ref, char text[LONGEST_COMPLETE]) {
	size_t n = ref->name.n;
	if (ref->name.n + ref->tag.n + ref->digest.n + 2 > LONGEST_COMPLETE)
		return (struct sw_str){0};
	memcpy(text, ref->name.p, ref->name.n);
	if (ref->tag.n) {
		text[n++] = ':';
		memcpy(text + n, ref->tag.p, ref->tag.n);
		n += ref->tag.n;
	}
	if (ref->digest.n) {
		text[n++] = '@';
		memcpy(text + n, ref->digest.p, ref->digest.n);
		n += ref->digest.n;
	}
	return sw_str(text, n);
}

static bool rule_fits(const struct sw_allow_rule *rule, const struct sw_image_ref *ref) {
	char text[LONGEST_COMPLETE];
	struct sw_str complete = complete_form(ref, text);
	if (rule->pattern.n == 0)
		return false;
	switch (rule->form) {
	case SW_ALLOW_PARTS:
		return sw_allow_matches(rule->pattern, ref->name);
	case SW_ALLOW_PREFIX:
		return sw_str_starts(complete, rule->pattern) || sw_str_starts(ref->written, rule->pattern);
	case SW_ALLOW_TEXT:
		return sw_str_glob(rule->pattern, complete) || sw_str_glob(rule->pattern, ref->written);
	case SW_ALLOW_REGISTRY:
		return registry_fits(rule->pattern, ref->registry);
	case SW_ALLOW_SCOPE:
		return scope_fits(rule->pattern, ref, complete);
	}
	return false;
}

static bool pattern_part_valid(struct sw_str part, bool host) {
	for (size_t i = 0; i < part.n; i++) {
		char c = part.p[i];
		bool common = sw_is_digit(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '*';
		if (!common && !(host ? sw_is_alpha(c) || c == ':' || c == '[' || c == ']' : c == '_'))
			return false;
	}
	return part.n > 0;
}

struct sw_str sw_allow_pattern(struct sw_arena *arena, struct sw_str written) {
	size_t slash = sw_str_find_byte(written, '/');
	struct sw_str first = sw_str_sub(written, 0, slash), rest = written, part;
	bool host = slash != SW_NPOS && sw_image_is_host(first);
	if (written.n == 0 || written.n > LONGEST_PATTERN)
		return (struct sw_str){0};
	for (bool at_host = host; sw_str_split(&rest, '/', &part); at_host = false)
		if (!pattern_part_valid(part, at_host))
			return (struct sw_str){0};
	if (sw_str_is(first, "**"))
		return sw_arena_str(arena, written);
	struct sw_str path = host ? sw_str_from(written, slash + 1) : written;
	if (!host || sw_str_is(first, "index.docker.io"))
		first = SW_S("docker.io");
	bool bare = sw_str_is(first, "docker.io") && sw_str_find_byte(path, '/') == SW_NPOS && !sw_str_is(path, "**");
	return sw_arena_printf(arena, "%.*s/%s%.*s", SW_ARG(first), bare ? "library/" : "", SW_ARG(path));
}

/* The rule's tags against the one written, "latest" where there is none. */
static bool tag_fits(const struct sw_allow_rule *rule, struct sw_str tag) {
	bool wanted = false, found = false;
	for (size_t i = 0; i < rule->tags.n; i++) {
		const struct sw_allow_tag *row = &rule->tags.v[i];
		bool fits = sw_str_glob(row->glob, tag);
		if (row->negated && fits)
			return false;
		wanted |= !row->negated;
		found |= !row->negated && fits;
	}
	return found || !wanted;
}

static struct sw_str tag_of(const struct sw_image_ref *ref) {
	return ref->tag.n ? ref->tag : SW_S("latest");
}

static bool has_digest(const struct sw_allow_rule *rule, struct sw_str digest) {
	for (size_t i = 0; i < rule->digests.n; i++)
		if (sw_str_eq(rule->digests.v[i].text, digest))
			return true;
	return false;
}

static struct sw_allow_decision decide(enum sw_allow_verdict verdict, const struct sw_allow_rule *rule,
				       struct sw_str reason) {
	return (struct sw_allow_decision){.verdict = verdict, .rule = rule, .at = rule->at, .reason = reason};
}

/* What a rule that fits the name and has not ended says. */
static struct sw_allow_decision ask(struct sw_arena *arena, const struct sw_allow_rule *rule,
				    const struct sw_image_ref *ref) {
	struct sw_str tag = tag_of(ref), written = rule->written;
	bool only_digest = ref->tag.n == 0 && ref->digest.n > 0;
	if (rule->deny)
		return decide(SW_DENIED, rule, sw_arena_printf(arena, "rule %.*s denies it", SW_ARG(written)));
	if (rule->digests.n) {
		if (!has_digest(rule, ref->digest))
			return decide(SW_DENIED, rule, sw_arena_printf(arena, ref->digest.n
				? "rule %.*s does not list this digest" : "rule %.*s lists digests and none is written",
				SW_ARG(written)));
	} else if (rule->tags.n && only_digest) {
		return decide(SW_ALLOW_UNDECIDED, rule, sw_arena_printf(arena,
			"rule %.*s limits tags and only a digest is written", SW_ARG(written)));
	} else if (!tag_fits(rule, tag)) {
		return decide(SW_DENIED, rule, sw_arena_printf(arena, "rule %.*s does not allow the tag %.*s%s",
			SW_ARG(written), SW_ARG(tag), ref->tag.n ? "" : " (none is written)"));
	}
	if (rule->need_digest && ref->digest.n == 0)
		return decide(SW_DENIED, rule, sw_arena_printf(arena, "rule %.*s requires a digest", SW_ARG(written)));
	if (rule->need_signature || rule->signature.present) {
		struct sw_allow_decision decision = decide(SW_ALLOW_UNDECIDED, rule, sw_arena_printf(arena,
			"rule %.*s requires a signature, which has not been verified", SW_ARG(written)));
		decision.needs_signature = true;
		return decision;
	}
	return decide(SW_ALLOWED, rule, sw_arena_printf(arena, "rule %.*s allows it", SW_ARG(written)));
}

/* A denial of some tags says nothing about the others; one of digests likewise. */
static bool concerns(const struct sw_allow_rule *rule, const struct sw_image_ref *ref) {
	if (!rule->deny)
		return true;
	if (rule->digests.n)
		return has_digest(rule, ref->digest);
	return rule->tags.n == 0 || tag_fits(rule, tag_of(ref));
}

static bool ended(const struct sw_allow_rule *rule, struct sw_str today) {
	return rule->until.text.n && sw_str_cmp(today, rule->until.text) > 0;
}

/* Of equally specific rules: denied by `deny` before allowed before all else; then the one that stands first. */
static unsigned rank(const struct sw_allow_decision *decision) {
	if (decision->verdict == SW_DENIED)
		return decision->rule->deny ? 3 : 0;
	return decision->verdict == SW_ALLOWED ? 2 : 1;
}

struct contest {
	struct sw_allow_decision best;
	struct weight weight;
	bool found;
	const struct sw_allow_rule *lapsed; /* the most specific rule that would have fitted, had it not ended */
	struct weight lapsed_weight;
};

static void enter(struct sw_arena *arena, struct contest *contest, const struct sw_allow_rule *rule,
		  const struct sw_image_ref *ref, struct sw_str today) {
	if (!rule_fits(rule, ref) || !concerns(rule, ref))
		return;
	struct weight weight = weigh_rule(rule);
	if (ended(rule, today)) {
		if (!contest->lapsed || compare_weight(weight, contest->lapsed_weight) > 0) {
			contest->lapsed = rule;
			contest->lapsed_weight = weight;
		}
		return;
	}
	int order = contest->found ? compare_weight(weight, contest->weight) : 1;
	if (order < 0)
		return;
	struct sw_allow_decision decision = ask(arena, rule, ref);
	if (order > 0 || rank(&decision) > rank(&contest->best)) {
		contest->best = decision;
		contest->weight = weight;
		contest->found = true;
	}
}

/* What holds when no rule speaks: Docker's own images, then the default. */
static struct sw_allow_decision without_rule(struct sw_arena *arena, const struct sw_allowlist *list,
					     enum sw_official official, const struct contest *contest) {
	struct sw_allow_decision decision = {.at = list->otherwise_at.source ? list->otherwise_at : list->at};
	if (list->official && official == SW_OFFICIAL_YES) {
		decision.verdict = SW_ALLOWED;
		decision.at = list->official_at.source ? list->official_at : list->at;
		decision.reason = SW_S("it is one of Docker's own images, and official: allow is set");
		return decision;
	}
	decision.verdict = list->otherwise == SW_ALLOW_WARN ? SW_WARNED : SW_DENIED;
	if (contest->lapsed) {
		decision.rule = contest->lapsed;
		decision.at = contest->lapsed->at;
		decision.reason = sw_arena_printf(arena, "rule %.*s ended on %.*s", SW_ARG(contest->lapsed->written),
						  SW_ARG(contest->lapsed->until.text));
	} else if (list->official && (official == SW_OFFICIAL_MARKED || official == SW_OFFICIAL_GONE)) {
		decision.reason = SW_S("it was one of Docker's own images and is no longer kept up; no rule allows it");
	} else {
		decision.reason = SW_S("no rule allows it");
	}
	return decision;
}

struct sw_allow_decision sw_allowlist_decide(struct sw_arena *arena, const struct sw_allowlist *list,
					     const struct sw_image_ref *ref, struct sw_str today) {
	struct contest contest = {0};
	assert(today.n == 10);
	if (!list->present)
		return (struct sw_allow_decision){.verdict = SW_ALLOW_NO_LIST,
			.reason = SW_S("there is no list of allowed images")};
	if (!ref->known || !ref->valid)
		return (struct sw_allow_decision){.verdict = SW_ALLOW_UNDECIDED, .at = list->at,
			.reason = ref->valid ? SW_S("the name holds a variable whose value is not known")
					     : SW_S("it is no valid image name")};
	for (size_t i = 0; i < list->rules.n; i++)
		enter(arena, &contest, &list->rules.v[i], ref, today);
	enum sw_official official = sw_image_official(ref);
	bool docker_speaks = list->official && official == SW_OFFICIAL_YES &&
			     compare_weight(weigh(SW_S("docker.io/library/*")), contest.weight) > 0;
	return contest.found && !docker_speaks ? contest.best : without_rule(arena, list, official, &contest);
}

/* The stricter of two lists: what nobody decided is stricter than what somebody allowed. */
static unsigned strictness(enum sw_allow_verdict verdict) {
	switch (verdict) {
	case SW_ALLOW_NO_LIST: return 0;
	case SW_ALLOWED: return 1;
	case SW_WARNED: return 2;
	case SW_ALLOW_UNDECIDED: return 3;
	case SW_DENIED: return 4;
	}
	return 4;
}

struct sw_allow_decision sw_images_decide(struct sw_arena *arena, const struct sw_config *config, const struct sw_image_ref *ref,
					  struct sw_str today) {
	struct sw_allow_decision found = sw_allowlist_decide(arena, &config->images, ref, today);
	struct sw_allow_decision asked = sw_allowlist_decide(arena, &config->policy, ref, today);
	return strictness(asked.verdict) > strictness(found.verdict) ? asked : found;
}
