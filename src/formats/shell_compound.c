/* Compound commands and functions (XCU 2.9.4, 2.9.5). A part that is missing is told once; reading then goes on behind
 * what was read, so that what holds the compound can still be closed. */
#include "formats/shell_reader.h"

struct compound {
	uint32_t index;
	size_t words;  /* where its words start on the stack */
	int32_t follows;
};

/* Steps over the reserved word that must come next. */
static bool expect(struct sw_shell_reader *r, enum sw_shell_keyword keyword) {
	sw_shell_skip_lines(r);
	if (sw_shell_take_keyword(r, keyword))
		return true;
	sw_shell_fail(r, "shell-unclosed", r->in.at, r->in.at + !sw_shell_ended(r), "\"%s\" is missing here",
		      sw_shell_keywords[keyword]);
	return false;
}

/* A list inside a compound, which must hold a command. */
static void read_part(struct sw_shell_reader *r, enum sw_shell_context context, const struct compound *compound) {
	if (!sw_shell_read_list(r, context, compound->follows, (int32_t)compound->index))
		sw_shell_fail(r, "shell-empty-list", r->in.at, r->in.at + !sw_shell_ended(r),
			      "there is no command here");
}

static struct compound open_compound(struct sw_shell_reader *r, const struct sw_shell_place *place,
				     enum sw_shell_compound_kind kind, size_t start) {
	struct sw_shell_script *script = r->script;
	sw_vec_reserve(r->stacks, (void **)(void *)&script->compounds, script->compound_count, &script->compound_cap,
		       sizeof *script->compounds);
	script->compounds[script->compound_count] = (struct sw_shell_compound){
		.kind = kind, .join = place->join, .context = place->context, .list = place->list,
		.pipeline = place->pipeline, .parent = place->parent, .compound = place->compound,
		.piped_from = place->piped_from, .negated = place->negated, .first = (uint32_t)script->n,
		.span = sw_shell_span(r, start, start + 1)};
	return (struct compound){(uint32_t)script->compound_count++, r->words.n, place->follows};
}

static void push_word(struct sw_shell_reader *r) {
	struct sw_shell_word word;
	sw_shell_read_word(r, SW_MODE_WORD, &word);
	*sw_push(r->stacks, &r->words) = word;
}

static void close_compound(struct sw_shell_reader *r, struct sw_shell_place *place, const struct compound *opened) {
	size_t base = r->redirects.n, end = r->in.at;
	sw_shell_skip_blanks(r);
	while (sw_shell_read_redirect(r, opened->index, true, base)) {
		end = r->in.at;
		sw_shell_skip_blanks(r);
	}
	struct sw_shell_compound *compound = &r->script->compounds[opened->index];
	compound->words = sw_shell_take_words(r, opened->words, &compound->word_count);
	compound->redirects = sw_shell_take_redirects(r, base, &compound->redirect_count);
	compound->end = (uint32_t)r->script->n;
	if (!r->fixed && end > 0)
		compound->span.end = sw_shell_span(r, end - 1, end).end;
	if (r->script->n > compound->first)
		place->follows = (int32_t)r->script->n - 1;
}

static void read_subshell(struct sw_shell_reader *r, enum sw_shell_context context, const struct compound *compound) {
	size_t start = r->in.at++;
	read_part(r, context, compound);
	if (sw_shell_peek(r, 0) == ')')
		r->in.at++;
	else
		sw_shell_fail(r, "shell-unclosed", start, start + 1, "\"(\" is not closed");
}

static void read_group(struct sw_shell_reader *r, enum sw_shell_context context, const struct compound *compound) {
	r->in.at++;
	read_part(r, context, compound);
	expect(r, SW_CLOSE_BRACE);
}

static void read_if(struct sw_shell_reader *r, const struct compound *compound) {
	r->in.at += 2;
	do {
		read_part(r, SW_CONTEXT_CONDITION, compound);
		if (!expect(r, SW_THEN))
			return;
		read_part(r, SW_CONTEXT_BODY, compound);
	} while (sw_shell_take_keyword(r, SW_ELIF));
	if (sw_shell_take_keyword(r, SW_ELSE))
		read_part(r, SW_CONTEXT_BODY, compound);
	expect(r, SW_FI);
}

