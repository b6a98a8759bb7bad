#include "base/vec.h"
#include "readers/dockerfile/syntax.h"

/* Reads the field at *at by the rules of CSV and moves behind the comma that ends it; *more says whether one did. False
 * when quotes are wrong. */
static bool take_field(struct sw_arena *arena, struct sw_str line, size_t *at, struct sw_str *field, bool *more) {
	struct sw_str rest = sw_str_from(line, *at);
	*more = false;
	if (rest.n == 0 || rest.p[0] != '"') {
		size_t comma = sw_str_find_byte(rest, ',');
		*field = sw_str_sub(rest, 0, comma);
		*more = comma != SW_NPOS;
		*at += field->n + *more;
		return sw_str_find_byte(*field, '"') == SW_NPOS;
	}
	char *p = sw_arena_alloc(arena, rest.n);
	size_t n = 0, i = 1;
	for (; i < rest.n; i++) {
		if (rest.p[i] == '"' && !(i + 1 < rest.n && rest.p[i + 1] == '"'))
			break;
		i += rest.p[i] == '"';
		p[n++] = rest.p[i];
	}
	if (i == rest.n || (i + 1 < rest.n && rest.p[i + 1] != ','))
		return false;
	*more = i + 1 < rest.n;
	*at += i + 1 + *more;
	*field = sw_str(p, n);
	return true;
}

int sw_dockerfile_fields(struct sw_arena *arena, const struct sw_dockerfile_flag *flag,
			 struct sw_dockerfile_field **fields) {
	SW_VEC(struct sw_dockerfile_field) list = {0};
	struct sw_str value = flag->value;
	/* Where the value stands in the file byte for byte, its parts have places too. */
	bool direct = flag->value_span.end - flag->value_span.start == value.n;
	bool more = value.n > 0;
	*fields = NULL;
	if (!more)
		return -1;
	for (size_t at = 0; more;) {
		size_t from = at;
		struct sw_str field;
		if (!take_field(arena, value, &at, &field, &more))
			return -1;
		size_t equals = sw_str_find_byte(field, '=');
		struct sw_span span = flag->value_span;
		if (direct)
			span = (struct sw_span){span.source, span.start + (uint32_t)from,
						span.start + (uint32_t)(at - more)};
		*sw_push(arena, &list) = (struct sw_dockerfile_field){
			.key = sw_arena_lower(arena, sw_str_sub(field, 0, equals)),
			.value = equals == SW_NPOS ? (struct sw_str){0} : sw_str_from(field, equals + 1),
			.has_value = equals != SW_NPOS,
			.span = span,
		};
	}
	*fields = list.v;
	return (int)list.n;
}
