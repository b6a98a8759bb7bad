/* Here-documents: the lines behind the command's own line, up to one that is the delimiter alone (XCU 2.7.4). */
#include "formats/shell_reader.h"

struct body {
	size_t start, end, next; /* text offsets: the body, and what follows its delimiter */
	bool closed;
};

static bool odd_backslashes(const char *p, size_t n) {
	size_t count = 0;
	while (count < n && p[n - 1 - count] == '\\')
		count++;
	return count % 2 == 1;
}

/* "EOF)" at the end of a substitution: shells that cut the substitution out first take it for the delimiter. */
static bool closes_substitution(struct sw_str line, struct sw_str delimiter) {
	return sw_str_starts(line, delimiter) && sw_str_starts(sw_str_trim(sw_str_from(line, delimiter.n)), SW_S(")"));
}

static struct body find_body(struct sw_shell_reader *r, const struct sw_shell_pending *pending) {
	struct body body = {.start = r->in.at, .end = r->in.n, .next = r->in.n}, loose = {0};
	bool continued = false;
	for (size_t at = r->in.at; at < r->in.n;) {
		const char *newline = memchr(r->in.p + at, '\n', r->in.n - at);
		size_t stop = newline ? (size_t)(newline - r->in.p) : r->in.n, begin = at;
		size_t end = stop > begin && newline && r->in.p[stop - 1] == '\r' ? stop - 1 : stop;
		while (pending->strip && begin < end && r->in.p[begin] == '\t')
			begin++;
		struct sw_str line = sw_str(r->in.p + begin, end - begin);
		if (!continued && sw_str_eq(line, pending->delimiter))
			return (struct body){body.start, at, stop + (newline != NULL), true};
		if (r->in_substitution && !continued && !loose.closed && closes_substitution(line, pending->delimiter))
			loose = (struct body){body.start, at, begin + pending->delimiter.n, true};
		size_t looked = stop - at + 1;
		if (loose.closed && r->look_ahead < looked)
			break;
		if (loose.closed)
			r->look_ahead -= looked;
		continued = pending->expands && odd_backslashes(line.p, line.n);
		at = stop + 1;
	}
	return loose.closed ? loose : body;
}

/* The body without the tabs that <<- strips, as an input of its own. */
static struct sw_shell_input stripped(struct sw_shell_reader *r, const struct body *body) {
	SW_VEC(uint32_t) cuts = {0};
	bool leading = true;
	for (size_t i = body->start; i < body->end; i++) {
		leading = i == body->start || r->in.p[i - 1] == '\n' || (leading && r->in.p[i - 1] == '\t');
		if (leading && r->in.p[i] == '\t')
			*sw_push(r->stacks, &cuts) = (uint32_t)i;
	}
	if (cuts.n > 0)
		return sw_shell_cut(r, body->start, body->end, cuts.v, cuts.n);
	struct sw_shell_input in = r->in;
	in.at = body->start;
	in.n = body->end;
	return in;
}

static void read_one(struct sw_shell_reader *r, const struct sw_shell_pending *pending) {
	struct sw_shell_script *script = r->script;
	struct body body = find_body(r, pending);
	struct sw_shell_word word = {.quoted = !pending->expands, .is_static = true};
	word.span = sw_shell_span(r, body.start, body.end);
	if (!body.closed)
		sw_diag_add(r->diags, SW_DIAG_NOTE, "shell-heredoc-unterminated", pending->at,
			    "the here-document is not ended by a line \"%.*s\"", SW_ARG(pending->delimiter));
	struct sw_shell_input old = r->in;
	if (pending->strip)
		r->in = stripped(r, &body);
	else
		r->in.n = body.end;
	word.raw = word.text = sw_str(r->in.p + r->in.at, r->in.n - r->in.at);
	if (pending->expands) {
		int32_t holder = r->holder;
		r->holder = pending->of_compound ? -1 : (int32_t)pending->owner;
		struct sw_shell_text text = {.p = r->in.p + r->in.at, .mark = r->scratch.n};
		sw_shell_read_body(r, &text);
		word.is_static = !text.expands;
		word.text = sw_shell_text_end(r, &text);
		r->holder = holder;
	}
	sw_shell_resume(r, &old, body.next);
	struct sw_shell_redirect *redirects = pending->of_compound ? script->compounds[pending->owner].redirects
								    : script->v[pending->owner].redirects;
	redirects[pending->redirect].word = word;
}

void sw_shell_read_heredocs(struct sw_shell_reader *r) {
	for (size_t i = r->pending_base; i < r->pending.n; i++) {
		struct sw_shell_pending pending = r->pending.v[i];
		read_one(r, &pending);
	}
	r->pending.n = r->pending_base;
}
