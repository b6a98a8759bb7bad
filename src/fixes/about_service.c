#include "fixes/fixer.h"

/* Whether nothing but blanks stands before byte `at` of its line; *line is where the line starts. */
static bool blank_before(struct sw_str text, uint32_t at, uint32_t *line) {
	uint32_t start = at;
	while (start > 0 && text.p[start - 1] == ' ')
		start--;
	*line = start;
	return start == 0 || text.p[start - 1] == '\n';
}

/* What may stand behind the key of a block: an anchor, a comment. */
static bool opens_block(struct sw_str rest_of_line) {
	struct sw_str rest = sw_str_trim(rest_of_line);
	if (!rest.n || rest.p[0] != ':')
		return false;
	rest = sw_str_trim(sw_str_from(rest, 1));
	if (rest.n && rest.p[0] == '&') {
		size_t blank = sw_str_find_byte(rest, ' ');
		rest = blank == SW_NPOS ? (struct sw_str){0} : sw_str_trim(sw_str_from(rest, blank));
	}
	return !rest.n || rest.p[0] == '#';
}

/* The first key of the service's block: the first line below its own key that holds more than a comment. */
static bool first_key(struct sw_str text, struct sw_span service, struct sw_span body, uint32_t *at) {
	size_t feed = sw_str_find_byte(sw_str_from(text, service.end), '\n');
	if (feed == SW_NPOS || !opens_block(sw_str_sub(text, service.end, feed)))
		return false;
	for (size_t i = service.end + feed + 1; i < body.end; i++) {
		if (text.p[i] == '#') {
			feed = sw_str_find_byte(sw_str_from(text, i), '\n');
			if (feed == SW_NPOS)
				return false;
			i += feed;
		} else if (!sw_is_space(text.p[i])) {
			*at = (uint32_t)i;
			return !strchr("{[*&!\"'|>-", text.p[i]);
		}
	}
	return false;
}

/* Whether a line of the block begins with the key, which may have no value; a second one would make the file invalid. */
static bool has_key(struct sw_str block, struct sw_str indent, struct sw_str key) {
	for (struct sw_str line; block.n && sw_str_split(&block, '\n', &line);) {
		if (!sw_str_starts(line, indent))
			continue;
		line = sw_str_from(line, indent.n);
		if (line.n && (line.p[0] == '"' || line.p[0] == '\''))
			line = sw_str_from(line, 1);
		if (sw_str_starts(line, key) && line.n > key.n && strchr(": \t\"'", line.p[key.n]))
			return true;
	}
	return false;
}

static bool has_one_of(struct sw_str block, struct sw_str indent, const char *lines) {
	struct sw_str rest = sw_str_of(lines), line;
	while (rest.n && sw_str_split(&rest, '|', &line))
		if (line.n && line.p[0] != ' ' && has_key(block, indent, sw_str_sub(line, 0, sw_str_find_byte(line, ':'))))
			return true;
	return false;
}

bool sw_fixing_service(struct sw_fixing *fixing, const char *lines) {
	const struct sw_workload *workload = fixing->service->workload;
	const struct sw_source *source = sw_source_of(&fixing->system->sources, workload->at);
	uint32_t at, line;
	if (!source || workload->body.source != workload->at.source || !first_key(source->text, workload->at, workload->body, &at) ||
	    !blank_before(source->text, at, &line))
		return false;
	struct sw_str indent = sw_str_sub(source->text, line, at - line);
	if (has_one_of(sw_str_sub(source->text, line, workload->body.end - line), indent, lines))
		return false;
	struct sw_str text = {0}, rest = sw_str_of(lines), part;
	while (sw_str_split(&rest, '|', &part))
		text = sw_arena_printf(fixing->arena, "%.*s%.*s%s%.*s", SW_ARG(text), SW_ARG(part),
				       sw_fixing_newline(fixing, workload->at.source), SW_ARG(indent));
	sw_fixing_insert(fixing, workload->at.source, at, text);
	return true;
}

bool sw_fixing_list(struct sw_fixing *fixing, struct sw_span last_item, const char *item) {
	struct sw_span body = fixing->service->workload->body;
	const struct sw_source *source = sw_source_of(&fixing->system->sources, last_item);
	if (!source || last_item.source != body.source || last_item.start < body.start || last_item.end > body.end)
		return false;
	struct sw_str text = source->text;
	uint32_t dash = last_item.start, line;
	while (dash > 0 && text.p[dash - 1] == ' ')
		dash--;
	/* "[a, b]": the next one stands behind a comma. */
	if (dash == 0 || text.p[dash - 1] != '-') {
		bool flow = dash > 0 && (text.p[dash - 1] == '[' || text.p[dash - 1] == ',');
		if (flow)
			sw_fixing_insert(fixing, last_item.source, last_item.end, sw_arena_printf(fixing->arena, ", %s", item));
		return flow;
	}
	if (!blank_before(text, dash - 1, &line))
		return false;
	struct sw_str head = sw_str_sub(text, line, last_item.start - line);
	sw_fixing_insert(fixing, last_item.source, last_item.end,
			 sw_arena_printf(fixing->arena, "%s%.*s%s", sw_fixing_newline(fixing, body.source), SW_ARG(head), item));
	return true;
}
