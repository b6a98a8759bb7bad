/* What the reference parser takes and the build refuses, and the small grammars inside arguments: JSON arrays, fields
 * of mounts, durations. */
#include "dockerfile_parsed.h"

/* What the build refuses: the text behind "FROM a\n", and the code without "dockerfile-", NULL for none. */
static const struct {
	const char *text, *code, *at;
} strict[] = {
	{"FROM b AS c\n", NULL, NULL},
	{"FROM b as c-1._x\n", NULL, NULL},
	{"FROM\n", "build-from", "FROM"},
	{"FROM b c\n", "build-from", "FROM b c"},
	{"FROM b AS\n", "build-from", "FROM b AS"},
	{"FROM b IS c\n", "build-from", "FROM b IS c"},
	{"FROM b AS 1\n", "build-stage-name", "1"},
	{"FROM b AS c/d\n", "build-stage-name", "c/d"},
	{"FROM b AS B\n", NULL, NULL},
	{"FROM --platform b\n", "build-flag", "--platform"},
	{"FROM --plat=x b\n", "build-flag", "--plat=x"},
	{"FOO x\n", "build-unknown-instruction", "FOO"},
	{"RUN\n", NULL, NULL},
	{"RUN --x=1 y\n", "build-flag", "--x=1"},
	{"RUN --network=host x\n", NULL, NULL},
	{"RUN --network=HOST x\n", "build-flag", "--network=HOST"},
	{"RUN --network x\n", "build-flag", "--network"},
	{"RUN --security=insecure x\n", NULL, NULL},
	{"RUN --security= x\n", "build-flag", "--security="},
	{"RUN --device=a,required --device=name=b x\n", NULL, NULL},
	{"RUN --device=a,b x\n", "build-mount", "b"},
	{"RUN --device=\\\"a x\n", "build-mount", "--device=\\\"a"},
	{"RUN --network=none --network=none x\n", "build-flag", "--network=none"},
	{"RUN --mount=type=cache,target=/x,sharing=locked,uid=1,mode=0755 y\n", NULL, NULL},
	{"RUN --mount=type=cash x\n", "build-mount", "type=cash"},
	{"RUN --mount=typ=bind x\n", "build-mount", "typ=bind"},
	{"RUN --mount=target x\n", "build-mount", "target"},
	{"RUN --mount=from=$x,target=/y z\n", "build-mount", "from=$x"},
	{"RUN --mount=type=$t,mode=$m x\n", NULL, NULL},
	{"RUN --mount=type=secret,id=a,src=b x\n", "build-mount", "--mount=type=secret,id=a,src=b"},
	{"RUN --mount=type=secret x\n", "build-mount", "--mount=type=secret"},
	{"RUN --mount=type=secret,id=a,from=b x\n", "build-mount", "from=b"},
	{"RUN --mount=type=bind,required x\n", "build-mount", "required"},
	{"RUN --mount=required,type=secret,id=a x\n", "build-mount", "required"},
	{"RUN --mount=target=/x,ro=maybe y\n", "build-mount", "ro=maybe"},
	{"RUN --mount=target=/x,uid=1 y\n", "build-mount", "uid=1"},
	{"RUN --mount=type=tmpfs,target=/x,size=1g y\n", NULL, NULL},
	{"RUN --mount=type=cache,target=/x,mode=9 y\n", "build-mount", "mode=9"},
	{"RUN --mount= x\n", "build-mount", "--mount="},
	{"RUN --mount=type=tmpfs,sharing=shared,target=/x y\n", "build-mount", "sharing=shared"},
	{"RUN --mount=type=cache,uid=99999999999,target=/x y\n", "build-mount", "uid=99999999999"},
	{"COPY a\n", "build-arguments", "COPY a"},
	{"COPY\n", "build-arguments", "COPY"},
	{"COPY a b\n", NULL, NULL},
	{"COPY --link=true --parents --exclude=a --exclude=b c d\n", NULL, NULL},
	{"COPY --link=yes a b\n", "build-flag", "--link=yes"},
	{"COPY --link= a b\n", "build-flag", "--link="},
	{"COPY --from a b\n", "build-flag", "--from"},
	{"COPY --chown=a --chown=b c d\n", "build-flag", "--chown=b"},
	{"COPY --checksum=x a b\n", "build-flag", "--checksum=x"},
	{"COPY a <<E\nE\n", "build-arguments", "<<E"},
	{"ADD --checksum=x --keep-git-dir --unpack=FALSE a b\n", NULL, NULL},
	{"ADD --from=x a b\n", "build-flag", "--from=x"},
	{"ENV\n", "build-arguments", "ENV"},
	{"ENV =a\n", "build-name", "=a"},
	{"ENV --x a b\n", "build-flag", "--x"},
	{"LABEL =a\n", "build-name", "=a"},
	{"ARG =a\n", "build-name", "=a"},
	{"ARG\n", "build-arguments", "ARG"},
	{"ARG --x\n", "build-arguments", "ARG --x"},
	{"EXPOSE\n", "build-arguments", "EXPOSE"},
	{"EXPOSE --x 80\n", "build-flag", "--x"},
	{"USER\n", "build-arguments", "USER"},
	{"USER a b\n", NULL, NULL},
	{"WORKDIR\n", "build-arguments", "WORKDIR"},
	{"STOPSIGNAL --x 9\n", NULL, NULL},
	{"STOPSIGNAL\n", "build-arguments", "STOPSIGNAL"},
	{"VOLUME\n", "build-arguments", "VOLUME"},
	{"VOLUME [\"\"]\n", "build-arguments", "\"\""},
	{"VOLUME []\n", "build-arguments", "VOLUME []"},
	{"SHELL [\"a\"]\n", NULL, NULL},
	{"SHELL a\n", "build-json", "SHELL a"},
	{"SHELL []\n", "build-arguments", "SHELL []"},
	{"CMD\n", NULL, NULL},
	{"CMD --x a\n", "build-flag", "--x"},
	{"ENTRYPOINT []\n", NULL, NULL},
	{"MAINTAINER\n", "build-arguments", "MAINTAINER"},
	{"HEALTHCHECK\n", "build-arguments", "HEALTHCHECK"},
	{"HEALTHCHECK NONE x\n", "build-healthcheck", "HEALTHCHECK NONE x"},
	{"HEALTHCHECK --x none\n", NULL, NULL},
	{"HEALTHCHECK FOO x\n", "build-healthcheck", "FOO"},
	{"HEALTHCHECK CMD\n", "build-healthcheck", "HEALTHCHECK CMD"},
	{"HEALTHCHECK CMD []\n", "build-healthcheck", "HEALTHCHECK CMD []"},
	{"HEALTHCHECK --interval=1 CMD x\n", "build-duration", "--interval=1"},
	{"HEALTHCHECK --timeout=1us CMD x\n", "build-duration", "--timeout=1us"},
	{"HEALTHCHECK --timeout=0 CMD x\n", NULL, NULL},
	{"HEALTHCHECK --start-period=1m --start-interval=2s CMD x\n", NULL, NULL},
	{"HEALTHCHECK --retries=-1 CMD x\n", "build-flag", "--retries=-1"},
	{"HEALTHCHECK --retries=x CMD x\n", "build-flag", "--retries=x"},
	{"HEALTHCHECK --retries=3 CMD x\n", NULL, NULL},
	{"HEALTHCHECK --interval= CMD x\n", NULL, NULL},
	{"ONBUILD\n", "build-arguments", "ONBUILD"},
	{"ONBUILD RUN x\n", NULL, NULL},
	{"ONBUILD FROM x\n", "build-onbuild", "FROM"},
	{"ONBUILD MAINTAINER x\n", "build-onbuild", "MAINTAINER"},
	{"ONBUILD ONBUILD RUN x\n", "build-onbuild", "ONBUILD"},
	{"ONBUILD --x RUN y\n", "build-flag", "--x"},
	{"ONBUILD COPY a\n", "build-arguments", "COPY a"},
	{"ONBUILD FOO a\n", "build-unknown-instruction", "FOO"},
	{"RUN a \\\n\n b\n", "warning-empty-continuation", "RUN a \\\n\n b"},
};

