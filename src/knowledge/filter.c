#include "knowledge/filter.h"
#include "base/limits.h"
#include "base/vec.h"

struct parser {
	struct sw_arena *arena;
	struct sw_str text;
	size_t at;
	unsigned depth;
	bool left_to_right;
	struct sw_filter_error *error;
};

static struct sw_predicate *read_or(struct parser *parser);

static void skip_space(struct parser *parser) {
	while (parser->at < parser->text.n && sw_is_space(parser->text.p[parser->at]))
		parser->at++;
}

static bool next_is(struct parser *parser, char c) {
	skip_space(parser);
	return parser->at < parser->text.n && parser->text.p[parser->at] == c;
}

static bool take(struct parser *parser, char c) {
	if (!next_is(parser, c))
		return false;
	parser->at++;
	return true;
}

static struct sw_predicate *fail_from(struct parser *parser, size_t start, const char *what) {
	*parser->error = (struct sw_filter_error){what, (uint32_t)start, (uint32_t)parser->at};
	return NULL;
}

/* The next word is pointed at, so that people see what stands in the place of what was wanted. */
static struct sw_predicate *fail(struct parser *parser, const char *what) {
	skip_space(parser);
	size_t start = parser->at;
	while (parser->at < parser->text.n && !sw_is_space(parser->text.p[parser->at]))
		parser->at++;
	return fail_from(parser, start, what);
}

static bool ends_word(char c) {
	return sw_is_space(c) || strchr("'[]().", c) != NULL;
}

/* Whether `keyword` stands next as a whole word, and moves behind it. */
static bool take_keyword(struct parser *parser, const char *keyword) {
	skip_space(parser);
	struct sw_str rest = sw_str_from(parser->text, parser->at);
	size_t n = strlen(keyword);
	if (rest.n < n || !sw_str_is_nocase(sw_str_sub(rest, 0, n), keyword) || (rest.n > n && !ends_word(rest.p[n])))
		return false;
	parser->at += n;
	return true;
}

static bool take_quoted(struct parser *parser, struct sw_str *value) {
	if (!next_is(parser, '\''))
		return false;
	struct sw_str rest = sw_str_from(parser->text, parser->at + 1);
	size_t end = sw_str_find_byte(rest, '\'');
	if (end == SW_NPOS)
		return false;
	*value = sw_str_sub(rest, 0, end);
	parser->at += end + 2;
	return true;
}

static bool take_label(struct parser *parser, struct sw_str *label) {
	if (!next_is(parser, '['))
		return false;
	size_t start = parser->at;
	while (start < parser->text.n && parser->text.p[start] == '[')
		start++;
	struct sw_str rest = sw_str_from(parser->text, start);
	size_t end = sw_str_find_byte(rest, ']');
	if (end == SW_NPOS || end == 0)
		return false;
	*label = sw_str_sub(rest, 0, end);
	parser->at = start + end;
	while (parser->at < parser->text.n && parser->text.p[parser->at] == ']')
		parser->at++;
	return true;
}

static bool take_type(struct parser *parser, struct sw_predicate *atom) {
	if (take_quoted(parser, &atom->name))
		return true;
	return atom->by_label = take_label(parser, &atom->name);
}

static bool take_property(struct parser *parser, struct sw_predicate *atom) {
	if (take_label(parser, &atom->name))
		return atom->by_label = true;
	skip_space(parser);
	size_t start = parser->at;
	while (parser->at < parser->text.n && (parser->text.p[parser->at] == '.' || !ends_word(parser->text.p[parser->at])))
		parser->at++;
	atom->name = sw_str_sub(parser->text, start, parser->at - start);
	return atom->name.n > 0;
}

static bool take_subject(struct parser *parser, enum sw_subject_of *subject) {
	for (unsigned s = SW_OF_SOURCE; s <= SW_OF_FLOW; s++)
		if (take_keyword(parser, sw_subject_of_name((enum sw_subject_of)s))) {
			*subject = (enum sw_subject_of)s;
			return true;
		}
	return false;
}