/* do … done, or the braces that bash takes in their place. */
static void read_loop_body(struct sw_shell_reader *r, const struct compound *compound, bool braces) {
	sw_shell_skip_lines(r);
	if (braces && sw_shell_peek_keyword(r) == SW_OPEN_BRACE) {
		read_group(r, SW_CONTEXT_BODY, compound);
		return;
	}
	if (!expect(r, SW_DO))
		return;
	read_part(r, SW_CONTEXT_BODY, compound);
	expect(r, SW_DONE);
}

static void read_while(struct sw_shell_reader *r, const struct compound *compound) {
	r->in.at += 5;
	read_part(r, SW_CONTEXT_CONDITION, compound);
	read_loop_body(r, compound, false);
}

/* for NAME [in WORD …]; do …; done, and for ((…)). */
static void read_for(struct sw_shell_reader *r, const struct compound *compound) {
	r->in.at += strlen(sw_shell_keywords[sw_shell_peek_keyword(r)]);
	sw_shell_skip_blanks(r);
	if (sw_shell_peek(r, 0) == '(' && sw_shell_peek(r, 1) == '(') {
		r->in.at += 2;
		sw_shell_read_arithmetic(r);
	} else if (sw_shell_at_word(r)) {
		push_word(r);
		sw_shell_skip_lines(r);
		if (sw_shell_take_keyword(r, SW_IN))
			for (sw_shell_skip_blanks(r); sw_shell_at_word(r); sw_shell_skip_blanks(r))
				push_word(r);
	} else {
		sw_shell_fail(r, "shell-unexpected", r->in.at, r->in.at + !sw_shell_ended(r),
			      "the loop has no variable");
	}
	sw_shell_skip_blanks(r);
	sw_shell_take(r, ';');
	r->in_loop = true; /* not before: what the loop goes over is expanded once */
	read_loop_body(r, compound, true);
}

/* PATTERN | PATTERN ) of a case; false when it is none. */
static bool read_patterns(struct sw_shell_reader *r) {
	sw_shell_take(r, '(');
	for (;;) {
		struct sw_shell_word pattern;
		sw_shell_skip_blanks(r);
		size_t at = r->in.at;
		if (sw_shell_at_word(r))
			sw_shell_read_word(r, SW_MODE_WORD, &pattern);
		sw_shell_skip_blanks(r);
		if (r->in.at > at && sw_shell_take(r, '|'))
			continue;
		if (r->in.at > at && sw_shell_take(r, ')'))
			return true;
		sw_shell_fail(r, "shell-unexpected", r->in.at, r->in.at + !sw_shell_ended(r),
			      "a pattern of \"case\" and \")\" should stand here");
		return false;
	}
}

static void read_case(struct sw_shell_reader *r, const struct compound *compound) {
	r->in.at += 4;
	sw_shell_skip_blanks(r);
	if (sw_shell_at_word(r))
		push_word(r);
	if (!expect(r, SW_IN))
		return;
	for (sw_shell_skip_lines(r); !sw_shell_take_keyword(r, SW_ESAC); sw_shell_skip_lines(r)) {
		if (!read_patterns(r))
			return;
		sw_shell_read_list(r, SW_CONTEXT_BODY, compound->follows, (int32_t)compound->index);
		if (sw_shell_peek(r, 0) != ';') {
			expect(r, SW_ESAC);
			return;
		}
		/* ;; ends the branch; bash's ;& and ;;& go on with the next one. */
		r->in.at += 2;
		sw_shell_take(r, '&');
	}
}

/* The body: braces and parentheses are the function's own, another compound stands inside it. Behind NAME() some shells
 * take a simple command as well. */
