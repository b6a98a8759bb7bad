#include "checks/about_values.h"

enum {
	LONGEST = 4096, /* bytes of a value: longer ones are not followed */
	DEEPEST = 8,    /* variables in the default values of variables */
	OLDEST = 512,   /* bindings that a name is looked for in */
};

SW_VEC_TYPE(text, char);

static bool is_name(char c) {
	return sw_is_alnum(c) || c == '_';
}

void sw_values_set(struct sw_values *values, struct sw_str name, struct sw_str value) {
	struct sw_binding *binding = SW_NEW(values->arena, struct sw_binding);
	*binding = (struct sw_binding){name, value, values->newest};
	values->newest = binding;
}

struct sw_str sw_values_mark(struct sw_values *values, struct sw_str text) {
	*sw_push(values->arena, &values->marks) = text;
	return sw_arena_printf(values->arena, "%c%zu%c", SW_MARK, values->marks.n - 1, SW_MARK_END);
}

/* "${NAME}" */
static struct sw_str in_braces(struct sw_values *values, struct sw_str name) {
	char *text = sw_arena_alloc(values->arena, name.n + 3);
	memcpy(text, "${", 2);
	if (name.n)
		memcpy(text + 2, name.p, name.n);
	text[name.n + 2] = '}';
	return sw_str(text, name.n + 3);
}

void sw_values_forget(struct sw_values *values, struct sw_str name) {
	sw_values_set(values, name, sw_values_mark(values, in_braces(values, name)));
}

/* The mark of a text that means the same wherever it stands. */
static struct sw_str lasting_mark(struct sw_values *values, struct sw_str text) {
	struct sw_str *known = sw_map_get(&values->by_text, text);
	if (!known) {
		known = SW_NEW(values->arena, struct sw_str);
		*known = sw_values_mark(values, sw_values_shown(values, text));
		sw_map_put(values->arena, &values->by_text, text, known);
	}
	return *known;
}

static const struct sw_binding *find(const struct sw_values *values, struct sw_str name) {
	const struct sw_binding *binding = values->newest;
	for (unsigned i = 0; binding && i < OLDEST; i++, binding = binding->older)
		if (sw_str_eq(binding->name, name))
			return binding;
	return NULL;
}

static struct sw_str value_of(struct sw_values *values, struct sw_str name) {
	const struct sw_binding *binding = find(values, name);
	if (sw_str_is(name, "_") && values->last.n)
		return values->last;
	return binding ? binding->value : lasting_mark(values, in_braces(values, name));
}

static void add(struct sw_values *values, struct text *text, struct sw_str more) {
	for (size_t i = 0; i < more.n; i++)
		*sw_push(values->arena, text) = more.p[i];
}

/* The byte behind the bracket that closes the one at `at`; the end when none does. */
static size_t behind(struct sw_str text, size_t at, char open, char close) {
	size_t depth = 0;
	for (size_t i = at; i < text.n; i++) {
		if (text.p[i] == '\\')
			i++;
		else if (text.p[i] == open)
			depth++;
		else if (text.p[i] == close && --depth == 0)
			return i + 1;
	}
	return text.n;
}

/* The last part of a path, and a suffix that is taken off; false for all other operations on a value. */
static bool cut(struct sw_str value, struct sw_str operation, struct sw_str *result) {
	if (sw_str_is(operation, "##*/")) {
		*result = sw_str_basename(value);
		return true;
	}
	struct sw_str suffix = sw_str_from(operation, 1);
	bool plain = operation.n > 1 && operation.p[0] == '%';
	for (size_t i = 0; i < suffix.n; i++)
		plain = plain && !strchr("*?[]%$\\\"'", suffix.p[i]);
	if (!plain || !sw_str_ends(value, suffix))
		return false;
	*result = sw_str_sub(value, 0, value.n - suffix.n);
	return true;
}