static void the_build_refuses(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof strict / sizeof *strict; i++) {
		struct parsed parsed;
		sw_arena_init(&parsed.arena, 1 << 20);
		struct sw_str text = sw_arena_join(&parsed.arena, SW_S("FROM a\n"), sw_str_of(strict[i].text));
		parsed.diags = (struct sw_diags){.arena = &parsed.arena};
		parsed.file = sw_dockerfile_parse(&parsed.arena, 1, text, &parsed.diags);
		const struct sw_diag *diag = parsed.diags.n ? &parsed.diags.v[0] : NULL;
		assert_false(parsed.file->rejected);
		if ((diag == NULL) != (strict[i].code == NULL) ||
		    (diag && strcmp(diag->code + strlen("dockerfile-"), strict[i].code) != 0))
			fail_msg("%s: got %s, expected %s", strict[i].text, diag ? diag->code : "none", strict[i].code);
		assert_true(parsed.diags.n <= 1);
		if (diag)
			assert_str(spanned(parsed.file, diag->at), strict[i].at);
		sw_arena_free(&parsed.arena);
	}
}

static void json_arrays(void **state) {
	(void)state;
	static const struct {
		struct sw_str array;
		const char *first; /* decoded first word; NULL: it is no JSON */
	} arrays[] = {
		{SW_SI("[\"a\"]"), "a"},
		{SW_SI("[ \"a\" , \"b\" ]"), "a"},
		{SW_SI("[\"\\u0041\\n\\\"\\\\\\/\"]"), "A\n\"\\/"},
		{SW_SI("[\"\\ud83d\\ude00\"]"), "\xf0\x9f\x98\x80"},
		{SW_SI("[\"\\ud83d\"]"), "\xef\xbf\xbd"},
		{SW_SI("[\"\\ud83dx\\ude00\"]"), "\xef\xbf\xbdx\xef\xbf\xbd"},
		{SW_SI("[\"\xff\"]"), "\xef\xbf\xbd"},
		{SW_SI("[\"\"]"), ""},
		{SW_SI("[\"a\",]"), NULL},
		{SW_SI("[,\"a\"]"), NULL},
		{SW_SI("['a']"), NULL},
		{SW_SI("[\"a\"] x"), NULL},
		{SW_SI("[\"a\" \"b\"]"), NULL},
		{SW_SI("[\"a"), NULL},
		{SW_SI("[\"a\""), NULL},
		{SW_SI("[\"\\x41\"]"), NULL},
		{SW_SI("[\"\\u00g0\"]"), NULL},
		{SW_SI("[\"a\tb\"]"), NULL},
		{SW_SI("[\"a\0b\"]"), NULL},
		{SW_SI("[\"a\", {\"b\": 01}]"), NULL},
		{SW_SI("[\"a\", {b: 1}]"), NULL},
		{SW_SI("[\"a\", [1, 2]"), NULL},
		{SW_SI("[\"a\", truth]"), NULL},
		{SW_SI("[\"a\", 1.]"), NULL},
		{SW_SI("[\"a\", -]"), NULL},
		{SW_SI("[\"a\", 1e]"), NULL},
		{SW_SI("[\"a\", 1e999]"), NULL},
		{SW_SI("x[\"a\"]"), NULL},
	};
	for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
		struct parsed parsed;
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 20);
		parse(&parsed, sw_arena_join(&arena, SW_S("CMD "), arrays[i].array));
		const struct sw_instruction *instruction = &parsed.file->instructions[0];
		assert_int_equal(instruction->json, arrays[i].first != NULL);
		assert_false(parsed.file->rejected);
		if (arrays[i].first)
			assert_str(instruction->words[0].text, arrays[i].first);
		sw_arena_free(&parsed.arena);
		sw_arena_free(&arena);
	}
}

