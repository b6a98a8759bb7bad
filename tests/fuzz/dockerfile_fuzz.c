/* Any bytes may be given to the Dockerfile parser: every span lies inside the text, arguments stand in order, every byte
 * of joined text stands in the file where its map says, and memory stays within the cap of a fact set. */
#include "base/limits.h"
#include "base/out.h"
#include "readers/dockerfile/dump.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(const struct sw_dockerfile *file, struct sw_span span) {
	assert(span.source == 1 && span.start <= span.end && span.end <= file->text.n);
}

static void check_text(const struct sw_dockerfile *file, const struct sw_dockerfile_text *text) {
	assert(text->map.n > 0 && text->map.v[0].text_offset == 0);
	for (size_t i = 0; i < text->map.n; i++) {
		size_t from = text->map.v[i].text_offset;
		size_t to = i + 1 < text->map.n ? text->map.v[i + 1].text_offset : text->text.n;
		size_t source = text->map.v[i].source_offset;
		assert(from < to || text->map.n == 1);
		assert(source <= file->text.n && to - from <= file->text.n - source);
		for (size_t k = from; k < to; k++)
			assert(text->text.p[k] == file->text.p[source + k - from] || text->text.p[k] == '\n');
	}
}

static void check_flags(const struct sw_dockerfile *file, const struct sw_instruction *instruction, uint32_t *at) {
	for (uint32_t i = 0; i < instruction->flag_count; i++) {
		const struct sw_dockerfile_flag *flag = &instruction->flags[i];
		struct sw_dockerfile_field *fields;
		struct sw_arena arena;
		sw_arena_init(&arena, (size_t)1 << 30);
		check_span(file, flag->span);
		check_span(file, flag->name_span);
		if (flag->has_value)
			check_span(file, flag->value_span);
		assert(flag->span.start >= *at);
		*at = flag->span.end;
		int n = sw_dockerfile_fields(&arena, flag, &fields);
		for (int k = 0; flag->has_value && k < n; k++)
			check_span(file, fields[k].span);
		sw_arena_free(&arena);
	}
}

static void check_heredocs(const struct sw_dockerfile *file, const struct sw_instruction *instruction) {
	uint32_t at = instruction->head.end;
	for (uint32_t i = 0; i < instruction->heredoc_count; i++) {
		const struct sw_dockerfile_heredoc *heredoc = &instruction->heredocs[i];
		check_span(file, heredoc->span);
		assert(heredoc->span.start >= at && heredoc->span.end <= instruction->span.end);
		at = heredoc->span.end;
		if (heredoc->end.source) {
			check_span(file, heredoc->end);
			assert(heredoc->end.start >= at); /* blanks before it may belong to the text around */
			at = heredoc->end.end;
		}
	}
}

static void check_instruction(const struct sw_dockerfile *file, const struct sw_instruction *instruction) {
	check_span(file, instruction->span);
	check_span(file, instruction->head);
	check_span(file, instruction->keyword_span);
	check_text(file, &instruction->line_text);
	assert(instruction->line <= instruction->end_line);
	uint32_t at = instruction->head.start;
	check_flags(file, instruction, &at);
	for (uint32_t i = 0; i < instruction->word_count; i++) {
		check_span(file, instruction->words[i].span);
		assert(instruction->words[i].span.start >= at && instruction->words[i].span.end <= instruction->head.end);
		assert(instruction->words[i].at <= instruction->line_text.text.n);
		at = instruction->words[i].span.end;
	}
	for (uint32_t i = 0; i < instruction->pair_count; i++) {
		check_span(file, instruction->pairs[i].key_span);
		if (instruction->pairs[i].has_value)
			check_span(file, instruction->pairs[i].value_span);
	}
	check_heredocs(file, instruction);
	if (instruction->command.text.n) {
		check_text(file, &instruction->command);
		check_text(file, &instruction->script);
	}
	if (instruction->sub)
		check_instruction(file, instruction->sub);
}

/* The same bytes as a part of a text: behind the first of them, with blanks before the lines and doubled dollar signs. */
static void check_part(struct sw_arena *arena, struct sw_str text) {
	struct sw_diags diags = {.arena = arena};
	struct sw_dockerfile_part part = {.from = text.n / 4, .to = text.n - text.n / 8, .indent = text.n ? (uint8_t)text.p[0] % 8 : 0, .doubled = true};
	const struct sw_dockerfile *file = sw_dockerfile_parse_part(arena, 1, text, &part, &diags);
	for (uint32_t i = 0; i < file->instruction_count; i++) {
		check_instruction(file, &file->instructions[i]);
		assert(file->instructions[i].span.start >= part.from && file->instructions[i].span.end <= part.to);
	}
	for (size_t i = 0; i < diags.n; i++)
		check_span(file, diags.v[i].at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_arena arena;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES + 64 * size);
	struct sw_diags diags = {.arena = &arena};
	const struct sw_dockerfile *file =
		sw_dockerfile_parse(&arena, 1, sw_str((const char *)data, size), &diags);
	uint32_t line = 0, comments = 0;
	for (uint32_t i = 0; i < file->instruction_count; i++) {
		const struct sw_instruction *instruction = &file->instructions[i];
		check_instruction(file, instruction);
		assert(instruction->line > line);
		line = instruction->end_line;
		assert(instruction->comment_first >= comments);
		comments = instruction->comment_first + instruction->comment_count;
		assert(comments <= file->comment_count);
	}
	for (uint32_t i = 0; i < file->comment_count; i++)
		check_span(file, file->comments[i].span);
	for (size_t i = 0; i < diags.n; i++)
		check_span(file, diags.v[i].at);
	check_part(&arena, sw_str((const char *)data, size));
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_dockerfile_dump(&out, file);
	sw_arena_free(&arena);
	return 0;
}
