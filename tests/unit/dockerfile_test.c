/* The Dockerfile parser: what each text is read as, where every part stands in the file, what is refused. */
#include "dockerfile_parsed.h"
#include "dockerfile_samples.h"
#include "base/out.h"
#include "readers/dockerfile/dump.h"

/* A tree in short: KEYWORD@first-last {flag} J [word] (key=value) <trigger> <<name/fd!-(content) #(comment); … and the
 * diagnostics' codes behind '?'. */
static void render(struct sw_out *out, const struct sw_dockerfile *file, const struct sw_instruction *instruction,
		   bool outer) {
	sw_out_str(out, instruction->keyword);
	if (outer)
		sw_out_printf(out, "@%u", instruction->line);
	if (outer && instruction->end_line != instruction->line)
		sw_out_printf(out, "-%u", instruction->end_line);
	for (uint32_t i = 0; i < instruction->flag_count; i++)
		sw_out_printf(out, " {%.*s}", SW_ARG(instruction->flags[i].text));
	if (instruction->json)
		sw_out_z(out, " J");
	for (uint32_t i = 0; i < instruction->pair_count; i++) {
		const struct sw_dockerfile_pair *pair = &instruction->pairs[i];
		sw_out_printf(out, " (%.*s%s%.*s)", SW_ARG(pair->key),
			      pair->old_form ? " " : pair->has_value ? "=" : "", SW_ARG(pair->value));
	}
	for (uint32_t i = 0; i < instruction->word_count && !instruction->pair_count; i++)
		sw_out_printf(out, " [%.*s]", SW_ARG(instruction->words[i].text));
	if (instruction->sub) {
		sw_out_z(out, " <");
		render(out, file, instruction->sub, false);
		sw_out_z(out, ">");
	}
	for (uint32_t i = 0; outer && i < instruction->heredoc_count; i++) {
		const struct sw_dockerfile_heredoc *heredoc = &instruction->heredocs[i];
		sw_out_printf(out, " <<%.*s", SW_ARG(heredoc->name));
		if (heredoc->fd)
			sw_out_printf(out, "/%llu", (unsigned long long)heredoc->fd);
		sw_out_printf(out, "%s%s(%.*s)", heredoc->expand ? "" : "!", heredoc->chomp ? "-" : "",
			      SW_ARG(heredoc->content));
	}
	for (uint32_t i = 0; outer && i < instruction->comment_count; i++)
		sw_out_printf(out, " #(%.*s)", SW_ARG(file->comments[instruction->comment_first + i].attached));
}

/* Every byte of joined text stands in the file where its map says. */
static void check_map(const struct sw_dockerfile *file, const struct sw_dockerfile_text *text) {
	assert_true(text->map.n > 0);
	assert_int_equal(text->map.v[0].text_offset, 0);
	for (size_t i = 1; i < text->map.n; i++)
		assert_true(text->map.v[i].text_offset > text->map.v[i - 1].text_offset);
	for (size_t i = 0; i < text->text.n; i++) {
		struct sw_span span = sw_dockerfile_text_span(1, text, i, 1);
		assert_true(span.end <= file->text.n);
		/* A line end may stand for the newline before a heredoc's body. */
		char c = file->text.p[span.start];
		assert_true(c == text->text.p[i] || (c == '\r' && text->text.p[i] == '\n'));
	}
}

/* A span that covers one piece of the file holds exactly the text. */
static void check_place(const struct sw_dockerfile *file, struct sw_span span, struct sw_str text) {
	assert_true(span.start <= span.end && span.end <= file->text.n);
	struct sw_str place = spanned(file, span);
	assert_true(place.n >= text.n);
	if (place.n == text.n)
		assert_true(sw_str_eq(place, text));
}

static void check_spans(const struct sw_dockerfile *file, const struct sw_instruction *instruction) {
	uint32_t at = instruction->head.start;
	check_map(file, &instruction->line_text);
	check_place(file, instruction->keyword_span, instruction->keyword);
	assert_true(instruction->span.start == instruction->head.start && instruction->span.end >= instruction->head.end);
	for (uint32_t i = 0; i < instruction->flag_count; i++) {
		assert_true(instruction->flags[i].span.start >= at);
		at = instruction->flags[i].span.end;
	}
	for (uint32_t i = 0; i < instruction->word_count; i++) {
		const struct sw_dockerfile_word *word = &instruction->words[i];
		assert_true(word->span.start >= at && word->span.end <= instruction->head.end);
		at = word->span.end;
		if (!instruction->json)
			check_place(file, word->span, word->text);
	}
	for (uint32_t i = 0; i < instruction->pair_count; i++) {
		check_place(file, instruction->pairs[i].key_span, instruction->pairs[i].key);
		if (instruction->pairs[i].has_value)
			check_place(file, instruction->pairs[i].value_span, instruction->pairs[i].value);
	}
	for (uint32_t i = 0; i < instruction->heredoc_count; i++)
		assert_true(sw_str_eq(spanned(file, instruction->heredocs[i].span), instruction->heredocs[i].content));
	if (instruction->command.text.n) {
		check_map(file, &instruction->command);
		check_map(file, &instruction->script);
	}
	if (instruction->sub)
		check_spans(file, instruction->sub);
}

