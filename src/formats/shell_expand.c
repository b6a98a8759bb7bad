/* What expands inside words and here-documents: parameters, substitutions, arithmetic (XCU 2.6). Commands in it are read
 * in place as commands of their own. */
#include "formats/shell_reader.h"

/* Whether single quotes quote inside "${…}": they do behind the operators that take a pattern (# % / ^ ,), and are
 * themselves behind those that take a word (XCU 2.6.2). `at` is behind the brace. */
static bool takes_pattern(const struct sw_shell_reader *r, size_t at) {
	if (at < r->in.n && (r->in.p[at] == '!' || r->in.p[at] == '#'))
		at++;
	if (at < r->in.n && (r->in.p[at] == '@' || r->in.p[at] == '*'))
		at++;
	while (at < r->in.n && sw_shell_is(r->in.p[at], SW_CHAR_NAME))
		at++;
	if (at < r->in.n && r->in.p[at] == '[') {
		size_t most = at + 64 < r->in.n ? at + 64 : r->in.n;
		while (at < most && r->in.p[at] != ']')
			at++;
		at++;
	}
	return at < r->in.n && memchr("#%/^,", r->in.p[at], 5) != NULL;
}

/* From "${" to behind its closing brace; all of it is added to the text by the caller, as written. */
static void read_parameter(struct sw_shell_reader *r, size_t start, bool in_quotes) {
	bool single = !in_quotes || takes_pattern(r, r->in.at);
	struct sw_shell_text ignored = {.mark = r->scratch.n};
	if (!sw_shell_enter(r))
		return;
	while (!sw_shell_ended(r) && r->in.p[r->in.at] != '}') {
		char c = r->in.p[r->in.at];
		if (c == '\\')
			r->in.at += r->in.at + 1 < r->in.n ? 2 : 1;
		else if (c == '\'' && single)
			sw_shell_read_single_quotes(r, &ignored);
		else if (c == '"')
			sw_shell_read_double_quotes(r, &ignored);
		else if (c == '$')
			sw_shell_read_dollar(r, &ignored, in_quotes);
		else if (c == '`')
			sw_shell_read_backquote(r, &ignored, in_quotes);
		else
			r->in.at++;
		r->scratch.n = ignored.mark;
		ignored = (struct sw_shell_text){.mark = r->scratch.n};
	}
	sw_shell_leave(r);
	if (sw_shell_ended(r))
		sw_shell_unclosed(r, start, "\"${\"");
	else
		r->in.at++;
}

static void read_substitution(struct sw_shell_reader *r, enum sw_shell_context context, size_t start) {
	sw_shell_read_substitution(r, context, true);
	if (sw_shell_peek(r, 0) == ')')
		r->in.at++;
	else
		sw_shell_unclosed(r, start, context == SW_CONTEXT_PROCESS ? "a process substitution" : "\"$(\"");
}

void sw_shell_read_dollar(struct sw_shell_reader *r, struct sw_shell_text *text, bool in_quotes) {
	size_t start = r->in.at++;
	char c = sw_shell_peek(r, 0);
	if (c == '\'' && !in_quotes) {
		sw_shell_read_ansi_quotes(r, text);
		return;
	}
	if (c == '"' && !in_quotes) {
		sw_shell_read_double_quotes(r, text);
		return;
	}
	/* What is nested works on top of the scratch text, so this word's part of it must be the top. */
	size_t mark = r->scratch.n;
	bool expands = true;
	if (c == '(' && sw_shell_peek(r, 1) == '(' && sw_shell_is_arithmetic(r, r->in.at)) {
		r->in.at += 2;
		sw_shell_read_arithmetic(r);
	} else if (c == '(') {
		r->in.at++;
		read_substitution(r, SW_CONTEXT_SUBSTITUTION, start);
	} else if (c == '{') {
		r->in.at++;
		read_parameter(r, start, in_quotes);
	} else if (sw_is_digit(c) || (c && strchr("@*#?-$!", c))) {
		r->in.at++;
	} else if (sw_shell_is(c, SW_CHAR_NAME)) {
		while (r->in.at < r->in.n && sw_shell_is(r->in.p[r->in.at], SW_CHAR_NAME))
			r->in.at++;
	} else if (c != '[' || in_quotes) { /* $[…] is an old form of arithmetic; the rest is a dollar sign */
		expands = false;
	}
	text->expands |= expands;
	r->scratch.n = mark;
	sw_shell_add_since(r, text, start);
}

/* `…`: the text up to the closing backquote is read as commands after its escapes are removed (XCU 2.6.3). Each
 * nesting of backquotes doubles the backslashes, so the copies are few. */
