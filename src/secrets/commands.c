/* Passwords that commands are given, in text of unknown grammar: a line for a shell, a list in JSON or YAML, a file with
 * both. A command goes on over a line's end behind a backslash, behind a comma, and before a dash. */
#include "base/vec.h"
#include "secrets/hide.h"
#include "secrets/programs.h"
#include "secrets/verify.h"

enum { VALUE_BYTES = 8192, DELIMITER_BYTES = 64 };

struct reading {
	struct sw_arena *arena;
	struct sw_str text;
	struct sw_secret_hits *hits;
	struct sw_command command;
	char quote;      /* open on this line; 0: none */
	size_t said;     /* behind the first echo whose output may still be read; SW_NPOS: none */
	size_t pipe;     /* the latest | */
	bool identified; /* SQL's BY will follow */
};

static char at(const struct reading *r, size_t i) {
	return i < r->text.n ? r->text.p[i] : 0;
}

static bool is_blank(char c) {
	return c == ' ' || c == '\t' || c == '\r';
}

static bool is_quote(char c) {
	return c == '"' || c == '\'';
}

static bool ends_word(char c) {
	static const bool signs[256] = { /* most of a text passes here */
		['"'] = true, ['\''] = true, ['`'] = true, [','] = true, [';'] = true, ['|'] = true, ['&'] = true, ['('] = true,
		[')'] = true, ['['] = true, [']'] = true, ['{'] = true, ['}'] = true, ['<'] = true, ['>'] = true, ['\\'] = true,
		['$'] = true, ['='] = true,
	};
	return (unsigned char)c <= ' ' || signs[(unsigned char)c];
}

static void hide(struct reading *r, size_t from, struct sw_secret_hit hit) {
	hit.start += (uint32_t)from;
	hit.end += (uint32_t)from;
	sw_hits_push(r->arena, r->hits, &hit);
}

static void read_word(struct reading *r, size_t from, size_t to) {
	struct sw_secret_hit hit;
	if (sw_command_word(&r->command, sw_str_sub(r->text, from, to - from), &hit))
		hide(r, from, hit);
}

/* The quote that closes what opens before `from`, on the same line; SW_NPOS: none. An escaped one (\") closes at its
 * backslash. */
static size_t closing(const struct reading *r, size_t from, char quote, bool escaped) {
	size_t limit = from + VALUE_BYTES < r->text.n ? from + VALUE_BYTES : r->text.n;
	for (size_t i = from; i < limit && r->text.p[i] != '\n'; i++) {
		char c = r->text.p[i];
		if (c == '\\' && at(r, i + 1) == quote && escaped)
			return i;
		if (c == quote)
			return i;
		i += c == '\\' && quote == '"' && at(r, i + 1) != '\n';
	}
	return SW_NPOS;
}

/* Behind the word at `from` as a value: all up to a blank, with the parts that are quoted. */
static size_t word_end(const struct reading *r, size_t from) {
	size_t limit = from + VALUE_BYTES < r->text.n ? from + VALUE_BYTES : r->text.n, i = from;
	while (i < limit && (unsigned char)r->text.p[i] > ' ' && r->text.p[i] != '`') {
		char c = r->text.p[i], next = at(r, i + 1);
		bool escaped = c == '\\' && is_quote(next);
		if ((c == '\\' && next == '\n') || (c == '$' && next == '(' && i > from))
			break;
		if (is_quote(c) && c == r->quote)
			break;
		if (is_quote(c) || escaped) {
			size_t end = closing(r, i + 1 + escaped, escaped ? next : c, escaped);
			if (end == SW_NPOS && escaped && i > from) {
				i += 2;
				continue;
			}
			if (end == SW_NPOS)
				break;
			i = end + 1 + escaped;
			continue;
		}
		if ((c == ';' || c == '|' || c == '&') && (!r->quote || (unsigned char)next <= ' ' || next == c))
			break;
		if (c == ',' && ((unsigned char)next <= ' ' || is_quote(next)))
			break;
		i++;
	}
	i = i < limit ? i : limit;
	return from + sw_without_closers(sw_str_sub(r->text, from, i - from));
}

