#include "base/limits.h"
#include "readers/dockerfile/reader.h"
#include <assert.h>
#include <stdarg.h>

/* How the arguments of an instruction are cut. */
enum form {
	FORM_ONE,          /* all of it is one word */
	FORM_BLANKS,       /* words between blanks */
	FORM_PAIRS,
	FORM_ARG,
	FORM_JSON_OR_ONE,  /* JSON array, else one word */
	FORM_JSON_OR_BLANKS,
	FORM_HEALTH,
	FORM_SUB,
};

static const struct {
	const char *name;
	enum form form;
} language[] = {
	[SW_INSTRUCTION_UNKNOWN] = {"", FORM_ONE},
	[SW_INSTRUCTION_ADD] = {"ADD", FORM_JSON_OR_BLANKS},
	[SW_INSTRUCTION_ARG] = {"ARG", FORM_ARG},
	[SW_INSTRUCTION_CMD] = {"CMD", FORM_JSON_OR_ONE},
	[SW_INSTRUCTION_COPY] = {"COPY", FORM_JSON_OR_BLANKS},
	[SW_INSTRUCTION_ENTRYPOINT] = {"ENTRYPOINT", FORM_JSON_OR_ONE},
	[SW_INSTRUCTION_ENV] = {"ENV", FORM_PAIRS},
	[SW_INSTRUCTION_EXPOSE] = {"EXPOSE", FORM_BLANKS},
	[SW_INSTRUCTION_FROM] = {"FROM", FORM_BLANKS},
	[SW_INSTRUCTION_HEALTHCHECK] = {"HEALTHCHECK", FORM_HEALTH},
	[SW_INSTRUCTION_LABEL] = {"LABEL", FORM_PAIRS},
	[SW_INSTRUCTION_MAINTAINER] = {"MAINTAINER", FORM_ONE},
	[SW_INSTRUCTION_ONBUILD] = {"ONBUILD", FORM_SUB},
	[SW_INSTRUCTION_RUN] = {"RUN", FORM_JSON_OR_ONE},
	[SW_INSTRUCTION_SHELL] = {"SHELL", FORM_JSON_OR_ONE},
	[SW_INSTRUCTION_STOPSIGNAL] = {"STOPSIGNAL", FORM_ONE},
	[SW_INSTRUCTION_USER] = {"USER", FORM_ONE},
	[SW_INSTRUCTION_VOLUME] = {"VOLUME", FORM_JSON_OR_BLANKS},
	[SW_INSTRUCTION_WORKDIR] = {"WORKDIR", FORM_ONE},
};

enum sw_instruction_kind sw_instruction_kind_of(struct sw_str keyword) {
	for (size_t i = 1; i < sizeof language / sizeof *language; i++)
		if (sw_str_is_nocase(keyword, language[i].name))
			return (enum sw_instruction_kind)i;
	return SW_INSTRUCTION_UNKNOWN;
}

const char *sw_instruction_name(enum sw_instruction_kind kind) {
	return language[kind].name;
}

const struct sw_dockerfile_flag *sw_instruction_flag(const struct sw_instruction *instruction, const char *name) {
	for (uint32_t i = 0; i < instruction->flag_count; i++)
		if (sw_str_is(instruction->flags[i].name, name))
			return &instruction->flags[i];
	return NULL;
}

void sw_df_reject(struct sw_df_reader *reader, const char *code, struct sw_span at, uint32_t first, uint32_t last,
		  const char *format, ...) {
	va_list args;
	va_start(args, format);
	struct sw_str why = sw_arena_vprintf(reader->arena, format, args);
	va_end(args);
	sw_diag_add(reader->diags, SW_DIAG_ERROR, code, at, "%.*s", SW_ARG(why));
	if (reader->file->rejected)
		return;
	reader->file->rejected = true;
	reader->file->rejected_why = why;
	reader->file->rejected_first = first;
	reader->file->rejected_last = last;
}

/* HEALTHCHECK's first word ends at any byte that is white space in Latin-1, as in flags. */
static size_t type_end(const struct sw_dockerfile_text *text, struct sw_df_range range) {
	size_t at = range.from;
	for (; at < range.to; at++) {
		char c = text->text.p[at];
		if (sw_is_space(c) || c == (char)0x85 || c == (char)0xa0)
			break;
	}
	return at;
}

