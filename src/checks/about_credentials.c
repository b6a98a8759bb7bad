#include "checks/about_credentials.h"

/* Secrets are sorted by place and do not overlap: the first that ends behind the span's start is found by halving. */
struct sw_secret_walk sw_secrets_within(const struct sw_system *system, struct sw_span within) {
	size_t low = 0, high = within.source ? system->secrets.n : 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct sw_span at = system->secrets.v[middle].at;
		if (at.source < within.source || (at.source == within.source && at.end <= within.start))
			low = middle + 1;
		else
			high = middle;
	}
	return (struct sw_secret_walk){system, within, low};
}

const struct sw_secret_fact *sw_next_secret(struct sw_secret_walk *walk) {
	if (!walk->within.source || walk->next >= walk->system->secrets.n)
		return NULL;
	const struct sw_secret_fact *fact = &walk->system->secrets.v[walk->next++];
	return fact->at.source == walk->within.source && fact->at.start < walk->within.end ? fact : NULL;
}

bool sw_value_has_login(struct sw_str value) {
	for (size_t from = 0, at; (at = sw_str_find(sw_str_from(value, from), SW_S("://"))) != SW_NPOS;) {
		from += at + 3;
		struct sw_str rest = sw_str_from(value, from);
		size_t end = 0, colon = SW_NPOS, login = SW_NPOS;
		while (end < rest.n && rest.p[end] != '/' && rest.p[end] != ',' && !sw_is_space(rest.p[end])) {
			if (rest.p[end] == ':' && colon == SW_NPOS)
				colon = end;
			if (rest.p[end] == '@')
				login = end;
			end++;
		}
		if (colon != SW_NPOS && login != SW_NPOS && login > colon + 1)
			return true;
	}
	return false;
}

struct sw_str sw_secret_words(struct sw_arena *arena, const struct sw_secret_fact *fact) {
	const char *how = fact->strength == SW_SEEN_WEAK ? ", a value that everybody guesses,"
		: fact->strength == SW_SEEN_PLACEHOLDER ? ", a placeholder that works until it is replaced," : "";
	if (fact->strength == SW_SEEN_TOKEN && fact->name.n)
		return sw_arena_printf(arena, "%.*s (%.*s)", SW_ARG(fact->name), SW_ARG(fact->title));
	return sw_arena_printf(arena, "%.*s%s", SW_ARG(fact->name.n ? fact->name : fact->title), how);
}
