/* One entry of an image's history as an instruction. Builders write what they did as text for people, each in its own way:
 *
 *   the classic builder   /bin/sh -c #(nop)  CMD ["nginx" "-g" "daemon off;"]      |1 V=2 /bin/sh -c apt-get update
 *   BuildKit              CMD ["nginx" "-g" "daemon off;"]                         RUN |1 V=2 /bin/sh -c apt-get update # buildkit
 *
 * Lists are Go's %q, values stand without quotes, variables are resolved already. What cannot be told apart from other
 * things stays as a comment: it says nothing then, rather than something wrong. */
#include "base/utf8.h"
#include "readers/dockerfile/steps.h"
#include "readers/image/parts.h"

typedef SW_VEC(struct sw_str) words;

static void put_z(struct sw_image_lines *lines, const char *z) {
	sw_image_put(&lines->text, sw_str_of(z));
}

/* Control bytes have no place on a line. */
static void put_line_text(struct sw_image_lines *lines, struct sw_str text) {
	struct sw_str copy = sw_arena_str(lines->text.arena, text);
	for (size_t i = 0; i < copy.n; i++)
		if ((unsigned char)copy.p[i] < ' ' && copy.p[i] != '\t')
			((char *)(uintptr_t)copy.p)[i] = ' ';
	sw_image_put(&lines->text, copy);
}

static void put_comment(struct sw_image_lines *lines, struct sw_str text) {
	put_z(lines, "# ");
	put_line_text(lines, text.n ? text : SW_S("(nothing is recorded)"));
	put_z(lines, "\n");
}

/* Whether the text would mean the same behind a keyword, on one line. */
static bool is_plain(struct sw_str text) {
	return text.n && !sw_str_ends(text, SW_S("\\")) && !sw_str_contains(text, SW_S("<<")) && sw_str_find_byte(text, '\n') == SW_NPOS;
}

static void put_plain(struct sw_image_lines *lines, const char *keyword, struct sw_str text) {
	if (!is_plain(text)) {
		put_comment(lines, sw_arena_printf(lines->text.arena, "%s %.*s", keyword, SW_ARG(text)));
		return;
	}
	put_z(lines, keyword);
	put_z(lines, " ");
	put_line_text(lines, text);
	put_z(lines, "\n");
}

static bool is_value_byte(char c) {
	return sw_is_alnum(c) || (unsigned char)c >= 0x80 || (c && strchr("_./:=+,@%-", c));
}

/* A value that is resolved already: nothing in it may mean anything to the reader of Dockerfiles. */
static void put_value(struct sw_image_lines *lines, struct sw_str value) {
	size_t plain = 0;
	while (plain < value.n && is_value_byte(value.p[plain]))
		plain++;
	if (plain == value.n && value.n) {
		sw_image_put(&lines->text, value);
		return;
	}
	struct sw_image_text quoted = {.arena = lines->text.arena};
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '"' || value.p[i] == '\\' || value.p[i] == '$')
			sw_image_put(&quoted, SW_S("\\"));
		sw_image_put(&quoted, sw_str_sub(value, i, 1));
	}
	put_z(lines, "\"");
	put_line_text(lines, sw_str(quoted.p, quoted.n));
	put_z(lines, "\"");
}

static bool is_name(struct sw_str name) {
	for (size_t i = 0; i < name.n; i++)
		if (!sw_is_alnum(name.p[i]) && !strchr("_.-/", name.p[i]))
			return false;
	return name.n > 0 && name.p[0] != '-';
}

static void remember(struct sw_image_lines *lines, struct sw_map *map, struct sw_str name, struct sw_str value) {
	struct sw_str *kept = SW_NEW(lines->text.arena, struct sw_str);
	*kept = value;
	sw_map_put(lines->text.arena, map, name, kept);
}

static void put_one_pair(struct sw_image_lines *lines, const char *keyword, struct sw_str name, struct sw_str value) {
	put_z(lines, " ");
	sw_image_put(&lines->text, name);
	put_z(lines, "=");
	put_value(lines, value);
	if (strcmp(keyword, "ENV") == 0)
		remember(lines, &lines->env, name, value);
	if (strcmp(keyword, "LABEL") == 0)
		remember(lines, &lines->labels, name, value);
	if (strcmp(keyword, "ARG") == 0)
		remember(lines, &lines->args, name, value);
}

