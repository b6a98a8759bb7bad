#include "readers/suppressions/words.h"

void word_blanks(struct sw_str *rest) {
	while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t'))
		*rest = sw_str_from(*rest, 1);
}

bool word_take(struct sw_str *rest, const char *literal) {
	struct sw_str wanted = sw_str_of(literal);
	if (!sw_str_starts(*rest, wanted))
		return false;
	*rest = sw_str_from(*rest, wanted.n);
	return true;
}

bool word_take_nocase(struct sw_str *rest, const char *literal) {
	struct sw_str wanted = sw_str_of(literal);
	if (!sw_str_eq_nocase(sw_str_sub(*rest, 0, wanted.n), wanted))
		return false;
	*rest = sw_str_from(*rest, wanted.n);
	return true;
}

bool word_gap(struct sw_str *rest) {
	size_t before = rest->n;
	word_blanks(rest);
	return rest->n < before;
}

bool word_equals(struct sw_str *rest) {
	word_blanks(rest);
	if (!word_take(rest, "="))
		return false;
	word_blanks(rest);
	return true;
}

struct sw_str word_run(struct sw_str *rest, const char *others) {
	size_t n = 0;
	while (n < rest->n && (sw_is_alnum(rest->p[n]) || (rest->p[n] && strchr(others, rest->p[n]))))
		n++;
	struct sw_str run = sw_str_sub(*rest, 0, n);
	*rest = sw_str_from(*rest, n);
	return run;
}

bool word_item(struct sw_str *list, struct sw_str *item) {
	if (!list->n || !sw_str_split(list, ',', item))
		return false;
	*item = sw_str_trim(*item);
	return true;
}
