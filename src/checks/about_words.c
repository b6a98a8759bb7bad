#include "checks/about_words.h"

struct sw_span sw_word_part(const struct sw_shell_word *word, size_t from, size_t n) {
	struct sw_str raw = word->raw, text = word->text;
	if (word->span.end - word->span.start != raw.n)
		return word->span;
	/* Text and source agree as they stand, or but for the quotes around all of it. */
	size_t shift = raw.n == text.n + 2 && (raw.p[0] == '\'' || raw.p[0] == '"') ? 1 : raw.n == text.n ? 0 : SW_NPOS;
	if (shift == SW_NPOS || from > text.n || n > text.n - from)
		return word->span;
	uint32_t start = word->span.start + (uint32_t)(shift + from);
	return (struct sw_span){word->span.source, start, start + (uint32_t)n};
}

/* "X" of $X and ${X}; empty when the text is anything else. */
static struct sw_str sole_variable(struct sw_str text) {
	if (text.n < 2 || text.p[0] != '$')
		return (struct sw_str){0};
	struct sw_str name = text.p[1] == '{' && text.p[text.n - 1] == '}' ? sw_str_sub(text, 2, text.n - 3) : sw_str_from(text, 1);
	for (size_t i = 0; i < name.n; i++)
		if (!sw_is_alnum(name.p[i]) && name.p[i] != '_')
			return (struct sw_str){0};
	return name;
}

struct sw_str sw_word_value(const struct sw_shell_script *script, uint32_t index, const struct sw_shell_word *word) {
	enum { LOOK_BACK = 256 }; /* commands */
	struct sw_str name = word->is_static ? (struct sw_str){0} : sole_variable(word->text);
	for (uint32_t back = 0; name.n && back < LOOK_BACK && back < index; back++) {
		const struct sw_shell_command *cmd = &script->v[index - 1 - back];
		for (uint32_t a = cmd->assignment_count; a-- > 0;) {
			struct sw_str text = cmd->assignments[a].text;
			if (sw_str_starts(text, name) && text.n > name.n && text.p[name.n] == '=')
				return sw_str_from(text, name.n + 1);
		}
	}
	return word->text;
}

bool sw_text_refers(struct sw_str text, struct sw_str name) {
	for (size_t i = 0; i + name.n < text.n; i++) {
		if (text.p[i] != '$')
			continue;
		size_t at = i + 1 + (text.p[i + 1] == '{');
		if (!sw_str_eq(sw_str_sub(text, at, name.n), name))
			continue;
		char after = at + name.n < text.n ? text.p[at + name.n] : ' ';
		if (!sw_is_alnum(after) && after != '_')
			return true;
	}
	return false;
}

/* Asked for every command many times over, so it looks at each byte of the list once at most. */
bool sw_says_no(struct sw_str value) {
	return sw_listed_nocase(value, "false 0 no off");
}

bool sw_says_yes(struct sw_str value) {
	return sw_listed_nocase(value, "true 1 yes on");
}