static void trees(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
		SW_CLEANUP_OUT struct sw_out out;
		struct parsed parsed;
		sw_out_init(&out, -1);
		parse(&parsed, samples[i].text);
		for (uint32_t k = 0; k < parsed.file->instruction_count; k++) {
			sw_out_z(&out, k ? "; " : "");
			render(&out, parsed.file, &parsed.file->instructions[k], true);
			check_spans(parsed.file, &parsed.file->instructions[k]);
		}
		bool rejected = false;
		for (size_t k = 0; k < parsed.diags.n; k++) {
			const struct sw_diag *diag = &parsed.diags.v[k];
			struct sw_str code = sw_str_of(diag->code);
			assert_true(diag->at.end <= samples[i].text.n && diag->at.start <= diag->at.end);
			assert_true(sw_str_starts(code, SW_S("dockerfile-")));
			rejected |= sw_str_starts(code, SW_S("dockerfile-parse-"));
			if (!sw_str_is(code, "dockerfile-build-no-stage"))
				sw_out_printf(&out, " ?%s", diag->code + strlen("dockerfile-"));
		}
		assert_int_equal(rejected, parsed.file->rejected);
		if (!sw_str_is(sw_out_text(&out), samples[i].expected))
			print_error("sample %zu:\n%.*s\n", i, SW_ARG(samples[i].text));
		assert_str(sw_out_text(&out), samples[i].expected);
		sw_arena_free(&parsed.arena);
	}
}

/* Where parts stand: `what` is k keyword, i instruction, w word, f flag, n its name, v its value, K and V key and value
 * of a pair, h and e body and end of a heredoc, c comment of the file, s escape directive, t word of a trigger. */
static const struct {
	const char *text;
	unsigned instruction;
	char what;
	unsigned index;
	const char *expected;
} places[] = {
	{"FROM a\n  RUN  x y \n", 1, 'k', 0, "RUN"},
	{"FROM a\n  RUN  x y \n", 1, 'i', 0, "RUN  x y"},
	{"FROM a\n  RUN  x y \n", 1, 'w', 0, "x y"},
	{"\xef\xbb\xbf" "FROM a\n", 0, 'k', 0, "FROM"},
	{"FROM a AS b\r\n", 0, 'w', 2, "b"},
	{"FROM a\nRUN x && \\\n  y\n", 1, 'w', 0, "x && \\\n  y"},
	{"FROM a\nCOPY \\\n  # note\n one \\\n\n two\n", 1, 'w', 0, "one"},
	{"FROM a\nCOPY \\\n  # note\n one \\\n\n two\n", 1, 'w', 1, "two"},
	{"FROM a\nCOPY on\\\ne two\n", 1, 'w', 0, "on\\\ne"},
	{"FROM a\nCOPY --from=b --chmod=\"7 5\" x y\n", 1, 'f', 1, "--chmod=\"7 5\""},
	{"FROM a\nCOPY --from=b --chmod=\"7 5\" x y\n", 1, 'n', 0, "from"},
	{"FROM a\nCOPY --from=b --chmod=\"7 5\" x y\n", 1, 'v', 1, "\"7 5\""},
	{"FROM a\nCOPY --link x y\n", 1, 'n', 0, "link"},
	{"FROM a\nCMD [ \"a\", \"b\\u0020c\" ]\n", 1, 'w', 1, "\"b\\u0020c\""},
	{"FROM a\nENV x=\"1 2\" \\\n  y=3\n", 1, 'K', 1, "y"},
	{"FROM a\nENV x=\"1 2\" \\\n  y=3\n", 1, 'V', 0, "\"1 2\""},
	{"FROM a\nENV key  the value\n", 1, 'K', 0, "key"},
	{"FROM a\nENV key  the value\n", 1, 'V', 0, "the value"},
	{"FROM a\nENV x=\n", 1, 'V', 0, ""},
	{"FROM a\nARG n=v m\n", 1, 'V', 0, "v"},
	{"FROM a\nARG n=v m\n", 1, 'K', 1, "m"},
	{"FROM a\nRUN <<EOF\none\ntwo\nEOF\n", 1, 'h', 0, "one\ntwo\n"},
	{"FROM a\nRUN <<-EOF\none\n\tEOF\n", 1, 'e', 0, "\tEOF"},
	{"FROM a\nRUN <<EOF\none\nEOF\n", 1, 'i', 0, "RUN <<EOF\none\nEOF"},
	{"FROM a\nRUN <<A <<B\n1\nA\n2\nB\n", 1, 'h', 1, "2\n"},
	{"# one\nFROM a\n   # two \nRUN x\n", 0, 'c', 1, "# two "},
	{"# escape = `\nFROM a\n", 0, 's', 0, "`"},
	{"FROM a\nONBUILD COPY \\\n x y\n", 1, 't', 1, "y"},
	{"FROM a\nHEALTHCHECK --retries=3 CMD  curl x\n", 1, 'w', 1, "curl x"},
};

