/* Assignments in text of unknown grammar: settings files, environment files, code frames. A name is what stands before
 * = or : (or behind --, or second in ENV), a value what follows it on the line. What is looked for only to be hidden is
 * read more generously: escaped quotes are looked through, values reach further, and more of them are taken for one. */
#include "base/vec.h"
#include "secrets/hide.h"
#include "secrets/kinds.h"
#include "secrets/verify.h"
#include "secrets/words.h"

enum { NAME_BYTES = 128, VALUE_BYTES = 8192, LOOKED_INTO_BYTES = 256 };

struct scan {
	struct sw_arena *arena;
	struct sw_str text;
	struct sw_secret_hits *hits;
	bool generous;
	struct sw_str last_name; /* value of the latest `name:`, for the `value:` that follows it */
};

static bool is_name_char(char c) {
	return sw_is_alnum(c) || c == '_' || c == '.' || c == '-';
}

static bool is_blank(char c) {
	return c == ' ' || c == '\t';
}

static bool is_quote(char c) {
	return c == '"' || c == '\'';
}

/* The name that ends before `at`, through blanks and one quote. */
static struct sw_str name_before(const struct scan *scan, size_t at) {
	struct sw_str text = scan->text;
	while (at > 0 && is_blank(text.p[at - 1]))
		at--;
	if (at > 0 && is_quote(text.p[at - 1])) {
		at--;
		at -= scan->generous && at > 0 && text.p[at - 1] == '\\';
	}
	size_t end = at;
	while (at > 0 && end - at < NAME_BYTES && is_name_char(text.p[at - 1]))
		at--;
	return sw_str_sub(text, at, end - at);
}

static bool is_quote_at(struct sw_str text, size_t at) {
	return at < text.n && is_quote(text.p[at]);
}

/* Whether a value without quotes ends at `at`. `closing`: the quote that was opened before the name, or 0. */
static bool ends_value(const struct scan *scan, size_t from, size_t at, bool whole_line, char closing) {
	struct sw_str text = scan->text;
	char c = text.p[at];
	if (whole_line)
		return (c == '#' && at > from && text.p[at - 1] == ' ') || (closing && c == closing);
	if (!scan->generous)
		return sw_is_space(c) || sw_one_of(";&|\"'`,)", c);
	if (is_quote(c) && at > from && text.p[at - 1] == '\\')
		return false;
	if (c == ',')
		return at + 1 == text.n || sw_is_space(text.p[at + 1]) || sw_one_of("\"'\\", text.p[at + 1]);
	return sw_is_space(c) || is_quote(c) || c == ';' || c == '&' || c == '|' || c == '`';
}

/* The value at `from`: quoted, or to the end of the word, or of the line when `whole_line`. *behind: where to go on. */
static struct sw_str value_at(const struct scan *scan, size_t from, bool whole_line, char closing, size_t *behind) {
	struct sw_str text = scan->text;
	size_t limit = from + VALUE_BYTES < text.n ? from + VALUE_BYTES : text.n, at = from;
	bool escaped = scan->generous && from < text.n && text.p[from] == '\\' && is_quote_at(text, from + 1);
	from += escaped;
	char quote = is_quote_at(text, from) ? text.p[from] : 0;
	if (escaped) {
		for (at = ++from; at < limit && text.p[at] != quote && text.p[at] != '\n'; at++)
			if (text.p[at] == '\\' && is_quote_at(text, at + 1))
				break;
	} else if (quote) {
		for (at = ++from; at < limit && text.p[at] != quote && text.p[at] != '\n'; at++)
			at += text.p[at] == '\\' && at + 1 < limit && quote == '"';
	} else {
		while (at < limit && text.p[at] != '\n' && !ends_value(scan, from, at, whole_line, closing))
			at++;
	}
	at = at < limit ? at : limit;
	*behind = at > from ? at : from;
	struct sw_str value = sw_str_sub(text, from, at > from ? at - from : 0);
	if (scan->generous && !quote && !whole_line)
		value.n = sw_without_closers(value);
	return sw_str_trim(value);
}

static void hide(struct scan *scan, struct sw_str value, struct sw_secret_hit hit) {
	uint32_t at = (uint32_t)(value.p - scan->text.p);
	hit.start += at;
	hit.end += at;
	sw_hits_push(scan->arena, scan->hits, &hit);
}

/* The quote that opens before a name and is still open behind it ("Token: value"), or 0. */
static char quote_before(struct sw_str text, struct sw_str name) {
	char before = name.p > text.p ? name.p[-1] : 0;
	bool closed = name.p + name.n < text.p + text.n && name.p[name.n] == before;
	return before && sw_one_of("\"'", before) && !closed ? before : 0;
}

static bool is_header(struct sw_str name) {
	struct sw_str tail = SW_S("authorization");
	return name.n >= tail.n && sw_str_eq_nocase(sw_str_from(name, name.n - tail.n), tail);
}

