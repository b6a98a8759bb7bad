/* What BuildKit refuses after parsing, when it turns the tree into commands (its package "instructions"). One complaint
 * for an instruction, as there: the first. Triggers of ONBUILD are judged too, as warnings, for they fail only in the
 * builds that use the image. */
#include "base/utf8.h"
#include "readers/dockerfile/letters.h"
#include "readers/dockerfile/reader.h"

enum flag_type { FLAG_BOOL, FLAG_TEXT, FLAG_TEXTS };

struct known_flag {
	const char *name;
	enum flag_type type;
};

enum { MOST_FLAGS = 8 };

/* Kinds that are not listed take no flags; ARG, STOPSIGNAL and HEALTHCHECK NONE do not look at them. */
static const struct known_flag known_flags[SW_INSTRUCTION_WORKDIR + 1][MOST_FLAGS] = {
	[SW_INSTRUCTION_ADD] = {{"chown", FLAG_TEXT},
				{"chmod", FLAG_TEXT},
				{"link", FLAG_BOOL},
				{"keep-git-dir", FLAG_BOOL},
				{"checksum", FLAG_TEXT},
				{"unpack", FLAG_BOOL},
				{"exclude", FLAG_TEXTS}},
	[SW_INSTRUCTION_COPY] = {{"chown", FLAG_TEXT},
				 {"from", FLAG_TEXT},
				 {"chmod", FLAG_TEXT},
				 {"link", FLAG_BOOL},
				 {"exclude", FLAG_TEXTS},
				 {"parents", FLAG_BOOL}},
	[SW_INSTRUCTION_FROM] = {{"platform", FLAG_TEXT}},
	[SW_INSTRUCTION_HEALTHCHECK] = {{"interval", FLAG_TEXT},
					{"timeout", FLAG_TEXT},
					{"start-period", FLAG_TEXT},
					{"start-interval", FLAG_TEXT},
					{"retries", FLAG_TEXT}},
	[SW_INSTRUCTION_RUN] = {{"mount", FLAG_TEXTS},
				{"network", FLAG_TEXT},
				{"security", FLAG_TEXT},
				{"device", FLAG_TEXTS}},
};

struct judge {
	struct sw_df_reader *reader;
	const struct sw_instruction *instruction;
	enum sw_diag_level level;
};

#define COMPLAIN(judge, code, at, ...) \
	(sw_diag_add((judge)->reader->diags, (judge)->level, "dockerfile-build-" code, (at), __VA_ARGS__), false)

static const char *name_of(const struct judge *judge) {
	return sw_instruction_name(judge->instruction->kind);
}

static bool at_least_one(const struct judge *judge) {
	return judge->instruction->word_count > 0 ||
	       COMPLAIN(judge, "arguments", judge->instruction->head, "%s needs an argument", name_of(judge));
}

static bool exactly_one(const struct judge *judge) {
	return judge->instruction->word_count == 1 ||
	       COMPLAIN(judge, "arguments", judge->instruction->head, "%s needs exactly one argument", name_of(judge));
}

static const struct known_flag *known(enum sw_instruction_kind kind, struct sw_str name) {
	for (int i = 0; i < MOST_FLAGS && known_flags[kind][i].name; i++)
		if (sw_str_is(name, known_flags[kind][i].name))
			return &known_flags[kind][i];
	return NULL;
}

static bool flag_is_bool(const struct sw_dockerfile_flag *flag) {
	return !flag->has_value || sw_str_is_nocase(flag->value, "true") || sw_str_is_nocase(flag->value, "false");
}

static bool flags(const struct judge *judge) {
	const struct sw_instruction *instruction = judge->instruction;
	bool used[MOST_FLAGS] = {false};
	for (uint32_t i = 0; i < instruction->flag_count; i++) {
		const struct sw_dockerfile_flag *flag = &instruction->flags[i];
		const struct known_flag *found = known(instruction->kind, flag->name);
		if (!found)
			return COMPLAIN(judge, "flag", flag->span, "%s has no flag --%.*s", name_of(judge),
					SW_ARG(flag->name));
		ptrdiff_t which = found - known_flags[instruction->kind];
		if (used[which] && found->type != FLAG_TEXTS)
			return COMPLAIN(judge, "flag", flag->span, "flag --%s stands twice", found->name);
		used[which] = true;
		if (found->type != FLAG_BOOL && !flag->has_value)
			return COMPLAIN(judge, "flag", flag->span, "flag --%s needs a value", found->name);
		if (found->type == FLAG_BOOL && !flag_is_bool(flag))
			return COMPLAIN(judge, "flag", flag->span, "flag --%s is true or false, not \"%.*s\"",
					found->name, SW_ARG(flag->value));
	}
	return true;
}