static void health(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range) {
	const struct sw_dockerfile_text *text = &instruction->line_text;
	size_t end = type_end(text, range);
	if (end == range.from)
		return;
	sw_df_one_word(reader, instruction, (struct sw_df_range){range.from, end});
	while (end < range.to && type_end(text, (struct sw_df_range){end, end + 1}) == end)
		end++;
	struct sw_df_range command = {end, range.to};
	if (command.from < command.to && !sw_df_json_words(reader, instruction, command))
		sw_df_one_word(reader, instruction, command);
}

static void read_instruction(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range,
			     unsigned depth);

static void sub_instruction(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range,
			    unsigned depth) {
	if (depth == SW_LIMIT_SHELL_DEPTH) {
		sw_diag_add(reader->diags, SW_DIAG_ERROR, "dockerfile-build-onbuild", instruction->span,
			    "ONBUILD is nested more than %d deep", SW_LIMIT_SHELL_DEPTH);
		return;
	}
	instruction->sub = SW_NEW(reader->tree, struct sw_instruction);
	instruction->sub->line_text = instruction->line_text;
	read_instruction(reader, instruction->sub, range, depth + 1);
	instruction->refused = instruction->sub->refused;
}

/* Cuts the arguments; `range` is trimmed and not empty. */
static void read_arguments(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range,
			   unsigned depth) {
	enum form form = language[instruction->kind].form;
	switch (form) {
	case FORM_ONE:
		sw_df_one_word(reader, instruction, range);
		break;
	case FORM_BLANKS:
		sw_df_blank_words(reader, instruction, range);
		break;
	case FORM_PAIRS:
		sw_df_pairs(reader, instruction, range);
		break;
	case FORM_ARG:
		sw_df_arg_pairs(reader, instruction, range);
		break;
	case FORM_JSON_OR_ONE:
		if (!sw_df_json_words(reader, instruction, range))
			sw_df_one_word(reader, instruction, range);
		break;
	case FORM_JSON_OR_BLANKS:
		if (!sw_df_json_words(reader, instruction, range))
			sw_df_blank_words(reader, instruction, range);
		break;
	case FORM_HEALTH:
		health(reader, instruction, range);
		break;
	case FORM_SUB:
		sub_instruction(reader, instruction, range, depth);
		break;
	}
}

/* The word that a shell runs, or NULL. */
static const struct sw_dockerfile_word *command_word(const struct sw_instruction *instruction) {
	if (instruction->json)
		return NULL;
	bool is_command = instruction->kind == SW_INSTRUCTION_RUN || instruction->kind == SW_INSTRUCTION_CMD ||
			  instruction->kind == SW_INSTRUCTION_ENTRYPOINT;
	if (is_command && instruction->word_count == 1)
		return &instruction->words[0];
	if (instruction->kind == SW_INSTRUCTION_HEALTHCHECK && instruction->word_count == 2 &&
	    sw_str_is_nocase(instruction->words[0].text, "CMD"))
		return &instruction->words[1];
	return NULL;
}

/* Reads the instruction in a range of instruction->line_text: keyword, flags, arguments. */
static void read_instruction(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range,
			     unsigned depth) {
	const struct sw_dockerfile_text *text = &instruction->line_text;
	range = sw_df_range_trim(text, range);
	struct sw_df_range keyword = {range.from, sw_df_blank(text, range)};
	struct sw_df_range rest = {sw_df_after_blanks(text, (struct sw_df_range){keyword.to, range.to}), range.to};
	instruction->keyword = sw_df_range_text(text, keyword);
	instruction->keyword_span = sw_df_range_span(reader, text, keyword);
	instruction->kind = sw_instruction_kind_of(instruction->keyword);
	instruction->span = instruction->head = sw_df_range_span(reader, text, range);
	instruction->line = reader->start_line;
	instruction->end_line = reader->line;
	rest = sw_df_range_trim(text, sw_df_flags(reader, instruction, rest));
	if (rest.from < rest.to)
		read_arguments(reader, instruction, rest, depth);
	const struct sw_dockerfile_word *command = command_word(instruction);
	if (command) {
		struct sw_df_range at = {command->at, command->at + command->text.n};
		instruction->command = instruction->script = sw_df_slice(reader->arena, text, at);
	}
}

