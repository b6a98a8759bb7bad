/* What ShellCheck is given of a Dockerfile, and that what it says comes back to the very bytes it speaks of. */
#include "unit.h"
#include "base/limits.h"
#include "readers/dockerfile/read.h"
#include "readers/shellcheck/read.h"
#include "facts/factset.h"

#define PREFIX SW_S("/proc/self/fd/")
enum { FIRST = 200 };

struct sample {
	struct sw_factset set;
	struct sw_shellcheck_scripts scripts;
	struct sw_str text;
};

static void start(struct sample *sample, const char *text) {
	*sample = (struct sample){.text = sw_str_of(text)};
	sw_arena_init(&sample->set.arena, SW_LIMIT_FACTSET_BYTES);
	sample->set.path = SW_S("Dockerfile");
	sample->set.diags.arena = &sample->set.arena;
	sw_dockerfile_read(&sample->set, sample->text, NULL);
	assert_non_null(sample->set.build);
	sw_shellcheck_scripts_of(&sample->set.arena, sample->set.build, &sample->scripts);
}

static void end(struct sample *sample) {
	sw_arena_free(&sample->set.arena);
}

/* The scripts of a Dockerfile, one behind the other with "|" between. */
static void assert_scripts(const char *dockerfile, const char *wanted) {
	struct sample sample;
	start(&sample, dockerfile);
	struct sw_str got = SW_S("");
	for (size_t i = 0; i < sample.scripts.n; i++)
		got = sw_arena_printf(&sample.set.arena, "%.*s%s%.*s", SW_ARG(got), i ? "|" : "", SW_ARG(sample.scripts.v[i].text));
	assert_str(got, wanted);
	end(&sample);
}

static void shells_are_named(void **state) {
	(void)state;
	assert_scripts("FROM a\nRUN b\n", "# shellcheck shell=sh\nb");
	assert_scripts("FROM a\nSHELL [\"/bin/bash\", \"-c\"]\nRUN b\nFROM a\nRUN c\n", "# shellcheck shell=bash\nb|# shellcheck shell=sh\nc");
	assert_scripts("FROM a AS x\nSHELL [\"/bin/ash\", \"-c\"]\nFROM x\nRUN b\n", "# shellcheck shell=dash\nb");
	assert_scripts("# hadolint shell=bash\nFROM a\nRUN b\n", "# shellcheck shell=bash\nb");
	assert_scripts("FROM a\nRUN <<E\n#!/bin/bash\nb\nE\n", "#!/bin/bash\nb\n");
	/* Another language, no shell at all, a shell that ShellCheck does not know. */
	assert_scripts("FROM a\nRUN <<E\n#!/usr/bin/python3\nb\nE\nRUN [\"b\"]\nSHELL [\"zsh\", \"-c\"]\nRUN b\n", "");
	assert_scripts("FROM mcr.microsoft.com/windows/servercore:1\nRUN b\n", "");
}

static void shell_forms_are_taken(void **state) {
	(void)state;
	assert_scripts("FROM a\nCMD b\nENTRYPOINT c\nHEALTHCHECK --timeout=3s CMD d\nONBUILD RUN e\nCOPY <<E /f\ng\nE\n",
		       "# shellcheck shell=sh\nb|# shellcheck shell=sh\nc|# shellcheck shell=sh\nd|# shellcheck shell=sh\ne");
}

