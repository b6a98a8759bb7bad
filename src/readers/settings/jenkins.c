/* A Jenkinsfile as far as it can be read without Groovy: its comments and strings, and the word before each string. All of
 * it is one scope. */
#include "readers/settings/parts.h"

struct cursor {
	struct sw_str text;
	size_t at;
	struct sw_str word, before; /* the last two names outside strings */
	struct sw_span word_at;
	bool assigned;              /* '=' or ':' stands behind the last name */
};

static bool name_byte(char c) {
	return sw_is_alnum(c) || c == '_' || c == '.';
}

static bool skip_comment(struct cursor *cursor) {
	struct sw_str rest = sw_str_from(cursor->text, cursor->at);
	bool line = sw_str_starts(rest, SW_S("//")), block = sw_str_starts(rest, SW_S("/*"));
	size_t end = line ? sw_str_find_byte(rest, '\n') : block ? sw_str_find(sw_str_from(rest, 2), SW_S("*/")) : 0;
	if (!line && !block)
		return false;
	cursor->at = end == SW_NPOS ? cursor->text.n : cursor->at + end + (block ? 4 : 0);
	return true;
}

/* A string at the cursor, which moves behind it; its text as written between the quotes. */
static struct sw_str take_string(struct cursor *cursor) {
	struct sw_str rest = sw_str_from(cursor->text, cursor->at);
	char quote = rest.p[0];
	size_t width = rest.n >= 3 && rest.p[1] == quote && rest.p[2] == quote ? 3 : 1, end = width;
	for (; end < rest.n; end++) {
		if (rest.p[end] == '\\')
			end++;
		else if (rest.p[end] == quote && (width == 1 || sw_str_starts(sw_str_from(rest, end), sw_str_sub(rest, 0, 3))))
			break;
		else if (width == 1 && rest.p[end] == '\n')
			break;
	}
	end = end < rest.n ? end : rest.n;
	cursor->at += end + width < rest.n ? end + width : rest.n;
	return sw_str_sub(rest, width, end - width);
}

static bool plain(struct sw_str text) {
	return sw_str_find_byte(text, '$') == SW_NPOS;
}

static void take(struct settings_reader *reader, const struct cursor *cursor, struct sw_str text) {
	uint32_t start = (uint32_t)(text.p - reader->text.p);
	struct sw_span at = {reader->source, start, start + (uint32_t)text.n};
	if (cursor->assigned && sw_str_starts(cursor->word, SW_S("DOCKER_"))) {
		settings_variable(reader, 0, cursor->word, text, plain(text), false, sw_span_join(cursor->word_at, at));
	} else if (sw_str_starts(text, SW_S("DOCKER_CONTENT_TRUST")) || sw_str_starts(text, SW_S("DOCKER_BUILDKIT="))) {
		size_t equals = sw_str_find_byte(text, '='); /* withEnv(['NAME=value']) */
		if (equals != SW_NPOS)
			settings_variable(reader, 0, sw_str_sub(text, 0, equals), sw_str_from(text, equals + 1), plain(text), false, at);
	} else if (sw_str_is(cursor->word, "sh") || (sw_str_is(cursor->word, "script") && sw_str_is(cursor->before, "sh"))) {
		settings_shell(reader, (struct settings_place){0, 0}, text, start);
	} else if (sw_str_is(cursor->word, "image") || sw_str_is(cursor->word, "docker")) {
		settings_image(reader, 0, text, plain(text), at);
	} else if (sw_str_is(cursor->word, "docker.build")) {
		settings_command(reader, 0, SW_DOCKER_BUILD, at);
	}
}

void settings_jenkins(struct settings_reader *reader) {
	struct cursor cursor = {.text = reader->text};
	while (cursor.at < cursor.text.n) {
		char c = cursor.text.p[cursor.at];
		if (skip_comment(&cursor))
			continue;
		if (c == '\'' || c == '"') {
			take(reader, &cursor, take_string(&cursor));
			continue;
		}
		size_t end = cursor.at;
		while (end < cursor.text.n && name_byte(cursor.text.p[end]))
			end++;
		if (end > cursor.at) {
			cursor.before = cursor.word;
			cursor.word = sw_str_sub(cursor.text, cursor.at, end - cursor.at);
			cursor.word_at = (struct sw_span){reader->source, (uint32_t)cursor.at, (uint32_t)end};
			cursor.assigned = false;
			cursor.at = end;
			continue;
		}
		if (c == '=' || c == ':')
			cursor.assigned = true;
		cursor.at++;
	}
}
