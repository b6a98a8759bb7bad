#include "readers/dockerfile/syntax.h"

static const struct {
	const char *name;
	int64_t nanoseconds;
} units[] = {
	{"ns", 1},          {"us", 1000},          {"\xc2\xb5s", 1000},    {"\xce\xbcs", 1000}, /* both micro signs */
	{"ms", 1000000},    {"s", 1000000000},     {"m", 60000000000},     {"h", 3600000000000},
};

/* Takes one "digits[.digits]unit". */
static bool take_part(struct sw_str *text, int64_t *sum) {
	size_t at = 0, digits = 0, unit = 0;
	int64_t whole = 0, fraction = 0, scale = 1;
	for (; at < text->n && sw_is_digit(text->p[at]); at++, digits++)
		if (__builtin_mul_overflow(whole, 10, &whole) || __builtin_add_overflow(whole, text->p[at] - '0', &whole))
			return false;
	if (at < text->n && text->p[at] == '.')
		for (at++; at < text->n && sw_is_digit(text->p[at]); at++, digits++)
			/* What is smaller than a nanosecond of an hour makes no difference. */
			if (scale < 1000000000000000) {
				fraction = fraction * 10 + (text->p[at] - '0');
				scale *= 10;
			}
	if (digits == 0)
		return false;
	*text = sw_str_from(*text, at);
	while (unit < text->n && text->p[unit] != '.' && !sw_is_digit(text->p[unit]))
		unit++;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (!sw_str_is(sw_str_sub(*text, 0, unit), units[i].name))
			continue;
		int64_t part;
		*text = sw_str_from(*text, unit);
		return !__builtin_mul_overflow(whole, units[i].nanoseconds, &part) &&
		       !__builtin_add_overflow(part, (int64_t)((double)fraction / (double)scale *
							       (double)units[i].nanoseconds), &part) &&
		       !__builtin_add_overflow(*sum, part, sum);
	}
	return false;
}

bool sw_dockerfile_duration(struct sw_str text, int64_t *nanoseconds) {
	int64_t sum = 0;
	bool negative = sw_str_starts(text, SW_S("-"));
	if (negative || sw_str_starts(text, SW_S("+")))
		text = sw_str_from(text, 1);
	if (!sw_str_is(text, "0")) {
		if (text.n == 0)
			return false;
		while (text.n)
			if (!take_part(&text, &sum))
				return false;
	}
	*nanoseconds = negative ? -sum : sum;
	return true;
}
