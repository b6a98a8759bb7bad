/* CODEOWNERS as GitHub and GitLab read it: a pattern and its owners a line, the last line that matches a path counts;
 * GitLab's sections count each for itself, and their owners add up. A pattern with a '/' before its end, or at its
 * beginning, is read from the top; any other fits at every depth. '*' and '?' stay within a part of the path, '**' spans
 * parts. Which rule a path falls under is for knowledge/codeowners.h to say. */
#include "base/limits.h"
#include "readers/config/read.h"

struct code_reader {
	struct sw_arena *arena;
	uint32_t source;
	struct sw_str text;
	struct sw_codeowners *owners;
	struct sw_diags *diags;
	struct sw_str defaults; /* owners of the section's lines that name none */
	bool sectioned;         /* a section has begun */
};

static struct sw_span span_of(const struct code_reader *reader, struct sw_str part) {
	uint32_t start = (uint32_t)(part.p - reader->text.p);
	return (struct sw_span){reader->source, start, start + (uint32_t)part.n};
}

static void say(const struct code_reader *reader, struct sw_str part, const char *text) {
	sw_diag_add(reader->diags, SW_DIAG_WARNING, "codeowners", span_of(reader, part), "%s", text);
}

/* Owners up to a comment, with one blank between them. */
static struct sw_str owners_of(const struct code_reader *reader, struct sw_str rest) {
	char *bytes = sw_arena_alloc(reader->arena, rest.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < rest.n; i++) {
		bool begins = i == 0 || sw_is_space(rest.p[i - 1]);
		if (begins && rest.p[i] == '#')
			break;
		if (sw_is_space(rest.p[i]))
			continue;
		if (begins && n)
			bytes[n++] = ' ';
		bytes[n++] = rest.p[i];
	}
	return sw_str(bytes, n);
}

/* The pattern with its escapes taken out; *end is the byte behind it. A star or mark that was escaped stays special: no
 * file is named so. */
static struct sw_str pattern_of(const struct code_reader *reader, struct sw_str line, size_t *end) {
	char *bytes = sw_arena_alloc(reader->arena, line.n + 1);
	size_t n = 0, i = 0;
	for (; i < line.n && !sw_is_space(line.p[i]); i++) {
		if (line.p[i] == '\\' && i + 1 < line.n)
			i++;
		bytes[n++] = line.p[i];
	}
	*end = i;
	return sw_str(bytes, n);
}

/* "[Name]", "^[Name][2] @default-owner". */
static void read_section(struct code_reader *reader, struct sw_str line) {
	size_t close = sw_str_find_byte(line, ']');
	if (close == SW_NPOS) {
		say(reader, line, "a section's name must end with ']'");
		return;
	}
	struct sw_str rest = sw_str_from(line, close + 1);
	if (rest.n && rest.p[0] == '[')
		rest = sw_str_from(rest, sw_str_find_byte(rest, ']') == SW_NPOS ? rest.n : sw_str_find_byte(rest, ']') + 1);
	reader->sectioned = true;
	reader->owners->sections++;
	reader->defaults = owners_of(reader, rest);
}

static void read_rule(struct code_reader *reader, struct sw_str line) {
	struct sw_code_rule rule = {.at = span_of(reader, line), .section = reader->owners->sections};
	struct sw_str rest = line;
	rule.excluded = rest.p[0] == '!';
	size_t end;
	rest = sw_str_from(rest, rule.excluded);
	rule.pattern = pattern_of(reader, rest, &end);
	rule.owners = owners_of(reader, sw_str_from(rest, end));
	if (!rule.owners.n && reader->sectioned)
		rule.owners = reader->defaults;
	rule.folder = sw_str_ends(rule.pattern, SW_S("/"));
	rule.pattern = sw_str_sub(rule.pattern, 0, rule.pattern.n - rule.folder);
	rule.anchored = sw_str_find_byte(rule.pattern, '/') != SW_NPOS;
	if (sw_str_starts(rule.pattern, SW_S("/")))
		rule.pattern = sw_str_from(rule.pattern, 1);
	if (!rule.pattern.n && !rule.folder)
		say(reader, line, "a pattern is missing");
	else
		*sw_push(reader->arena, &reader->owners->rules) = rule;
}

void sw_codeowners_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_codeowners *owners, struct sw_diags *diags) {
	struct code_reader reader = {.arena = arena, .source = source, .text = text, .owners = owners, .diags = diags};
	*owners = (struct sw_codeowners){.present = true};
	struct sw_str rest = text, line;
	while (rest.n && sw_str_split(&rest, '\n', &line)) {
		line = sw_str_trim(line);
		if (!line.n || line.p[0] == '#')
			continue;
		if (owners->rules.n == SW_LIMIT_CODE_RULES) {
			say(&reader, line, "more patterns than are read; the rest is passed over");
			break;
		}
		if (line.p[0] == '[' || (line.n > 1 && line.p[0] == '^' && line.p[1] == '['))
			read_section(&reader, line);
		else
			read_rule(&reader, line);
	}
	owners->sections++;
}
