#include "readers/dockerfile/expand.h"
#include "readers/dockerfile/reader.h"

/* Splits text with nothing set, as the reference does to find heredocs: the escape character is '\' here whatever the
 * file says. */
static bool split(struct sw_arena *arena, struct sw_str text, bool raw_quotes, bool raw_escapes,
		  struct sw_expansion *result) {
	struct sw_expand how = {.escape = '\\',
				.raw_quotes = raw_quotes,
				.raw_escapes = raw_escapes,
				.keep_unset = true,
				.limit = SIZE_MAX};
	return sw_expand(arena, &how, text, result);
}

static size_t count_quotes(struct sw_str s) {
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\'' || s.p[i] == '"';
	return n;
}

/* Cuts [digits] "<<" ["-"] blanks name; no '<' may be in the name. */
static bool match(struct sw_str word, struct sw_str *digits, bool *chomp, struct sw_str *name) {
	size_t at = 0;
	while (at < word.n && sw_is_digit(word.p[at]))
		at++;
	*digits = sw_str_sub(word, 0, at);
	if (!sw_str_starts(sw_str_from(word, at), SW_S("<<")))
		return false;
	at += 2;
	*chomp = at < word.n && word.p[at] == '-';
	at += *chomp;
	while (at < word.n && word.p[at] != '\v' && sw_is_space(word.p[at]))
		at++;
	*name = sw_str_from(word, at);
	return name->n > 0 && sw_str_find_byte(*name, '<') == SW_NPOS;
}

bool sw_df_heredoc_word(struct sw_arena *arena, struct sw_str word, struct sw_dockerfile_heredoc *heredoc, bool *bad) {
	struct sw_str digits, name;
	struct sw_expansion plain, raw;
	*heredoc = (struct sw_dockerfile_heredoc){0};
	if (!match(word, &digits, &heredoc->chomp, &name))
		return false;
	bool read = split(arena, name, false, false, &plain);
	if (read && plain.word_count != 1)
		return false;
	read = read && split(arena, name, true, false, &raw) && raw.word_count == 1;
	if (!read) {
		if (bad)
			*bad = true;
		return false;
	}
	/* A number beyond 64 bits reads as the largest. */
	if (digits.n && !sw_str_to_u64(digits, &heredoc->fd))
		heredoc->fd = UINT64_MAX;
	heredoc->name = sw_arena_str(arena, plain.words[0]);
	heredoc->expand = count_quotes(plain.words[0]) == count_quotes(raw.words[0]);
	return true;
}

/* Reads lines up to the one that is the name and nothing else. */
static bool read_body(struct sw_df_reader *reader, struct sw_dockerfile_heredoc *heredoc) {
	struct sw_str file = reader->file->text, raw;
	size_t start = reader->at, end = start;
	bool terminated = false;
	while (!terminated && sw_df_line(reader, &raw)) {
		struct sw_str line = sw_df_without_newline(raw), bare = line;
		while (heredoc->chomp && bare.n && bare.p[0] == '\t')
			bare = sw_str_from(bare, 1);
		terminated = sw_str_eq(bare, heredoc->name);
		if (terminated)
			heredoc->end = sw_df_span(reader, line);
		else
			end = reader->at;
	}
	heredoc->content = sw_str_sub(file, start, end - start);
	heredoc->span = (struct sw_span){reader->file->source, (uint32_t)start, (uint32_t)end};
	return terminated;
}

static bool may_hold_heredocs(const struct sw_instruction *instruction) {
	if (instruction->sub)
		instruction = instruction->sub;
	return !instruction->json &&
	       (instruction->kind == SW_INSTRUCTION_RUN || instruction->kind == SW_INSTRUCTION_COPY ||
		instruction->kind == SW_INSTRUCTION_ADD);
}

/* The bodies of `found`, in the order of their words. */
static void read_bodies(struct sw_df_reader *reader, struct sw_instruction *instruction,
			const struct sw_dockerfile_heredoc *found, uint32_t count) {
	instruction->heredocs = SW_NEW_ARRAY(reader->tree, struct sw_dockerfile_heredoc, count);
	instruction->heredoc_count = count;
	memcpy(instruction->heredocs, found, count * sizeof *found);
	for (uint32_t i = 0; i < count; i++) {
		if (read_body(reader, &instruction->heredocs[i]) || instruction->refused)
			continue;
		instruction->refused = true;
		sw_df_reject(reader, "dockerfile-parse-heredoc", instruction->head, reader->start_line, reader->line,
			     "unterminated heredoc: no line holds only \"%.*s\"", SW_ARG(found[i].name));
	}
}

