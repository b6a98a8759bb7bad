/* Lists and pipelines of commands (XCU 2.9.2, 2.9.3), reserved words, and the ways into the reader. */
#include "formats/shell_reader.h"
#include <assert.h>

const char sw_shell_keywords[][9] = {
	"", "if", "then", "elif", "else", "fi", "for", "while", "until", "select", "do", "done", "case", "esac", "in",
	"function", "time", "{", "}", "!", "[[", "]]",
};

enum sw_shell_keyword sw_shell_peek_keyword(const struct sw_shell_reader *r) {
	char first = sw_shell_peek(r, 0);
	if (!first || !strchr("itefwusdcn{}![]", first))
		return SW_NO_KEYWORD;
	size_t left = r->in.n - r->in.at;
	for (int k = SW_IF; k <= SW_END_TEST; k++) {
		const char *word = sw_shell_keywords[k];
		if (word[0] != first)
			continue;
		size_t n = strlen(word), end = r->in.at + n;
		if (n > left || memcmp(word, r->in.p + r->in.at, n) != 0)
			continue;
		if (n == left || sw_shell_is(r->in.p[end], SW_CHAR_END) || sw_shell_newline(r, end) ||
		    (r->in.p[end] == '\\' && sw_shell_newline(r, end + 1)))
			return (enum sw_shell_keyword)k;
	}
	return SW_NO_KEYWORD;
}

bool sw_shell_take_keyword(struct sw_shell_reader *r, enum sw_shell_keyword keyword) {
	if (sw_shell_peek_keyword(r) != keyword)
		return false;
	r->in.at += strlen(sw_shell_keywords[keyword]);
	return true;
}

bool sw_shell_closes_list(enum sw_shell_keyword keyword) {
	return (keyword >= SW_THEN && keyword <= SW_FI) || keyword == SW_DO || keyword == SW_DONE ||
	       keyword == SW_ESAC || keyword == SW_IN || keyword == SW_CLOSE_BRACE;
}

/* `time` before a compound is a reserved word; before anything else it reads like a program. */
static void skip_time(struct sw_shell_reader *r) {
	size_t at = r->in.at;
	if (!sw_shell_take_keyword(r, SW_TIME))
		return;
	sw_shell_skip_blanks(r);
	if (sw_shell_peek(r, 0) == '-' && sw_shell_peek(r, 1) == 'p') {
		r->in.at += 2;
		sw_shell_skip_blanks(r);
	}
	if (sw_shell_peek(r, 0) != '(' && sw_shell_peek_keyword(r) == SW_NO_KEYWORD)
		r->in.at = at;
}

static bool at_separator(const struct sw_shell_reader *r) {
	char c = sw_shell_peek(r, 0);
	return sw_shell_ended(r) || c == ';' || c == '\n';
}

static void no_command(struct sw_shell_reader *r) {
	sw_shell_fail(r, "shell-unexpected", r->in.at, r->in.at + !sw_shell_ended(r), "a command is missing here");
}

/* Elements joined by | up to what ends them. */
static void read_pipeline(struct sw_shell_reader *r, struct sw_shell_place *place) {
	place->pipeline = ++r->pipelines;
	place->piped_from = -1;
	place->negated = false;
	while (sw_shell_take_keyword(r, SW_BANG)) {
		place->negated = !place->negated;
		sw_shell_skip_blanks(r);
	}
	for (;;) {
		skip_time(r);
		int32_t first = (int32_t)r->script->n;
		bool nothing = place->negated && place->piped_from < 0 && at_separator(r); /* bash takes "!" alone */
		if (!nothing && !sw_shell_read_compound(r, place) && !sw_shell_read_command(r, place))
			no_command(r);
		sw_shell_skip_blanks(r);
		if (sw_shell_peek(r, 0) != '|' || sw_shell_peek(r, 1) == '|')
			return;
		r->in.at++;
		sw_shell_take(r, '&');
		sw_shell_skip_lines(r);
		place->join = SW_JOIN_PIPE;
		place->piped_from = first;
	}
}

enum operator { NO_OPERATOR, END_LIST, SEPARATOR, CONNECTOR };

/* What stands between two pipelines. `join` ties the next one. */
static enum operator read_operator(struct sw_shell_reader *r, enum sw_shell_join *join) {
	char c = sw_shell_peek(r, 0), next = sw_shell_peek(r, 1);
	if (sw_shell_ended(r) || c == ')' || (c == ';' && (next == ';' || next == '&')))
		return END_LIST;
	*join = SW_JOIN_THEN;
	if (c == '\n')
		return SEPARATOR;
	if (c != ';' && c != '&' && c != '|')
		return NO_OPERATOR;
	r->in.at++;
	if (c == ';')
		return SEPARATOR;
	*join = c == '&' ? SW_JOIN_AND : SW_JOIN_OR;
	if (sw_shell_take(r, c))
		return CONNECTOR;
	*join = SW_JOIN_BACKGROUND;
	return SEPARATOR;
}

static bool at_list_end(struct sw_shell_reader *r) {
	char c = sw_shell_peek(r, 0), next = sw_shell_peek(r, 1);
	return sw_shell_ended(r) || c == ')' || (c == ';' && (next == ';' || next == '&')) ||
	       sw_shell_closes_list(sw_shell_peek_keyword(r));
}

