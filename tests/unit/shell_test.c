#include "unit.h"
#include "formats/shell.h"
#include "base/limits.h"
#include "base/out.h"
#include "shell_cases.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct reading {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_shell_script *script;
};

static void read_text(struct reading *reading, struct sw_str text, struct sw_shell_map map) {
	sw_arena_init(&reading->arena, SW_LIMIT_FACTSET_BYTES + 64 * text.n);
	reading->diags = (struct sw_diags){.arena = &reading->arena};
	reading->script = sw_shell_read(&reading->arena, 1, text, map, &reading->diags);
}

static void write_word(struct sw_out *out, const struct sw_shell_word *word) {
	sw_out_byte(out, word->is_static ? '[' : '{');
	sw_out_str(out, word->text);
	sw_out_byte(out, word->is_static ? ']' : '}');
}

static void write_redirect(struct sw_out *out, const struct sw_shell_redirect *redirect) {
	static const char *const operators[] = {"<", ">", ">>", "&", "<<", "<<<", "<>"};
	if (redirect->fd >= 0)
		sw_out_printf(out, "%d", redirect->fd);
	if (redirect->errors_too)
		sw_out_byte(out, '&');
	sw_out_z(out, operators[redirect->kind]);
	if (redirect->kind == SW_REDIRECT_HEREDOC && !redirect->expands)
		sw_out_byte(out, '\'');
	write_word(out, &redirect->word);
}

static void write_command(struct sw_out *out, const struct sw_shell_command *command) {
	static const char *const joins[] = {".", ";", "&&", "||", "|", "&"};
	sw_out_z(out, joins[command->join]);
	sw_out_byte(out, "TSGCBF$P"[command->context]);
	if (command->parent >= 0)
		sw_out_printf(out, "@%d", command->parent);
	if (command->negated)
		sw_out_byte(out, '!');
	if (command->in_loop)
		sw_out_byte(out, '~');
	if (command->in_function)
		sw_out_byte(out, '^');
	for (uint32_t i = 0; i < command->assignment_count; i++) {
		sw_out_byte(out, '=');
		write_word(out, &command->assignments[i]);
	}
	for (uint32_t i = 0; i < command->word_count; i++)
		write_word(out, &command->words[i]);
	for (uint32_t i = 0; i < command->redirect_count; i++)
		write_redirect(out, &command->redirects[i]);
}

/* The notation of shell_cases.h. */
static void write_script(struct sw_out *out, const struct reading *reading) {
	const struct sw_shell_script *script = reading->script;
	for (size_t i = 0; i < script->n; i++) {
		if (i > 0)
			sw_out_byte(out, ' ');
		write_command(out, &script->v[i]);
	}
	if (!script->complete)
		sw_out_printf(out, " %s", reading->diags.v[0].code);
}

/* What holds of every script: spans are inside the text and in order, words inside their command. */
static void check_invariants(const struct reading *reading, struct sw_str text) {
	const struct sw_shell_script *script = reading->script;
	uint32_t last = 0;
	for (size_t i = 0; i < script->n; i++) {
		const struct sw_shell_command *command = &script->v[i];
		assert_true(command->span.start >= last && command->span.start <= command->span.end);
		assert_true(command->span.end <= text.n && command->parent < (int32_t)i);
		last = command->span.start;
		for (uint32_t k = 0; k < command->word_count; k++) {
			const struct sw_shell_word *word = &command->words[k];
			assert_true(word->span.start >= command->span.start && word->span.end <= command->span.end);
			if (!memmem(word->raw.p, word->raw.n, "`", 1) && word->span.end - word->span.start == word->raw.n)
				assert_memory_equal(text.p + word->span.start, word->raw.p, word->raw.n);
		}
	}
	for (size_t i = 0; i < script->compound_count; i++)
		assert_true(script->compounds[i].first <= script->compounds[i].end && script->compounds[i].end <= script->n);
}