void sw_image_put_pair(struct sw_image_lines *lines, const char *keyword, struct sw_str name, struct sw_str value) {
	if (!is_name(name)) {
		put_comment(lines, sw_arena_printf(lines->text.arena, "%s %.*s=%.*s", keyword, SW_ARG(name), SW_ARG(value)));
		return;
	}
	put_z(lines, keyword);
	put_one_pair(lines, keyword, name, value);
	put_z(lines, "\n");
}

/* "A=1 B=two words C=3": a value goes on until a blank and a name that the configuration knows. */
static bool begins_pair(const struct sw_image_lines *lines, const char *keyword, struct sw_str text) {
	size_t equals = sw_str_find_byte(sw_str_sub(text, 0, 256), '=');
	struct sw_str name = sw_str_sub(text, 0, equals);
	if (equals == SW_NPOS || !is_name(name))
		return false;
	if (strcmp(keyword, "ENV") == 0)
		return sw_map_get(&lines->env_names, name) != NULL;
	return strcmp(keyword, "ARG") == 0 || sw_map_get(&lines->label_names, name);
}

static size_t pair_end(const struct sw_image_lines *lines, const char *keyword, struct sw_str rest) {
	for (size_t i = 0; i + 1 < rest.n; i++)
		if (rest.p[i] == ' ' && rest.p[i + 1] != ' ' && begins_pair(lines, keyword, sw_str_from(rest, i + 1)))
			return i;
	return rest.n;
}

static void put_pairs(struct sw_image_lines *lines, const char *keyword, struct sw_str rest) {
	size_t start = lines->text.n;
	put_z(lines, keyword);
	for (struct sw_str left = rest; left.n;) {
		size_t equals = sw_str_find_byte(left, '='), blank = sw_str_find_byte(left, ' ');
		bool old_form = strcmp(keyword, "ENV") == 0 && blank != SW_NPOS && (equals == SW_NPOS || blank < equals);
		size_t middle = old_form ? blank : equals;
		struct sw_str name = sw_str_sub(left, 0, middle);
		if (!is_name(name) || (middle == SW_NPOS && strcmp(keyword, "ARG") != 0)) {
			lines->text.n = start;
			put_comment(lines, sw_arena_printf(lines->text.arena, "%s %.*s", keyword, SW_ARG(rest)));
			return;
		}
		if (middle == SW_NPOS) {
			put_z(lines, " ");
			sw_image_put(&lines->text, name);
			break;
		}
		left = sw_str_from(left, middle + 1);
		size_t end = pair_end(lines, keyword, left);
		put_one_pair(lines, keyword, name, sw_str_sub(left, 0, end));
		left = sw_str_trim(sw_str_from(left, end));
	}
	put_z(lines, "\n");
}

/* One escape of Go behind its backslash, at text.p[*at]. */
static void unescape(struct sw_image_text *to, struct sw_str text, size_t *at) {
	static const char from[] = "abfnrtv", into[] = "\a\b\f\n\r\t\v";
	char c = text.p[(*at)++], out[4];
	const char *known = strchr(from, c);
	size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
	uint32_t code = 0;
	if (known && c) {
		sw_image_put(to, sw_str(into + (known - from), 1));
		return;
	}
	if (!digits) {
		sw_image_put(to, sw_str(&c, 1));
		return;
	}
	for (; digits && *at < text.n && sw_hex_digit(text.p[*at]) >= 0; digits--)
		code = code << 4 | (uint32_t)sw_hex_digit(text.p[(*at)++]);
	out[0] = (char)code;
	sw_image_put(to, sw_str(out, c == 'x' ? 1 : sw_utf8_put(out, code > 0x10ffff ? SW_UTF8_BAD : code)));
}