/* What echo says between two places, when a program reads a password, or logins, from it. */
static void hide_said(struct reading *r, size_t from, size_t to, bool login) {
	for (size_t i = from; i < to;) {
		char c = r->text.p[i];
		size_t start = i + is_quote(c), end = start;
		if (!is_quote(c) && ends_word(c) && c != '$') {
			i++;
			continue;
		}
		while (end < to && (is_quote(c) ? r->text.p[end] != c : !sw_is_space(r->text.p[end]) && !sw_one_of("\"'|;", r->text.p[end])))
			end++;
		struct sw_str piece = sw_str_sub(r->text, start, end - start);
		piece.n = is_quote(c) ? piece.n : sw_without_closers(piece);
		size_t colon = login ? sw_str_find_byte(piece, ':') : 0;
		size_t skip = login ? colon + 1 : 0;
		const struct sw_program *program = sw_program_find(piece);
		bool said = !(program && program->role == SW_WORD_SAYS) && !sw_str_starts(piece, SW_S("-")) &&
			    (login || sw_str_find_byte(piece, '%') == SW_NPOS);
		struct sw_secret_hit hit;
		if (colon != SW_NPOS && said && sw_hides_password(sw_str_from(piece, skip), &hit))
			hide(r, start + skip, hit);
		i = end + (is_quote(c) || end == i);
	}
}

/* "chpasswd <<END": lines of user:password up to END. Returns behind the last one. */
static size_t hide_lines(struct reading *r, size_t from) {
	size_t i = from;
	while (is_blank(at(r, i)) || is_quote(at(r, i)) || at(r, i) == '-')
		i++;
	size_t end = i;
	while (end - i < DELIMITER_BYTES && (sw_is_alnum(at(r, end)) || at(r, end) == '_'))
		end++;
	struct sw_str delimiter = sw_str_sub(r->text, i, end - i), line;
	struct sw_str rest = sw_str_from(r->text, end);
	if (!delimiter.n || !sw_str_split(&rest, '\n', &line))
		return end;
	while (rest.p && sw_str_split(&rest, '\n', &line)) {
		size_t start = (size_t)(line.p - r->text.p), colon = sw_str_find_byte(line, ':');
		struct sw_secret_hit hit;
		if (sw_str_eq(sw_str_trim(line), delimiter) || colon == SW_NPOS)
			return start;
		end = start + colon;
		if (sw_hides_password(sw_str_from(line, colon + 1), &hit))
			hide(r, end + 1, hit);
	}
	return end;
}

static void forget_said(struct reading *r) {
	r->said = SW_NPOS;
	r->pipe = SW_NPOS;
}

static void end_command(struct reading *r) {
	r->command = (struct sw_command){0};
	r->identified = false;
}

/* A program that reads its standard input: what was piped into it, or stands below. */
static size_t reader(struct reading *r, size_t to, bool login) {
	if (r->said != SW_NPOS && r->pipe != SW_NPOS && r->pipe > r->said)
		hide_said(r, r->said, r->pipe, login);
	forget_said(r);
	size_t i = to;
	while (is_blank(at(r, i)))
		i++;
	if (!login || at(r, i) != '<' || at(r, i + 1) != '<')
		return to;
	if (at(r, i + 2) != '<')
		return hide_lines(r, i + 2);
	end_command(r);
	sw_command_expect_login(&r->command);
	return i + 3;
}

/* Whether a quoted value follows behind blanks, or a parenthesis, as in SQL. */
static bool quoted_next(const struct reading *r, size_t i) {
	size_t from = i;
	while (is_blank(at(r, i)))
		i++;
	i += at(r, i) == '(';
	return i > from && (is_quote(at(r, i)) || (at(r, i) == '\\' && is_quote(at(r, i + 1))));
}

/* "requirepass VALUE", often between the slashes of sed: s/requirepass .*?/requirepass VALUE/. */
static size_t setting(struct reading *r, size_t to) {
	size_t from = to;
	while (is_blank(at(r, from)))
		from++;
	size_t end = from;
	while ((unsigned char)at(r, end) > ' ' && !is_quote(at(r, end)) && at(r, end) != '/')
		end++;
	if (from == to)
		return to;
	if (end == from && is_quote(at(r, from)))
		sw_command_expect(&r->command, SW_S("password"));
	struct sw_secret_hit hit;
	if (sw_hides_password(sw_str_sub(r->text, from, end - from), &hit))
		hide(r, from, hit);
	return end + (at(r, end) == '/');
}

/* Words that are no program with options of its own. Returns where the scan goes on. */
static size_t keyword(struct reading *r, const struct sw_program *word, size_t to) {
	switch (word->role) {
	case SW_WORD_PROGRAM:
		break;
	case SW_WORD_SAYS:
		r->said = r->said == SW_NPOS ? to : r->said;
		break;
	case SW_WORD_READS:
	case SW_WORD_READS_LOGIN:
		return reader(r, to, word->role == SW_WORD_READS_LOGIN);
	case SW_WORD_IDENTIFIED:
		r->identified = true;
		break;
	case SW_WORD_BY:
	case SW_WORD_PASSWORD:
		if ((r->identified || word->role == SW_WORD_PASSWORD) && quoted_next(r, to))
			sw_command_expect(&r->command, SW_S("password"));
		break;
	case SW_WORD_SETTING:
		return setting(r, to);
	}
	return to;
}

