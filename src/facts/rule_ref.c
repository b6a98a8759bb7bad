#include "facts/rule_ref.h"
#include "facts/check.h"

struct sw_rule_ref sw_rule_ref(const char *ref) {
	struct sw_str rest = sw_str_of(ref);
	struct sw_rule_ref result = {0};
	size_t at = sw_str_rfind_byte(rest, '@');
	if (at != SW_NPOS)
		result.variant = sw_str_from(rest, at + 1);
	result.name = sw_str_sub(rest, 0, at == SW_NPOS ? rest.n : at);
	size_t colon = sw_str_find_byte(result.name, ':');
	result.tool = sw_str_sub(result.name, 0, colon == SW_NPOS ? 0 : colon);
	result.rule = sw_str_from(result.name, colon == SW_NPOS ? 0 : colon + 1);
	return result;
}

bool sw_rule_ref_on(const struct sw_rule_ref *ref, const struct sw_site *site) {
	return !ref->variant.n || (site->variant && sw_str_is(ref->variant, site->variant));
}

bool sw_rule_ref_next(const struct sw_finding *finding, size_t *at, struct sw_rule_ref *ref) {
	while (*at < SW_MOST_REFS && finding->check->refs[*at]) {
		*ref = sw_rule_ref(finding->check->refs[(*at)++]);
		if (sw_rule_ref_on(ref, finding->site))
			return true;
	}
	if (*at > SW_MOST_REFS || !finding->site->rule)
		return false;
	*at = SW_MOST_REFS + 1;
	*ref = sw_rule_ref(finding->site->rule);
	return true;
}
