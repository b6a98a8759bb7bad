#include "facts/step.h"

const struct sw_flag *sw_step_flag(const struct sw_step *step, const char *name) {
	for (uint32_t i = 0; i < step->flag_count; i++)
		if (sw_str_is(step->flags[i].name, name))
			return &step->flags[i];
	return NULL;
}

bool sw_flag_field(const struct sw_flag *flag, const char *key, struct sw_str *value) {
	for (struct sw_str rest = flag->value; rest.n;) {
		/* Commas inside quotes divide nothing. */
		bool quoted = rest.p[0] == '"';
		struct sw_str field = quoted ? sw_str_from(rest, 1) : rest;
		size_t end = sw_str_find_byte(field, quoted ? '"' : ',');
		struct sw_str after = end == SW_NPOS ? (struct sw_str){0} : sw_str_from(field, end);
		field = sw_str_sub(field, 0, end);
		size_t equals = sw_str_find_byte(field, '=');
		if (equals != SW_NPOS && sw_str_is_nocase(sw_str_sub(field, 0, equals), key)) {
			*value = sw_str_from(field, equals + 1);
			return true;
		}
		size_t comma = sw_str_find_byte(after, ',');
		rest = comma == SW_NPOS ? (struct sw_str){0} : sw_str_from(after, comma + 1);
	}
	return false;
}