/* A well-formed array that holds more than strings is an error of the parser, not a shell form. */
static void json_arrays_of_other_things(void **state) {
	(void)state;
	static const char *const arrays[] = {"[\"a\", 1]", "[null]", "[[]]", "[{}]", "[\"a\", {\"b\": [1, -2.5e+3, {}]}]",
					     "[true,false]", "[[[\"x\"]], \"y\"]"};
	for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
		struct parsed parsed;
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 20);
		parse(&parsed, sw_arena_join(&arena, SW_S("VOLUME "), sw_str_of(arrays[i])));
		assert_true(parsed.file->rejected);
		assert_true(parsed.file->instructions[0].json && parsed.file->instructions[0].refused);
		assert_string_equal(parsed.diags.v[0].code, "dockerfile-parse-json");
		sw_arena_free(&parsed.arena);
		sw_arena_free(&arena);
	}
}

static void fields_of_a_mount(void **state) {
	(void)state;
	struct parsed parsed;
	struct sw_dockerfile_field *fields;
	parse(&parsed, SW_S("FROM a\nRUN --mount=TYPE=secret,id=k,required --mount='\"a,b\"\"c\",x' y\n"));
	const struct sw_dockerfile_flag *flags = parsed.file->instructions[1].flags;
	assert_int_equal(sw_dockerfile_fields(&parsed.arena, &flags[0], &fields), 3);
	assert_str(fields[0].key, "type");
	assert_str(spanned(parsed.file, fields[0].span), "TYPE=secret");
	assert_str(fields[1].value, "k");
	assert_str(spanned(parsed.file, fields[1].span), "id=k");
	assert_false(fields[2].has_value);
	assert_str(spanned(parsed.file, fields[2].span), "required");
	assert_int_equal(sw_dockerfile_fields(&parsed.arena, &flags[1], &fields), 2);
	assert_str(fields[0].key, "a,b\"c");
	assert_str(spanned(parsed.file, fields[1].span), "'\"a,b\"\"c\",x'");
	assert_ptr_equal(sw_instruction_flag(&parsed.file->instructions[1], "mount"), &flags[0]);
	assert_null(sw_instruction_flag(&parsed.file->instructions[1], "network"));
	sw_arena_free(&parsed.arena);
}