void sw_df_heredocs(struct sw_df_reader *reader, struct sw_instruction *instruction) {
	struct sw_str line = instruction->line_text.text;
	struct sw_expansion words;
	SW_VEC(struct sw_dockerfile_heredoc) found = {0};
	/* Where the line cannot be split (an open quote) there are no heredocs. */
	if (!may_hold_heredocs(instruction) || !sw_str_contains(line, SW_S("<<")) ||
	    !split(reader->arena, line, true, true, &words))
		return;
	for (size_t i = 0; i < words.word_count && !instruction->refused; i++) {
		struct sw_dockerfile_heredoc heredoc;
		bool bad = false;
		if (sw_df_heredoc_word(reader->arena, words.words[i], &heredoc, &bad))
			*sw_push(reader->tree, &found) = heredoc;
		if (!bad)
			continue;
		instruction->refused = true;
		sw_df_reject(reader, "dockerfile-parse-heredoc", instruction->head, reader->start_line, reader->line,
			     "cannot read the heredoc name in \"%.*s\"", SW_ARG(words.words[i]));
	}
	if (found.n && !instruction->refused)
		read_bodies(reader, instruction, found.v, (uint32_t)found.n);
}

/* Text put together from several places. */
struct script {
	struct sw_arena *arena;
	char *p;
	size_t n, cap;
	SW_VEC(struct sw_shell_map_entry) map;
};

/* Adds text that stands at `source`; neighbours in both become one entry. */
static void add(struct script *script, struct sw_str s, size_t source) {
	if (s.n == 0)
		return;
	if (s.n > script->cap - script->n) {
		size_t cap = (script->n + s.n) * 2;
		script->p = sw_arena_grow(script->arena, script->p, script->cap, cap);
		script->cap = cap;
	}
	const struct sw_shell_map_entry *last = script->map.n ? &script->map.v[script->map.n - 1] : NULL;
	if (!last || source - last->source_offset != script->n - last->text_offset)
		*sw_push(script->arena, &script->map) =
			(struct sw_shell_map_entry){(uint32_t)script->n, (uint32_t)source};
	memcpy(script->p + script->n, s.p, s.n);
	script->n += s.n;
}

/* Where $$ stands for one $, the second is left out. */
static void add_line(struct script *script, struct sw_str line, size_t source, bool doubled) {
	for (size_t pair; doubled && (pair = sw_str_find(line, SW_S("$$"))) != SW_NPOS; source += pair + 2) {
		add(script, sw_str_sub(line, 0, pair + 1), source);
		line = sw_str_from(line, pair + 2);
	}
	add(script, line, source);
}

/* The body of a heredoc without what stands before its lines: blanks of the text around, and tabs when `chomp`. */
static void add_body(const struct sw_df_reader *reader, struct script *script, struct sw_str body, size_t source, bool chomp) {
	for (size_t at = 0; at < body.n;) {
		struct sw_str rest = sw_str_from(body, at);
		size_t length = sw_str_find_byte(rest, '\n');
		struct sw_str line = sw_str_sub(rest, 0, length == SW_NPOS ? SW_NPOS : length + 1), text = sw_df_outdent(reader, line);
		while (chomp && text.n && text.p[0] == '\t')
			text = sw_str_from(text, 1);
		at += line.n;
		add_line(script, text, source + at - text.n, reader->part.doubled);
	}
}

/* A command with its heredocs, as the shell would have it in a file: the shell itself takes the tabs off. */
static void add_command(const struct sw_df_reader *reader, struct script *script, const struct sw_instruction *instruction) {
	const struct sw_dockerfile_text *command = &instruction->command;
	for (size_t i = 0; i < command->map.n; i++) {
		size_t from = command->map.v[i].text_offset;
		size_t to = i + 1 < command->map.n ? command->map.v[i + 1].text_offset : command->text.n;
		add(script, sw_str_sub(command->text, from, to - from), command->map.v[i].source_offset);
	}
	size_t end = instruction->head.end;
	for (uint32_t i = 0; i < instruction->heredoc_count; i++) {
		const struct sw_dockerfile_heredoc *heredoc = &instruction->heredocs[i];
		if (heredoc->span.start > end)
			add(script, SW_S("\n"), end);
		add_body(reader, script, heredoc->content, heredoc->span.start, false);
		end = heredoc->end.end;
		if (heredoc->end.source)
			add(script, heredoc->name, end - heredoc->name.n);
	}
}

void sw_df_script(struct sw_df_reader *reader, struct sw_instruction *instruction) {
	struct script script = {.arena = reader->arena};
	struct sw_dockerfile_heredoc only;
	instruction->script = instruction->command;
	if (instruction->heredoc_count == 0 || instruction->command.text.n == 0)
		return;
	instruction->heredoc_only = sw_df_heredoc_word(reader->arena, instruction->command.text, &only, NULL);
	const struct sw_dockerfile_heredoc *first = &instruction->heredocs[0];
	if (!instruction->heredoc_only)
		add_command(reader, &script, instruction);
	else
		add_body(reader, &script, first->content, first->span.start, first->chomp);
	if (script.map.n == 0)
		*sw_push(reader->arena, &script.map) = (struct sw_shell_map_entry){0, first->span.start};
	instruction->script = (struct sw_dockerfile_text){sw_str(script.p, script.n),
							  {script.map.v, script.map.n}};
}