static bool pairs(const struct judge *judge) {
	const struct sw_instruction *instruction = judge->instruction;
	if (!at_least_one(judge))
		return false;
	for (uint32_t i = 0; i < instruction->pair_count; i++)
		if (instruction->pairs[i].key.n == 0)
			return COMPLAIN(judge, "name", instruction->words[i].span, "%s: a name must not be empty",
					name_of(judge));
	return true;
}

static bool is_heredoc(const struct judge *judge, const struct sw_dockerfile_word *word) {
	struct sw_dockerfile_heredoc heredoc;
	return sw_df_heredoc_word(judge->reader->arena, word->text, &heredoc, NULL);
}

static bool copies(const struct judge *judge) {
	const struct sw_instruction *instruction = judge->instruction;
	if (instruction->word_count < 2)
		return COMPLAIN(judge, "arguments", instruction->head, "%s needs a source and a destination",
				name_of(judge));
	const struct sw_dockerfile_word *destination = &instruction->words[instruction->word_count - 1];
	return flags(judge) &&
	       (!is_heredoc(judge, destination) ||
		COMPLAIN(judge, "arguments", destination->span, "a heredoc cannot be the destination of %s",
			 name_of(judge)));
}

static bool is_stage_name(struct sw_str name) {
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (!sw_is_alpha(c) && (i == 0 || (!sw_is_digit(c) && c != '-' && c != '_' && c != '.')))
			return false;
	}
	return name.n > 0;
}

static bool from(const struct judge *judge) {
	const struct sw_instruction *instruction = judge->instruction;
	const struct sw_dockerfile_word *words = instruction->words;
	bool named = instruction->word_count == 3 && sw_str_is_nocase(words[1].text, "as");
	if (!named && instruction->word_count != 1)
		return COMPLAIN(judge, "from", instruction->head, "FROM needs IMAGE or IMAGE AS NAME");
	if (named && !is_stage_name(words[2].text))
		return COMPLAIN(judge, "stage-name", words[2].span,
				"stage name \"%.*s\" must begin with a letter and hold letters, digits, '-', '_' and '.'",
				SW_ARG(words[2].text));
	return flags(judge);
}

static bool onbuild(const struct judge *judge) {
	const struct sw_instruction *trigger = judge->instruction->sub;
	if (!trigger)
		return COMPLAIN(judge, "arguments", judge->instruction->head, "ONBUILD needs an instruction");
	if (!flags(judge))
		return false;
	if (trigger->kind == SW_INSTRUCTION_ONBUILD || trigger->kind == SW_INSTRUCTION_FROM ||
	    trigger->kind == SW_INSTRUCTION_MAINTAINER)
		return COMPLAIN(judge, "onbuild", trigger->keyword_span, "%s cannot be a trigger of ONBUILD",
				sw_instruction_name(trigger->kind));
	return true;
}

/* One of a fixed set of values, spelt exactly. */
static bool flag_among(const struct judge *judge, const char *name, const char *const *values) {
	const struct sw_dockerfile_flag *flag = sw_instruction_flag(judge->instruction, name);
	for (; flag && *values; values++)
		if (sw_str_is(flag->value, *values))
			return true;
	return !flag ||
	       COMPLAIN(judge, "flag", flag->span, "--%s cannot be \"%.*s\"", name, SW_ARG(flag->value));
}

static bool run(const struct judge *judge) {
	static const char *const networks[] = {"default", "none", "host", NULL};
	static const char *const securities[] = {"sandbox", "insecure", NULL};
	const struct sw_instruction *instruction = judge->instruction;
	if (!flags(judge) || !flag_among(judge, "network", networks) || !flag_among(judge, "security", securities))
		return false;
	for (uint32_t i = 0; i < instruction->flag_count; i++) {
		const struct sw_dockerfile_flag *flag = &instruction->flags[i];
		if (sw_str_is(flag->name, "mount"))
			sw_df_strict_mount(judge->reader, flag, judge->level);
		else if (sw_str_is(flag->name, "device"))
			sw_df_strict_device(judge->reader, flag, judge->level);
	}
	return true;
}

static bool interval(const struct judge *judge, const char *name) {
	const struct sw_dockerfile_flag *flag = sw_instruction_flag(judge->instruction, name);
	int64_t nanoseconds;
	if (!flag || flag->value.n == 0)
		return true;
	if (!sw_dockerfile_duration(flag->value, &nanoseconds))
		return COMPLAIN(judge, "duration", flag->span, "--%s: \"%.*s\" is no duration such as 30s or 1m30s",
				name, SW_ARG(flag->value));
	if (nanoseconds != 0 && nanoseconds < 1000000)
		return COMPLAIN(judge, "duration", flag->span, "--%s must be at least 1ms", name);
	return true;
}

static bool retries(const struct judge *judge) {
	const struct sw_dockerfile_flag *flag = sw_instruction_flag(judge->instruction, "retries");
	int64_t count;
	return !flag || flag->value.n == 0 ||
	       (sw_str_to_i64(flag->value, &count) && count >= 0 && count <= INT32_MAX) ||
	       COMPLAIN(judge, "flag", flag->span, "--retries must be a number from 0 to %d", INT32_MAX);
}

