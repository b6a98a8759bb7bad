/* Simple commands and redirections (XCU 2.7, 2.9.1), and bash's [[ ]] and (( )), which read like simple commands. */
#include "formats/shell_reader.h"

bool sw_shell_at_word(const struct sw_shell_reader *r) {
	if (sw_shell_ended(r))
		return false;
	char c = r->in.p[r->in.at];
	if (c == '<' || c == '>')
		return sw_shell_peek(r, 1) == '(';
	return !sw_shell_is(c, SW_CHAR_END) && !(c == '\r' && sw_shell_peek(r, 1) == '\n');
}

/* The operator's kind; the reading place goes behind it. */
static enum sw_shell_redirect_kind read_operator(struct sw_shell_reader *r, bool *strip, bool *errors_too) {
	char c = r->in.p[r->in.at++];
	if (c == '&') {
		r->in.at++;
		*errors_too = true;
		return sw_shell_take(r, '>') ? SW_REDIRECT_APPEND : SW_REDIRECT_OUT;
	}
	if (sw_shell_take(r, '&'))
		return SW_REDIRECT_DUP;
	if (c == '>') {
		if (sw_shell_take(r, '>'))
			return SW_REDIRECT_APPEND;
		sw_shell_take(r, '|');
		return SW_REDIRECT_OUT;
	}
	if (sw_shell_take(r, '>'))
		return SW_REDIRECT_BOTH;
	if (!sw_shell_take(r, '<'))
		return SW_REDIRECT_IN;
	if (sw_shell_take(r, '<'))
		return SW_REDIRECT_HERESTRING;
	*strip = sw_shell_take(r, '-');
	return SW_REDIRECT_HEREDOC;
}

/* Whether a redirection starts here, and how many digits of a descriptor it starts with. */
static bool at_redirect(const struct sw_shell_reader *r, size_t *digits) {
	*digits = 0;
	while (*digits < 9 && sw_is_digit(sw_shell_peek(r, *digits)))
		++*digits;
	char c = sw_shell_peek(r, *digits), next = sw_shell_peek(r, *digits + 1);
	if (c == '&')
		return next == '>' && *digits == 0;
	return (c == '<' || c == '>') && (*digits > 0 || next != '(');
}

/* Whether >&word names a file: it is neither a descriptor, nor "-", nor unknown. */
static bool names_file(const struct sw_shell_word *word) {
	for (size_t i = 0; i < word->text.n; i++)
		if (!sw_is_digit(word->text.p[i]) && !(word->text.p[i] == '-' && i + 1 == word->text.n))
			return word->is_static;
	return false;
}

bool sw_shell_read_redirect(struct sw_shell_reader *r, uint32_t owner, bool of_compound, size_t base) {
	size_t start = r->in.at, digits;
	if (!at_redirect(r, &digits))
		return false;
	struct sw_shell_redirect redirect = {.fd = -1};
	bool strip = false;
	for (size_t i = 0; i < digits; i++)
		redirect.fd = (i ? redirect.fd * 10 : 0) + (r->in.p[start + i] - '0');
	r->in.at += digits;
	bool outwards = r->in.p[r->in.at] == '>';
	redirect.kind = read_operator(r, &strip, &redirect.errors_too);
	redirect.span = sw_shell_span(r, start, r->in.at);
	sw_shell_skip_blanks(r);
	/* Digits before another operator are its descriptor, but behind & they are what is duplicated. */
	if (!sw_shell_at_word(r) || (redirect.kind != SW_REDIRECT_DUP && at_redirect(r, &digits))) {
		sw_shell_fail(r, "shell-unexpected", start, r->in.at, "a redirection has no target");
		return true;
	}
	sw_shell_read_word(r, SW_MODE_WORD, &redirect.word);
	redirect.span.end = redirect.word.span.end;
	if (redirect.kind == SW_REDIRECT_DUP && outwards && redirect.fd < 0 && names_file(&redirect.word)) {
		redirect.kind = SW_REDIRECT_OUT;
		redirect.errors_too = true;
	}
	if (redirect.kind == SW_REDIRECT_HEREDOC) {
		redirect.expands = !redirect.word.quoted;
		*sw_push(r->stacks, &r->pending) = (struct sw_shell_pending){
			.delimiter = redirect.word.text, .owner = owner, .redirect = (uint32_t)(r->redirects.n - base),
			.of_compound = of_compound, .expands = redirect.expands, .strip = strip, .at = redirect.span};
		/* Until the body is found there is none. */
		redirect.word = (struct sw_shell_word){.span = redirect.span, .is_static = true};
		redirect.word.span.start = redirect.span.end;
	}
	*sw_push(r->stacks, &r->redirects) = redirect;
	return true;
}