/* Authorization: SCHEME VALUE. */
static size_t header(struct scan *scan, size_t from) {
	size_t behind, blank;
	struct sw_str value = value_at(scan, from, false, 0, &behind);
	if ((blank = sw_str_find_byte(value, ' ')) != SW_NPOS) /* it is quoted */
		value = sw_str_trim(sw_str_from(value, blank));
	struct sw_secret_hit hit;
	size_t scheme = 0;
	while (scheme < value.n && (sw_is_alpha(value.p[scheme]) || value.p[scheme] == '-'))
		scheme++;
	bool more = blank == SW_NPOS && behind < scan->text.n && scan->text.p[behind] == ' ' && scheme && scheme == value.n;
	if (more)
		value = value_at(scan, behind + 1, false, 0, &behind);
	if (more || blank != SW_NPOS ? !sw_hides_password(value, &hit) : !sw_hides_named(SW_S("token"), value, &hit))
		return from;
	hit.kind = SW_SECRET_KIND_CREDENTIAL;
	hide(scan, value, hit);
	return behind;
}

/* Judges one assignment; returns where the scan goes on. */
static size_t assignment(struct scan *scan, struct sw_str name, size_t from, bool whole_line) {
	struct sw_str as = name;
	size_t behind;
	if (scan->generous && is_header(name))
		return header(scan, from);
	if (sw_str_is_nocase(name, "value") && scan->last_name.n)
		as = scan->last_name;
	struct sw_name words;
	sw_name_read(as, &words);
	bool names_next = sw_str_is_nocase(name, "name");
	if (words.class == SW_SECRET_NAME_NONE && !names_next)
		return from;
	char closing = scan->generous ? quote_before(scan->text, name) : 0;
	struct sw_str value = value_at(scan, from, whole_line, closing, &behind);
	if (names_next) {
		scan->last_name = value;
		return from;
	}
	struct sw_secret_hit hit;
	if (scan->generous ? sw_hides_named(as, value, &hit) : value.n && sw_secret_value(as, value, &hit)) {
		hide(scan, value, hit);
		return behind;
	}
	if (!scan->generous || value.n > LOOKED_INTO_BYTES)
		return behind;
	/* The line may hold more than the value, and what is no secret may hold another assignment. */
	value = whole_line ? value_at(scan, from, false, closing, &behind) : (struct sw_str){0};
	if (!value.n || !sw_hides_named(as, value, &hit))
		return from;
	hide(scan, value, hit);
	return behind;
}

static size_t skip_blanks(struct sw_str text, size_t at) {
	while (at < text.n && is_blank(text.p[at]))
		at++;
	return at;
}

/* "--name value" and "ENV NAME value", where a blank stands between the two. */
static size_t spaced(struct scan *scan, size_t at) {
	struct sw_str rest = sw_str_from(scan->text, at);
	size_t from;
	if (at > 0 && is_name_char(scan->text.p[at - 1]))
		return at;
	if (sw_str_starts(rest, SW_S("--")))
		from = at + 2;
	else if (rest.n > 4 && sw_str_eq_nocase(sw_str_sub(rest, 0, 3), SW_S("ENV")) && sw_one_of(" \t", rest.p[3]))
		from = skip_blanks(scan->text, at + 3);
	else
		return at;
	size_t end = from;
	while (end < scan->text.n && end - from < NAME_BYTES && is_name_char(scan->text.p[end]))
		end++;
	size_t value = skip_blanks(scan->text, end);
	if (end == from || value == end || value == scan->text.n || sw_one_of("-=:", scan->text.p[value]))
		return at;
	return assignment(scan, sw_str_sub(scan->text, from, end - from), value, false);
}

/* A colon has a blank behind it in YAML, a quote before it in JSON; "a:b" is an address. */
static bool is_pair(const struct scan *scan, size_t at) {
	struct sw_str text = scan->text;
	char next = at + 1 < text.n ? text.p[at + 1] : 0;
	if (text.p[at] == '=' || is_blank(next) || is_quote(next) || (at > 0 && is_quote(text.p[at - 1])))
		return true;
	return scan->generous && is_header(name_before(scan, at));
}

void sw_assigned_search(struct sw_arena *arena, struct sw_str text, bool generous, struct sw_secret_hits *hits) {
	struct scan scan = {arena, text, hits, generous, {0}};
	for (size_t at = 0; at < text.n;) {
		char c = text.p[at];
		size_t next = at + 1;
		if (c == '=' || c == ':') {
			struct sw_str name = is_pair(&scan, at) ? name_before(&scan, at) : (struct sw_str){0};
			if (name.n)
				next = assignment(&scan, name, skip_blanks(text, at + 1), c == ':');
			next = next > at ? next : at + 1;
		} else if ((c == '-' && at + 1 < text.n && text.p[at + 1] == '-') || ((c == 'E' || c == 'e') && at + 1 < text.n && sw_to_lower(text.p[at + 1]) == 'n')) {
			next = spaced(&scan, at);
			next = next > at ? next : at + 1;
		}
		at = next;
	}
}

void sw_secrets_find_assigned(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits) {
	sw_secrets_find(arena, text, hits);
	sw_assigned_search(arena, text, false, hits);
	sw_hits_settle(hits);
}
