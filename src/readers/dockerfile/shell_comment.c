#include "readers/dockerfile/shell_comment.h"

static bool take(struct sw_str *rest, struct sw_str word) {
	if (!sw_str_starts(*rest, word))
		return false;
	*rest = sw_str_from(*rest, word.n);
	while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t'))
		*rest = sw_str_from(*rest, 1);
	return true;
}

struct sw_str sw_shell_of_comment(struct sw_str text) {
	size_t before = text.n, n = 0;
	if (!take(&text, SW_S("hadolint")) || text.n + 8 == before || !take(&text, SW_S("shell")) || !take(&text, SW_S("=")))
		return (struct sw_str){0};
	while (n < text.n && !sw_is_space(text.p[n]))
		n++;
	struct sw_str behind = sw_str_trim(sw_str_from(text, n));
	/* hadolint takes nothing but a comment behind the name. */
	return behind.n && behind.p[0] != '#' ? (struct sw_str){0} : sw_str_sub(text, 0, n);
}
