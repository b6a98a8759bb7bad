#include "knowledge/predicate.h"
#include "base/vec.h"

enum { MOST_DEPTH = 16 };

struct parser {
	struct sw_arena *arena;
	struct sw_str text;
	size_t at;
	struct sw_err *err;
};

static void skip_space(struct parser *parser) {
	while (parser->at < parser->text.n && sw_is_space(parser->text.p[parser->at]))
		parser->at++;
}

static bool take(struct parser *parser, char c) {
	skip_space(parser);
	if (parser->at >= parser->text.n || parser->text.p[parser->at] != c)
		return false;
	parser->at++;
	return true;
}

static struct sw_str take_word(struct parser *parser) {
	skip_space(parser);
	size_t start = parser->at;
	while (parser->at < parser->text.n && (sw_is_alnum(parser->text.p[parser->at]) || strchr("-_.:@", parser->text.p[parser->at])))
		parser->at++;
	return sw_str_sub(parser->text, start, parser->at - start);
}

static struct sw_predicate *fail(struct parser *parser, const char *what) {
	sw_err_set(parser->err, 0, "%s at byte %zu of '%.*s'", what, parser->at, SW_ARG(parser->text));
	return NULL;
}

static struct sw_predicate *read_atom(struct parser *parser, struct sw_str word) {
	static const struct { const char *prefix; enum sw_atom_kind kind; } kinds[] = {
		{"fact:", SW_ATOM_FACT}, {"assume:", SW_ATOM_ASSUME}, {"evidence:", SW_ATOM_EVIDENCE}};
	struct sw_predicate *atom = SW_NEW(parser->arena, struct sw_predicate);
	atom->kind = SW_PREDICATE_ATOM;
	size_t at = sw_str_find_byte(word, '@');
	if (at != SW_NPOS) {
		struct sw_str strength = sw_str_from(word, at + 1);
		for (unsigned s = SW_STRENGTH_ASSUMED; s <= SW_STRENGTH_RUNNING; s++)
			if (sw_str_is(strength, sw_strength_name((enum sw_strength)s)))
				atom->least = (enum sw_strength)s;
		if (!atom->least)
			return fail(parser, "unknown strength");
		word = sw_str_sub(word, 0, at);
	}
	atom->name = word;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (sw_str_starts(word, sw_str_of(kinds[i].prefix))) {
			atom->atom = kinds[i].kind;
			atom->name = sw_str_from(word, strlen(kinds[i].prefix));
		}
	return atom->name.n ? atom : fail(parser, "a name is missing");
}

static struct sw_predicate *read_expression(struct parser *parser, unsigned depth) {
	struct sw_str word = take_word(parser);
	if (!word.n)
		return fail(parser, "a name is missing");
	if (!take(parser, '('))
		return read_atom(parser, word);
	struct sw_predicate *predicate = SW_NEW(parser->arena, struct sw_predicate);
	SW_VEC(struct sw_predicate *) parts = {0};
	if (sw_str_is(word, "all"))
		predicate->kind = SW_PREDICATE_ALL;
	else if (sw_str_is(word, "any"))
		predicate->kind = SW_PREDICATE_ANY;
	else if (sw_str_is(word, "not"))
		predicate->kind = SW_PREDICATE_NOT;
	else
		return fail(parser, "neither all, any nor not");
	if (depth >= MOST_DEPTH)
		return fail(parser, "too deep");
	do {
		struct sw_predicate *part = read_expression(parser, depth + 1);
		if (!part)
			return NULL;
		*sw_push(parser->arena, &parts) = part;
	} while (take(parser, ','));
	if (!take(parser, ')'))
		return fail(parser, "')' is missing");
	if (predicate->kind == SW_PREDICATE_NOT && parts.n != 1)
		return fail(parser, "not() wants one part");
	predicate->parts = parts.v;
	predicate->count = (unsigned)parts.n;
	return predicate;
}

struct sw_predicate *sw_predicate_read(struct sw_arena *arena, struct sw_str text, struct sw_err *err) {
	struct parser parser = {arena, text, 0, err};
	skip_space(&parser);
	if (parser.at == text.n)
		return NULL;
	struct sw_predicate *predicate = read_expression(&parser, 0);
	skip_space(&parser);
	if (predicate && parser.at < text.n)
		return fail(&parser, "something stands behind the expression");
	return predicate;
}

/* `settling` is what settles the whole: NO for all, YES for any. */
static struct sw_truth fold(const struct sw_predicate *predicate, enum sw_tri settling, sw_atom_fn *atom, void *context) {
	enum sw_tri other = settling == SW_NO ? SW_YES : SW_NO;
	struct sw_truth settled = {.holds = settling, .presumed = true}, rest = {.holds = other, .strength = SW_STRENGTH_RUNNING};
	bool any_settles = false, any_unknown = false;
	unsigned decided = 0;
	for (unsigned i = 0; i < predicate->count; i++) {
		struct sw_truth part = sw_predicate_value(predicate->parts[i], atom, context);
		if (part.vacuous)
			continue;
		decided++;
		if (part.holds == SW_UNKNOWN) {
			any_unknown = true;
		} else if (part.holds == settling) {
			/* Of several parts that settle, the best founded one counts. */
			if (!any_settles || (settled.presumed && !part.presumed) ||
			    (settled.presumed == part.presumed && part.strength > settled.strength))
				settled = part;
			any_settles = true;
		} else {
			rest.presumed = rest.presumed || part.presumed;
			rest.strength = part.strength < rest.strength ? part.strength : rest.strength;
		}
	}
	if (any_settles)
		return settled;
	if (any_unknown || !decided)
		return (struct sw_truth){.holds = SW_UNKNOWN, .vacuous = !decided};
	return rest;
}

struct sw_truth sw_predicate_value(const struct sw_predicate *predicate, sw_atom_fn *atom, void *context) {
	struct sw_truth truth;
	switch (predicate->kind) {
	case SW_PREDICATE_ALL:
		return fold(predicate, SW_NO, atom, context);
	case SW_PREDICATE_ANY:
		return fold(predicate, SW_YES, atom, context);
	case SW_PREDICATE_NOT:
		truth = sw_predicate_value(predicate->parts[0], atom, context);
		truth.holds = truth.holds == SW_YES ? SW_NO : truth.holds == SW_NO ? SW_YES : SW_UNKNOWN;
		return truth;
	case SW_PREDICATE_ATOM:
		truth = atom(context, predicate);
		/* Evidence that is weaker than the control needs settles nothing. */
		if (truth.holds == SW_YES && truth.strength < predicate->least)
			truth.holds = SW_UNKNOWN;
		return truth;
	}
	return (struct sw_truth){0};
}

const char *sw_strength_name(enum sw_strength strength) {
	static const char *const names[] = {"none", "assumed", "declared", "built", "running"};
	return names[strength];
}