static struct sw_predicate *read_atom(struct parser *parser) {
	struct sw_predicate *atom = SW_NEW(parser->arena, struct sw_predicate);
	atom->kind = SW_PREDICATE_ATOM;
	skip_space(parser);
	size_t start = parser->at;
	if (!take_subject(parser, &atom->subject))
		return fail(parser, "source, target, flow, not or ( is expected here");
	if (take(parser, '.')) {
		atom->atom = SW_ATOM_PROPERTY;
		if (!take_property(parser, atom))
			return fail(parser, "the name of a property is expected here");
		if (!take_keyword(parser, "is"))
			return fail(parser, "is is expected here");
		if (!take_quoted(parser, &atom->value))
			return fail(parser, "a value in single quotes is expected here");
	} else if (take_keyword(parser, "is")) {
		atom->atom = SW_ATOM_IS;
		if (!take_type(parser, atom))
			return fail(parser, "a type in single quotes is expected here");
	} else if (atom->subject == SW_OF_FLOW && take_keyword(parser, "crosses")) {
		atom->atom = SW_ATOM_CROSSES;
		if (!take_type(parser, atom))
			return fail(parser, "the type of a boundary in single quotes is expected here");
	} else {
		return fail(parser, atom->subject == SW_OF_FLOW ? "is, crosses or . is expected here" : "is or . is expected here");
	}
	atom->start = (uint32_t)start;
	atom->end = (uint32_t)parser->at;
	return atom;
}

static struct sw_predicate *read_deeper(struct parser *parser, struct sw_predicate *(*read)(struct parser *)) {
	if (parser->depth >= SW_LIMIT_FILTER_DEPTH)
		return fail(parser, "the filter is nested too deep");
	parser->depth++;
	struct sw_predicate *predicate = read(parser);
	parser->depth--;
	return predicate;
}

static struct sw_predicate *group(struct parser *parser, enum sw_predicate_kind kind, struct sw_predicate **parts, size_t n) {
	struct sw_predicate *predicate = SW_NEW(parser->arena, struct sw_predicate);
	*predicate = (struct sw_predicate){.kind = kind, .parts = parts, .count = (unsigned)n};
	predicate->start = parts[0]->start;
	predicate->end = (uint32_t)parser->at;
	return predicate;
}

static struct sw_predicate *read_unary(struct parser *parser) {
	skip_space(parser);
	size_t start = parser->at;
	if (take_keyword(parser, "not")) {
		struct sw_predicate **part = SW_NEW(parser->arena, struct sw_predicate *);
		*part = read_deeper(parser, read_unary);
		struct sw_predicate *predicate = *part ? group(parser, SW_PREDICATE_NOT, part, 1) : NULL;
		if (predicate)
			predicate->start = (uint32_t)start;
		return predicate;
	}
	if (!take(parser, '('))
		return read_atom(parser);
	struct sw_predicate *inner = read_deeper(parser, read_or);
	if (inner && !take(parser, ')'))
		return fail(parser, ") is expected here");
	return inner;
}

typedef SW_VEC(struct sw_predicate *) parts_list;

static struct sw_predicate *read_list(struct parser *parser, enum sw_predicate_kind kind, const char *between,
				      struct sw_predicate *(*read)(struct parser *)) {
	struct sw_predicate *first = read(parser);
	parts_list parts = {0};
	while (first && take_keyword(parser, between)) {
		if (!parts.n)
			*sw_push(parser->arena, &parts) = first;
		struct sw_predicate *part = read(parser);
		if (!part)
			return NULL;
		*sw_push(parser->arena, &parts) = part;
	}
	return parts.n ? group(parser, kind, parts.v, parts.n) : first;
}

static struct sw_predicate *read_and(struct parser *parser) {
	return read_list(parser, SW_PREDICATE_ALL, "and", read_unary);
}

/* From left to right: what stands so far is one part of what follows. A run of one word is one group, so that its depth
 * does not grow; where words change again and again, it does, and is limited. */
