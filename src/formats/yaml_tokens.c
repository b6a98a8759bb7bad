#include "formats/yaml_tokens.h"
#include "base/limits.h"
#include <yaml.h>

/* Lives in the arena, so that it has its values after a jump out of the arena. */
struct scan {
	const struct sw_yaml_text *text;
	yaml_parser_t parser;
	yaml_token_t token;
	size_t flow_depth;
};

static enum sw_yaml_token_kind kind_of(const yaml_token_t *token) {
	if (token->type == YAML_FLOW_MAPPING_START_TOKEN)
		return SW_YAML_TOKEN_BRACE;
	if (token->type != YAML_SCALAR_TOKEN)
		return SW_YAML_TOKEN_OTHER;
	yaml_scalar_style_t style = token->data.scalar.style;
	return style == YAML_PLAIN_SCALAR_STYLE					       ? SW_YAML_TOKEN_PLAIN
	       : style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE ? SW_YAML_TOKEN_BLOCK
											 : SW_YAML_TOKEN_OTHER;
}

/* Whether the scan goes on. */
static bool next(struct scan *scan, sw_yaml_token_fn *fn, void *context) {
	if (!yaml_parser_scan(&scan->parser, &scan->token)) {
		uint32_t at = sw_yaml_text_offset(scan->text, scan->parser.problem_mark.index);
		fn(context, (struct sw_yaml_token){SW_YAML_TOKEN_ERROR, at, at});
		return false;
	}
	struct sw_yaml_token token = {kind_of(&scan->token), sw_yaml_text_offset(scan->text, scan->token.start_mark.index),
				      sw_yaml_text_offset(scan->text, scan->token.end_mark.index)};
	yaml_token_type_t type = scan->token.type;
	yaml_token_delete(&scan->token);
	if (type == YAML_FLOW_MAPPING_START_TOKEN || type == YAML_FLOW_SEQUENCE_START_TOKEN)
		scan->flow_depth++;
	else if (scan->flow_depth && (type == YAML_FLOW_MAPPING_END_TOKEN || type == YAML_FLOW_SEQUENCE_END_TOKEN))
		scan->flow_depth--;
	return fn(context, token) && type != YAML_STREAM_END_TOKEN && scan->flow_depth <= SW_LIMIT_DOCUMENT_DEPTH;
}

void sw_yaml_tokens(struct sw_arena *arena, const struct sw_yaml_text *text, sw_yaml_token_fn *fn, void *context) {
	struct scan *scan = SW_NEW(arena, struct scan);
	scan->text = text;
	if (!yaml_parser_initialize(&scan->parser))
		sw_arena_throw(arena);
	yaml_parser_set_encoding(&scan->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&scan->parser, (const unsigned char *)text->utf8.p, text->utf8.n);
	struct sw_arena_catch catch;
	if (SW_ARENA_TRY(arena, &catch)) {
		while (next(scan, fn, context))
			;
		sw_arena_leave(arena, &catch);
		yaml_parser_delete(&scan->parser);
	} else {
		yaml_parser_delete(&scan->parser);
		sw_arena_throw(arena);
	}
}

struct template_search {
	const struct sw_yaml_text *text;
	bool plain;     /* plain scalars are searched */
	uint32_t end;   /* of the token before */
	uint32_t brace; /* behind the "{" just seen; 0: none */
	size_t found;
};

/* Where "{{" stands from `start` to `end` outside comments; used for the stretch that the scanner gave up on. */
static size_t find_braces(struct sw_str text, size_t start, size_t end) {
	for (size_t at = start; at < end; at++) {
		char before = at ? text.p[at - 1] : '\n';
		if (text.p[at] == '#' && sw_is_space(before)) {
			while (at < end && text.p[at] != '\n')
				at++;
		} else if (sw_str_starts(sw_str_from(text, at), SW_S("{{"))) {
			return at;
		}
	}
	return SW_NPOS;
}

static bool search_token(void *context, struct sw_yaml_token token) {
	struct template_search *search = context;
	struct sw_str text = search->text->original;
	if (token.kind == SW_YAML_TOKEN_BRACE && search->brace && token.start == search->brace)
		search->found = token.start - 1;
	else if (token.kind == SW_YAML_TOKEN_PLAIN && search->plain)
		search->found = find_braces(text, token.start, token.end);
	else if (token.kind == SW_YAML_TOKEN_ERROR)
		search->found = find_braces(text, search->end, token.end < text.n ? token.end + 1 : text.n);
	/* A map that is a key has a token of no width before its brace. */
	if (token.kind == SW_YAML_TOKEN_BRACE)
		search->brace = token.end;
	else if (token.end > search->brace)
		search->brace = 0;
	if (token.end > search->end)
		search->end = token.end;
	return search->found == SW_NPOS;
}

size_t sw_yaml_template(struct sw_arena *arena, const struct sw_yaml_text *text, bool plain) {
	if (!sw_str_contains(text->original, SW_S("{{")))
		return SW_NPOS;
	struct template_search search = {.text = text, .plain = plain, .found = SW_NPOS};
	sw_yaml_tokens(arena, text, search_token, &search);
	return search.found;
}