/* The words of ["a" "b"], [a b] or map[a:{} b:{}]. False when it is no list. */
static bool list_words(struct sw_arena *arena, struct sw_str text, words *list) {
	if (!sw_str_starts(text, SW_S("[")))
		return false;
	size_t at = 1;
	while (at < text.n && text.p[at] != ']') {
		struct sw_image_text word = {.arena = arena};
		if (text.p[at] == ' ' || text.p[at] == ',') {
			at++;
			continue;
		}
		if (text.p[at] == '"') {
			for (at++; at < text.n && text.p[at] != '"';)
				if (text.p[at] == '\\' && at + 1 < text.n) {
					at++;
					unescape(&word, text, &at);
				} else {
					sw_image_put(&word, sw_str_sub(text, at++, 1));
				}
			if (at++ == text.n)
				return false;
		} else {
			while (at < text.n && text.p[at] != ' ' && text.p[at] != ']')
				sw_image_put(&word, sw_str_sub(text, at++, 1));
		}
		*sw_push(arena, list) = sw_str(word.p, word.n);
	}
	return at < text.n;
}

static void put_json(struct sw_image_lines *lines, const struct sw_str *list, size_t n) {
	put_z(lines, "[");
	for (size_t i = 0; i < n; i++) {
		put_z(lines, i ? ", \"" : "\"");
		for (size_t k = 0; k < list[i].n; k++) {
			unsigned char c = (unsigned char)list[i].p[k];
			if (c < ' ')
				sw_image_put(&lines->text, sw_arena_printf(lines->text.arena, "\\u%04x", c));
			else if (c == '"' || c == '\\')
				sw_image_put(&lines->text, sw_arena_printf(lines->text.arena, "\\%c", c));
			else
				sw_image_put(&lines->text, sw_str_sub(list[i], k, 1));
		}
		put_z(lines, "\"");
	}
	put_z(lines, "]\n");
}

static void put_list(struct sw_image_lines *lines, const char *keyword, struct sw_str rest) {
	words list = {0};
	if (!list_words(lines->text.arena, rest, &list)) {
		put_plain(lines, keyword, rest);
		return;
	}
	put_z(lines, keyword);
	put_z(lines, " ");
	put_json(lines, list.v, list.n);
}

static void put_shell(struct sw_image_lines *lines, struct sw_str rest) {
	struct sw_image_text prefix = {.arena = lines->text.arena};
	words list = {0};
	if (!list_words(lines->text.arena, rest, &list) || !list.n) {
		put_comment(lines, rest);
		return;
	}
	for (size_t i = 0; i < list.n; i++) {
		sw_image_put(&prefix, list.v[i]);
		sw_image_put(&prefix, SW_S(" "));
	}
	lines->shell = sw_str(prefix.p, prefix.n);
	put_z(lines, "SHELL ");
	put_json(lines, list.v, list.n);
}

static void put_ports(struct sw_image_lines *lines, struct sw_str rest) {
	words list = {0};
	if (sw_str_starts(rest, SW_S("map[")))
		rest = sw_str_from(rest, 3);
	if (!list_words(lines->text.arena, rest, &list)) {
		put_plain(lines, "EXPOSE", rest);
		return;
	}
	put_z(lines, list.n ? "EXPOSE" : "#");
	for (size_t i = 0; i < list.n; i++) {
		put_z(lines, " ");
		put_line_text(lines, sw_str_sub(list.v[i], 0, sw_str_find_byte(list.v[i], ':')));
	}
	put_z(lines, "\n");
}

/* &{["CMD-SHELL" "curl …"] "30s" …} */
static void put_health(struct sw_image_lines *lines, struct sw_str rest) {
	words list = {0};
	struct sw_str test = sw_str_starts(rest, SW_S("&{")) ? sw_str_from(rest, 2) : rest;
	if (!list_words(lines->text.arena, test, &list) || !list.n) {
		put_plain(lines, "HEALTHCHECK", rest);
	} else if (sw_str_is(list.v[0], "NONE")) {
		put_z(lines, "HEALTHCHECK NONE\n");
	} else if (sw_str_is(list.v[0], "CMD-SHELL") && list.n == 2 && is_plain(list.v[1])) {
		put_plain(lines, "HEALTHCHECK CMD", list.v[1]);
	} else {
		put_z(lines, "HEALTHCHECK CMD ");
		put_json(lines, list.v + 1, list.n - 1);
	}
}

