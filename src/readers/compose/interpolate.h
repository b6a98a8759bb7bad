/* Variables in scalars, as the Compose specification words them: $X ${X} ${X:-d} ${X-d} ${X:?e} ${X?e} ${X:+r} ${X+r},
 * nested, and $$ for a dollar sign. Known are only the variables of the project's own files. */
#pragma once
#include "base/map.h"
#include "base/vec.h"

struct sw_compose_var {
	struct sw_str value;
	bool known; /* its own text holds no variable that is not known */
};

/* Where variables are looked up: in the outer scope, if there is one, then in the maps in this order. */
struct sw_compose_scope {
	const struct sw_compose_scope *outer;
	bool blank; /* variables that are not set are empty, as Compose has it in a shell that sets none */
	const struct sw_map *maps[3]; /* name -> struct sw_compose_var; NULL: none */
};

struct sw_compose_expansion {
	struct sw_str text; /* variables that are not known are left as written */
	bool known;         /* none is left, and the text is well-formed */
	bool defaulted;     /* a default (or the emptiness of :+) was taken for a variable that is not set */
	bool literal;       /* there was nothing to replace */
	bool malformed;     /* a dollar sign that starts no variable: Compose refuses the file */
	bool too_long;      /* the budget or the limit of one expansion was reached */
};

/* The variable called `name`, or NULL. */
const struct sw_compose_var *sw_compose_var_of(const struct sw_compose_scope *scope, struct sw_str name);
/* Expands `text`; bytes written are taken off *budget. */
struct sw_compose_expansion sw_compose_expand(struct sw_arena *arena, const struct sw_compose_scope *scope,
					      struct sw_str text, size_t *budget);

/* A byte buffer in an arena. */
struct sw_compose_text {
	char *v;
	size_t n, cap;
};
void sw_compose_text_add(struct sw_arena *arena, struct sw_compose_text *to, struct sw_str s);