static void variables_are_declared(void **state) {
	(void)state;
	/* The value of an argument is anybody's; a constant that is one word is itself. */
	assert_scripts("FROM a\nARG x=1\nENV y=1.2 z=\"a b\" u=$x\nRUN $x ${y} ${#z} $u $no $x\n",
		       "# shellcheck shell=sh\nexport x\nexport y='1.2'\nexport z\nexport u\n$x ${y} ${#z} $u $no $x");
	/* ENV wins; at start another value can be given. */
	assert_scripts("FROM a\nENV y=1\nARG y=2\nRUN $y\nCMD $y\n",
		       "# shellcheck shell=sh\nexport y='1'\n$y|# shellcheck shell=sh\nexport y\n$y");
	/* ENV is handed down, ARG is not; one from before the first FROM must be asked for. */
	assert_scripts("ARG g=1\nFROM a AS s\nARG x\nENV y=1\nFROM s\nRUN $g $x $y $http_proxy\n",
		       "# shellcheck shell=sh\nexport y='1'\nexport http_proxy\n$g $x $y $http_proxy");
	assert_scripts("FROM a\nONBUILD ARG x\nRUN $x\nONBUILD RUN $x\n", "# shellcheck shell=sh\n$x|# shellcheck shell=sh\nexport x\n$x");
	/* Comments at the top stay there: what they say is for all of the script. */
	assert_scripts("FROM a\nARG x\nRUN <<E\n# shellcheck disable=SC2086\n\n$x\nE\n",
		       "# shellcheck shell=sh\n# shellcheck disable=SC2086\n\nexport x\n$x\n");
}

/* What ShellCheck's place in script 0 is in the Dockerfile; "" when it is none. */
static void assert_place(const char *dockerfile, int line, int column, int end_line, int end_column, const char *wanted) {
	struct sample sample;
	start(&sample, dockerfile);
	assert_true(sample.scripts.n > 0);
	struct sw_span at = sw_shellcheck_place(&sample.scripts.v[0], line, column, end_line, end_column);
	struct sw_str got = at.source ? sw_str_sub(sample.text, at.start, at.end - at.start) : (struct sw_str){0};
	assert_str(got, wanted);
	end(&sample);
}

static void places_are_exact(void **state) {
	(void)state;
	assert_place("FROM a\nRUN b $cd e\n", 2, 3, 2, 6, "$cd");
	assert_place("FROM a\nENV cd=1\nRUN b $cd e\n", 3, 3, 3, 6, "$cd");
	/* A tab is one column, a character beyond ASCII too. */
	assert_place("FROM a\nRUN b\t\t$cd e\n", 2, 4, 2, 7, "$cd");
	assert_place("FROM a\nRUN \xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xb3 $cd e\n", 2, 7, 2, 10, "$cd");
	/* Bytes that are no text. */
	assert_place("FROM a\nRUN \xff\xc3 $cd e\n", 2, 4, 2, 7, "$cd");
	/* Joined lines, comments and blank lines between them. */
	assert_place("FROM a\nRUN b && \\\n# no $cd\n\n  c $cd \\\n  && d\n", 2, 10, 2, 13, "$cd");
	assert_place("FROM a\r\nRUN b && \\\r\n  c $cd\r\n", 2, 10, 2, 13, "$cd");
	/* One that goes over a joined line holds what stands between. */
	assert_place("FROM a\nRUN b \\\n  c\n", 2, 1, 2, 6, "b \\\n  c");
}

static void places_in_heredocs_are_exact(void **state) {
	(void)state;
	assert_place("FROM a\nRUN <<E\nb\n\t$cd\nE\n", 3, 2, 3, 5, "$cd");
	/* The builder takes the tabs off. */
	assert_place("FROM a\nRUN <<-E\n\tb\n\t\tc $cd\n\tE\n", 3, 3, 3, 6, "$cd");
	assert_place("FROM a\nRUN <<-E\n\tb\n\tE\nRUN c\n", 2, 1, 2, 2, "b");
	assert_place("FROM a\nENV cd=1\nRUN <<E\n#!/bin/sh\n# b\nc $cd\nE\n", 4, 3, 4, 6, "$cd");
	/* A command with a heredoc of its own. */
	assert_place("FROM a\nRUN cat <<E >f && g\nb $cd\nE\n", 3, 3, 3, 6, "$cd");
	assert_place("FROM a\nRUN cat <<E >$cd\nb\nE\n", 2, 10, 2, 13, "$cd");
}

