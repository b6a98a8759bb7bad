/* What the place of a file adds to the search, and that the fast search finds what the plain one does. */
#include "unit.h"
#include "base/vec.h"
#include "readers/config/read.h"
#include "readers/project/read.h"
#include "secrets/file.h"
#include "secrets/shape.h"
#include "secrets_rows.h"

static const struct { enum sw_secret_path class; const char *path; } places[] = {
	{SW_SECRET_PATH_FULL, "app/config.yml"},
	{SW_SECRET_PATH_FULL, "root/.bash_history"},
	{SW_SECRET_PATH_FULL, "etc/app.conf"},
	{SW_SECRET_PATH_FULL, "usr/src/app/index.js"},
	{SW_SECRET_PATH_FULL, "usr/local/bin/entrypoint.sh"},
	{SW_SECRET_PATH_FULL, "usr/share/thing/.npmrc"},
	{SW_SECRET_PATH_FULL, "./lib/settings.py"},
	{SW_SECRET_PATH_FULL, "home/me/.ssh/id_rsa"},
	{SW_SECRET_PATH_FULL, "./test/settings.py"},
	{SW_SECRET_PATH_STRONG, "lib/systemd/systemd"},
	{SW_SECRET_PATH_STRONG, "/usr/lib/python3/dist-packages/x/y.py"},
	{SW_SECRET_PATH_STRONG, "app/node_modules/x/index.js"},
	{SW_SECRET_PATH_STRONG, "./README.md"},
	{SW_SECRET_PATH_STRONG, "root/go/pkg/mod/x/y.go"},
	{SW_SECRET_PATH_SKIP, "usr/share/doc/x/copyright"},
	{SW_SECRET_PATH_SKIP, "usr/share/locale/de/x"},
	{SW_SECRET_PATH_SKIP, "app/node_modules/x/test/.npmrc"},
	{SW_SECRET_PATH_SKIP, "app/node_modules/x/fixtures/key.pem"},
	{SW_SECRET_PATH_SKIP, "app/package-lock.json"},
	{SW_SECRET_PATH_SKIP, "app/logo.PNG"},
	{SW_SECRET_PATH_SKIP, "app/a.min.js"},
	{SW_SECRET_PATH_SKIP, "etc/ssl/server.crt"},
	{SW_SECRET_PATH_SKIP, "home/me/.ssh/id_rsa.pub"},
};

static void places_have_classes(void **state) {
	(void)state;
	for (size_t i = 0; i < COUNT(places); i++)
		if (sw_secret_path_class(sw_str_of(places[i].path)) != places[i].class)
			fail_msg("%s", places[i].path);
}

#define KEY "-----BEGIN RSA PRIVATE KEY-----\nMIIE~b60~\n~b64~\n-----END RSA PRIVATE KEY-----\n"

