#include "base/utf8.h"
#include "readers/dockerfile/letters.h"
#include "readers/dockerfile/reader.h"

static bool is_blank(char c) {
	return c == ' ' || c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

size_t sw_df_blank(const struct sw_dockerfile_text *text, struct sw_df_range range) {
	while (range.from < range.to && !is_blank(text->text.p[range.from]))
		range.from++;
	return range.from;
}

size_t sw_df_after_blanks(const struct sw_dockerfile_text *text, struct sw_df_range range) {
	while (range.from < range.to && is_blank(text->text.p[range.from]))
		range.from++;
	return range.from;
}

static void add_word(struct sw_df_reader *reader, struct sw_instruction *instruction, size_t *cap,
		     struct sw_df_range range) {
	sw_vec_reserve(reader->tree, (void **)(void *)&instruction->words, instruction->word_count, cap,
		       sizeof *instruction->words);
	instruction->words[instruction->word_count++] = (struct sw_dockerfile_word){
		.text = sw_df_range_text(&instruction->line_text, range),
		.span = sw_df_range_span(reader, &instruction->line_text, range),
		.at = (uint32_t)range.from,
	};
}

void sw_df_one_word(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range) {
	size_t cap = instruction->word_count;
	add_word(reader, instruction, &cap, range);
}

void sw_df_blank_words(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range) {
	size_t cap = 0;
	while (range.from < range.to) {
		size_t end = sw_df_blank(&instruction->line_text, range);
		add_word(reader, instruction, &cap, (struct sw_df_range){range.from, end});
		range.from = sw_df_after_blanks(&instruction->line_text, (struct sw_df_range){end, range.to});
	}
}

/* Finds the end of the word at range.from. *next is where reading goes on: the escape character at the very end of the
 * line belongs to no word. */
static size_t quoted_word_end(struct sw_str line, struct sw_df_range range, char escape, size_t *next) {
	char quote = 0;
	size_t at = range.from;
	while (at < range.to && (quote || !sw_unicode_space_at(line, at))) {
		char c = line.p[at];
		if (c == escape && quote != '\'') {
			if (at + 1 == range.to) {
				*next = range.to;
				return at;
			}
			at++;
		} else if (!quote && (c == '\'' || c == '"')) {
			quote = c;
		} else if (c == quote) {
			quote = 0;
		}
		sw_utf8_skip(line, &at);
	}
	*next = at;
	return at;
}

void sw_df_quoted_words(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range) {
	struct sw_str line = sw_str_sub(instruction->line_text.text, 0, range.to);
	size_t cap = 0;
	while (range.from < range.to) {
		size_t space = sw_unicode_space_at(line, range.from), next;
		if (space) {
			range.from += space;
			continue;
		}
		size_t end = quoted_word_end(line, range, reader->file->escape, &next);
		if (end > range.from)
			add_word(reader, instruction, &cap, (struct sw_df_range){range.from, end});
		range.from = next;
	}
}

static struct sw_dockerfile_pair pair_of(const struct sw_df_reader *reader, const struct sw_instruction *instruction,
					 struct sw_df_range key, struct sw_df_range value) {
	const struct sw_dockerfile_text *line = &instruction->line_text;
	return (struct sw_dockerfile_pair){
		.key = sw_df_range_text(line, key),
		.value = sw_df_range_text(line, value),
		.key_span = sw_df_range_span(reader, line, key),
		.value_span = sw_df_range_span(reader, line, value),
		.has_value = true,
	};
}

/* One pair for each word, cut at its first '='. */
static void pairs_of_words(struct sw_df_reader *reader, struct sw_instruction *instruction) {
	instruction->pair_count = instruction->word_count;
	instruction->pairs = SW_NEW_ARRAY(reader->tree, struct sw_dockerfile_pair, instruction->word_count);
	for (uint32_t i = 0; i < instruction->word_count; i++) {
		const struct sw_dockerfile_word *word = &instruction->words[i];
		size_t equals = sw_str_find_byte(word->text, '='), end = word->at + word->text.n;
		if (equals == SW_NPOS)
			instruction->pairs[i] =
				(struct sw_dockerfile_pair){.key = word->text, .key_span = word->span};
		else
			instruction->pairs[i] = pair_of(reader, instruction,
							(struct sw_df_range){word->at, word->at + equals},
							(struct sw_df_range){word->at + equals + 1, end});
	}
}

void sw_df_arg_pairs(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range) {
	sw_df_quoted_words(reader, instruction, range);
	pairs_of_words(reader, instruction);
}

/* KEY rest of line: the form without '='. */
static void old_pair(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range) {
	const struct sw_dockerfile_text *line = &instruction->line_text;
	struct sw_df_range key = {range.from, sw_df_blank(line, range)};
	struct sw_df_range value = {sw_df_after_blanks(line, (struct sw_df_range){key.to, range.to}), range.to};
	if (key.to == range.to) {
		pairs_of_words(reader, instruction);
		instruction->refused = true;
		sw_df_reject(reader, "dockerfile-parse-pair", instruction->span, reader->start_line, reader->line,
			     "%s needs a name and a value", sw_instruction_name(instruction->kind));
		return;
	}
	instruction->word_count = 0;
	sw_df_one_word(reader, instruction, key);
	sw_df_one_word(reader, instruction, value);
	instruction->pairs = SW_NEW(reader->tree, struct sw_dockerfile_pair);
	instruction->pairs[0] = pair_of(reader, instruction, key, value);
	instruction->pairs[0].old_form = true;
	instruction->pair_count = 1;
}

void sw_df_pairs(struct sw_df_reader *reader, struct sw_instruction *instruction, struct sw_df_range range) {
	sw_df_quoted_words(reader, instruction, range);
	if (instruction->word_count == 0)
		return;
	if (sw_str_find_byte(instruction->words[0].text, '=') == SW_NPOS) {
		old_pair(reader, instruction, range);
		return;
	}
	pairs_of_words(reader, instruction);
	for (uint32_t i = 0; i < instruction->pair_count && !instruction->refused; i++) {
		const struct sw_dockerfile_pair *pair = &instruction->pairs[i];
		if (pair->has_value)
			continue;
		instruction->refused = true;
		sw_df_reject(reader, "dockerfile-parse-pair", pair->key_span, reader->start_line, reader->line,
			     "\"%.*s\" has no '=': it must be name=value", SW_ARG(pair->key));
	}
}