/* The classic builder names what it copied by its hash, and a source of "/" can only be another stage's: neither says
 * what was copied from where. */
static void put_copy(struct sw_image_lines *lines, const char *keyword, struct sw_str rest) {
	struct sw_str left = rest, word;
	bool known = true;
	while (left.n && sw_str_split(&left, ' ', &word)) {
		size_t colon = sw_str_find_byte(word, ':');
		struct sw_str kind = sw_str_sub(word, 0, colon);
		bool hashed = colon != SW_NPOS && (sw_str_is(kind, "file") || sw_str_is(kind, "dir") || sw_str_is(kind, "multi"));
		known = known && !hashed && !(sw_str_is(word, "/") && left.n);
	}
	if (known)
		put_plain(lines, keyword, rest);
	else
		put_comment(lines, sw_arena_printf(lines->text.arena, "%s %.*s", keyword, SW_ARG(rest)));
}

/* A word that ends a heredoc and stands nowhere in the script: one underscore more than any that follow "HISTORY" there. */
static struct sw_str end_word(struct sw_arena *arena, struct sw_str script) {
	struct sw_image_text word = {.arena = arena};
	struct sw_str name = SW_S("HISTORY");
	size_t most = 0;
	for (size_t at; (at = sw_str_find(script, name)) != SW_NPOS;) {
		size_t n = 0;
		script = sw_str_from(script, at + name.n);
		while (n < script.n && script.p[n] == '_')
			n++;
		most = n + 1 > most ? n + 1 : most;
	}
	sw_image_put(&word, name);
	while (most--)
		sw_image_put(&word, SW_S("_"));
	return sw_str(word.p, word.n);
}

/* A script that one line cannot hold becomes a heredoc: what the shell is given stays the same. */
static void put_script(struct sw_image_lines *lines, struct sw_str script) {
	struct sw_arena *arena = lines->text.arena;
	script = sw_str_trim(script);
	if (!script.n || lines->image->windows || (script.p[0] == '#' && !sw_str_starts(script, SW_S("#!")))) {
		put_comment(lines, script);
		return;
	}
	if (is_plain(script) && script.p[0] != '[' && script.p[0] != '#' && !sw_str_starts(script, SW_S("--"))) {
		put_plain(lines, "RUN", script);
		return;
	}
	struct sw_str end = end_word(arena, script);
	sw_image_put(&lines->text, sw_arena_printf(arena, "RUN <<'%.*s'\n", SW_ARG(end)));
	for (struct sw_str rest = script, line; sw_str_split(&rest, '\n', &line);) {
		put_line_text(lines, line);
		put_z(lines, "\n");
	}
	sw_image_put(&lines->text, end);
	put_z(lines, "\n");
}

/* "|2 A=x B=y " before a command: build arguments and the values that they had. */
static struct sw_str take_arguments(struct sw_image_lines *lines, struct sw_str text) {
	size_t blank = sw_str_find_byte(text, ' ');
	uint64_t count;
	if (!sw_str_starts(text, SW_S("|")) || blank == SW_NPOS || !sw_str_to_u64(sw_str_sub(text, 1, blank - 1), &count))
		return text;
	struct sw_str rest = sw_str_from(text, blank + 1);
	size_t command = sw_str_find(rest, sw_arena_join(lines->text.arena, SW_S(" "), lines->shell));
	for (; count && rest.n; count--) {
		size_t equals = sw_str_find_byte(rest, '=');
		if (equals == SW_NPOS || !is_name(sw_str_sub(rest, 0, equals)))
			break;
		struct sw_str name = sw_str_sub(rest, 0, equals), left = sw_str_from(rest, equals + 1);
		size_t limit = command == SW_NPOS ? sw_str_find_byte(left, ' ') : command - equals - 1;
		if (command != SW_NPOS && command <= equals)
			break;
		size_t end = count > 1 ? pair_end(lines, "ARG", sw_str_sub(left, 0, limit)) : SW_NPOS;
		struct sw_str value = sw_str_sub(left, 0, end < limit ? end : limit);
		const struct sw_str *before = sw_map_get(&lines->args, name);
		if (!before || !sw_str_eq(*before, value))
			sw_image_put_pair(lines, "ARG", name, value);
		size_t used = equals + 1 + value.n + 1;
		rest = sw_str_from(rest, used);
		if (command != SW_NPOS)
			command = command >= used ? command - used : 0;
	}
	return rest;
}