struct sw_shell_word *sw_shell_take_words(struct sw_shell_reader *r, size_t base, uint32_t *count) {
	*count = (uint32_t)(r->words.n - base);
	r->words.n = base;
	if (*count == 0)
		return NULL;
	struct sw_shell_word *v = SW_NEW_ARRAY(r->arena, struct sw_shell_word, *count);
	memcpy(v, r->words.v + base, *count * sizeof *v);
	return v;
}

struct sw_shell_redirect *sw_shell_take_redirects(struct sw_shell_reader *r, size_t base, uint32_t *count) {
	*count = (uint32_t)(r->redirects.n - base);
	r->redirects.n = base;
	if (*count == 0)
		return NULL;
	struct sw_shell_redirect *v = SW_NEW_ARRAY(r->arena, struct sw_shell_redirect, *count);
	memcpy(v, r->redirects.v + base, *count * sizeof *v);
	return v;
}

/* An assignment's value is not split and not matched against files, so only a tilde or an expansion makes it change. */
static bool assignment_is_static(const struct sw_shell_word *word, size_t value, bool expands) {
	struct sw_str raw = word->raw;
	return !expands && !(value < raw.n && raw.p[value] == '~') && (word->quoted || !sw_str_contains(raw, SW_S(":~")));
}

/* What a simple command collects; `count` of its words on the stack are assignments. */
struct parts {
	size_t words, redirects, end; /* where its parts start on the stacks; text offset behind the last one */
	uint32_t assignments;
};

static void read_plain_word(struct sw_shell_reader *r, struct parts *parts, bool first) {
	struct sw_shell_word word;
	bool expands = sw_shell_read_word(r, SW_MODE_WORD, &word);
	parts->end = r->in.at;
	if (first) {
		size_t value = sw_shell_assigns(word.raw);
		if (value) {
			word.is_static = assignment_is_static(&word, value, expands);
			parts->assignments++;
		}
	}
	*sw_push(r->stacks, &r->words) = word;
}

static bool opens_function(struct sw_shell_reader *r, const struct parts *parts) {
	if (r->words.n != parts->words + 1 || parts->assignments || r->redirects.n != parts->redirects ||
	    sw_shell_peek(r, 0) != '(')
		return false;
	size_t at = r->in.at + 1;
	while (at < r->in.n && (r->in.p[at] == ' ' || r->in.p[at] == '\t'))
		at++;
	if (at >= r->in.n || r->in.p[at] != ')')
		return false;
	r->in.at = at + 1;
	return true;
}

/* Words, unless only redirections may follow, and redirections up to what ends the command; false when it turned out
 * to be a function. */
static bool read_parts(struct sw_shell_reader *r, uint32_t index, struct parts *parts, bool words) {
	for (sw_shell_skip_blanks(r);;) {
		if (sw_shell_read_redirect(r, index, false, parts->redirects)) {
			parts->end = r->in.at;
		} else if (words && sw_shell_at_word(r)) {
			read_plain_word(r, parts, r->words.n == parts->words + parts->assignments);
			sw_shell_skip_blanks(r);
			if (opens_function(r, parts))
				return false;
			continue;
		} else {
			return true;
		}
		sw_shell_skip_blanks(r);
	}
}

static uint32_t open_command(struct sw_shell_reader *r, const struct sw_shell_place *place) {
	uint32_t index = (uint32_t)r->script->n;
	*sw_push(r->stacks, r->script) = (struct sw_shell_command){
		.span = sw_shell_span(r, r->in.at, r->in.at + 1), .join = place->join, .context = place->context,
		.list = place->list, .pipeline = place->pipeline, .compound = place->compound,
		.parent = place->parent, .piped_from = place->piped_from, .negated = place->negated,
		.in_loop = r->in_loop, .in_function = r->in_function};
	return index;
}

