#include "knowledge/licence.h"
#include "knowledge/data.h"
#include <stdlib.h>

/* The longest word or phrase that the tables know is shorter. */
enum { PHRASE_BYTES = 64, LICENCE_BYTES = 4096 };

struct key {
	char p[PHRASE_BYTES + 1];
	bool fits;
};

static struct key key_of(struct sw_str text) {
	struct key key = {.fits = text.n > 0 && text.n <= PHRASE_BYTES};
	for (size_t i = 0; key.fits && i < text.n; i++)
		key.p[i] = text.p[i] == '\t' ? ' ' : sw_to_lower(text.p[i]);
	return key;
}

static int row_order(const void *key, const void *row) {
	return strcmp(key, ((const struct sw_licence_row *)row)->written);
}

static const char *look_up(const struct sw_licence_row *rows, size_t count, struct sw_str text) {
	struct key key = key_of(sw_str_trim(text));
	const struct sw_licence_row *row = key.fits ? bsearch(key.p, rows, count, sizeof *rows, row_order) : NULL;
	return row ? row->id : NULL;
}

static const char *id_of(struct sw_str text) {
	return look_up(sw_licence_rows, sw_licence_row_count, text);
}

struct reading {
	struct sw_str left;
	struct {
		char p[LICENCE_BYTES];
		size_t n;
	} out;
	bool failed;
};

static void put(struct reading *reading, struct sw_str text) {
	if (text.n > sizeof reading->out.p - reading->out.n) {
		reading->failed = true;
		return;
	}
	memcpy(reading->out.p + reading->out.n, text.p, text.n);
	reading->out.n += text.n;
}

static bool is_break(char c) {
	return c == '(' || c == ')' || c == ',' || c == ';' || c == '|' || c == '&';
}

/* Length of the operator that `s` begins with, and its name in expressions; 0: it begins with none. A comma or a
 * semicolon joins what holds at the same time. */
static size_t operator_at(struct sw_str s, const char **name) {
	static const struct {
		const char *word, *name;
		bool apart; /* it must stand between blanks or brackets */
	} operators[] = {{"||", "OR", false}, {"&&", "AND", false}, {"|", "OR", false}, {"&", "AND", false}, {",", "AND", false}, {";", "AND", false},
			 {"and", "AND", true}, {"or", "OR", true}, {"with", "WITH", true}, {"/", "OR", true}};
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		struct sw_str word = sw_str_of(operators[i].word);
		if (s.n < word.n || !sw_str_eq_nocase(sw_str_sub(s, 0, word.n), word))
			continue;
		if (operators[i].apart && s.n > word.n && !sw_is_space(s.p[word.n]) && !is_break(s.p[word.n]))
			continue;
		*name = operators[i].name;
		return word.n;
	}
	return 0;
}

/* The words up to the next bracket or operator. */
static struct sw_str take_phrase(struct reading *reading) {
	struct sw_str s = reading->left;
	size_t n = 0;
	bool apart = true;
	const char *name;
	for (; n < s.n && !is_break(s.p[n]); n++) {
		if (apart && n && operator_at(sw_str_from(s, n), &name))
			break;
		apart = sw_is_space(s.p[n]);
	}
	reading->left = sw_str_from(s, n);
	return sw_str_trim(sw_str_sub(s, 0, n));
}

static void skip_blanks(struct reading *reading) {
	while (reading->left.n && sw_is_space(reading->left.p[0]))
		reading->left = sw_str_from(reading->left, 1);
}

static bool take_byte(struct reading *reading, char c) {
	skip_blanks(reading);
	if (!reading->left.n || reading->left.p[0] != c)
		return false;
	reading->left = sw_str_from(reading->left, 1);
	return true;
}

/* operand {operator operand}, brackets kept as they stand: what they nest is only counted. */
static void read_expression(struct reading *reading) {
	size_t depth = 0;
	bool exception = false;
	for (;;) {
		while (take_byte(reading, '(')) {
			put(reading, SW_S("("));
			depth++;
		}
		struct sw_str phrase = take_phrase(reading);
		const char *id = exception ? look_up(sw_licence_exceptions, sw_licence_exception_count, phrase) : id_of(phrase);
		if (!id) {
			reading->failed = true;
			return;
		}
		put(reading, sw_str_of(id));
		while (depth && take_byte(reading, ')')) {
			put(reading, SW_S(")"));
			depth--;
		}
		skip_blanks(reading);
		if (!reading->left.n)
			break;
		const char *name;
		size_t n = operator_at(reading->left, &name);
		if (!n || (exception && strcmp(name, "WITH") == 0)) {
			reading->failed = true;
			return;
		}
		exception = strcmp(name, "WITH") == 0;
		reading->left = sw_str_from(reading->left, n);
		put(reading, SW_S(" "));
		put(reading, sw_str_of(name));
		put(reading, SW_S(" "));
	}
	reading->failed |= depth > 0;
}

struct sw_str sw_licence_expression(struct sw_arena *arena, struct sw_str text) {
	text = sw_str_trim(text);
	const char *whole = id_of(text);
	if (whole)
		return sw_str_of(whole);
	struct reading reading = {.left = text};
	if (!text.n || text.n > LICENCE_BYTES / 2)
		return (struct sw_str){0};
	read_expression(&reading);
	return reading.failed ? (struct sw_str){0} : sw_arena_str(arena, sw_str(reading.out.p, reading.out.n));
}

bool sw_licence_is_id(struct sw_str expression) {
	return expression.n && sw_str_find_byte(expression, ' ') == SW_NPOS && sw_str_find_byte(expression, '(') == SW_NPOS;
}
