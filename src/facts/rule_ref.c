#include "facts/rule_ref.h"

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