static bool healthcheck(const struct judge *judge) {
	const struct sw_instruction *instruction = judge->instruction;
	if (!at_least_one(judge))
		return false;
	const struct sw_dockerfile_word *type = &instruction->words[0];
	if (sw_str_is_nocase(type->text, "NONE"))
		return instruction->word_count == 1 ||
		       COMPLAIN(judge, "healthcheck", instruction->head, "HEALTHCHECK NONE takes no arguments");
	if (!flags(judge))
		return false;
	if (!sw_str_is_nocase(type->text, "CMD"))
		return COMPLAIN(judge, "healthcheck", type->span, "HEALTHCHECK takes CMD or NONE, not \"%.*s\"",
				SW_ARG(type->text));
	if (instruction->word_count == 1)
		return COMPLAIN(judge, "healthcheck", instruction->head, "HEALTHCHECK CMD needs a command");
	return interval(judge, "interval") && interval(judge, "timeout") && interval(judge, "start-period") &&
	       interval(judge, "start-interval") && retries(judge);
}

static bool volume(const struct judge *judge) {
	const struct sw_instruction *instruction = judge->instruction;
	if (!at_least_one(judge) || !flags(judge))
		return false;
	for (uint32_t i = 0; i < instruction->word_count; i++)
		if (sw_unicode_trim(instruction->words[i].text).n == 0)
			return COMPLAIN(judge, "arguments", instruction->words[i].span, "a volume needs a path");
	return true;
}

static bool shell(const struct judge *judge) {
	return flags(judge) && at_least_one(judge) &&
	       (judge->instruction->json ||
		COMPLAIN(judge, "json", judge->instruction->head, "SHELL takes its arguments as a JSON array"));
}

static bool judge_instruction(const struct judge *judge) {
	switch (judge->instruction->kind) {
	case SW_INSTRUCTION_UNKNOWN:
		return COMPLAIN(judge, "unknown-instruction", judge->instruction->keyword_span,
				"unknown instruction \"%.*s\"", SW_ARG(judge->instruction->keyword));
	case SW_INSTRUCTION_ADD:
	case SW_INSTRUCTION_COPY:
		return copies(judge);
	case SW_INSTRUCTION_ARG:
		return pairs(judge);
	case SW_INSTRUCTION_ENV:
	case SW_INSTRUCTION_LABEL:
		return flags(judge) && pairs(judge);
	case SW_INSTRUCTION_CMD:
	case SW_INSTRUCTION_ENTRYPOINT:
		return flags(judge);
	case SW_INSTRUCTION_EXPOSE:
		return at_least_one(judge) && flags(judge);
	case SW_INSTRUCTION_FROM:
		return from(judge);
	case SW_INSTRUCTION_HEALTHCHECK:
		return healthcheck(judge);
	case SW_INSTRUCTION_MAINTAINER:
	case SW_INSTRUCTION_USER:
	case SW_INSTRUCTION_WORKDIR:
		return exactly_one(judge) && flags(judge);
	case SW_INSTRUCTION_ONBUILD:
		return onbuild(judge);
	case SW_INSTRUCTION_RUN:
		return run(judge);
	case SW_INSTRUCTION_SHELL:
		return shell(judge);
	case SW_INSTRUCTION_STOPSIGNAL:
		return exactly_one(judge);
	case SW_INSTRUCTION_VOLUME:
		return volume(judge);
	}
	return true;
}

/* Only ARG may stand before the first FROM, and there must be one. */
static void stages(const struct judge *judge, bool *started, bool *complained) {
	const struct sw_instruction *instruction = judge->instruction;
	if (instruction->kind == SW_INSTRUCTION_FROM)
		*started = true;
	if (*started || *complained || instruction->kind == SW_INSTRUCTION_ARG)
		return;
	*complained = true;
	(void)COMPLAIN(judge, "no-stage", instruction->keyword_span, "%.*s stands before the first FROM",
		       SW_ARG(instruction->keyword));
}

void sw_df_strict(struct sw_df_reader *reader) {
	const struct sw_dockerfile *file = reader->file;
	bool started = false, complained = false;
	for (uint32_t i = 0; i < file->instruction_count; i++) {
		struct judge judge = {reader, &file->instructions[i], SW_DIAG_ERROR};
		bool sound = !judge.instruction->refused && judge_instruction(&judge);
		stages(&judge, &started, &complained);
		if (!sound || !judge.instruction->sub)
			continue;
		judge = (struct judge){reader, judge.instruction->sub, SW_DIAG_WARNING};
		(void)judge_instruction(&judge);
	}
	if (!started && !complained && file->instruction_count)
		sw_diag_add(reader->diags, SW_DIAG_ERROR, "dockerfile-build-no-stage",
			    file->instructions[file->instruction_count - 1].keyword_span, "there is no FROM");
}
