/* Assignments in text of unknown grammar: settings files, environment files, code frames. A name is what stands before
 * = or : (or behind --, or second in ENV), a value what follows it on the line. */
#include "base/vec.h"
#include "secrets/hits.h"
#include "secrets/verify.h"
#include "secrets/words.h"

enum { NAME_BYTES = 128, VALUE_BYTES = 8192 };

struct scan {
	struct sw_arena *arena;
	struct sw_str text;
	struct sw_secret_hits *hits;
	struct sw_str last_name; /* value of the latest `name:`, for the `value:` that follows it */
};

static bool is_name_char(char c) {
	return sw_is_alnum(c) || sw_one_of("_.-", c);
}

/* The name that ends before `at`, through blanks and one quote. */
static struct sw_str name_before(struct sw_str text, size_t at) {
	while (at > 0 && sw_one_of(" \t", text.p[at - 1]))
		at--;
	at -= at > 0 && sw_one_of("\"'", text.p[at - 1]);
	size_t end = at;
	while (at > 0 && end - at < NAME_BYTES && is_name_char(text.p[at - 1]))
		at--;
	return sw_str_sub(text, at, end - at);
}

/* The value at `from`: quoted, or to the end of the word, or of the line when `whole_line`. *behind: where to go on. */
static struct sw_str value_at(struct sw_str text, size_t from, bool whole_line, size_t *behind) {
	size_t limit = from + VALUE_BYTES < text.n ? from + VALUE_BYTES : text.n, at = from;
	char quote = from < text.n && sw_one_of("\"'", text.p[from]) ? text.p[from] : 0;
	if (quote) {
		for (at = ++from; at < limit && text.p[at] != quote && text.p[at] != '\n'; at++)
			at += text.p[at] == '\\' && at + 1 < limit && quote == '"';
	} else {
		while (at < limit && text.p[at] != '\n') {
			char c = text.p[at];
			bool comment = c == '#' && at > from && text.p[at - 1] == ' ';
			if (whole_line ? comment : sw_is_space(c) || sw_one_of(";&|\"'`,)", c))
				break;
			at++;
		}
	}
	at = at < limit ? at : limit;
	*behind = at > from ? at : from;
	return sw_str_trim(sw_str_sub(text, from, at - from));
}

/* Judges one assignment; returns where the scan goes on. */
static size_t assignment(struct scan *scan, struct sw_str name, size_t from, bool whole_line) {
	struct sw_str as = name;
	size_t behind;
	if (sw_str_is_nocase(name, "value") && scan->last_name.n)
		as = scan->last_name;
	struct sw_name words;
	sw_name_read(as, &words);
	bool names_next = sw_str_is_nocase(name, "name");
	if (words.class == SW_SECRET_NAME_NONE && !names_next)
		return from;
	struct sw_str value = value_at(scan->text, from, whole_line, &behind);
	if (names_next) {
		scan->last_name = value;
		return from;
	}
	struct sw_secret_hit hit;
	if (!value.n || !sw_secret_value(as, value, &hit))
		return behind;
	uint32_t at = (uint32_t)(value.p - scan->text.p);
	hit.start += at;
	hit.end += at;
	sw_hits_add(scan->arena, scan->hits, &hit);
	return behind;
}

static size_t skip_blanks(struct sw_str text, size_t at) {
	while (at < text.n && sw_one_of(" \t", text.p[at]))
		at++;
	return at;
}

/* "--name value" and "ENV NAME value", where a blank stands between the two. */
static size_t spaced(struct scan *scan, size_t at) {
	struct sw_str rest = sw_str_from(scan->text, at);
	size_t from;
	bool first = at == 0 || !is_name_char(scan->text.p[at - 1]);
	if (first && sw_str_starts(rest, SW_S("--")))
		from = at + 2;
	else if (rest.n > 4 && sw_str_eq_nocase(sw_str_sub(rest, 0, 3), SW_S("ENV")) && sw_one_of(" \t", rest.p[3]) &&
		 first)
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

void sw_secrets_find_assigned(struct sw_arena *arena, struct sw_str text, struct sw_secret_hits *hits) {
	sw_secrets_find(arena, text, hits);
	struct scan scan = {arena, text, hits, {0}};
	for (size_t at = 0; at < text.n;) {
		char c = text.p[at];
		size_t next = at + 1;
		if (c == '=' || c == ':') {
			/* A colon has a blank behind it in YAML, a quote before it in JSON; "a:b" is an address. */
			bool pair = c == '=' || (at + 1 < text.n && sw_one_of(" \t\"'", text.p[at + 1])) ||
				    (at > 0 && sw_one_of("\"'", text.p[at - 1]));
			struct sw_str name = pair ? name_before(text, at) : (struct sw_str){0};
			if (name.n)
				next = assignment(&scan, name, skip_blanks(text, at + 1), c == ':');
			next = next > at ? next : at + 1;
		} else if (c == '-' || c == 'E' || c == 'e') {
			next = spaced(&scan, at);
			next = next > at ? next : at + 1;
		}
		at = next;
	}
}