/* Path, text, the kind that is found in it; NULL: nothing is. */
static const struct { const char *path, *row, *kind; } files[] = {
	{"app/.env", "DB_PASSWORD=h7Gk2pQxW4\n", "password"},
	{"app/.env", "DB_PASSWORD=changeme\n", NULL},
	{"app/.env", "DB_PASSWORD=${PW}\n", NULL},
	{"app/settings.toml", "api_key = \"~a32~\"\n", "credential"},
	{"app/main.py", "api_key = \"~a32~\"\n", NULL},
	{"app/main.py", "x = \"glpat-~u20~\"\n", "gitlab-token"},
	{"app/web.config", "<password>h7Gk2pQxW4</password>", "password"},
	{"app/web.config", "<password>proxypass</password>", NULL},
	{"etc/nsswitch.conf", "passwd:         files systemd\n", NULL},
	{"root/.pgpass", "db:5432:app:me:h7Gk2pQxW4\n", "password"},
	{"root/.pgpass", "# db:5432:app:me:h7Gk2pQxW4\n", NULL},
	{"root/.bash_history", "ls\nmysql -u root -ph7Gk2pQxW4 app\n", "password"},
	{"root/.vault-token", "~a28~\n", "password"},
	{"root/.npmrc", "//npm.corp/:_authToken=~h8~-~h4~-4~h3~-9~h3~-~h12~\n", "npm-registry-credential"},
	{"root/.pypirc", "[pypi]\nusername = me\npassword = h7Gk2pQxW4\n", "password"},
	{"root/.docker/config.json", "{\"auths\":{\"r.corp\":{\"auth\":\"Y2k6aDdHazJwUXhXNA==\"}}}", "docker-registry-login"},
	{"root/.docker/config.json", "{\"auths\":{\"r.corp\":{\"identitytoken\":\"~a40~\"}}}", "credential"},
	{"root/.kube/config", "users:\n- user:\n    token: ~a40~\n", "credential"},
	{"root/.git-credentials", "https://me:h7Gk2pQxW4@git.corp\n", "url-password"},
	{"root/.netrc", "machine git.corp login ci password h7Gk2pQxW4\n", "netrc-password"},
	{"app/terraform.tfstate", "{\"attributes\": {\"password\": \"h7Gk2pQxW4\"}}", "password"},
	{"root/.ssh/id_rsa", KEY, "private-key"},
	{"usr/share/x/server.key", KEY, "private-key"},
	{"usr/lib/x/selftest.so", "\x7f" "ELF" KEY, NULL},
	{"app/node_modules/x/key.pem", KEY, NULL},
	{"app/node_modules/x/y.js", "password = 'h7Gk2pQxW4'", NULL},
	{"app/node_modules/x/y.js", "t('glpat-~u20~')", "gitlab-token"},
	{"app/node_modules/x/test/y.js", "t('glpat-~u20~')", NULL},
	{"app/x.py", "t = 'glpat-~u20~' # strideward: accept until 2030-01-01 -- a test's\n", "gitlab-token"}, /* an image's word counts for nothing */
	{"app/x.py", "# strideward: accept other\nt = 'glpat-~u20~'\n", "gitlab-token"},
	{"app/x.json", "", NULL},
};

static void files_are_weighed(void **state) {
	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		size_t start, end;
		struct sw_str text = expand(files[i].row, &start, &end);
		struct sw_secret_hits hits = {0};
		sw_secrets_in_file(&arena, sw_str_of(files[i].path), text, &hits);
		if (hits.n != (files[i].kind != NULL) || (hits.n && strcmp(kind_id(&hits.v[0]), files[i].kind) != 0))
			fail_msg("%s: %.*s: %zu hits, %s", files[i].path, SW_ARG(text), hits.n, hits.n ? kind_id(&hits.v[0]) : "none");
	}
}

static void bytes_that_are_no_text(void **state) {
	(void)state;
	size_t start, end;
	struct sw_str token = expand("= glpat-~u20~ ~a9~ password=h7Gk2pQxW4\n", &start, &end);
	char *bytes = sw_arena_alloc(&arena, token.n + 8);
	memcpy(bytes + 8, token.p, token.n);
	struct sw_secret_hits hits = {0};
	sw_secrets_in_file(&arena, SW_S("app/server.env"), sw_str(bytes, token.n + 8), &hits);
	assert_int_equal(hits.n, 1);
	assert_string_equal(kind_id(&hits.v[0]), "gitlab-token");
}

static void push(void *context, const struct sw_secret_hit *hit) {
	*sw_push(&arena, (struct sw_secret_hits *)context) = *hit;
}