static void read_pipelines(struct sw_shell_reader *r, struct sw_shell_place *place, bool *any) {
	bool wanted = false;
	for (;;) {
		sw_shell_skip_lines(r);
		if (at_list_end(r)) {
			if (wanted)
				no_command(r);
			return;
		}
		size_t before = r->in.at;
		read_pipeline(r, place);
		*any = true;
		sw_shell_skip_blanks(r);
		enum operator operator = read_operator(r, &place->join);
		if (operator == END_LIST)
			return;
		if (operator == NO_OPERATOR && !sw_shell_closes_list(sw_shell_peek_keyword(r)))
			sw_shell_fail(r, "shell-unexpected", r->in.at, r->in.at + 1, "this does not belong here");
		assert(r->in.at > before);
		wanted = operator == CONNECTOR;
	}
}

bool sw_shell_read_list(struct sw_shell_reader *r, enum sw_shell_context context, int32_t parent, int32_t compound) {
	if (!sw_shell_enter(r))
		return true;
	struct sw_shell_place place = {.context = context, .parent = parent, .compound = compound, .follows = -1,
				       .list = ++r->lists};
	int32_t holder = r->holder;
	bool any = false;
	r->holder = -1;
	read_pipelines(r, &place, &any);
	r->holder = holder;
	sw_shell_leave(r);
	return any;
}

/* What ended a list and belongs to nothing: told, stepped over, and reading goes on behind it. */
static void skip_stray(struct sw_shell_reader *r) {
	enum sw_shell_keyword keyword = sw_shell_peek_keyword(r);
	size_t n = keyword ? strlen(sw_shell_keywords[keyword]) : sw_shell_peek(r, 0) == ';' ? 2 : 1;
	sw_shell_fail(r, "shell-unexpected", r->in.at, r->in.at + n, "\"%.*s\" does not belong here", (int)n,
		      r->in.p + r->in.at);
	r->in.at += n;
	sw_shell_skip_blanks(r);
	if (sw_shell_peek(r, 0) == ';' && sw_shell_peek(r, 1) != ';' && sw_shell_peek(r, 1) != '&')
		r->in.at++;
}

static void read_lists(struct sw_shell_reader *r, enum sw_shell_context context, int32_t parent, bool parenthesis) {
	for (;;) {
		sw_shell_read_list(r, context, parent, -1);
		if (sw_shell_ended(r) || (parenthesis && r->in.p[r->in.at] == ')'))
			return;
		skip_stray(r);
	}
}

static void no_bodies(struct sw_shell_reader *r) {
	for (size_t i = r->pending_base; i < r->pending.n; i++)
		sw_diag_add(r->diags, SW_DIAG_NOTE, "shell-heredoc-unterminated", r->pending.v[i].at,
			    "the here-document has no body");
	r->pending.n = r->pending_base;
}

void sw_shell_read_substitution(struct sw_shell_reader *r, enum sw_shell_context context, bool parenthesis) {
	size_t base = r->pending_base;
	bool inside = r->in_substitution;
	r->pending_base = r->pending.n;
	r->in_substitution = true;
	read_lists(r, context, r->holder, parenthesis);
	no_bodies(r);
	r->pending_base = base;
	r->in_substitution = inside;
}

/* Moves the script's arrays from where they grew into the arena, as long as needed. */
static void keep(struct sw_arena *arena, struct sw_shell_script *script) {
	const struct sw_shell_script grown = *script;
	script->v = script->n ? SW_NEW_ARRAY(arena, struct sw_shell_command, script->n) : NULL;
	script->compounds = script->compound_count ? SW_NEW_ARRAY(arena, struct sw_shell_compound, script->compound_count) : NULL;
	script->cap = script->n;
	script->compound_cap = script->compound_count;
	if (script->n)
		memcpy(script->v, grown.v, script->n * sizeof *script->v);
	if (script->compound_count)
		memcpy(script->compounds, grown.compounds, script->compound_count * sizeof *script->compounds);
}

static struct sw_shell_script *read_script(struct sw_arena *arena, struct sw_span at, bool fixed, struct sw_str text,
					   struct sw_shell_map map, struct sw_diags *diags) {
	static const struct sw_shell_map_entry whole = {0, 0};
	assert(text.n < UINT32_MAX && (map.n == 0 || map.v[0].text_offset == 0));
	struct sw_shell_reader r = {
		.arena = arena, .stacks = sw_arena_scratch(arena), .diags = diags, .at = at, .fixed = fixed, .holder = -1, .failed_at = SIZE_MAX,
		.look_ahead = 4 * text.n + 4096,
		.in = {.p = text.n ? text.p : "", .n = text.n, .map = map.n ? map : (struct sw_shell_map){&whole, 1}},
		.script = SW_NEW(arena, struct sw_shell_script),
	};
	r.script->complete = true;
	read_lists(&r, SW_CONTEXT_TOP, -1, false);
	no_bodies(&r);
	if (r.stacks != arena)
		keep(arena, r.script);
	return r.script;
}

struct sw_shell_script *sw_shell_read(struct sw_arena *arena, uint32_t source, struct sw_str text,
				      struct sw_shell_map map, struct sw_diags *diags) {
	return read_script(arena, (struct sw_span){.source = source}, false, text, map, diags);
}

struct sw_shell_script *sw_shell_read_at(struct sw_arena *arena, struct sw_span at, struct sw_str text,
					 struct sw_diags *diags) {
	return read_script(arena, at, true, text, (struct sw_shell_map){0}, diags);
}
