#include "readers/packages/language/scanner.h"

static bool in_word(char c) {
	return sw_is_alnum(c) || (c && strchr("_-.+@/", c));
}

/* Where the comment at `at` ends; `at` itself: there is none. */
static size_t skip_comment(const struct sw_scan *scan, size_t at) {
	struct sw_str rest = sw_str_from(scan->text, at);
	if (!scan->comment || !rest.n || rest.p[0] != scan->comment || (scan->two && rest.n > 1 && rest.p[1] != scan->comment))
		return at;
	size_t end = sw_str_find_byte(rest, '\n');
	return end == SW_NPOS ? scan->text.n : at + end;
}

static size_t end_of_text(const struct sw_scan *scan, size_t at, char quote) {
	for (; at < scan->text.n && scan->text.p[at] != quote; at++)
		at += scan->escapes && scan->text.p[at] == '\\';
	return at < scan->text.n ? at : scan->text.n;
}

bool sw_scan_next(struct sw_scan *scan) {
	size_t at = scan->at, n = scan->text.n;
	for (size_t end = at;; at = end) {
		while (end < n && sw_is_space(scan->text.p[end]))
			end++;
		end = skip_comment(scan, end);
		if (end == at)
			break;
	}
	scan->kind = at < n ? SW_SCAN_SIGN : SW_SCAN_END;
	scan->at = at;
	if (at == n)
		return false;
	char c = scan->text.p[at];
	size_t end = at + 1;
	if (c == '"' || c == '\'') {
		end = end_of_text(scan, at + 1, c);
		scan->kind = SW_SCAN_TEXT;
		scan->word = sw_str_sub(scan->text, at + 1, end - at - 1);
		end += end < n;
	} else if (in_word(c)) {
		while (end < n && in_word(scan->text.p[end]) && skip_comment(scan, end) == end)
			end++;
		scan->kind = SW_SCAN_WORD;
		scan->word = sw_str_sub(scan->text, at, end - at);
	} else {
		scan->sign = c;
		scan->depth += c == '(' || c == '[' || c == '{';
		scan->depth -= (c == ')' || c == ']' || c == '}') && scan->depth;
	}
	scan->at = end;
	return true;
}