void sw_shell_read_backquote(struct sw_shell_reader *r, struct sw_shell_text *text, bool in_quotes) {
	size_t start = r->in.at, at = start + 1;
	SW_VEC(uint32_t) cuts = {0};
	while (at < r->in.n && r->in.p[at] != '`') {
		if (r->in.p[at] == '\\' && at + 1 < r->in.n) {
			char next = r->in.p[at + 1];
			if (next == '`' || next == '$' || next == '\\' || (next == '"' && in_quotes))
				*sw_push(r->stacks, &cuts) = (uint32_t)at;
			at++;
		}
		at++;
	}
	bool closed = at < r->in.n;
	struct sw_shell_input old = r->in;
	if (cuts.n > 0) {
		r->in = sw_shell_cut(r, start + 1, at, cuts.v, cuts.n);
	} else {
		r->in.at = start + 1;
		r->in.n = at;
	}
	size_t mark = r->scratch.n;
	sw_shell_read_substitution(r, SW_CONTEXT_SUBSTITUTION, false);
	r->scratch.n = mark;
	sw_shell_resume(r, &old, closed ? at + 1 : at);
	text->expands = true;
	sw_shell_add_since(r, text, start);
	if (!closed)
		sw_shell_unclosed(r, start, "a backquote");
}

void sw_shell_read_process(struct sw_shell_reader *r, struct sw_shell_text *text) {
	size_t start = r->in.at, mark = r->scratch.n;
	r->in.at += 2;
	read_substitution(r, SW_CONTEXT_PROCESS, start);
	r->scratch.n = mark;
	text->expands = true;
	sw_shell_add_since(r, text, start);
}

void sw_shell_read_body(struct sw_shell_reader *r, struct sw_shell_text *text) {
	while (!sw_shell_ended(r)) {
		size_t from = r->in.at;
		while (r->in.at < r->in.n && (sw_shell_is(r->in.p[r->in.at], SW_CHAR_QUOTED) || r->in.p[r->in.at] == '"'))
			r->in.at++;
		sw_shell_add_since(r, text, from);
		if (sw_shell_ended(r))
			break;
		char c = r->in.p[r->in.at];
		if (c == '\\')
			sw_shell_read_escape(r, text, "\\$`");
		else if (c == '$')
			sw_shell_read_dollar(r, text, true);
		else
			sw_shell_read_backquote(r, text, true);
	}
}

/* Steps over a quote that opens at *at; *at is its closing byte then, or the end. */
static void skip_quote(const char *p, size_t end, size_t *at) {
	char quote = p[*at];
	for (++*at; *at < end && p[*at] != quote; ++*at)
		*at += quote != '\'' && p[*at] == '\\';
}

/* Looks for the "))" of the "((" before *at, up to `end`. An operand directly behind another, with blanks between, is no
 * expression but a command and its word; inside $( … ) that is as it should be. */
static bool closes_arithmetic(const char *p, size_t end, size_t *at) {
	size_t open = 2, commands = 0, start = *at;
	bool operand = false, gap = false;
	for (; *at < end; ++*at) {
		char c = p[*at];
		bool name = sw_shell_is(c, SW_CHAR_NAME) || c == '$';
		if (commands == 0 && name && operand && gap)
			return false;
		if (c == '\\') {
			++*at;
		} else if (c == '\'' || c == '"' || c == '`') {
			skip_quote(p, end, at);
		} else if (c == '(') {
			open++;
			if (commands == 0 && *at > start && p[*at - 1] == '$' && *at + 1 < end && p[*at + 1] != '(')
				commands = open;
		} else if (c == ')') {
			if (open == 2)
				return *at + 1 < end && p[*at + 1] == ')';
			commands = commands == open ? 0 : commands;
			open--;
		}
		gap = c == ' ' || c == '\t' || c == '\n';
		operand = name || c == ')' || c == '`' || (operand && gap);
	}
	return false;
}

bool sw_shell_is_arithmetic(struct sw_shell_reader *r, size_t at) {
	size_t start = at + 2, left = r->in.n - start, stop = start;
	bool closes = closes_arithmetic(r->in.p, start + (left < r->look_ahead ? left : r->look_ahead), &stop);
	r->look_ahead -= stop - start < r->look_ahead ? stop - start : r->look_ahead;
	return closes;
}

struct sw_str sw_shell_read_arithmetic(struct sw_shell_reader *r) {
	struct sw_shell_text text = {.mark = r->scratch.n};
	size_t start = r->in.at, open = 0;
	if (!sw_shell_enter(r))
		return (struct sw_str){0};
	while (!sw_shell_ended(r)) {
		char c = r->in.p[r->in.at];
		if (c == ')' && open == 0 && sw_shell_peek(r, 1) == ')')
			break;
		if (!sw_shell_read_special(r, &text)) {
			open += c == '(';
			open -= c == ')' && open > 0;
			r->in.at++;
		}
		r->scratch.n = text.mark;
		text = (struct sw_shell_text){.mark = text.mark};
	}
	sw_shell_leave(r);
	size_t end = r->in.at;
	if (sw_shell_ended(r))
		sw_shell_unclosed(r, start > 2 ? start - 2 : 0, "\"((\"");
	else
		r->in.at += 2;
	return sw_str(r->in.p + start, end - start);
}