static struct sw_predicate *read_flat(struct parser *parser) {
	struct sw_predicate *so_far = read_unary(parser);
	for (unsigned changes = 0; so_far; changes++) {
		parts_list parts = {0};
		skip_space(parser);
		bool is_and = take_keyword(parser, "and");
		if (!is_and && !take_keyword(parser, "or"))
			return so_far;
		if (changes > SW_LIMIT_FILTER_DEPTH)
			return fail(parser, "and and or change too often");
		*sw_push(parser->arena, &parts) = so_far;
		do {
			struct sw_predicate *part = read_unary(parser);
			if (!part)
				return NULL;
			*sw_push(parser->arena, &parts) = part;
		} while (take_keyword(parser, is_and ? "and" : "or"));
		so_far = group(parser, is_and ? SW_PREDICATE_ALL : SW_PREDICATE_ANY, parts.v, parts.n);
	}
	return NULL;
}

static struct sw_predicate *read_or(struct parser *parser) {
	return parser->left_to_right ? read_flat(parser) : read_list(parser, SW_PREDICATE_ANY, "or", read_and);
}

struct sw_predicate *sw_filter_read(struct sw_arena *arena, struct sw_str text, const struct sw_filter_rules *rules,
				    struct sw_filter_error *error) {
	struct parser parser = {.arena = arena, .text = text, .error = error,
				.left_to_right = rules->precedence == SW_FILTER_LEFT_TO_RIGHT};
	*error = (struct sw_filter_error){0};
	skip_space(&parser);
	if (parser.at == text.n)
		return NULL;
	struct sw_predicate *predicate = read_or(&parser);
	skip_space(&parser);
	if (predicate && parser.at < text.n)
		return fail(&parser, "and, or or the end is expected here");
	return predicate;
}

/* ---- writing ---- */

enum { MOST_PIECES = 9 };

/* The pieces that an atom's text consists of; returns how many. */
static size_t pieces_of(const struct sw_predicate *atom, struct sw_str pieces[static MOST_PIECES]) {
	bool property = atom->atom == SW_ATOM_PROPERTY;
	size_t n = 0;
	pieces[n++] = sw_str_of(sw_subject_of_name(atom->subject));
	pieces[n++] = property ? SW_S(".") : atom->atom == SW_ATOM_CROSSES ? SW_S(" crosses ") : SW_S(" is ");
	pieces[n++] = atom->by_label ? SW_S("[") : property ? SW_S("") : SW_S("'");
	pieces[n++] = atom->name;
	pieces[n++] = atom->by_label ? SW_S("]") : property ? SW_S("") : SW_S("'");
	if (property) {
		pieces[n++] = SW_S(" is '");
		pieces[n++] = atom->value;
		pieces[n++] = SW_S("'");
	}
	return n;
}

void sw_filter_write(struct sw_out *out, const struct sw_predicate *predicate) {
	if (predicate->kind == SW_PREDICATE_ATOM) {
		struct sw_str pieces[MOST_PIECES];
		size_t n = pieces_of(predicate, pieces);
		for (size_t i = 0; i < n; i++)
			sw_out_str(out, pieces[i]);
		return;
	}
	if (predicate->kind == SW_PREDICATE_NOT)
		sw_out_z(out, "not ");
	for (unsigned i = 0; i < predicate->count; i++) {
		const struct sw_predicate *part = predicate->parts[i];
		bool grouped = part->kind == SW_PREDICATE_ALL || part->kind == SW_PREDICATE_ANY;
		if (i)
			sw_out_z(out, predicate->kind == SW_PREDICATE_ALL ? " and " : " or ");
		if (grouped)
			sw_out_byte(out, '(');
		sw_filter_write(out, part);
		if (grouped)
			sw_out_byte(out, ')');
	}
}

struct sw_str sw_filter_atom(struct sw_arena *arena, const struct sw_predicate *atom) {
	struct sw_str pieces[MOST_PIECES], text = {0};
	size_t n = pieces_of(atom, pieces);
	for (size_t i = 0; i < n; i++)
		text = sw_arena_join(arena, text, pieces[i]);
	return text;
}

const char *sw_subject_of_name(enum sw_subject_of subject) {
	static const char *const names[] = {"source", "target", "flow"};
	return names[subject];
}
