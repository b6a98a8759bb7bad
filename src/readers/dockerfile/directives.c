#include "formats/json.h"
#include "readers/dockerfile/letters.h"
#include "readers/dockerfile/reader.h"

enum { SYNTAX, ESCAPE, CHECK, DIRECTIVES };
static const char *const names[DIRECTIVES] = {"syntax", "escape", "check"};

/* White space between the parts; VT is none here. */
static bool is_blank(char c) {
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\n';
}

/* Matches `<prefix> key = value`. False, and the zone ends, when it is anything else or the key is not known. */
static bool match(struct sw_str line, struct sw_str prefix, int *which, struct sw_str *value) {
	if (!sw_str_starts(line, prefix))
		return false;
	line = sw_unicode_trim_left(sw_str_from(line, prefix.n));
	size_t key = 0;
	while (key < line.n && (key ? sw_is_alnum(line.p[key]) : sw_is_alpha(line.p[key])))
		key++;
	size_t at = key;
	while (at < line.n && is_blank(line.p[at]))
		at++;
	if (key == 0 || at == line.n || line.p[at] != '=')
		return false;
	*value = sw_str_from(line, at + 1);
	if (value->n == 0)
		return false;
	/* At least one character is the value, were it a blank. */
	while (value->n > 1 && is_blank(value->p[0]))
		*value = sw_str_from(*value, 1);
	while (value->n > 1 && is_blank(value->p[value->n - 1]))
		value->n--;
	for (int i = 0; i < DIRECTIVES; i++)
		if (sw_str_is_nocase(sw_str_sub(line, 0, key), names[i])) {
			*which = i;
			return true;
		}
	return false;
}

static struct sw_dockerfile_directive directive_of(const struct sw_df_reader *reader, struct sw_str value,
						   uint32_t line) {
	return (struct sw_dockerfile_directive){
		.value = value,
		.word = sw_str_sub(value, 0, sw_str_find_byte(value, ' ')),
		.span = sw_df_span(reader, value),
		.line = line,
	};
}

bool sw_df_directive(struct sw_df_reader *reader, struct sw_str line) {
	struct sw_df_zone *zone = &reader->zone;
	struct sw_str value;
	int which;
	if (zone->done)
		return false;
	if (!match(line, SW_S("#"), &which, &value)) {
		zone->done = true;
		return false;
	}
	uint32_t before = reader->line - 1;
	if (zone->seen[which]) {
		sw_df_reject(reader, "dockerfile-parse-duplicate-directive", sw_df_span(reader, line), before, before,
			     "parser directive %s stands twice", names[which]);
		return true;
	}
	zone->seen[which] = true;
	if (which != ESCAPE)
		return true;
	reader->file->escape_directive = directive_of(reader, value, reader->line);
	if (sw_str_is(value, "`") || sw_str_is(value, "\\"))
		reader->file->escape = value.p[0];
	else
		sw_df_reject(reader, "dockerfile-parse-escape", sw_df_span(reader, value), before, before,
			     "escape character \"%.*s\" is neither ` nor \\", SW_ARG(value));
	return true;
}

/* The value of directive `wanted` in lines that begin with `prefix`; no white space may stand before it. */
static bool find(const struct sw_df_reader *reader, struct sw_str text, uint32_t line, struct sw_str prefix, int wanted,
		 struct sw_dockerfile_directive *found) {
	bool seen[DIRECTIVES] = {false};
	struct sw_str part, value;
	int which;
	for (; sw_str_split(&text, '\n', &part); line++) {
		if (sw_str_ends(part, SW_S("\r")))
			part.n--;
		part = sw_df_outdent(reader, part);
		if (!match(part, prefix, &which, &value) || seen[which])
			return false;
		seen[which] = true;
		if (which == wanted) {
			*found = directive_of(reader, value, line);
			return true;
		}
	}
	return false;
}

/* {"syntax": "…"}: the file is for another front end, and is JSON. */
static void find_in_json(struct sw_df_reader *reader, struct sw_str text, uint32_t line) {
	if (!sw_str_starts(sw_unicode_trim_left(text), SW_S("{")))
		return;
	struct sw_diags ignored = {.arena = reader->arena};
	const struct sw_node *root =
		sw_json_read_one(reader->arena, reader->file->source, text, SW_DIALECT_STRICT, &ignored);
	for (uint32_t i = root && root->kind == SW_NODE_MAP ? root->count : 0; i-- > 0;) {
		const struct sw_member *member = &root->members[i];
		if (!sw_str_is(member->key, names[SYNTAX]))
			continue;
		if (member->value->kind != SW_NODE_STRING)
			return;
		uint32_t base = (uint32_t)(text.p - reader->file->text.p);
		struct sw_str value = member->value->text;
		struct sw_span span = {reader->file->source, base + member->value->span.start,
				       base + member->value->span.end};
		reader->file->syntax = (struct sw_dockerfile_directive){value, value, span, line};
		return;
	}
}

void sw_df_detect(struct sw_df_reader *reader) {
	struct sw_dockerfile *file = reader->file;
	struct sw_str text = sw_str_from(file->text, reader->at);
	uint32_t line = 1;
	if (sw_str_starts(text, SW_S("\xef\xbb\xbf")))
		text = sw_str_from(text, 3);
	if (sw_str_starts(text, SW_S("#!"))) {
		size_t end = sw_str_find_byte(text, '\n');
		text = sw_str_from(text, end == SW_NPOS ? text.n : end + 1);
		line++;
	}
	find(reader, text, line, SW_S("#"), CHECK, &file->check);
	if (!find(reader, text, line, SW_S("#"), SYNTAX, &file->syntax) &&
	    !find(reader, text, line, SW_S("//"), SYNTAX, &file->syntax))
		find_in_json(reader, text, line);
}