static void check_cases(const struct shell_case *cases, size_t n) {
	unsigned failed = 0;
	for (size_t i = 0; i < n; i++) {
		struct sw_str text = sw_str_of(cases[i].text);
		struct reading reading;
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, -1);
		read_text(&reading, text, (struct sw_shell_map){0});
		write_script(&out, &reading);
		if (!sw_str_is(sw_out_text(&out), cases[i].expected)) {
			print_error("%s\n  got      %.*s\n  expected %s\n", cases[i].text, SW_ARG(sw_out_text(&out)),
				    cases[i].expected);
			failed++;
		}
		check_invariants(&reading, text);
		sw_arena_free(&reading.arena);
	}
	assert_int_equal(failed, 0);
}

#define CASES(table)                                                       \
	static void table##_as_written(void **state) {                     \
		(void)state;                                               \
		check_cases((table), sizeof(table) / sizeof((table)[0]));  \
	}
CASES(word_cases)
CASES(list_cases)
CASES(substitution_cases)
CASES(redirect_cases)
CASES(real_cases)
CASES(broken_cases)

static void assert_at(struct sw_str text, struct sw_span span, const char *expected) {
	assert_int_equal(span.source, 1);
	assert_true(span.start <= span.end && span.end <= text.n);
	assert_str(sw_str_sub(text, span.start, span.end - span.start), expected);
}

static void spans_are_as_written(void **state) {
	(void)state;
	struct sw_str text = SW_S("  a=1 cmd 'x y' $(b \"c\") 2>> f ; `d \\`e f\\`` <<-E; { g; } > h\n\t\t$(i)\n\tE\n");
	struct reading reading;
	read_text(&reading, text, (struct sw_shell_map){0});
	const struct sw_shell_command *v = reading.script->v;
	assert_true(reading.script->complete);
	assert_int_equal(reading.script->n, 7);
	assert_at(text, v[0].span, "a=1 cmd 'x y' $(b \"c\") 2>> f");
	assert_at(text, v[0].assignments[0].span, "a=1");
	assert_at(text, v[0].words[1].span, "'x y'");
	assert_at(text, v[0].words[2].span, "$(b \"c\")");
	assert_at(text, v[0].redirects[0].span, "2>> f");
	assert_at(text, v[0].redirects[0].word.span, "f");
	assert_at(text, v[1].span, "b \"c\"");
	assert_at(text, v[2].span, "`d \\`e f\\`` <<-E");
	assert_at(text, v[2].redirects[0].word.span, "\t\t$(i)\n");
	assert_at(text, v[3].span, "d \\`e f\\`");
	assert_at(text, v[4].span, "e f");
	assert_at(text, v[4].words[1].span, "f");
	assert_at(text, v[5].span, "g");
	assert_at(text, v[6].span, "i");
	assert_int_equal(v[6].parent, 2);
	assert_at(text, reading.script->compounds[0].span, "{ g; } > h");
	sw_arena_free(&reading.arena);
}

/* As a Dockerfile's RUN: continued lines were joined, comment lines between them dropped. */
static void spans_follow_the_map(void **state) {
	(void)state;
	struct sw_str source = SW_S("RUN ab \\\n  # no\n  c\\\nd \"e`f \\\\\\\n g`\"");
	struct sw_str text = SW_S("ab   cd \"e`f \\\\ g`\"");
	static const struct sw_shell_map_entry map[] = {{0, 4}, {3, 16}, {6, 21}, {15, 32}};
	struct reading reading;
	read_text(&reading, text, (struct sw_shell_map){map, 4});
	const struct sw_shell_command *v = reading.script->v;
	assert_int_equal(reading.script->n, 2);
	assert_at(source, v[0].words[0].span, "ab");
	assert_at(source, v[0].words[1].span, "c\\\nd");
	assert_str(v[0].words[1].raw, "cd");
	assert_at(source, v[0].words[2].span, "\"e`f \\\\\\\n g`\"");
	assert_at(source, v[1].words[0].span, "f");
	assert_str(v[1].words[1].text, " g");
	sw_arena_free(&reading.arena);
}