/* Tokens at every place of a block of the fast search, with noise between. */
static void both_searches_agree(void **state) {
	(void)state;
	static const char *const rows[] = {"glpat-~u20~", "AKIA~316~", "https://u:h7Gk2pQx@h/", "SG.~u22~.~u43~", "key-~h32~", "sq0csp-~u43~",
					   "~h32~-us12", "x\\nhf_~A34~", "SK~h32~", "\"private_key\"", "~a20~", "1/", "-----BEGIN "};
	uint32_t seed = 7;
	for (int round = 0; round < 400; round++) {
		char *text = sw_arena_alloc(&arena, 8192);
		size_t n = next_random(&seed) % 70, start, end;
		for (size_t i = 0; i < n; i++)
			text[i] = (char)(next_random(&seed) % 5 ? ' ' + next_random(&seed) % 90 : next_random(&seed));
		while (n < 4096) {
			struct sw_str row = expand(rows[next_random(&seed) % COUNT(rows)], &start, &end);
			memcpy(text + n, row.p, row.n);
			n += row.n;
			for (size_t more = 1 + next_random(&seed) % 40; more > 0; more--)
				text[n++] = " \n,;\"'"[next_random(&seed) % 6];
		}
		struct sw_secret_hits fast = {0}, plain = {0};
		sw_shapes_search(sw_str(text, n), false, push, &fast);
		sw_shapes_search_plainly(sw_str(text, n), false, push, &plain);
		assert_int_equal(fast.n, plain.n);
		assert_true(fast.n > 0);
		for (size_t i = 0; i < fast.n; i++)
			assert_true(fast.v[i].kind == plain.v[i].kind && fast.v[i].start == plain.v[i].start && fast.v[i].end == plain.v[i].end);
		sw_arena_free(&arena);
	}
}

static void allowed_secrets_are_read(void **state) {
	(void)state;
	struct sw_config config;
	struct sw_diags diags = {.arena = &arena};
	struct sw_str text = SW_S("secrets:\n  allow:\n  - {fingerprint: \"0123456789ab\", reason: revoked}\n  - {fingerprint: \"1123456789ab\"}\n"
				  "  - {fingerprint: short, reason: x}\n  - {fingerprint: \"2123456789ab\", reason: x, untill: 2030-01-01}\n");
	sw_config_read(&arena, 1, text, &config, &diags);
	assert_int_equal(diags.n, 3);
	assert_non_null(sw_secret_allowed(&config, SW_S("0123456789ab")));
	assert_null(sw_secret_allowed(&config, SW_S("1123456789ab")));
	assert_null(sw_secret_allowed(&config, SW_S("short")));
	assert_int_equal(config.allowed_secrets.n, 2);
}

/* What a comment in the line of a project's file hides, until when and why. */
static void comments_accept(void **state) {
	(void)state;
	static const struct {
		const char *comment, *until, *reason;
		bool hides;
	} rows[] = {
		{"", "", "", false},
		{" # strideward: accept", "", "", true},
		{" # strideward: accept until 2027-06-30 -- a demonstration", "2027-06-30", "a demonstration", true},
		{" /* strideward: accept -- known */", "", "known", true},
		{" <!-- strideward: accept until 2027-02-30 -- known -->", "", "known", true},
		{" # strideward: reject", "", "", false},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sw_factset set = {.path = SW_S("a.py")};
		size_t start, end;
		sw_arena_init(&set.arena, 1 << 20);
		struct sw_str token = expand("x = \"glpat-~u20~\"", &start, &end);
		struct sw_str text = sw_arena_printf(&set.arena, "a = 1\n%.*s%s\nb = 2\n", SW_ARG(token), rows[i].comment);
		sw_project_read(&set, set.path, text);
		assert_int_equal(set.secrets.n, 1);
		assert_int_equal(set.kind, SW_ARTIFACT_TEXT);
		assert_int_equal(set.suppressions.n, rows[i].hides);
		if (rows[i].hides) {
			assert_true(sw_str_is(set.suppressions.v[0].until, rows[i].until));
			assert_true(sw_str_is(set.suppressions.v[0].reason, rows[i].reason));
			assert_true(sw_str_starts(sw_span_text(&set.sources, set.suppressions.v[0].at), SW_S("strideward: accept")));
		}
		sw_arena_free(&set.arena);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_have_classes), cmocka_unit_test(files_are_weighed), cmocka_unit_test(bytes_that_are_no_text),
		cmocka_unit_test(both_searches_agree), cmocka_unit_test(allowed_secrets_are_read),
		cmocka_unit_test(comments_accept),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
