#include "checks/about_names.h"

enum { LONGEST = 512 }; /* bytes of a name that are compared */

/* Without the marks that one writer puts around a variable and another does not. */
static struct sw_str plain(struct sw_str text, char room[LONGEST]) {
	size_t n = 0;
	for (size_t i = 0; i < text.n && n < LONGEST; i++)
		if (text.p[i] != '{' && text.p[i] != '}' && text.p[i] != '"')
			room[n++] = text.p[i];
	return sw_str(room, n);
}

bool sw_names_file(const struct sw_shell_word *word, struct sw_str file) {
	char a[LONGEST], b[LONGEST];
	struct sw_str name = sw_str_basename(word->text), wanted = sw_str_basename(file);
	if (!name.n || !wanted.n)
		return false;
	name = plain(name, a);
	wanted = plain(wanted, b);
	if (!word->quoted && sw_str_find_byte(name, '*') != SW_NPOS)
		return name.n > 1 ? sw_str_glob(name, wanted) : sw_str_eq(sw_str_dirname(word->text), sw_str_dirname(file));
	return sw_str_eq(name, wanted);
}

bool sw_call_names(const struct sw_command_at *at, struct sw_str file) {
	for (uint32_t i = at->call.first_arg; i < at->cmd->word_count; i++) {
		const struct sw_shell_word *word = &at->cmd->words[i];
		if (sw_names_file(word, file))
			return true;
		/* --file=NAME, -fNAME */
		size_t equals = sw_str_find_byte(word->text, '=');
		struct sw_shell_word value = *word;
		if (equals == SW_NPOS || !sw_str_starts(word->text, SW_S("-")))
			continue;
		value.text = sw_str_from(word->text, equals + 1);
		if (sw_names_file(&value, file))
			return true;
	}
	for (uint32_t i = 0; i < at->cmd->redirect_count; i++)
		if (at->cmd->redirects[i].kind == SW_REDIRECT_IN && sw_names_file(&at->cmd->redirects[i].word, file))
			return true;
	return false;
}