/* An option by which a program reads a password from its standard input. */
static bool reads_input(const struct reading *r, struct sw_str option) {
	struct sw_str program = r->command.program ? r->command.program->name : (struct sw_str){0};
	return sw_str_is(option, "--password-stdin") || sw_str_is(option, "--passphrase-fd") ||
	       (sw_str_is(option, "-stdin") && sw_str_is(program, "openssl")) ||
	       (sw_str_is(option, "-S") && sw_str_is(program, "sudo"));
}

/* The word at `from`; returns where the scan goes on. */
static size_t word(struct reading *r, size_t from) {
	if (sw_command_waits(&r->command) || at(r, from) == '-') {
		size_t to = word_end(r, from);
		struct sw_str option = sw_str_sub(r->text, from, to - from);
		if (reads_input(r, option))
			(void)reader(r, to, false);
		read_word(r, from, to);
		return to > from ? to : from + 1;
	}
	size_t to = from;
	while (to < r->text.n && !ends_word(r->text.p[to]))
		to++;
	const struct sw_program *found = sw_program_find(sw_str_sub(r->text, from, to - from));
	if (!found)
		return to;
	read_word(r, from, to);
	return keyword(r, found, to);
}

/* A quote at `from`, escaped or not: a value when one is waited for, else the words inside are read. */
static size_t quote(struct reading *r, size_t from) {
	bool escaped = r->text.p[from] == '\\';
	char c = r->text.p[from + escaped];
	size_t inside = from + 1 + escaped;
	if (!escaped && c == r->quote) {
		r->quote = 0;
		return inside;
	}
	if (sw_command_waits(&r->command)) {
		size_t end = closing(r, inside, c, escaped);
		struct sw_str rest = sw_str_from(r->text, inside);
		end = end != SW_NPOS ? end : inside + (sw_str_find_byte(rest, '\n') < rest.n ? sw_str_find_byte(rest, '\n') : rest.n);
		read_word(r, inside, end);
		return is_quote(at(r, end)) ? end + 1 : at(r, end) == '\\' ? end + 2 : end;
	}
	if (!escaped && !r->quote)
		r->quote = c;
	return inside;
}

/* ; | & between commands; inside quotes they are more often part of an address. */
static size_t operator(struct reading *r, size_t i) {
	char c = r->text.p[i], next = at(r, i + 1);
	bool twice = next == c, apart = twice || (unsigned char)next <= ' ';
	if (c == '|' && !twice)
		r->pipe = i;
	if (c != '|' && twice && (unsigned char)at(r, i + 2) <= ' ')
		forget_said(r);
	if (apart && !r->quote)
		end_command(r);
	return i + 1 + twice;
}

/* `…` and $(…): the value is what a command gives, and the words of that are read on their own. */
static size_t substitution(struct reading *r, size_t i) {
	if (r->text.p[i] == ')' && r->command.program && r->command.program->operands)
		end_command(r);
	r->command.expects = 0;
	return i + 1 + (r->text.p[i] == '$');
}

static size_t line_end(struct reading *r, size_t i) {
	size_t before = i, after = i + 1;
	while (before > 0 && is_blank(r->text.p[before - 1]))
		before--;
	while (is_blank(at(r, after)))
		after++;
	bool joined = before > 0 && sw_one_of("\\`", r->text.p[before - 1]);
	bool listed = at(r, after) == '-' || (before > 0 && sw_one_of(",[", r->text.p[before - 1]));
	if (!joined)
		r->quote = 0;
	if (!joined && !listed) {
		end_command(r);
		forget_said(r);
	}
	return i + 1;
}

void sw_commands_search(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits) {
	struct reading r = {.arena = arena, .text = text, .hits = hits, .said = SW_NPOS, .pipe = SW_NPOS};
	for (size_t i = 0; i < text.n;) {
		char c = text.p[i];
		if (c == '\n')
			i = line_end(&r, i);
		else if (is_quote(c) || (c == '\\' && is_quote(at(&r, i + 1))))
			i = quote(&r, i);
		else if (c == '\\' && (at(&r, i + 1) == 'n' || at(&r, i + 1) == 't'))
			i += 2;
		else if (c == ';' || c == '|' || c == '&')
			i = operator(&r, i);
		else if (c == '`' || c == ')' || (c == '$' && at(&r, i + 1) == '('))
			i = substitution(&r, i);
		else if (c == '-' && (unsigned char)at(&r, i + 1) <= ' ')
			i++; /* an item of a YAML list */
		else if (!ends_word(c) || (c == '$' && sw_command_waits(&r.command)))
			i = word(&r, i);
		else
			i++;
	}
}