static void lists_and_pipelines_are_numbered(void **state) {
	(void)state;
	struct reading reading;
	read_text(&reading, SW_S("a | b && c; { d | e; } | f"), (struct sw_shell_map){0});
	const struct sw_shell_command *v = reading.script->v;
	const struct sw_shell_compound *group = &reading.script->compounds[0];
	assert_int_equal(v[0].list, v[2].list);
	assert_int_equal(v[0].list, v[5].list);
	assert_int_equal(group->list, v[0].list);
	assert_int_not_equal(v[3].list, v[0].list);
	assert_int_equal(v[0].pipeline, v[1].pipeline);
	assert_int_not_equal(v[1].pipeline, v[2].pipeline);
	assert_int_equal(v[3].pipeline, v[4].pipeline);
	assert_int_equal(group->pipeline, v[5].pipeline);
	assert_int_equal(v[1].piped_from, 0);
	assert_int_equal(v[5].piped_from, 3);
	assert_int_equal(v[3].compound, 0);
	assert_int_equal(group->first, 3);
	assert_int_equal(group->end, 5);
	sw_arena_free(&reading.arena);
}

static void compounds_keep_words_and_redirections(void **state) {
	(void)state;
	struct reading reading;
	read_text(&reading, SW_S("for k in A 'B C'; do f; done < in; case $x in a) b;; esac; g() { h; } <<E\nbody\nE\n"),
		  (struct sw_shell_map){0});
	const struct sw_shell_compound *v = reading.script->compounds;
	assert_int_equal(reading.script->compound_count, 3);
	assert_int_equal(v[0].kind, SW_COMPOUND_FOR);
	assert_int_equal(v[0].word_count, 3);
	assert_str(v[0].words[0].text, "k");
	assert_str(v[0].words[2].text, "B C");
	assert_int_equal(v[0].redirects[0].kind, SW_REDIRECT_IN);
	assert_int_equal(v[1].kind, SW_COMPOUND_CASE);
	assert_str(v[1].words[0].text, "$x");
	assert_int_equal(v[2].kind, SW_COMPOUND_FUNCTION);
	assert_str(v[2].words[0].text, "g");
	assert_str(v[2].redirects[0].word.text, "body\n");
	sw_arena_free(&reading.arena);
}

static void literal_values_stand_at_their_word(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 20);
	struct sw_diags diags = {.arena = &arena};
	struct sw_span at = {3, 10, 40};
	struct sw_shell_script *script = sw_shell_read_at(&arena, at, SW_S("a `b`; {"), &diags);
	assert_int_equal(script->n, 2);
	assert_false(script->complete);
	assert_int_equal(sw_span_cmp(script->v[1].words[0].span, at), 0);
	assert_int_equal(sw_span_cmp(diags.v[0].at, at), 0);
	sw_arena_free(&arena);
}

static void nul_bytes_are_ordinary(void **state) {
	(void)state;
	struct reading reading;
	read_text(&reading, SW_S("a\0b \0 'c\0'\n\0"), (struct sw_shell_map){0});
	assert_int_equal(reading.script->n, 2);
	assert_int_equal(reading.script->v[0].word_count, 3);
	assert_int_equal(reading.script->v[0].words[0].text.n, 3);
	assert_true(reading.script->complete);
	sw_arena_free(&reading.arena);
}

static void notes_leave_a_script_complete(void **state) {
	(void)state;
	struct reading reading;
	read_text(&reading, SW_S("cat <<E\nx"), (struct sw_shell_map){0});
	assert_true(reading.script->complete);
	assert_int_equal(reading.diags.n, 1);
	assert_int_equal(reading.diags.v[0].level, SW_DIAG_NOTE);
	assert_string_equal(reading.diags.v[0].code, "shell-heredoc-unterminated");
	sw_arena_free(&reading.arena);
}

/* `n` times open, then a command, then `n` times close. */
static bool nested_is_complete(const char *open, const char *close, int n) {
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	for (int i = 0; i < n; i++)
		sw_out_z(&out, open);
	sw_out_z(&out, "x ");
	for (int i = 0; i < n; i++)
		sw_out_z(&out, close);
	struct reading reading;
	read_text(&reading, sw_out_text(&out), (struct sw_shell_map){0});
	bool complete = reading.script->complete;
	if (!complete)
		assert_string_equal(reading.diags.v[0].code, "shell-too-deep");
	sw_arena_free(&reading.arena);
	return complete;
}

