#include "unit.h"
#include "compose_dump.h"
#include "readers/compose/dotenv.h"
#include "readers/compose/paths.h"
#include "readers/compose/read.h"
#include "readers/compose/words.h"
#include <stdio.h>

struct compose_case {
	const char *body, *facts;
};

struct compose_file_case {
	const char *path, *text, *facts;
};

#include "compose_confine_cases.h"
#include "compose_file_cases.h"
#include "compose_start_cases.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Files beside the compose file. */
static const struct {
	const char *path, *text;
} beside[] = {
	{".env", "TAG=7.2\nEMPTY=\nDIR=/srv/data\nREF=$TAG-x\nOPEN=$NOWHERE\n"},
	{"web.env", "A=1\nexport B='two # 2' # c\nC=\"x\\ny ${TAG} $$z\"\nD=$A\nE=$GONE\nPASSED\n"
		    "TOKEN=gh" "p_16C7e42F292c6912E7710c838347Ae178B4a\n"},
	{"more.env", "A=over\nF: yaml\n"},
	{"raw.env", "Q=\"quoted\" $TAG #x\n"},
	{"bad.env", "OK=1\nnot a name=2\nLAST=\"open\n"},
	{"db_password.txt", "x"},
	{"over.yaml", "services:\n  a:\n    user: root\n    environment: [A=2, B=3]\n    ports: [{target: 80, published: 80}]\n"},
	{"sub/base.yaml", "services:\n  base: {build: ./app, env_file: own.env, volumes: ['./d:/d']}\n"},
	{"sub/own.env", "OWN=1\n"},
};

static int read_beside(void *ctx, struct sw_arena *arena, struct sw_str path, struct sw_str *text) {
	(void)ctx, (void)arena;
	for (size_t i = 0; i < COUNT(beside); i++)
		if (sw_str_is(path, beside[i].path)) {
			*text = sw_str_of(beside[i].text);
			return 0;
		}
	return -1;
}

static bool exists_beside(void *ctx, struct sw_str path) {
	struct sw_str text;
	return read_beside(ctx, NULL, path, &text) == 0;
}

static const struct sw_compose_files files = {.read = read_beside, .exists = exists_beside};

static void read_text(struct sw_factset *set, const char *path, struct sw_str text, uint32_t base) {
	*set = (struct sw_factset){.path = sw_str_of(path), .sources.base = base};
	sw_arena_init(&set->arena, (size_t)1 << 28);
	sw_compose_read(set, text, &files);
}

static bool facts_are(struct sw_factset *set, const char *facts, bool whole_file) {
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	if (set->deployment && whole_file)
		dump_top(&out, set, set->deployment);
	for (size_t i = 0; set->deployment && i < set->deployment->workloads.n; i++) {
		if (whole_file)
			sw_out_printf(&out, "service %.*s\n", SW_ARG(set->deployment->workloads.v[i].name));
		dump_service(&out, set, &set->deployment->workloads.v[i]);
	}
	dump_secrets(&out, set);
	dump_diags(&out, set);
	bool same = sw_str_is(sw_out_text(&out), facts);
	if (!same)
		print_error("got:\n%.*sexpected:\n%s", SW_ARG(sw_out_text(&out)), facts);
	return same;
}

/* A body that starts with a brace is a flow map; else its lines are indented below the service's key. */
static struct sw_str service_of(struct sw_arena *arena, const char *body) {
	if (body[0] == '{')
		return sw_arena_printf(arena, "services:\n  a: %s\n", body);
	struct sw_str text = SW_S("services:\n  a:\n"), rest = sw_str_of(body), line;
	while (sw_str_split(&rest, '\n', &line))
		text = sw_arena_printf(arena, "%.*s    %.*s\n", SW_ARG(text), SW_ARG(line));
	return text;
}

static void check_services(const struct compose_case *cases, size_t n) {
	size_t failed = 0;
	for (size_t i = 0; i < n; i++) {
		struct sw_factset set;
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 20);
		struct sw_str text = service_of(&arena, cases[i].body);
		read_text(&set, "app/compose.yaml", text, 0);
		if (!facts_are(&set, cases[i].facts, false)) {
			print_error("of: %s\n\n", cases[i].body);
			failed++;
		}
		sw_arena_free(&set.arena);
		sw_arena_free(&arena);
	}
	assert_int_equal(failed, 0);
}

static void services_start(void **state) {
	(void)state;
	check_services(compose_start_cases, COUNT(compose_start_cases));
}

static void services_are_confined(void **state) {
	(void)state;
	check_services(compose_confine_cases, COUNT(compose_confine_cases));
}