static void other_places_are_none(void **state) {
	(void)state;
	assert_place("FROM a\nENV b=1\nRUN $b\n", 1, 1, 1, 5, "");
	assert_place("FROM a\nENV b=1\nRUN $b\n", 2, 8, 2, 9, "");
	/* Beyond the end, and an end before the start. */
	assert_place("FROM a\nRUN bc\n", 2, 3, 2, 3, "c");
	assert_place("FROM a\nRUN bc\n", 99, 99, 1, 1, "c");
	assert_place("FROM a\nRUN bcd\n", 2, 2, 2, 1, "c");
}

#define COMMENT(file, code, level, message)                                                                     \
	"{\"file\":\"" file "\",\"line\":2,\"endLine\":2,\"column\":1,\"endColumn\":2,\"level\":\"" level "\",\"code\":" code \
	",\"message\":\"" message "\",\"fix\":null}"
#define OUTPUT(comments) "{\"comments\":[" comments "]}\n"

static bool read(struct sample *sample, const char *output, struct sw_shellcheck_defects *defects) {
	return sw_shellcheck_read(&sample->set.arena, sw_str_of(output), sample->scripts.v, (uint32_t)sample->scripts.n, PREFIX, FIRST,
				  defects);
}

static void output_is_read(void **state) {
	(void)state;
	struct sample sample;
	struct sw_shellcheck_defects defects;
	start(&sample, "FROM a\nRUN b\nRUN c\n");
	assert_true(read(&sample, OUTPUT(""), &defects));
	assert_int_equal(defects.n, 0);
	assert_true(read(&sample, OUTPUT(COMMENT("/proc/self/fd/201", "2086", "info", "say\\n\\u001b[31mit \\u202eso")
					 "," COMMENT("/proc/self/fd/200", "1073", "error", "no")), &defects));
	assert_int_equal(defects.n, 2);
	assert_int_equal(defects.v[0].script, 1);
	assert_string_equal(defects.v[0].defect.rule, "shellcheck:SC2086");
	assert_string_equal(defects.v[0].defect.level, "info");
	assert_str(defects.v[0].defect.message, "say  [31mit  so");
	assert_str(sw_str_sub(sample.text, defects.v[0].defect.at.start, 1), "c");
	assert_int_equal(defects.v[1].script, 0);
	end(&sample);
}

static void garbage_is_void(void **state) {
	(void)state;
	static const char *const outputs[] = {
		"", "garbage", "[]", "{}", "{\"comments\":{}}", "{\"comments\":[", OUTPUT("1"), OUTPUT("{}"),
		OUTPUT(COMMENT("/proc/self/fd/202", "2086", "info", "a")), OUTPUT(COMMENT("/proc/self/fd/199", "2086", "info", "a")),
		OUTPUT(COMMENT("/etc/passwd", "2086", "info", "a")), OUTPUT(COMMENT("/proc/self/fd/200", "86", "info", "a")),
		OUTPUT(COMMENT("/proc/self/fd/200", "2086", "awful", "a")), OUTPUT(COMMENT("/proc/self/fd/200", "2086", "info", "")),
		OUTPUT(COMMENT("/proc/self/fd/200", "\\\"x\\\"", "info", "a")),
		OUTPUT(COMMENT("/proc/self/fd/200", "2086", "info", "a") "," COMMENT("/proc/self/fd/", "2086", "info", "a")),
	};
	struct sample sample;
	struct sw_shellcheck_defects defects;
	start(&sample, "FROM a\nRUN b\nRUN c\n");
	for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
		if (read(&sample, outputs[i], &defects))
			fail_msg("taken: %s", outputs[i]);
		assert_int_equal(defects.n, 0);
	}
	end(&sample);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shells_are_named), cmocka_unit_test(shell_forms_are_taken), cmocka_unit_test(variables_are_declared),
		cmocka_unit_test(places_are_exact), cmocka_unit_test(places_in_heredocs_are_exact),
		cmocka_unit_test(other_places_are_none), cmocka_unit_test(output_is_read), cmocka_unit_test(garbage_is_void),
	};
	return cmocka_run_group_tests_name("shellcheck", tests, NULL, NULL);
}