static void nesting_is_bounded(void **state) {
	(void)state;
	assert_true(nested_is_complete("{ ", "; }", SW_LIMIT_SHELL_DEPTH - 1));
	assert_false(nested_is_complete("{ ", "; }", SW_LIMIT_SHELL_DEPTH));
	assert_true(nested_is_complete("( ", ")", SW_LIMIT_SHELL_DEPTH - 1));
	assert_false(nested_is_complete("( ", ")", SW_LIMIT_SHELL_DEPTH));
	assert_true(nested_is_complete("$(", ")", SW_LIMIT_SHELL_DEPTH - 1));
	assert_false(nested_is_complete("$(", ")", SW_LIMIT_SHELL_DEPTH));
	assert_true(nested_is_complete("\"$(", ")\"", SW_LIMIT_SHELL_DEPTH / 2 - 1));
	assert_false(nested_is_complete("\"$(", ")\"", SW_LIMIT_SHELL_DEPTH));
	assert_true(nested_is_complete("if ", "; then y; fi", SW_LIMIT_SHELL_DEPTH - 1));
	assert_false(nested_is_complete("${x:-", "}", SW_LIMIT_SHELL_DEPTH));
	assert_false(nested_is_complete("function f ", "", SW_LIMIT_SHELL_DEPTH * 1000));
}

/* The work for hostile text of a million bytes is of the order of its length. */
static void hostile_text_takes_linear_time(void **state) {
	(void)state;
	static const char *const units[] = {
		"$(", "\"", "`", "${", "(", "((", "$((", "{ ", "<<A ", "$(<<A\n", "<<A\n", "((a # (((( \n) )\n", "\\`",
		"\"$(", "`\\`", "if ", "f()", "a ", "a|", "=(", "a=(", "!(", "[[ ", "[[ a =~ (", "case x in a) ", "# ",
		"\\\n", "'", "$'\\", "$(cat <<A\nA)\n", "<(", ">", "; ", ";;", ")", "fi ", "for ", "a=b ", "1>", "{a,",
		"~", "[", "cat <<-A\n\t", "$((1))", "${x:-`", "\"${x:-\"", "\r\n", "((a) ", "$((a) ", "<<A;`\\`", "<<A $(",
	};
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t n = strlen(units[i]), size = (1 << 20) / n * n;
		char *text = malloc(size);
		assert_non_null(text);
		for (size_t at = 0; at < size; at += n)
			memcpy(text + at, units[i], n);
		clock_t start = clock();
		struct reading reading;
		read_text(&reading, sw_str(text, size), (struct sw_shell_map){0});
		double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
		if (getenv("SW_SHOW_TIMES"))
			print_message("%8.1f ms %8zu kB \"%s\"\n", seconds * 1e3, reading.arena.used >> 10, units[i]);
		if (seconds > 1)
			fail_msg("a megabyte of \"%s\" took %.2f s", units[i], seconds);
		sw_arena_free(&reading.arena);
		free(text);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(word_cases_as_written), cmocka_unit_test(list_cases_as_written),
		cmocka_unit_test(substitution_cases_as_written), cmocka_unit_test(redirect_cases_as_written),
		cmocka_unit_test(real_cases_as_written), cmocka_unit_test(broken_cases_as_written),
		cmocka_unit_test(spans_are_as_written), cmocka_unit_test(spans_follow_the_map),
		cmocka_unit_test(lists_and_pipelines_are_numbered), cmocka_unit_test(compounds_keep_words_and_redirections),
		cmocka_unit_test(literal_values_stand_at_their_word), cmocka_unit_test(nul_bytes_are_ordinary),
		cmocka_unit_test(notes_leave_a_script_complete), cmocka_unit_test(nesting_is_bounded),
		cmocka_unit_test(hostile_text_takes_linear_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