static void durations(void **state) {
	(void)state;
	static const struct {
		const char *text;
		int64_t nanoseconds;
	} good[] = {{"1s", 1000000000},    {"1m30s", 90000000000}, {"1.5h", 5400000000000}, {"0", 0},
		    {"500us", 500000},     {"1\xc2\xb5s", 1000},   {".5ms", 500000},        {"-2ns", -2},
		    {"1h0m", 3600000000000}};
	static const char *const bad[] = {"", "1", "s", "1x", "1 s", ".s", "9999999999999h", "1s1", "--1s"};
	int64_t got;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(sw_dockerfile_duration(sw_str_of(good[i].text), &got));
		assert_int_equal(got, good[i].nanoseconds);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(sw_dockerfile_duration(sw_str_of(bad[i]), &got));
}

static void a_stage_must_begin(void **state) {
	(void)state;
	static const struct {
		const char *text, *at; /* NULL: nothing is wrong */
	} files[] = {{"FROM a\n", NULL},
		     {"ARG x\nFROM a\n", NULL},
		     {"RUN x\nENV a=b\nFROM a\n", "RUN"},
		     {"ARG x\nARG y\n", "ARG"},
		     {"ARG x\nCOPY y z\n", "COPY"}};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct parsed parsed;
		parse(&parsed, sw_str_of(files[i].text));
		assert_int_equal(parsed.diags.n, files[i].at != NULL);
		if (files[i].at) {
			assert_string_equal(parsed.diags.v[0].code, "dockerfile-build-no-stage");
			assert_str(spanned(parsed.file, parsed.diags.v[0].at), files[i].at);
		}
		sw_arena_free(&parsed.arena);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_build_refuses),
		cmocka_unit_test(json_arrays),
		cmocka_unit_test(json_arrays_of_other_things),
		cmocka_unit_test(fields_of_a_mount),
		cmocka_unit_test(durations),
		cmocka_unit_test(a_stage_must_begin),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
