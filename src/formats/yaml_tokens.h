/* The places of libyaml's tokens in a text. What stands between tokens is white space and comments: nothing else tells
 * as exactly what is a comment and what is a string. */
#pragma once
#include "formats/yaml_text.h"

enum sw_yaml_token_kind {
	SW_YAML_TOKEN_OTHER,
	SW_YAML_TOKEN_PLAIN, /* plain scalar */
	SW_YAML_TOKEN_BLOCK, /* literal or folded scalar, its header included */
	SW_YAML_TOKEN_BRACE, /* { */
	SW_YAML_TOKEN_ERROR, /* start and end are where the scanner gave up */
};

struct sw_yaml_token {
	enum sw_yaml_token_kind kind;
	uint32_t start, end; /* bytes of the original text */
};

/* Called for each token in order; false ends the scan. */
typedef bool sw_yaml_token_fn(void *context, struct sw_yaml_token token);

/* Scans until the end, the first error (which is a token too) or nesting of flow lists and maps deeper than
 * SW_LIMIT_DOCUMENT_DEPTH, behind which libyaml is slow. */
void sw_yaml_tokens(struct sw_arena *arena, const struct sw_yaml_text *text, sw_yaml_token_fn *fn, void *context);

/* Where a template's "{{" stands outside strings and comments, or SW_NPOS. With `plain` one inside a plain scalar counts
 * too. */
size_t sw_yaml_template(struct sw_arena *arena, const struct sw_yaml_text *text, bool plain);