static void close_command(struct sw_shell_reader *r, uint32_t index, const struct parts *parts) {
	struct sw_shell_command *command = &r->script->v[index];
	uint32_t count;
	struct sw_shell_word *words = sw_shell_take_words(r, parts->words, &count);
	command->assignments = parts->assignments ? words : NULL;
	command->assignment_count = parts->assignments;
	command->word_count = count - parts->assignments;
	command->words = command->word_count ? words + parts->assignments : NULL;
	command->redirects = sw_shell_take_redirects(r, parts->redirects, &command->redirect_count);
	if (!r->fixed)
		command->span.end = sw_shell_span(r, parts->end - 1, parts->end).end;
}

static void push_text(struct sw_shell_reader *r, size_t start, size_t end) {
	struct sw_str text = sw_str(r->in.p + start, end - start);
	*sw_push(r->stacks, &r->words) =
		(struct sw_shell_word){.text = text, .raw = text, .span = sw_shell_span(r, start, end), .is_static = true};
}

/* [[ … ]]: operators are words, too. A pattern on the right of =~ may hold parentheses and bars. */
static void read_test(struct sw_shell_reader *r, struct parts *parts) {
	size_t start = r->in.at;
	bool regex = false, closed = false;
	while (!closed) {
		sw_shell_skip_lines(r);
		size_t at = r->in.at;
		char c = sw_shell_peek(r, 0);
		if (sw_shell_ended(r) || c == ';')
			break;
		bool twice = c == sw_shell_peek(r, 1) && c != '(';
		if (sw_shell_at_word(r) || (regex && !twice && strchr("(|<>", c))) {
			struct sw_shell_word word;
			closed = !regex && sw_shell_peek_keyword(r) == SW_END_TEST;
			sw_shell_read_word(r, regex ? SW_MODE_REGEX : SW_MODE_WORD, &word);
			regex = sw_str_is(word.raw, "=~");
			*sw_push(r->stacks, &r->words) = word;
		} else {
			r->in.at += twice && (c == '&' || c == '|') ? 2 : 1;
			regex = false;
			push_text(r, at, r->in.at);
		}
		parts->end = r->in.at;
	}
	if (!closed)
		sw_shell_fail(r, "shell-unclosed", start, start + 2, "\"[[\" is not closed");
}

static void read_arithmetic(struct sw_shell_reader *r, struct parts *parts) {
	size_t start = r->in.at;
	r->in.at += 2;
	push_text(r, start, r->in.at);
	struct sw_str expression = sw_shell_read_arithmetic(r);
	if (expression.n)
		push_text(r, start + 2, start + 2 + expression.n);
	parts->end = r->in.at;
}

/* `NAME ()`: what was begun as a command is the name of a function. */
static void turn_into_function(struct sw_shell_reader *r, struct sw_shell_place *place, uint32_t index,
			       const struct parts *parts, size_t start) {
	struct sw_shell_word name = r->words.v[parts->words];
	if (name.quoted || !name.is_static) {
		/* What is substituted in the name stays behind the command that holds it. */
		sw_shell_fail(r, "shell-unexpected", start, parts->end, "this is no name for a function");
		close_command(r, index, parts);
	} else {
		r->script->n = index;
		r->words.n = parts->words;
	}
	sw_shell_read_function(r, place, start, &name, true);
}

bool sw_shell_read_command(struct sw_shell_reader *r, struct sw_shell_place *place) {
	size_t start = r->in.at, digits;
	bool arithmetic = sw_shell_peek(r, 0) == '(';
	enum sw_shell_keyword keyword = sw_shell_peek_keyword(r);
	if ((!arithmetic && !sw_shell_at_word(r) && !at_redirect(r, &digits)) || sw_shell_closes_list(keyword) ||
	    keyword == SW_BANG)
		return false;
	struct parts parts = {.words = r->words.n, .redirects = r->redirects.n, .end = start};
	uint32_t index = open_command(r, place);
	r->holder = (int32_t)index;
	if (arithmetic)
		read_arithmetic(r, &parts);
	else if (keyword == SW_TEST)
		read_test(r, &parts);
	bool function = !read_parts(r, index, &parts, !arithmetic && keyword != SW_TEST);
	r->holder = -1;
	if (function) {
		turn_into_function(r, place, index, &parts, start);
		return true;
	}
	close_command(r, index, &parts);
	place->follows = (int32_t)index;
	return true;
}