static void whole_files(void **state) {
	(void)state;
	size_t failed = 0;
	for (size_t i = 0; i < COUNT(compose_file_cases); i++) {
		struct sw_factset set;
		read_text(&set, compose_file_cases[i].path, sw_str_of(compose_file_cases[i].text), 512);
		if (!facts_are(&set, compose_file_cases[i].facts, true)) {
			print_error("of: %s\n\n", compose_file_cases[i].text);
			failed++;
		}
		sw_arena_free(&set.arena);
	}
	assert_int_equal(failed, 0);
}

static void words_split_as_in_compose(void **state) {
	(void)state;
	static const struct {
		const char *line, *json;
		bool cut, malformed;
	} cases[] = {
		{"a b\tc", "[\"a\",\"b\",\"c\"]", false, false},
		{"  ", "[]", false, false},
		{"'a b' \"c d\" e\\ f", "[\"a b\",\"c d\",\"e f\"]", false, false},
		{"a\"b\"'c'", "[\"abc\"]", false, false},
		{"'' \"\"", "[\"\",\"\"]", false, false},
		{"'a\\b' \"a\\b\"", "[\"a\\\\b\",\"ab\"]", false, false},
		{"echo $(a b) c", "[\"echo\",\"$(a b)\",\"c\"]", false, false},
		{"`a b` c", "[\"`a b`\",\"c\"]", false, false},
		{"a; b", "[\"a\"]", true, false},
		{"a | b", "[\"a\"]", true, false},
		{"'a; b' \";\"", "[\"a; b\",\";\"]", false, false},
		{"(a)", "[]", false, true},
		{"'a", "[\"a\"]", false, true},
		{"a\\", "[\"a\"]", false, true},
		{"\x01\xff\"q\\\"\"", "[\"\\u0001\xef\xbf\xbdq\\\"\"]", false, false},
	};
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sw_compose_words words = sw_compose_words_split(&arena, sw_str_of(cases[i].line));
		assert_str(sw_compose_words_json(&arena, words.v, words.n), cases[i].json);
		assert_int_equal(words.cut != SW_NPOS, cases[i].cut);
		assert_int_equal(words.malformed, cases[i].malformed);
	}
	sw_arena_free(&arena);
}

static void paths_are_cleaned(void **state) {
	(void)state;
	static const char *const cases[][2] = {
		{"/a/b", "/a/b"}, {"//a///b/", "/a/b"}, {"/a/./b/../c", "/a/c"}, {"/..", "/"}, {"/../../x", "/x"}, {"", "."},
		{".", "."}, {"./a", "a"}, {"a/..", "."}, {"../a", "../a"}, {"../../a/../b", "../../b"}, {"a/../../b", "../b"},
	};
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_str(sw_compose_path_clean(&arena, sw_str_of(cases[i][0])), cases[i][1]);
	assert_str(sw_compose_path_join(&arena, SW_S("app"), SW_S("../x/Dockerfile")), "x/Dockerfile");
	assert_false(sw_compose_path_inside(SW_S("..")));
	assert_false(sw_compose_path_inside(SW_S("../x")));
	assert_true(sw_compose_path_inside(SW_S("..x")));
	sw_arena_free(&arena);
}

static void variable_files(void **state) {
	(void)state;
	static const struct {
		const char *text, *entries;
	} cases[] = {
		{"A=1\nB = 2\n", "A=1;B=2;"},
		{"\xef\xbb\xbf" "A=1\r\nB=2\r\n", "A=1;B=2;"},
		{"# c\n\nA=x # c\nB=x#y\n", "A=x;B=x#y;"},
		{"A='a\\nb' # c\nB='it\\'s'\n", "A=a\\nb;B=it's;"},
		{"A=\"a\\tb\\\\c\\\"\"\n", "A=a\tb\\c\";"},
		{"A=\"one\ntwo\"\nB=3", "A=one\ntwo;B=3;"},
		{"export A=1\nexport\tB=2\nexported=3\n", "A=1;B=2;exported=3;"},
		{"A=1\nB=${A}${A}\nC='${A}'\n", "A=1;B=11;C=${A};"},
		{"A=${X:-d}\nB=$X\nC=\"\\$A\"\n", "A=d;B=$X?;C=$A;"},
		{"A=\nB=\"\"\nC", "A=;B=;C!;"},
		{"1A=x\nA.b-c=1\n", "A.b-c=1;"},
		{"A: yaml\n", "A=yaml;"},
		{"=x\nA=1\n", "A=1;"},
		{"A=1\nA=2\nB=$A\n", "A=1;A=2;B=2;"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 20);
		struct sw_dotenv env = {0};
		struct sw_diags diags = {.arena = &arena};
		struct sw_compose_scope none = {0};
		size_t budget = 1000;
		sw_dotenv_read(&arena, 1, sw_str_of(cases[i].text), &none, false, &budget, &env, &diags);
		struct sw_str got = {0};
		for (size_t k = 0; k < env.n; k++)
			got = sw_arena_printf(&arena, "%.*s%.*s%s%.*s%s;", SW_ARG(got), SW_ARG(env.v[k].name),
					      env.v[k].has_value ? "=" : "!", SW_ARG(env.v[k].value),
					      env.v[k].has_value && !env.v[k].known ? "?" : "");
		assert_str(got, cases[i].entries);
		sw_arena_free(&arena);
	}
}

