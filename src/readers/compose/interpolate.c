#include "readers/compose/interpolate.h"
#include "base/limits.h"

struct expander {
	struct sw_arena *arena;
	const struct sw_compose_scope *scope;
	size_t left; /* bytes that may still be written */
	struct sw_compose_expansion *to;
};

static bool expand(struct expander *e, struct sw_str text, unsigned depth, struct sw_compose_text *out);

void sw_compose_text_add(struct sw_arena *arena, struct sw_compose_text *to, struct sw_str s) {
	if (s.n > to->cap - to->n) {
		size_t cap = to->cap ? to->cap : 32;
		while (cap - to->n < s.n)
			if (__builtin_mul_overflow(cap, (size_t)2, &cap))
				sw_arena_throw(arena);
		to->v = sw_arena_grow(arena, to->v, to->cap, cap);
		to->cap = cap;
	}
	if (s.n)
		memcpy(to->v + to->n, s.p, s.n);
	to->n += s.n;
}

static bool put(struct expander *e, struct sw_compose_text *out, struct sw_str s) {
	if (s.n > e->left) {
		e->to->too_long = true;
		return false;
	}
	e->left -= s.n;
	sw_compose_text_add(e->arena, out, s);
	return true;
}

static const struct sw_compose_var *in_maps(const struct sw_compose_scope *scope, struct sw_str name) {
	for (size_t i = 0; i < sizeof scope->maps / sizeof *scope->maps; i++) {
		const struct sw_compose_var *var = scope->maps[i] ? sw_map_get(scope->maps[i], name) : NULL;
		if (var)
			return var;
	}
	return NULL;
}

const struct sw_compose_var *sw_compose_var_of(const struct sw_compose_scope *scope, struct sw_str name) {
	const struct sw_compose_var *found = NULL;
	for (; scope; scope = scope->outer) {
		const struct sw_compose_var *var = in_maps(scope, name);
		found = var ? var : found; /* the outermost one wins: a project decides over what it includes */
	}
	return found;
}

static size_t name_length(struct sw_str s) {
	size_t n = 0;
	while (n < s.n && (s.p[n] == '_' || sw_is_alpha(s.p[n]) || (n && sw_is_digit(s.p[n]))))
		n++;
	return n;
}

/* Length of "{…}" at the start of `s`. Braces nest, with or without a dollar sign; where they do not balance, the last
 * closing one ends it, as in Compose. 0: there is none. */
static size_t brace_length(struct sw_str s) {
	size_t open = 0, last = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '{') {
			open++;
		} else if (s.p[i] == '}') {
			last = i + 1;
			if (--open == 0)
				return last;
		}
	}
	return last;
}

enum operation { PLAIN, DEFAULT, REQUIRED, REPLACE };

/* One ${…} taken apart. */
struct reference {
	struct sw_str written, name, word;
	enum operation operation;
	bool colon; /* empty counts as not set */
};

static bool take_apart(struct sw_str written, struct sw_str inside, struct reference *ref) {
	*ref = (struct reference){.written = written};
	size_t n = name_length(inside);
	ref->name = sw_str_sub(inside, 0, n);
	struct sw_str rest = sw_str_from(inside, n);
	if (n == 0)
		return false;
	if (rest.n == 0)
		return true;
	if (rest.p[0] == ':') {
		ref->colon = true;
		rest = sw_str_from(rest, 1);
	}
	if (rest.n == 0)
		return false;
	switch (rest.p[0]) {
	case '-': ref->operation = DEFAULT; break;
	case '?': ref->operation = REQUIRED; break;
	case '+': ref->operation = REPLACE; break;
	default: return false;
	}
	ref->word = sw_str_from(rest, 1);
	return true;
}

static bool leave_as_written(struct expander *e, const struct reference *ref, struct sw_compose_text *out) {
	e->to->known = false;
	return put(e, out, ref->written);
}

static bool put_reference(struct expander *e, const struct reference *ref, unsigned depth, struct sw_compose_text *out) {
	const struct sw_compose_var *var = sw_compose_var_of(e->scope, ref->name);
	if (var && !var->known)
		return leave_as_written(e, ref, out);
	bool filled = var && !(ref->colon && var->value.n == 0);
	if (!var && (ref->operation == DEFAULT || ref->operation == REPLACE))
		e->to->defaulted = true;
	switch (ref->operation) {
	case DEFAULT: return filled ? put(e, out, var->value) : expand(e, ref->word, depth + 1, out);
	case REPLACE: return !filled || expand(e, ref->word, depth + 1, out);
	case PLAIN:
	case REQUIRED: break;
	}
	if (!var && ref->operation == PLAIN && e->scope->blank)
		return true;
	bool refused = ref->operation == REQUIRED && !filled;
	return var && !refused ? put(e, out, var->value) : leave_as_written(e, ref, out);
}

/* At `rest`, behind a dollar sign: the reference and the bytes it takes with the sign; 0 when it is none. */
static size_t read_reference(struct sw_str from_dollar, struct reference *ref) {
	struct sw_str rest = sw_str_from(from_dollar, 1);
	if (rest.n && rest.p[0] == '{') {
		size_t n = brace_length(rest);
		return n && take_apart(sw_str_sub(from_dollar, 0, n + 1), sw_str_sub(rest, 1, n - 2), ref) ? n + 1 : 0;
	}
	size_t n = name_length(rest);
	return n && take_apart(sw_str_sub(from_dollar, 0, n + 1), sw_str_sub(rest, 0, n), ref) ? n + 1 : 0;
}

/* False ends the expansion: what is malformed is not searched on, so that no text is gone over twice on one level. */
static bool expand(struct expander *e, struct sw_str text, unsigned depth, struct sw_compose_text *out) {
	if (depth > SW_LIMIT_SHELL_DEPTH) {
		e->to->too_long = true;
		return false;
	}
	while (text.n) {
		size_t dollar = sw_str_find_byte(text, '$');
		if (dollar == SW_NPOS)
			return put(e, out, text);
		if (!put(e, out, sw_str_sub(text, 0, dollar)))
			return false;
		text = sw_str_from(text, dollar);
		if (text.n > 1 && text.p[1] == '$') {
			if (!put(e, out, SW_S("$")))
				return false;
			text = sw_str_from(text, 2);
			continue;
		}
		e->to->literal = false;
		struct reference ref;
		size_t taken = read_reference(text, &ref);
		if (!taken) {
			e->to->malformed = true;
			return false;
		}
		if (!put_reference(e, &ref, depth, out))
			return false;
		text = sw_str_from(text, taken);
	}
	return true;
}

struct sw_compose_expansion sw_compose_expand(struct sw_arena *arena, const struct sw_compose_scope *scope,
					      struct sw_str text, size_t *budget) {
	struct sw_compose_expansion result = {.text = text, .known = true, .literal = true};
	if (sw_str_find_byte(text, '$') == SW_NPOS)
		return result;
	/* one expansion may take so much, and no more than what is left for all */
	size_t most = *budget < SW_LIMIT_EXPANSION_BYTES ? *budget : SW_LIMIT_EXPANSION_BYTES;
	struct expander e = {.arena = arena, .scope = scope, .left = most, .to = &result};
	struct sw_compose_text out = {0};
	bool whole = expand(&e, text, 0, &out);
	*budget -= most - e.left;
	if (whole)
		result.text = sw_str(out.v, out.n);
	else
		result.known = false;
	return result;
}
