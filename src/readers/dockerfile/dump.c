#include "readers/dockerfile/dump.h"
#include "formats/json_write.h"

static void put_refusal(struct sw_json *json, const struct sw_dockerfile *file) {
	sw_json_member(json, "error", file->rejected_why);
	sw_json_key(json, "error_lines");
	sw_json_open_list(json);
	for (uint32_t line = file->rejected_first; line <= file->rejected_last; line++)
		sw_json_int(json, line);
	sw_json_close_list(json);
}

static void put_flags(struct sw_json *json, const struct sw_instruction *instruction) {
	if (instruction->flag_count == 0)
		return;
	sw_json_key(json, "flags");
	sw_json_open_list(json);
	for (uint32_t i = 0; i < instruction->flag_count; i++)
		sw_json_string(json, instruction->flags[i].text);
	sw_json_close_list(json);
}

/* ENV and LABEL give key, value and separator; an unknown instruction gives one empty argument whatever it has. */
static void put_arguments(struct sw_json *json, const struct sw_instruction *instruction) {
	bool unknown = instruction->kind == SW_INSTRUCTION_UNKNOWN;
	if (instruction->word_count == 0 && !unknown)
		return;
	sw_json_key(json, "args");
	sw_json_open_list(json);
	if (unknown) {
		sw_json_string(json, SW_S(""));
	} else if (instruction->kind == SW_INSTRUCTION_ENV || instruction->kind == SW_INSTRUCTION_LABEL) {
		for (uint32_t i = 0; i < instruction->pair_count; i++) {
			sw_json_string(json, instruction->pairs[i].key);
			sw_json_string(json, instruction->pairs[i].value);
			sw_json_string(json, instruction->pairs[i].old_form ? SW_S("") : SW_S("="));
		}
	} else {
		for (uint32_t i = 0; i < instruction->word_count; i++)
			sw_json_string(json, instruction->words[i].text);
	}
	sw_json_close_list(json);
}

static void put_heredocs(struct sw_json *json, const struct sw_instruction *instruction) {
	if (instruction->heredoc_count == 0)
		return;
	sw_json_key(json, "heredocs");
	sw_json_open_list(json);
	for (uint32_t i = 0; i < instruction->heredoc_count; i++) {
		const struct sw_dockerfile_heredoc *heredoc = &instruction->heredocs[i];
		sw_json_open_map(json);
		sw_json_member(json, "name", heredoc->name);
		sw_json_member_int(json, "fd", (int64_t)heredoc->fd);
		sw_json_member_bool(json, "expand", heredoc->expand);
		sw_json_member_bool(json, "chomp", heredoc->chomp);
		sw_json_member(json, "content", heredoc->content);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void put_comments(struct sw_json *json, const struct sw_dockerfile *file,
			 const struct sw_instruction *instruction) {
	if (instruction->comment_count == 0)
		return;
	sw_json_key(json, "comments");
	sw_json_open_list(json);
	for (uint32_t i = 0; i < instruction->comment_count; i++)
		sw_json_string(json, file->comments[instruction->comment_first + i].attached);
	sw_json_close_list(json);
}

/* The reference gives a trigger no lines and leaves heredocs and comments to the ONBUILD around it. */
static void put_instruction(struct sw_json *json, const struct sw_dockerfile *file,
			    const struct sw_instruction *instruction, bool outer) {
	sw_json_open_map(json);
	sw_json_member_int(json, "line", outer ? instruction->line : 0);
	sw_json_member_int(json, "end", outer ? instruction->end_line : 0);
	sw_json_member(json, "cmd", instruction->keyword);
	put_flags(json, instruction);
	put_arguments(json, instruction);
	if (instruction->json)
		sw_json_member_bool(json, "json", true);
	if (instruction->sub) {
		sw_json_key(json, "sub");
		put_instruction(json, file, instruction->sub, false);
	}
	if (outer) {
		put_heredocs(json, instruction);
		put_comments(json, file, instruction);
	}
	sw_json_close_map(json);
}

static void put_warnings(struct sw_json *json, const struct sw_dockerfile *file) {
	if (file->gap_count == 0)
		return;
	sw_json_key(json, "warnings");
	sw_json_open_list(json);
	for (uint32_t i = 0; i < file->gap_count; i++) {
		struct sw_out text;
		sw_out_init(&text, -1);
		sw_out_printf(&text, "%u: Empty continuation line found in: ", file->gaps[i].line);
		sw_out_str(&text, file->instructions[file->gaps[i].instruction].line_text.text);
		sw_json_string(json, sw_out_text(&text));
		sw_out_free(&text);
	}
	sw_json_close_list(json);
}

void sw_dockerfile_dump(struct sw_out *out, const struct sw_dockerfile *file) {
	struct sw_json json = {.out = out};
	sw_json_open_map(&json);
	sw_json_member_bool(&json, "ok", !file->rejected);
	if (file->rejected) {
		put_refusal(&json, file);
	} else {
		sw_json_member(&json, "escape", sw_str(&file->escape, 1));
		if (file->syntax.word.n)
			sw_json_member(&json, "syntax", file->syntax.word);
		if (file->check.word.n)
			sw_json_member(&json, "check", file->check.word);
		put_warnings(&json, file);
		sw_json_key(&json, "instructions");
		sw_json_open_list(&json);
		for (uint32_t i = 0; i < file->instruction_count; i++)
			put_instruction(&json, file, &file->instructions[i], true);
		sw_json_close_list(&json);
	}
	sw_json_close_map(&json);
	sw_out_byte(out, '\n');
}