static void names_are_sniffed(void **state) {
	(void)state;
	static const struct {
		const char *path, *text;
		bool looks;
	} cases[] = {
		{"compose.yaml", "", true}, {"a/compose.yml", "", true}, {"docker-compose.yml", "", true},
		{"docker-compose.prod.yaml", "", true}, {"docker-compose-dev.yml", "", true}, {"compose.override.yaml", "", true},
		{"my-compose-file.yml", "x: 1\nservices:\n", true}, {"my-compose-file.yml", "x: 1\n  services:\n", false},
		{"values.yaml", "services:\n", false}, {"compose.txt", "services:\n", false}, {"decompose.yaml", "a: b", false},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(sw_compose_sniff(sw_str_of(cases[i].path), sw_str_of(cases[i].text)), cases[i].looks);
}

/* Small files that ask for much work: each must end soon and say why. */
static void hostile_files_end(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 28);
	char *big = sw_arena_alloc(&arena, 4 << 20);
	memset(big, 'x', (4 << 20) - 1);
	struct sw_str aliases = sw_arena_printf(&arena, "x-a: &a %s\nservices:\n  a:\n    image: b\n    command:\n", big);
	SW_VEC(char) text = {0};
	for (size_t i = 0; i < aliases.n; i++)
		*sw_push(&arena, &text) = aliases.p[i];
	for (size_t i = 0; i < 1000; i++)
		for (const char *c = "    - *a\n"; *c; c++)
			*sw_push(&arena, &text) = *c;
	struct sw_factset set;
	read_text(&set, "compose.yaml", sw_str(text.v, text.n), 0);
	bool told = false;
	for (size_t i = 0; i < set.diags.n; i++)
		told |= strcmp(set.diags.v[i].code, "compose-too-large") == 0;
	assert_true(told);
	sw_arena_free(&set.arena);
	sw_arena_free(&arena);
}

/* Each variable doubles the one before: 2 to the power of 40 bytes if nothing stopped it. */
static void doubling_variables_end(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 26);
	struct sw_str text = SW_S("V0=xx\n");
	for (int i = 1; i < 40; i++)
		text = sw_arena_printf(&arena, "%.*sV%d=$V%d$V%d\n", SW_ARG(text), i, i - 1, i - 1);
	struct sw_dotenv env = {0};
	struct sw_diags diags = {.arena = &arena};
	struct sw_compose_scope none = {0};
	size_t budget = 8 << 20;
	sw_dotenv_read(&arena, 1, text, &none, false, &budget, &env, &diags);
	assert_int_equal(env.n, 40);
	assert_false(env.v[39].known);
	assert_true(diags.n > 0);
	struct sw_str nested = SW_S("x");
	for (int i = 0; i < 200; i++)
		nested = sw_arena_printf(&arena, "${A:-%.*s}", SW_ARG(nested));
	budget = 1 << 20;
	assert_true(sw_compose_expand(&arena, &none, nested, &budget).too_long);
	sw_arena_free(&arena);
}

/* A cap that is reached comes back to the caller, and nothing is lost but the set. */
static void the_cap_is_kept(void **state) {
	(void)state;
	struct sw_factset set = {.path = SW_S("compose.yaml")};
	struct sw_arena_catch catch;
	volatile bool full = false;
	sw_arena_init(&set.arena, 40000);
	if (SW_ARENA_TRY(&set.arena, &catch)) {
		sw_compose_read(&set, SW_S("services: {a: {image: a}, b: {image: b}, c: {image: c}, d: {image: d}, e: {image: e}}\n"),
				&files);
		sw_arena_leave(&set.arena, &catch);
	} else {
		full = true;
	}
	assert_true(full);
	sw_arena_free(&set.arena);
}

/* Without files beside it, and with extends: what is not said stays unseen. */
static void extended_services_are_open(void **state) {
	(void)state;
	struct sw_factset set = {.path = SW_S("compose.yaml")};
	sw_arena_init(&set.arena, 1 << 24);
	sw_compose_read(&set, SW_S("services:\n  a: {extends: b, user: app, env_file: web.env}\n"), NULL);
	const struct sw_workload *w = &set.deployment->workloads.v[0];
	assert_int_equal(w->said[SW_FIELD_USER].how, SW_HOW_STATED);
	assert_int_equal(w->said[SW_FIELD_PRIVILEGED].how, SW_HOW_UNSEEN);
	assert_str(sw_span_text(&set.sources, w->said[SW_FIELD_PRIVILEGED].at), "b");
	assert_str(sw_span_text(&set.sources, w->said[SW_FIELD_USER].at), "app");
	assert_false(w->env_files.v[0].known);
	assert_int_equal(w->said[SW_FIELD_USER].layer, SW_LAYER_COMPOSE);
	sw_arena_free(&set.arena);
}