/* What ${…} holds between its braces. */
static struct sw_str braced(struct sw_values *values, struct sw_str inside) {
	size_t n = 0;
	while (n < inside.n && is_name(inside.p[n]))
		n++;
	struct sw_str name = sw_str_sub(inside, 0, n), rest = sw_str_from(inside, n), result;
	if (n && !rest.n)
		return value_of(values, name);
	const struct sw_binding *binding = n ? find(values, name) : NULL;
	bool defaults = sw_str_starts(rest, SW_S(":-")) || sw_str_starts(rest, SW_S(":=")) || sw_str_starts(rest, SW_S(":?"));
	if (binding && defaults && binding->value.n && sw_values_known(binding->value))
		return binding->value;
	if (binding && cut(binding->value, rest, &result))
		return result;
	struct sw_str written = in_braces(values, inside);
	return binding ? lasting_mark(values, sw_arena_printf(values->arena, "${%.*s%.*s}", SW_ARG(binding->value), SW_ARG(rest)))
		       : lasting_mark(values, written);
}

/* $(basename X) and `basename X` are the one substitution that is worked out; others stand for themselves. */
static struct sw_str substituted(struct sw_values *values, struct sw_str written, struct sw_str inside, unsigned depth);

static size_t expand_dollar(struct sw_values *values, struct sw_str text, size_t at, struct text *to, unsigned depth) {
	char next = at + 1 < text.n ? text.p[at + 1] : ' ';
	size_t end = at + 1;
	if (next == '{') {
		end = behind(text, at + 1, '{', '}');
		add(values, to, braced(values, sw_str_sub(text, at + 2, end - at - 3)));
	} else if (next == '(') {
		end = behind(text, at + 1, '(', ')');
		add(values, to, substituted(values, sw_str_sub(text, at, end - at), sw_str_sub(text, at + 2, end - at - 3), depth));
	} else if (is_name(next)) {
		while (end < text.n && is_name(text.p[end]) && (end == at + 1 || !sw_is_digit(next)))
			end++;
		add(values, to, value_of(values, sw_str_sub(text, at + 1, end - at - 1)));
	} else if (strchr("@*#?!-$", next) && next != ' ') {
		end++;
		add(values, to, lasting_mark(values, sw_str_sub(text, at, 2)));
	} else {
		*sw_push(values->arena, to) = '$';
	}
	return end;
}

static struct sw_str expand(struct sw_values *values, struct sw_str text, unsigned depth) {
	struct text to = {0};
	for (size_t i = 0; i < text.n;) {
		if (text.p[i] == '$' && depth < DEEPEST) {
			i = expand_dollar(values, text, i, &to, depth);
		} else if (text.p[i] == '`' && depth < DEEPEST) {
			size_t close = sw_str_find_byte(sw_str_from(text, i + 1), '`');
			size_t n = close == SW_NPOS ? text.n - i - 1 : close;
			add(values, &to, substituted(values, sw_str_sub(text, i, n + 2), sw_str_sub(text, i + 1, n), depth));
			i += n + 2;
		} else {
			*sw_push(values->arena, &to) = text.p[i++];
		}
		if (to.n > LONGEST)
			return sw_values_mark(values, SW_S("a long text"));
	}
	return sw_str(to.v, to.n);
}

static struct sw_str unquoted(struct sw_str text) {
	text = sw_str_trim(text);
	bool quoted = text.n > 1 && (text.p[0] == '"' || text.p[0] == '\'') && text.p[text.n - 1] == text.p[0];
	return quoted ? sw_str_sub(text, 1, text.n - 2) : text;
}

static struct sw_str substituted(struct sw_values *values, struct sw_str written, struct sw_str inside, unsigned depth) {
	inside = sw_str_trim(inside);
	if (sw_str_starts(inside, SW_S("basename ")) && sw_str_find_byte(sw_str_from(inside, 9), '|') == SW_NPOS) {
		struct sw_str path = unquoted(sw_str_from(inside, 9));
		if (sw_str_find_byte(path, ' ') == SW_NPOS)
			return sw_str_basename(expand(values, path, depth + 1));
	}
	/* Two runs of the same command may differ only when it refers to what changed in between. */
	struct sw_str value = sw_str_find_byte(inside, '$') == SW_NPOS ? written : expand(values, inside, depth + 1);
	return lasting_mark(values, value);
}

struct sw_str sw_values_expand(struct sw_values *values, struct sw_str text) {
	if (text.n > LONGEST)
		return sw_values_mark(values, SW_S("a long text"));
	if (sw_str_find_byte(text, '$') == SW_NPOS && sw_str_find_byte(text, '`') == SW_NPOS)
		return text;
	return expand(values, text, 0);
}

struct sw_str sw_values_word(struct sw_values *values, const struct sw_shell_word *word) {
	return word->is_static ? word->text : sw_values_expand(values, word->text);
}