/* The script behind a shell and its options: "/bin/bash -eo pipefail -c SCRIPT". */
static struct sw_str behind_shell(const struct sw_image_lines *lines, struct sw_str text) {
	struct sw_str rest = text, word;
	if (sw_str_starts(text, lines->shell))
		return sw_str_from(text, lines->shell.n);
	if (sw_str_starts(text, SW_S("/bin/sh -c ")))
		return sw_str_from(text, 11);
	if (!sw_str_split(&rest, ' ', &word) || sw_shell_by_name(word) != SW_SHELL_POSIX)
		return text;
	while (rest.n && sw_str_split(&rest, ' ', &word)) {
		if (sw_str_starts(word, SW_S("-")) && sw_str_ends(word, SW_S("c")))
			return rest;
		if (!sw_str_starts(word, SW_S("-")) && !sw_str_is(word, "pipefail"))
			break;
	}
	return text;
}

static void put_run(struct sw_image_lines *lines, struct sw_str text) {
	put_script(lines, behind_shell(lines, take_arguments(lines, text)));
}

static bool put_instruction(struct sw_image_lines *lines, struct sw_str text) {
	size_t blank = sw_str_find_byte(text, ' ');
	struct sw_str word = sw_str_sub(text, 0, blank), rest = blank == SW_NPOS ? (struct sw_str){0} : sw_str_trim(sw_str_from(text, blank));
	enum sw_instruction_kind kind = sw_instruction_kind_of(word);
	const char *keyword = sw_instruction_name(kind);
	if (kind == SW_INSTRUCTION_UNKNOWN || kind == SW_INSTRUCTION_FROM || !sw_str_is(word, keyword) || !rest.n)
		return false;
	switch ((int)kind) {
	case SW_INSTRUCTION_RUN: put_run(lines, rest); break;
	case SW_INSTRUCTION_CMD: case SW_INSTRUCTION_ENTRYPOINT: case SW_INSTRUCTION_VOLUME: put_list(lines, keyword, rest); break;
	case SW_INSTRUCTION_SHELL: put_shell(lines, rest); break;
	case SW_INSTRUCTION_ENV: case SW_INSTRUCTION_LABEL: case SW_INSTRUCTION_ARG: put_pairs(lines, keyword, rest); break;
	case SW_INSTRUCTION_EXPOSE: put_ports(lines, rest); break;
	case SW_INSTRUCTION_HEALTHCHECK: put_health(lines, rest); break;
	case SW_INSTRUCTION_ADD: case SW_INSTRUCTION_COPY: put_copy(lines, keyword, rest); break;
	default: put_plain(lines, keyword, rest); break;
	}
	return true;
}

void sw_image_put_entry(struct sw_image_lines *lines, struct sw_str created_by) {
	struct sw_str text = sw_str_trim(created_by);
	if (sw_str_ends(text, SW_S("# buildkit")))
		text = sw_str_trim(sw_str_sub(text, 0, text.n - 10));
	size_t nop = sw_str_find(sw_str_sub(text, 0, 256), SW_S("#(nop) "));
	if (nop != SW_NPOS) {
		text = sw_str_trim(sw_str_from(text, nop + 7));
		if (!put_instruction(lines, text))
			put_comment(lines, text);
	} else if (sw_str_starts(text, SW_S("|")) || sw_str_starts(text, SW_S("/bin/sh -c ")) || sw_str_starts(text, lines->shell)) {
		put_run(lines, text);
	} else if (!put_instruction(lines, text)) {
		put_comment(lines, text);
	}
}
