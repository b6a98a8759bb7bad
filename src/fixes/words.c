/* Fixes of single words: an option that is missing, a word that is written otherwise. */
#include "fixes/fixer.h"

static const struct sw_shell_word *word_called(const struct sw_shell_command *command, const char *text) {
	for (uint32_t i = 1; command && i < command->word_count; i++)
		if (sw_str_is(command->words[i].text, text))
			return &command->words[i];
	return NULL;
}

static void insert_behind(struct sw_fixing *fixing, const struct sw_shell_word *word, struct sw_str text) {
	sw_fixing_insert(fixing, word->span.source, word->span.end, text);
}

void sw_fix_recommends(struct sw_fixing *fixing) {
	const struct sw_shell_word *install = word_called(fixing->command, "install");
	if (!install)
		return;
	fixing->fix->title = SW_S("Install without recommended packages");
	fixing->fix->caution = SW_S("packages that are merely recommended (certificates, for one) are missing unless they are named");
	insert_behind(fixing, install, SW_S(" --no-install-recommends"));
}

/* Verbs that mean the same to apt and apt-get. */
static bool same_verb(struct sw_str verb) {
	return sw_listed(verb, "update install reinstall remove purge autoremove upgrade clean autoclean");
}

/* The finding is told once a step: all calls of the step are mended. */
void sw_fix_apt(struct sw_fixing *fixing) {
	const struct sw_shell_script *script = fixing->step ? fixing->step->script : NULL;
	fixing->fix->title = SW_S("Call apt-get");
	for (size_t i = 0; script && i < script->n; i++) {
		const struct sw_shell_command *command = &script->v[i];
		uint32_t program = 0;
		while (program < command->word_count && !sw_str_is(command->words[program].raw, "apt"))
			program++;
		if (program + 1 >= command->word_count || program > 1)
			continue;
		uint32_t verb = program + 1;
		while (verb < command->word_count && command->words[verb].text.n && command->words[verb].text.p[0] == '-')
			verb++;
		if (verb == command->word_count || !same_verb(command->words[verb].text)) {
			fixing->fix->edits.n = 0;
			return;
		}
		sw_fixing_replace(fixing, command->words[program].span, SW_S("apt-get"));
	}
}

/* Whether the command has the option, also among bundled letters. */
static bool has_option(const struct sw_shell_command *command, struct sw_str option) {
	for (uint32_t i = 1; i < command->word_count; i++) {
		struct sw_str word = command->words[i].text;
		bool bundle = option.n == 2 && word.n > 2 && word.p[0] == '-' && word.p[1] != '-' &&
			      sw_str_find_byte(word, option.p[1]) != SW_NPOS;
		if (bundle || sw_str_eq(word, option))
			return true;
	}
	return false;
}

/* Whether one of the words in front of the verb is the program, whatever its version: pip3.11 is pip. */
static bool runs(const struct sw_shell_command *command, const struct sw_shell_word *verb, struct sw_str program) {
	for (const struct sw_shell_word *word = command->words; word < verb; word++) {
		struct sw_str name = sw_str_basename(word->text);
		while (name.n && (sw_is_digit(name.p[name.n - 1]) || name.p[name.n - 1] == '.'))
			name.n--;
		if (sw_str_eq(name, program))
			return true;
	}
	return false;
}

/* Puts the option behind the verb of every command of the step that runs the program: the finding is told once for all
 * of them. */
static void add_option(struct sw_fixing *fixing, const char *program, const char *const *verbs, size_t verb_count, const char *option) {
	const struct sw_shell_script *script = fixing->step ? fixing->step->script : NULL;
	/* Where a quote does not end, what is put in would become a part of a word. */
	for (size_t i = 0; script && script->complete && i < script->n; i++) {
		const struct sw_shell_command *command = &script->v[i];
		for (size_t v = 0; v < verb_count && !has_option(command, sw_str_of(option)); v++) {
			const struct sw_shell_word *verb = word_called(command, verbs[v]);
			if (!verb || !runs(command, verb, sw_str_of(program)))
				continue;
			insert_behind(fixing, verb, sw_arena_printf(fixing->arena, " %s", option));
			break;
		}
	}
}