static struct sw_span place_of(const struct sw_dockerfile *file, const struct sw_instruction *instruction, char what,
			       unsigned index) {
	switch (what) {
	case 'k':
		return instruction->keyword_span;
	case 'i':
		return instruction->span;
	case 'w':
		return instruction->words[index].span;
	case 't':
		return instruction->sub->words[index].span;
	case 'f':
		return instruction->flags[index].span;
	case 'n':
		return instruction->flags[index].name_span;
	case 'v':
		return instruction->flags[index].value_span;
	case 'K':
		return instruction->pairs[index].key_span;
	case 'V':
		return instruction->pairs[index].value_span;
	case 'h':
		return instruction->heredocs[index].span;
	case 'e':
		return instruction->heredocs[index].end;
	case 'c':
		return file->comments[index].span;
	default:
		return file->escape_directive.span;
	}
}

static void parts_have_places(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct parsed parsed;
		parse(&parsed, sw_str_of(places[i].text));
		assert_true(places[i].instruction < parsed.file->instruction_count);
		struct sw_span span = place_of(parsed.file, &parsed.file->instructions[places[i].instruction],
					       places[i].what, places[i].index);
		assert_int_equal(span.source, 1);
		assert_str(spanned(parsed.file, span), places[i].expected);
		sw_arena_free(&parsed.arena);
	}
}

/* What the shell is given by the second instruction. */
static const struct {
	const char *text, *command, *script;
	bool only;
} scripts[] = {
	{"FROM a\nRUN x  y \n", "x  y", "x  y", false},
	{"FROM a\nRUN --network=none x\n", "x", "x", false},
	{"FROM a\nRUN a \\\n # c\n  b\n", "a   b", "a   b", false},
	{"FROM a\nRUN [\"x\"]\n", "", "", false},
	{"FROM a\nHEALTHCHECK CMD x || y\n", "x || y", "x || y", false},
	{"FROM a\nHEALTHCHECK none\n", "", "", false},
	{"FROM a\nSHELL x\n", "", "", false},
	{"FROM a\nRUN <<EOF\na\n\tb\nEOF\n", "<<EOF", "a\n\tb\n", true},
	{"FROM a\nRUN <<-EOF\n\t\ta\n b\n\tEOF\n", "<<-EOF", "a\n b\n", true},
	{"FROM a\nRUN bash -e <<EOF && y\na\nEOF\n", "bash -e <<EOF && y", "bash -e <<EOF && y\na\nEOF", false},
	{"FROM a\nRUN x <<A <<-B\r\n1\r\nA\r\n\t2\r\n\tB\r\n", "x <<A <<-B", "x <<A <<-B\n1\r\nA\n\t2\r\nB", false},
	{"FROM a\nONBUILD RUN <<EOF\nz\nEOF\n", "<<EOF", "z\n", true},
	{"FROM a\nRUN <<EOF\nEOF\n", "<<EOF", "", true},
	{"FROM a\nRUN x <<EOF\nlost", "x <<EOF", "x <<EOF\nlost", false},
	{"FROM a\nRUN x <<EOF", "x <<EOF", "x <<EOF", false},
};

static void commands_and_scripts(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
		struct parsed parsed;
		parse(&parsed, sw_str_of(scripts[i].text));
		const struct sw_instruction *instruction = &parsed.file->instructions[1];
		check_spans(parsed.file, instruction);
		if (instruction->sub)
			instruction = instruction->sub;
		assert_str(instruction->command.text, scripts[i].command);
		assert_str(instruction->script.text, scripts[i].script);
		assert_int_equal(instruction->heredoc_only, scripts[i].only);
		sw_arena_free(&parsed.arena);
	}
}