static void comments_and_places(void **state) {
	(void)state;
	struct sw_factset set;
	read_text(&set, "compose.yaml", SW_S("# top\nservices:\n  web: # side\n    image: x\n"), 256);
	assert_int_equal(set.comments.n, 2);
	assert_str(set.comments.v[0].text, "top");
	assert_true(set.comments.v[0].alone);
	assert_false(set.comments.v[1].alone);
	const struct sw_workload *w = &set.deployment->workloads.v[0];
	assert_str(sw_span_text(&set.sources, w->at), "web");
	assert_str(sw_span_text(&set.sources, w->said[SW_FIELD_USER].at), "web");
	assert_int_equal(w->said[SW_FIELD_USER].how, SW_HOW_ABSENT);
	assert_int_equal(w->at.source, 257);
	sw_arena_free(&set.arena);
}

/* Every value keeps the place where it was written; those of other files stand in braces. */
static void files_are_merged(void **state) {
	(void)state;
	static const struct sw_str over[] = {SW_SI("over.yaml")};
	struct sw_compose_files several = files;
	several.over = over;
	several.over_count = 1;
	several.identity = SW_S("app/compose.yaml+over.yaml");
	several.name = SW_S("prod");
	struct sw_factset set = {.path = SW_S("app/compose.yaml"), .sources.base = 512};
	sw_arena_init(&set.arena, 1 << 24);
	sw_compose_read(&set, SW_S("services:\n"
				   "  a:\n"
				   "    extends: {file: sub/base.yaml, service: base}\n"
				   "    user: app\n"
				   "    environment: {A: 1}\n"
				   "    ports: ['80:80', '81:81']\n"), &several);
	assert_true(facts_are(&set, "name prod\n"
		"network default implicit\n"
		"service a\n"
		"build context=sub/app dockerfile= target= path=app/sub/app/Dockerfile network= privileged=1 {build: ./app}\n"
		"user=root {root}\n"
		"env A=2 literal {A=2} {2}\n"
		"env B=3 literal {B=3} {3}\n"
		"env OWN=1 file {OWN=1} {1}\n"
		"env-file own.env {own.env}\n"
		"port  80-80>80-80/tcp {{target: 80, published: 80}}\n"
		"port  81-81>81-81/tcp ['81:81']\n"
		"mount bind ./sub/d ()>/d rw {'./d:/d'}\n", true));
	assert_str(set.deployment->path, "app/compose.yaml+over.yaml");
	assert_str(sw_span_text(&set.sources, set.deployment->workloads.v[0].at), "a");
	assert_int_equal(set.deployment->workloads.v[0].at.source, 513);
	sw_arena_free(&set.arena);
}

/* Many services that take over one that is large: the work ends, and it is said. */
static void extending_is_bounded(void **state) {
	(void)state;
	SW_VEC(char) text = {0};
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)1 << 26);
	struct sw_str head = SW_S("services:\n  base:\n    image: x\n    environment:\n");
	for (size_t i = 0; i < head.n; i++)
		*sw_push(&arena, &text) = head.p[i];
	for (int i = 0; i < 6000; i++) {
		struct sw_str line = i < 3000 ? sw_arena_printf(&arena, "      A%d: v\n", i)
					      : sw_arena_printf(&arena, "  s%d: {extends: base%s}\n", i,
								i % 2 ? ", environment: [B=1]" : "");
		for (size_t k = 0; k < line.n; k++)
			*sw_push(&arena, &text) = line.p[k];
	}
	struct sw_factset set;
	read_text(&set, "compose.yaml", sw_str(text.v, text.n), 0);
	bool told = false;
	for (size_t i = 0; i < set.diags.n; i++)
		told |= strcmp(set.diags.v[i].code, "compose-too-large") == 0;
	assert_true(told);
	sw_arena_free(&set.arena);
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(services_start), cmocka_unit_test(services_are_confined), cmocka_unit_test(whole_files),
		cmocka_unit_test(words_split_as_in_compose), cmocka_unit_test(paths_are_cleaned),
		cmocka_unit_test(variable_files), cmocka_unit_test(names_are_sniffed), cmocka_unit_test(hostile_files_end),
		cmocka_unit_test(doubling_variables_end), cmocka_unit_test(the_cap_is_kept),
		cmocka_unit_test(extended_services_are_open), cmocka_unit_test(files_are_merged),
		cmocka_unit_test(extending_is_bounded), cmocka_unit_test(comments_and_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
