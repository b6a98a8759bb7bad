#include "formats/yaml.h"
#include "base/vec.h"
#include "formats/yaml_tokens.h"

struct search {
	struct sw_arena *arena;
	uint32_t source;
	struct sw_str text;
	struct sw_yaml_comments *comments;
	uint32_t end; /* of the token before */
};

static void add_comment(struct search *search, uint32_t start, uint32_t end) {
	struct sw_str text = search->text;
	while (end > start && sw_is_space(text.p[end - 1]))
		end--;
	uint32_t before = start;
	while (before && (text.p[before - 1] == ' ' || text.p[before - 1] == '\t'))
		before--;
	bool alone = before == 0 || text.p[before - 1] == '\n' || text.p[before - 1] == '\r' ||
		     sw_str_eq(sw_str_sub(text, 0, before), SW_S("\xef\xbb\xbf"));
	*sw_push(search->arena, search->comments) = (struct sw_yaml_comment){
		.span = {search->source, start, end},
		.text = sw_str_trim(sw_str_sub(text, start + 1, end - start - 1)),
		.alone = alone,
	};
}

/* Between tokens every '#' up to the end of its line is a comment. */
static void take_gap(struct search *search, uint32_t start, uint32_t end) {
	struct sw_str text = search->text;
	for (uint32_t at = start; at < end; at++) {
		if (text.p[at] != '#')
			continue;
		uint32_t from = at;
		while (at < end && text.p[at] != '\n' && text.p[at] != '\r')
			at++;
		add_comment(search, from, at);
	}
}

/* A block scalar may have a comment behind its header: "| # comment". */
static void take_header(struct search *search, struct sw_yaml_token token) {
	struct sw_str line = sw_str_sub(search->text, 0, token.end);
	uint32_t end = token.start;
	while (end < line.n && line.p[end] != '\n' && line.p[end] != '\r')
		end++;
	take_gap(search, token.start, end);
}

static bool take_token(void *context, struct sw_yaml_token token) {
	struct search *search = context;
	if (token.start > search->end)
		take_gap(search, search->end, token.start);
	if (token.kind == SW_YAML_TOKEN_BLOCK)
		take_header(search, token);
	if (token.end > search->end)
		search->end = token.end;
	return token.kind != SW_YAML_TOKEN_ERROR;
}

void sw_yaml_comments(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_yaml_comments *comments) {
	if (sw_str_find_byte(text, '#') == SW_NPOS)
		return;
	struct sw_yaml_text prepared;
	sw_yaml_text_open(arena, text, &prepared);
	if (prepared.encoding != SW_YAML_UTF8)
		return;
	struct search search = {arena, source, text, comments, prepared.mark};
	sw_yaml_tokens(arena, &prepared, take_token, &search);
}