static void directives(void **state) {
	(void)state;
	static const struct {
		const char *text, *syntax, *check;
		char escape;
	} tops[] = {
		{"# syntax=docker/dockerfile:1\nFROM a\n", "docker/dockerfile:1", "", '\\'},
		{"# syntax = x/y extra \nFROM a\n", "x/y", "", '\\'},
		{"#SYNTAX=x\n#check=skip=A;error=true\n#escape=`\nFROM a\n", "x", "skip=A;error=true", '`'},
		{"#!/bin/x\n# syntax=y\nFROM a\n", "y", "", '\\'},
		{"// syntax=z\nFROM a\n", "z", "", '\\'},
		{"\xef\xbb\xbf# syntax=x\nFROM a\n", "x", "", '\\'},
		{"{\"syntax\": \"j\"}", "j", "", '\\'},
		{"\n# syntax=x\nFROM a\n", "", "", '\\'},
		{"# note\n# syntax=x\nFROM a\n", "", "", '\\'},
		{"# other=1\n# escape=`\nFROM a\n", "", "", '\\'},
		{" # syntax=x\n # escape=`\nFROM a\n", "", "", '`'},
		{"# escape=`\n# syntax=x\nFROM a\n", "x", "", '`'},
		{"# syntax=\nFROM a\n", "", "", '\\'},
		{"# escape=`\r\nFROM a\r\n", "", "", '`'},
		{"# escape=x\nFROM a\n", "", "", '\\'},
	};
	for (size_t i = 0; i < sizeof tops / sizeof *tops; i++) {
		struct parsed parsed;
		parse(&parsed, sw_str_of(tops[i].text));
		assert_str(parsed.file->syntax.word, tops[i].syntax);
		assert_str(parsed.file->check.word, tops[i].check);
		assert_int_equal(parsed.file->escape, tops[i].escape);
		sw_arena_free(&parsed.arena);
	}
}

static void comments_are_kept(void **state) {
	(void)state;
	struct parsed parsed;
	parse(&parsed, SW_S("# syntax=x\n# one\nFROM a\nRUN x \\\n  # two\n y\n#\n# three\n"));
	assert_int_equal(parsed.file->comment_count, 5);
	const struct sw_dockerfile_comment *comments = parsed.file->comments;
	assert_true(comments[0].directive && !comments[1].directive);
	assert_str(comments[1].text, "one");
	assert_true(comments[2].inside);
	assert_int_equal(comments[2].line, 5);
	assert_str(comments[2].text, "two");
	assert_str(comments[3].text, "");
	assert_int_equal(parsed.file->instructions[0].comment_first, 1);
	assert_int_equal(parsed.file->instructions[0].comment_count, 1);
	assert_int_equal(parsed.file->instructions[1].comment_count, 0);
	sw_arena_free(&parsed.arena);
}

static void nul_is_a_byte_like_others(void **state) {
	(void)state;
	struct parsed parsed;
	parse(&parsed, SW_S("FROM a\nRUN x\0y <<E\n\0\nE\n"));
	const struct sw_instruction *instruction = &parsed.file->instructions[1];
	assert_true(sw_str_eq(instruction->words[0].text, SW_S("x\0y <<E")));
	assert_true(sw_str_eq(instruction->heredocs[0].content, SW_S("\0\n")));
	assert_int_equal(parsed.diags.n, 0);
	sw_arena_free(&parsed.arena);
}

/* Lines up to 65,535 bytes are read; longer ones too, but the reference refuses them. */
static void long_lines(void **state) {
	(void)state;
	for (size_t n = 65535; n <= 65536; n++) {
		struct parsed parsed;
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 20);
		char *p = sw_arena_alloc(&arena, n + 8);
		memset(p, 'x', n + 8);
		memcpy(p, "FROM a\nRUN ", 11);
		p[n + 7] = '\n';
		parse(&parsed, sw_str(p, n + 8));
		assert_int_equal(parsed.file->rejected, n > 65535);
		assert_int_equal(parsed.file->instructions[1].words[0].text.n, n - 4);
		sw_arena_free(&parsed.arena);
		sw_arena_free(&arena);
	}
}

static void deep_triggers_are_cut(void **state) {
	(void)state;
	struct parsed parsed;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 20);
	size_t n = 5000;
	char *p = sw_arena_alloc(&arena, n * 8);
	for (size_t i = 0; i < n; i++)
		memcpy(p + i * 8, "ONBUILD ", 8);
	parse(&parsed, sw_str(p, n * 8));
	unsigned depth = 0;
	for (const struct sw_instruction *i = parsed.file->instructions; i->sub; i = i->sub)
		depth++;
	assert_int_equal(depth, 64);
	sw_arena_free(&parsed.arena);
	sw_arena_free(&arena);
}