void sw_fix_assume_yes(struct sw_fixing *fixing) {
	static const char *const verbs[] = {"install", "reinstall", "remove", "purge", "autoremove", "upgrade", "dist-upgrade", "update",
					    "groupinstall", "localinstall", "in"};
	static const char *const programs[][4] = {{"apt", "apt-get", "aptitude"}, {"yum"}, {"dnf", "microdnf"}, {"zypper"}};
	const char *variant = fixing->finding->site->variant;
	/* "apt-get update" asks nothing. */
	bool apt = variant && strcmp(variant, "apt") == 0;
	fixing->fix->title = SW_S("Answer yes beforehand");
	for (size_t i = 0; variant && i < sizeof programs / sizeof *programs; i++)
		for (size_t k = 0; strcmp(programs[i][0], variant) == 0 && k < 4 && programs[i][k]; k++)
			add_option(fixing, programs[i][k], verbs, apt ? 7 : sizeof verbs / sizeof *verbs, "-y");
}

void sw_fix_package_cache(struct sw_fixing *fixing) {
	static const char *const add[] = {"add"}, *const install[] = {"install"};
	const char *variant = fixing->finding->site->variant;
	fixing->fix->title = SW_S("Keep no cache in the layer");
	if (variant && strcmp(variant, "apk") == 0)
		add_option(fixing, "apk", add, 1, "--no-cache");
	else if (variant && strcmp(variant, "pip") == 0)
		add_option(fixing, "pip", install, 1, "--no-cache-dir");
}

static struct sw_str upper(struct sw_arena *arena, struct sw_str word) {
	char *text = sw_arena_alloc(arena, word.n + 1);
	for (size_t i = 0; i < word.n; i++)
		text[i] = sw_to_upper(word.p[i]);
	return sw_str(text, word.n);
}

/* Whether most instructions of the file are written in capitals; that is what all are to be. */
static bool in_capitals(const struct sw_fixing *fixing) {
	size_t small = 0, capitals = 0;
	for (size_t i = 0; i < fixing->build->steps.n; i++) {
		struct sw_str word = sw_fixing_text(fixing, fixing->build->steps.v[i].keyword);
		if (sw_str_eq(word, upper(fixing->arena, word)))
			capitals++;
		else if (sw_str_eq(word, sw_arena_lower(fixing->arena, word)))
			small++;
	}
	return small <= capitals;
}

static void recase(struct sw_fixing *fixing, struct sw_span at, bool capitals) {
	struct sw_str word = sw_fixing_text(fixing, at);
	struct sw_str wanted = capitals ? upper(fixing->arena, word) : sw_arena_lower(fixing->arena, word);
	if (!sw_str_eq(word, wanted))
		sw_fixing_replace(fixing, at, wanted);
}

/* FROM and its AS are written alike, so both are mended together. */
void sw_fix_casing(struct sw_fixing *fixing) {
	const struct sw_step *step = fixing->step;
	if (!step)
		return;
	bool capitals = in_capitals(fixing);
	fixing->fix->title = SW_S("Write the instruction as the others are written");
	recase(fixing, step->keyword, capitals);
	if (step->kind == SW_STEP_FROM && step->word_count == 3)
		recase(fixing, step->words[1].span, capitals);
}

/* A value that means the same between quotes. */
static bool plain(struct sw_str value) {
	for (size_t i = 0; i < value.n; i++)
		if (strchr("\"'\\\n`", value.p[i]))
			return false;
	return value.n > 0;
}

void sw_fix_key_value(struct sw_fixing *fixing) {
	const struct sw_step *step = fixing->step;
	if (!step || step->pair_count != 1 || !step->pairs[0].old_form)
		return;
	struct sw_span at = step->pairs[0].at;
	struct sw_str text = sw_fixing_text(fixing, at), name = step->pairs[0].name;
	struct sw_str value = sw_str_trim(sw_str_from(text, name.n));
	if (!sw_str_starts(text, name) || !plain(value))
		return;
	bool bare = sw_str_find_byte(value, ' ') == SW_NPOS && sw_str_find_byte(value, '\t') == SW_NPOS;
	fixing->fix->title = SW_S("Write NAME=VALUE");
	sw_fixing_replace(fixing, at, sw_arena_printf(fixing->arena, bare ? "%.*s=%.*s" : "%.*s=\"%.*s\"", SW_ARG(name), SW_ARG(value)));
}
