#include "knowledge/codeowners.h"

enum { MOST_OWNERS = 4096 }; /* bytes of names for one file */

/* The pattern held against the beginning of the path, part by part: what a folder's pattern fits includes all that is in
 * it, but not where its last part is '*'. Where it fails, the last "**" takes one part more, so it ends after at most
 * parts × parts steps. */
static bool fits(struct sw_str pattern, struct sw_str path, bool folder) {
	struct sw_str again_pattern = {0}, again_path = {0}, wanted, part;
	bool shallow = sw_str_is(pattern, "*") || sw_str_ends(pattern, SW_S("/*"));
	for (;;) {
		if (!pattern.p) {
			if (path.p ? !shallow : !folder)
				return true;
		} else {
			struct sw_str pattern_rest = pattern, path_rest = path;
			sw_str_split(&pattern_rest, '/', &wanted);
			if (sw_str_is(wanted, "**")) {
				if (!pattern_rest.p)
					return path.p != NULL;
				pattern = again_pattern = pattern_rest;
				again_path = path;
				continue;
			}
			if (path.p && sw_str_split(&path_rest, '/', &part) && sw_str_glob(wanted, part)) {
				pattern = pattern_rest;
				path = path_rest;
				continue;
			}
		}
		if (!again_path.p || !sw_str_split(&again_path, '/', &part) || !again_path.p)
			return false;
		pattern = again_pattern;
		path = again_path;
	}
}

static bool matches(const struct sw_code_rule *rule, struct sw_str path) {
	if (!rule->pattern.n)
		return true; /* "/": everything */
	if (rule->anchored)
		return fits(rule->pattern, path, rule->folder);
	/* A name alone: any part of the path; the file's own only where no folder is asked for. */
	struct sw_str rest = path, part;
	while (rest.p && sw_str_split(&rest, '/', &part))
		if (sw_str_glob(rule->pattern, part) && (rest.p || !rule->folder))
			return true;
	return sw_str_is(rule->pattern, "**");
}

struct sw_str sw_codeowners_of(struct sw_arena *arena, const struct sw_codeowners *owners, struct sw_str path, struct sw_span *at) {
	struct sw_str all = {0};
	uint32_t told = UINT32_MAX;
	for (size_t i = owners->rules.n; i-- > 0;) {
		const struct sw_code_rule *rule = &owners->rules.v[i];
		if (rule->section == told || !matches(rule, path))
			continue;
		told = rule->section;
		if (rule->excluded || !rule->owners.n)
			continue;
		*at = rule->at;
		if (rule->owners.n > MOST_OWNERS || all.n > MOST_OWNERS - rule->owners.n)
			continue; /* nobody reads so many names, and sections by the thousand would each copy them all */
		all = all.n ? sw_arena_printf(arena, "%.*s %.*s", SW_ARG(rule->owners), SW_ARG(all)) : rule->owners;
	}
	return all;
}