static void read_body(struct sw_shell_reader *r, int32_t follows, const struct compound *compound, bool simple) {
	sw_shell_skip_lines(r);
	struct sw_shell_place place = {.context = SW_CONTEXT_FUNCTION, .parent = follows, .follows = -1,
				       .compound = (int32_t)compound->index, .piped_from = -1,
				       .list = r->lists + 1, .pipeline = r->pipelines + 1};
	if (sw_shell_peek(r, 0) == '(') {
		read_subshell(r, SW_CONTEXT_FUNCTION, compound);
	} else if (sw_shell_peek_keyword(r) == SW_OPEN_BRACE) {
		read_group(r, SW_CONTEXT_FUNCTION, compound);
	} else {
		r->lists++;
		r->pipelines++;
		if (!sw_shell_read_compound(r, &place) && !(simple && sw_shell_read_command(r, &place)))
			sw_shell_fail(r, "shell-unexpected", r->in.at, r->in.at + !sw_shell_ended(r),
				      "the function has no body");
	}
}

void sw_shell_read_function(struct sw_shell_reader *r, struct sw_shell_place *place, size_t start,
			    const struct sw_shell_word *name, bool simple) {
	struct compound compound = open_compound(r, place, SW_COMPOUND_FUNCTION, start);
	*sw_push(r->stacks, &r->words) = *name;
	if (sw_shell_enter(r)) {
		bool outer = r->in_function;
		r->in_function = true;
		read_body(r, place->follows, &compound, simple);
		r->in_function = outer;
		sw_shell_leave(r);
	}
	close_compound(r, place, &compound);
}

/* `function NAME` with or without parentheses. */
static void read_function_keyword(struct sw_shell_reader *r, struct sw_shell_place *place) {
	size_t start = r->in.at;
	struct sw_shell_word name = {0};
	r->in.at += 8;
	sw_shell_skip_blanks(r);
	if (sw_shell_at_word(r))
		sw_shell_read_word(r, SW_MODE_WORD, &name);
	sw_shell_skip_blanks(r);
	if (sw_shell_take(r, '(')) {
		sw_shell_skip_blanks(r);
		if (!sw_shell_take(r, ')'))
			sw_shell_fail(r, "shell-unclosed", r->in.at - 1, r->in.at, "\"(\" is not closed");
	}
	sw_shell_read_function(r, place, start, &name, false);
}

static bool compound_kind(struct sw_shell_reader *r, enum sw_shell_keyword keyword, enum sw_shell_compound_kind *kind) {
	if (sw_shell_peek(r, 0) == '(') {
		*kind = SW_COMPOUND_SUBSHELL;
		return sw_shell_peek(r, 1) != '(' || !sw_shell_is_arithmetic(r, r->in.at);
	}
	*kind = keyword == SW_OPEN_BRACE ? SW_COMPOUND_GROUP
		: keyword == SW_IF	 ? SW_COMPOUND_IF
		: keyword == SW_CASE	 ? SW_COMPOUND_CASE
		: keyword == SW_WHILE || keyword == SW_UNTIL ? SW_COMPOUND_WHILE
							     : SW_COMPOUND_FOR;
	return *kind != SW_COMPOUND_FOR || keyword == SW_FOR || keyword == SW_SELECT;
}

bool sw_shell_read_compound(struct sw_shell_reader *r, struct sw_shell_place *place) {
	enum sw_shell_keyword keyword = sw_shell_peek_keyword(r);
	enum sw_shell_compound_kind kind;
	if (keyword == SW_FUNCTION) {
		read_function_keyword(r, place);
		return true;
	}
	if (!compound_kind(r, keyword, &kind))
		return false;
	struct compound compound = open_compound(r, place, kind, r->in.at);
	bool loop = r->in_loop;
	r->in_loop |= kind == SW_COMPOUND_WHILE;
	if (kind == SW_COMPOUND_SUBSHELL)
		read_subshell(r, SW_CONTEXT_SUBSHELL, &compound);
	else if (kind == SW_COMPOUND_GROUP)
		read_group(r, SW_CONTEXT_GROUP, &compound);
	else if (kind == SW_COMPOUND_IF)
		read_if(r, &compound);
	else if (kind == SW_COMPOUND_WHILE)
		read_while(r, &compound);
	else if (kind == SW_COMPOUND_FOR)
		read_for(r, &compound);
	else
		read_case(r, &compound);
	r->in_loop = loop;
	close_compound(r, place, &compound);
	return true;
}
