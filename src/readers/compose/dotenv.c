#include "readers/compose/dotenv.h"

struct reading {
	struct sw_arena *arena;
	struct sw_diags *diags;
	struct sw_dotenv *env;
	struct sw_compose_scope scope;
	struct sw_str text;
	size_t at, *budget;
	uint32_t source;
	bool raw;
};

static struct sw_span span(const struct reading *d, size_t start, size_t end) {
	return (struct sw_span){d->source, (uint32_t)start, (uint32_t)end};
}

static bool more(const struct reading *d) {
	return d->at < d->text.n;
}

static char here(const struct reading *d) {
	return d->text.p[d->at];
}

static void skip_blanks(struct reading *d) {
	while (more(d) && here(d) != '\n' && sw_is_space(here(d)))
		d->at++;
}

static size_t line_end(const struct reading *d) {
	size_t n = sw_str_find_byte(sw_str_from(d->text, d->at), '\n');
	return n == SW_NPOS ? d->text.n : d->at + n;
}

/* Moves to the next statement; false at the end. */
static bool next_statement(struct reading *d) {
	while (more(d)) {
		if (here(d) == '#')
			d->at = line_end(d);
		else if (sw_is_space(here(d)))
			d->at++;
		else
			return true;
	}
	return false;
}

static bool is_name_byte(char c) {
	return sw_is_alnum(c) || c == '_' || c == '.' || c == '-' || c == '[' || c == ']' || (unsigned char)c >= 0x80;
}

/* What a double-quoted value's escapes stand for; a dollar sign stays protected as $$. */
static void add_escape(struct reading *d, struct sw_compose_text *out, char c) {
	static const char from[] = "abfnrtv\\\"", to[] = "\a\b\f\n\r\t\v\\\"";
	const char *place = c ? strchr(from, c) : NULL;
	if (place)
		sw_compose_text_add(d->arena, out, sw_str(to + (place - from), 1));
	else if (c == '$')
		sw_compose_text_add(d->arena, out, SW_S("$$"));
	else
		sw_compose_text_add(d->arena, out, sw_str((const char[]){'\\', c}, 2));
}

static void set_value(struct reading *d, struct sw_dotenv_entry *entry, struct sw_str value, bool expands) {
	entry->has_value = true;
	entry->value = value;
	entry->known = true;
	if (!expands)
		return;
	struct sw_compose_expansion expansion = sw_compose_expand(d->arena, &d->scope, value, d->budget);
	entry->value = expansion.text;
	entry->known = expansion.known;
	if (expansion.malformed || expansion.too_long)
		sw_diag_add(d->diags, SW_DIAG_WARNING, "compose-variable", entry->value_at,
			    "a dollar sign that starts no variable, or a value that becomes too long: it is not known");
}

/* At the opening quote; false when it is never closed. */
static bool read_quoted(struct reading *d, struct sw_dotenv_entry *entry) {
	char quote = here(d);
	size_t start = ++d->at;
	struct sw_compose_text out = {0};
	for (; more(d) && here(d) != quote; d->at++) {
		if (here(d) != '\\' || d->at + 1 >= d->text.n) {
			sw_compose_text_add(d->arena, &out, sw_str_sub(d->text, d->at, 1));
			continue;
		}
		char next = d->text.p[++d->at];
		if (quote == '"')
			add_escape(d, &out, next);
		else if (next == quote)
			sw_compose_text_add(d->arena, &out, sw_str(&quote, 1));
		else
			sw_compose_text_add(d->arena, &out, sw_str((const char[]){'\\', next}, 2));
	}
	if (!more(d))
		return false;
	entry->value_at = span(d, start, d->at++);
	set_value(d, entry, sw_str(out.v, out.n), quote == '"');
	return true;
}

static void read_plain(struct reading *d, struct sw_dotenv_entry *entry) {
	size_t end = line_end(d);
	struct sw_str value = sw_str_sub(d->text, d->at, end - d->at);
	size_t comment = d->raw ? SW_NPOS : sw_str_find(value, SW_S(" #"));
	value = sw_str_sub(value, 0, comment);
	while (value.n && (d->raw ? value.p[value.n - 1] == '\r' : sw_is_space(value.p[value.n - 1])))
		value.n--;
	entry->value_at = span(d, d->at, d->at + value.n);
	d->at = end;
	set_value(d, entry, value, !d->raw);
}

static void keep(struct reading *d, const struct sw_dotenv_entry *entry) {
	if (entry->name.n == 0 || sw_is_digit(entry->name.p[0]))
		return; /* Compose passes over names that start with a digit */
	*sw_push(d->arena, d->env) = *entry;
	if (!entry->has_value)
		return;
	struct sw_compose_var *var = SW_NEW(d->arena, struct sw_compose_var);
	*var = (struct sw_compose_var){.value = entry->value, .known = entry->known};
	sw_map_put(d->arena, &d->env->vars, entry->name, var);
}

static void refuse(struct reading *d, size_t start, const char *why) {
	sw_diag_add(d->diags, SW_DIAG_WARNING, "compose-env-syntax", span(d, start, line_end(d)), "%s", why);
	d->at = line_end(d);
}

/* At the first byte of a statement. */
static void read_statement(struct reading *d) {
	struct sw_str rest = sw_str_from(d->text, d->at);
	if (!d->raw && sw_str_starts(rest, SW_S("export")) && rest.n > 6 && rest.p[6] != '\n' && sw_is_space(rest.p[6])) {
		d->at += 6;
		skip_blanks(d);
	}
	size_t start = d->at;
	while (more(d) && (d->raw ? here(d) != '=' && here(d) != '\n' : is_name_byte(here(d))))
		d->at++;
	struct sw_dotenv_entry entry = {.name = sw_str_trim(sw_str_sub(d->text, start, d->at - start))};
	entry.at = entry.value_at = span(d, start, d->at);
	skip_blanks(d);
	if (!more(d) || here(d) == '\n') {
		keep(d, &entry);
		return;
	}
	if (entry.name.n == 0 || (here(d) != '=' && here(d) != ':')) {
		refuse(d, start, "no variable name with a value: the line is passed over, Compose refuses the file");
		return;
	}
	d->at++;
	if (!d->raw)
		skip_blanks(d);
	if (more(d) && !d->raw && (here(d) == '"' || here(d) == '\'')) {
		if (!read_quoted(d, &entry)) {
			refuse(d, start, "a quote is not closed: the rest of the file is not read");
			return;
		}
	} else {
		read_plain(d, &entry);
	}
	entry.at.end = entry.value_at.end;
	if (entry.at.end < d->at && (d->text.p[d->at - 1] == '"' || d->text.p[d->at - 1] == '\''))
		entry.at.end = (uint32_t)d->at;
	keep(d, &entry);
}

void sw_dotenv_read(struct sw_arena *arena, uint32_t source, struct sw_str text, const struct sw_compose_scope *scope,
		    bool raw, size_t *budget, struct sw_dotenv *env, struct sw_diags *diags) {
	struct reading d = {.arena = arena, .diags = diags, .env = env, .scope = *scope, .text = text, .budget = budget,
			    .source = source, .raw = raw};
	d.scope.maps[2] = &env->vars;
	if (sw_str_starts(text, SW_S("\xef\xbb\xbf")))
		d.at = 3;
	while (next_statement(&d))
		read_statement(&d);
}