/* Heredoc bodies make the instruction longer. */
static void take_heredocs(struct sw_df_reader *reader, struct sw_instruction *instruction) {
	sw_df_heredocs(reader, instruction);
	if (instruction->heredoc_count) {
		const struct sw_dockerfile_heredoc *last = &instruction->heredocs[instruction->heredoc_count - 1];
		instruction->span = sw_span_join(instruction->span, last->end.source ? last->end : last->span);
		instruction->end_line = reader->line;
	}
	struct sw_instruction *inner = instruction->sub;
	if (inner) {
		inner->heredocs = instruction->heredocs;
		inner->heredoc_count = instruction->heredoc_count;
		inner->span = sw_span_join(inner->span, instruction->span);
		inner->span.start = inner->head.start;
		inner->end_line = instruction->end_line;
		sw_df_script(reader, inner);
	}
	sw_df_script(reader, instruction);
}

static void note_gap(struct sw_df_reader *reader, const struct sw_instruction *instruction, struct sw_span gap) {
	*sw_push(reader->tree, &reader->gaps) =
		(struct sw_dockerfile_gap){(uint32_t)reader->instructions.n - 1, reader->line, gap};
	sw_diag_add(reader->diags, SW_DIAG_WARNING, "dockerfile-warning-empty-continuation", instruction->span,
		    "blank line between the continued lines of %.*s: a later BuildKit will refuse it",
		    SW_ARG(instruction->keyword));
}

static void finish(struct sw_df_reader *reader) {
	struct sw_dockerfile *file = reader->file;
	file->instructions = reader->instructions.v;
	file->instruction_count = (uint32_t)reader->instructions.n;
	file->comments = reader->comments.v;
	file->comment_count = (uint32_t)reader->comments.n;
	file->gaps = reader->gaps.v;
	file->gap_count = (uint32_t)reader->gaps.n;
	if (file->instruction_count == 0)
		sw_df_reject(reader, "dockerfile-parse-empty", (struct sw_span){file->source, 0, 0}, reader->line,
			     reader->line, "file with no instructions");
	sw_df_strict(reader);
}

struct sw_dockerfile *sw_dockerfile_parse_part(struct sw_arena *arena, uint32_t source, struct sw_str text,
					       const struct sw_dockerfile_part *part, struct sw_diags *diags) {
	struct sw_arena *tree = sw_arena_scratch(arena);
	struct sw_df_reader reader = {.arena = arena, .tree = tree, .diags = diags, .file = SW_NEW(tree, struct sw_dockerfile),
				      .at = part->from, .part = *part};
	assert(text.n < UINT32_MAX && part->from <= part->to && part->to <= text.n);
	*reader.file = (struct sw_dockerfile){.source = source, .text = sw_str_sub(text, 0, part->to), .escape = '\\'};
	sw_df_detect(&reader);
	struct sw_dockerfile_text line;
	for (struct sw_span gap; sw_df_logical_line(&reader, &line, &gap);) {
		struct sw_instruction *instruction = sw_push(tree, &reader.instructions);
		instruction->line_text = line;
		instruction->comment_first = reader.comment_first;
		instruction->comment_count = reader.comment_end - reader.comment_first;
		reader.comment_first = (uint32_t)reader.comments.n;
		read_instruction(&reader, instruction, (struct sw_df_range){0, line.text.n}, 0);
		if (gap.source)
			note_gap(&reader, instruction, gap);
		take_heredocs(&reader, instruction);
	}
	finish(&reader);
	return reader.file;
}

struct sw_dockerfile *sw_dockerfile_parse(struct sw_arena *arena, uint32_t source, struct sw_str text,
					  struct sw_diags *diags) {
	return sw_dockerfile_parse_part(arena, source, text, &(struct sw_dockerfile_part){.to = text.n}, diags);
}