struct sw_str sw_values_shown(const struct sw_values *values, struct sw_str text) {
	struct text to = {0};
	if (sw_values_known(text))
		return text;
	for (size_t i = 0; i < text.n && to.n < LONGEST; i++) {
		size_t end = text.p[i] == SW_MARK ? sw_str_find_byte(sw_str_from(text, i), SW_MARK_END) : SW_NPOS;
		uint64_t number;
		if (end != SW_NPOS && sw_str_to_u64(sw_str_sub(text, i + 1, end - 1), &number) && number < values->marks.n) {
			struct sw_str shown = values->marks.v[number];
			for (size_t k = 0; k < shown.n; k++)
				*sw_push(values->arena, &to) = shown.p[k];
			i += end;
		} else {
			*sw_push(values->arena, &to) = text.p[i];
		}
	}
	return sw_str(to.v, to.n);
}

static void assign(struct sw_values *values, const struct sw_shell_word *word) {
	size_t equals = sw_str_find_byte(word->text, '=');
	struct sw_str name = sw_str_sub(word->text, 0, equals);
	bool grows = sw_str_ends(name, SW_S("+"));
	name.n -= grows;
	if (equals == SW_NPOS || !name.n)
		return;
	struct sw_shell_word value = *word;
	value.text = sw_str_from(word->text, equals + 1);
	if (grows || sw_str_find_byte(name, '[') != SW_NPOS || sw_str_starts(value.text, SW_S("("))) {
		sw_values_forget(values, sw_str_sub(name, 0, sw_str_find_byte(name, '[')));
		return;
	}
	/* What a command prints now it need not print again. */
	bool runs = !word->is_static && (sw_str_contains(value.text, SW_S("$(")) || sw_str_find_byte(value.text, '`') != SW_NPOS);
	struct sw_str text = sw_values_word(values, &value);
	if (runs && !sw_values_known(text))
		text = sw_values_mark(values, value.text);
	sw_values_set(values, name, text);
}

void sw_values_assign(struct sw_values *values, const struct sw_command_at *at) {
	const struct sw_shell_command *cmd = at->cmd;
	struct sw_str program = cmd->word_count ? cmd->words[0].text : (struct sw_str){0};
	for (uint32_t i = 0; !cmd->word_count && i < cmd->assignment_count; i++)
		assign(values, &cmd->assignments[i]);
	if (sw_listed(program, "export declare readonly local typeset"))
		for (uint32_t i = 1; i < cmd->word_count; i++)
			assign(values, &cmd->words[i]);
	if (sw_listed(program, "read unset mapfile readarray getopts"))
		for (uint32_t i = 1; i < cmd->word_count; i++)
			if (cmd->words[i].text.n && is_name(cmd->words[i].text.p[0]))
				sw_values_forget(values, cmd->words[i].text);
	if (cmd->word_count)
		values->last = sw_values_word(values, &cmd->words[cmd->word_count - 1]);
}

void sw_values_merge(struct sw_values *values, const struct sw_binding *before) {
	const struct sw_binding *after = values->newest;
	values->newest = before;
	for (unsigned i = 0; after != before && i < OLDEST; i++, after = after->older) {
		const struct sw_binding *old = find(values, after->name);
		if (!old || !sw_str_eq(old->value, after->value))
			sw_values_forget(values, after->name);
	}
}

static size_t plain_end(struct sw_str text, bool from_end) {
	size_t mark = from_end ? sw_str_rfind_byte(text, SW_MARK_END) : sw_str_find_byte(text, SW_MARK);
	return mark == SW_NPOS ? text.n : from_end ? text.n - mark - 1 : mark;
}

bool sw_values_may_meet(struct sw_str a, struct sw_str b) {
	if (sw_values_known(a) && sw_values_known(b))
		return sw_str_eq(a, b);
	size_t left_a = plain_end(a, false), left_b = plain_end(b, false), left = left_a < left_b ? left_a : left_b;
	size_t right_a = plain_end(a, true), right_b = plain_end(b, true), right = right_a < right_b ? right_a : right_b;
	return sw_str_eq(sw_str_sub(a, 0, left), sw_str_sub(b, 0, left)) &&
	       sw_str_eq(sw_str_from(a, a.n - right), sw_str_from(b, b.n - right));
}