static void part_of_a_text(void **state) {
	(void)state;
	static const char text[] = "a: |\n  # syntax=x/y\n  FROM b\n  RUN echo $$A \\\n    $$B$$\n\n  RUN <<E\n  c $$D\n   e\n  E\nz: FROM no\n";
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 20);
	struct sw_diags diags = {.arena = &arena};
	struct sw_str whole = sw_str_of(text);
	struct sw_dockerfile_part part = {.from = 5, .to = sw_str_find(whole, SW_S("z:")), .indent = 2, .doubled = true};
	const struct sw_dockerfile *file = sw_dockerfile_parse_part(&arena, 1, whole, &part, &diags);
	assert_int_equal(file->instruction_count, 3);
	assert_int_equal(diags.n, 0);
	assert_true(sw_str_is(file->syntax.word, "x/y"));
	assert_true(sw_str_is(spanned(file, file->syntax.span), "x/y"));
	assert_true(sw_str_is(file->instructions[1].script.text, "echo $A   $B$"));
	assert_true(sw_str_is(file->instructions[2].script.text, "c $D\n e\n"));
	struct sw_dockerfile_text script = file->instructions[2].script;
	assert_true(sw_str_is(spanned(file, sw_dockerfile_text_span(1, &script, 6, 1)), "e"));
	assert_true(sw_str_is(spanned(file, file->instructions[0].span), "FROM b"));
	sw_arena_free(&arena);
}

static void dump_is_one_line(void **state) {
	(void)state;
	static const struct sample dumps[] = {
		{SW_SI("# escape=`\n# hi\nFROM a\nENV a=b c=\nENV x y z\nFOO bar\n"),
		 "{\"ok\":true,\"escape\":\"`\",\"instructions\":[{\"line\":3,\"end\":3,\"cmd\":\"FROM\",\"args\":[\"a\"],"
		 "\"comments\":[\"hi\"]},{\"line\":4,\"end\":4,\"cmd\":\"ENV\",\"args\":[\"a\",\"b\",\"=\",\"c\",\"\",\"=\"]},"
		 "{\"line\":5,\"end\":5,\"cmd\":\"ENV\",\"args\":[\"x\",\"y z\",\"\"]},"
		 "{\"line\":6,\"end\":6,\"cmd\":\"FOO\",\"args\":[\"\"]}]}\n"},
		{SW_SI("ONBUILD RUN --network=none <<EOF\nx\nEOF\nCMD []\nRUN a \\\n\n b\n"),
		 "{\"ok\":true,\"escape\":\"\\\\\",\"warnings\":[\"7: Empty continuation line found in: RUN a  b\"],"
		 "\"instructions\":[{\"line\":1,\"end\":3,\"cmd\":\"ONBUILD\",\"sub\":{\"line\":0,\"end\":0,\"cmd\":\"RUN\","
		 "\"flags\":[\"--network=none\"],\"args\":[\"<<EOF\"]},\"heredocs\":[{\"name\":\"EOF\",\"fd\":0,"
		 "\"expand\":true,\"chomp\":false,\"content\":\"x\\n\"}]},{\"line\":4,\"end\":4,\"cmd\":\"CMD\",\"json\":true},"
		 "{\"line\":5,\"end\":7,\"cmd\":\"RUN\",\"args\":[\"a  b\"]}]}\n"},
		{SW_SI(""), "{\"ok\":false,\"error\":\"file with no instructions\",\"error_lines\":[0]}\n"},
	};
	for (size_t i = 0; i < sizeof dumps / sizeof *dumps; i++) {
		SW_CLEANUP_OUT struct sw_out out;
		struct parsed parsed;
		sw_out_init(&out, -1);
		parse(&parsed, dumps[i].text);
		sw_dockerfile_dump(&out, parsed.file);
		assert_str(sw_out_text(&out), dumps[i].expected);
		sw_arena_free(&parsed.arena);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trees),
		cmocka_unit_test(parts_have_places),
		cmocka_unit_test(commands_and_scripts),
		cmocka_unit_test(directives),
		cmocka_unit_test(comments_are_kept),
		cmocka_unit_test(nul_is_a_byte_like_others),
		cmocka_unit_test(long_lines),
		cmocka_unit_test(deep_triggers_are_cut),
		cmocka_unit_test(part_of_a_text),
		cmocka_unit_test(dump_is_one_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
