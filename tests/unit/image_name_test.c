#include "unit.h"
#include "knowledge/image_name.h"
#include "knowledge/lookalike.h"

#define HEX64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define HEX32 "0123456789abcdef0123456789abcdef"
#define SHA256 "sha256:" HEX64
#define SHA512 "sha512:" HEX64 HEX64
#define TEN "aaaaaaaaaa"
#define FIFTY TEN TEN TEN TEN TEN
#define HUNDRED FIFTY FIFTY

struct row {
	const char *written;
	const char *name; /* complete; NULL: the reference is invalid */
	const char *tag, *digest;
	const char *familiar;
};

static const struct row rows[] = {
	/* Docker Hub's short names */
	{"redis", "docker.io/library/redis", "", "", "redis"},
	{"redis:7", "docker.io/library/redis", "7", "", "redis:7"},
	{"redis:7.2-alpine", "docker.io/library/redis", "7.2-alpine", "", "redis:7.2-alpine"},
	{"redis@" SHA256, "docker.io/library/redis", "", SHA256, "redis@" SHA256},
	{"redis:7@" SHA256, "docker.io/library/redis", "7", SHA256, "redis:7@" SHA256},
	{"library/redis", "docker.io/library/redis", "", "", "redis"},
	{"docker.io/redis", "docker.io/library/redis", "", "", "redis"},
	{"docker.io/redis:7", "docker.io/library/redis", "7", "", "redis:7"},
	{"docker.io/library/redis:7", "docker.io/library/redis", "7", "", "redis:7"},
	{"index.docker.io/redis", "docker.io/library/redis", "", "", "redis"},
	{"index.docker.io/library/redis:7", "docker.io/library/redis", "7", "", "redis:7"},
	{"index.docker.io/bitnami/redis", "docker.io/bitnami/redis", "", "", "bitnami/redis"},
	{"bitnami/redis:7", "docker.io/bitnami/redis", "7", "", "bitnami/redis:7"},
	{"docker.io/bitnami/redis", "docker.io/bitnami/redis", "", "", "bitnami/redis"},
	{"a/b/c", "docker.io/a/b/c", "", "", "a/b/c"},
	{"library/a/b", "docker.io/library/a/b", "", "", "library/a/b"},
	{"docker.io:443/redis", "docker.io:443/redis", "", "", "docker.io:443/redis"},
	{"registry-1.docker.io/library/redis", "registry-1.docker.io/library/redis", "", "", "registry-1.docker.io/library/redis"},
	/* other hosts */
	{"ghcr.io/x/y:1", "ghcr.io/x/y", "1", "", "ghcr.io/x/y:1"},
	{"ghcr.io/y", "ghcr.io/y", "", "", "ghcr.io/y"},
	{"quay.io/a/b/c/d:v1", "quay.io/a/b/c/d", "v1", "", "quay.io/a/b/c/d:v1"},
	{"localhost/app", "localhost/app", "", "", "localhost/app"},
	{"localhost:5000/app", "localhost:5000/app", "", "", "localhost:5000/app"},
	{"localhost:5000/app:1@" SHA256, "localhost:5000/app", "1", SHA256, "localhost:5000/app:1@" SHA256},
	{"localhost", "docker.io/library/localhost", "", "", "localhost"},
	{"localhost:5000", "docker.io/library/localhost", "5000", "", "localhost:5000"},
	{"registry:5000/app", "registry:5000/app", "", "", "registry:5000/app"},
	{"registry/app", "docker.io/registry/app", "", "", "registry/app"},
	{"127.0.0.1/app", "127.0.0.1/app", "", "", "127.0.0.1/app"},
	{"127.0.0.1:5000/app:2", "127.0.0.1:5000/app", "2", "", "127.0.0.1:5000/app:2"},
	{"[::1]:5000/app", "[::1]:5000/app", "", "", "[::1]:5000/app"},
	{"[2001:db8::1]/app", "[2001:db8::1]/app", "", "", "[2001:db8::1]/app"},
	{"HOST/app", "HOST/app", "", "", "HOST/app"},
	{"Host.Example/app", "Host.Example/app", "", "", "Host.Example/app"},
	{"example.com", "docker.io/library/example.com", "", "", "example.com"},
	{"example.com:80", "docker.io/library/example.com", "80", "", "example.com:80"},
	{"a-b.example/app", "a-b.example/app", "", "", "a-b.example/app"},
	/* paths */
	{"a.b", "docker.io/library/a.b", "", "", "a.b"},
	{"a_b", "docker.io/library/a_b", "", "", "a_b"},
	{"a__b", "docker.io/library/a__b", "", "", "a__b"},
	{"a-b", "docker.io/library/a-b", "", "", "a-b"},
	{"a---b", "docker.io/library/a---b", "", "", "a---b"},
	{"0", "docker.io/library/0", "", "", "0"},
	{"x/0.1_2__3-4", "docker.io/x/0.1_2__3-4", "", "", "x/0.1_2__3-4"},
	{"a..b", NULL, "", "", ""},
	{"a___b", NULL, "", "", ""},
	{"a._b", NULL, "", "", ""},
	{"a_-b", NULL, "", "", ""},
	{"-a", NULL, "", "", ""},
	{"a-", NULL, "", "", ""},
	{"_a", NULL, "", "", ""},
	{"x/.a", NULL, "", "", ""},
	{"x/a.", NULL, "", "", ""},
	{"a b", NULL, "", "", ""},
	{" redis", NULL, "", "", ""},
	{"redis ", NULL, "", "", ""},
	{"redis\n", NULL, "", "", ""},
	{"a//b", NULL, "", "", ""},
	{"/a", NULL, "", "", ""},
	{"a/", NULL, "", "", ""},
	{"ghcr.io/", NULL, "", "", ""},
	{"", NULL, "", "", ""},
	{":", NULL, "", "", ""},
	{"@", NULL, "", "", ""},
	{"/", NULL, "", "", ""},
	{"r\xc3\xa9" "dis", NULL, "", "", ""},
	{"red\xd1\x96s", NULL, "", "", ""},
	/* upper case */
	{"Redis", NULL, "", "", ""},
	{"ghcr.io/Org/app", NULL, "", "", ""},
	{"org/App", NULL, "", "", ""},
	{"redis:Alpine", "docker.io/library/redis", "Alpine", "", "redis:Alpine"},
	{"docker.io/Redis", NULL, "", "", ""},
	/* hosts that are none */
	{"a_b.example/app", NULL, "", "", ""},
	{"-a.example/app", NULL, "", "", ""},
	{"a.example-/app", NULL, "", "", ""},
	{"a..example/app", NULL, "", "", ""},
	{".example/app", NULL, "", "", ""},
	{"host:/app", NULL, "", "", ""},
	{"host:port/app", NULL, "", "", ""},
	{"host:50:00/app", NULL, "", "", ""},
	{"[]/app", NULL, "", "", ""},
	{"[::1/app", NULL, "", "", ""},
	{"[::1]x/app", NULL, "", "", ""},
	{"[fe80::1%eth0]/app", NULL, "", "", ""},
	{"https://ghcr.io/x/y", NULL, "", "", ""},
	/* tags */
	{"redis:", NULL, "", "", ""},
	{"redis:_", "docker.io/library/redis", "_", "", "redis:_"},
	{"redis:.a", NULL, "", "", ""},
	{"redis:-a", NULL, "", "", ""},
	{"redis:a+b", NULL, "", "", ""},
	{"redis:1:2", NULL, "", "", ""},
	{"redis:1/2", "redis:1/2", "", "", "redis:1/2"}, /* a host with a port */
	{"redis:" HUNDRED TEN TEN "12345678", "docker.io/library/redis", HUNDRED TEN TEN "12345678", "",
	 "redis:" HUNDRED TEN TEN "12345678"},
	{"redis:" HUNDRED TEN TEN "123456789", NULL, "", "", ""},
	/* digests */
	{"redis@" SHA512, "docker.io/library/redis", "", SHA512, "redis@" SHA512},
	{"redis@sha256:" HEX32, NULL, "", "", ""},
	{"redis@sha256:" HEX64 "0", NULL, "", "", ""},
	{"redis@sha256:" HEX32 "0123456789ABCDEF0123456789abcdef", NULL, "", "", ""},
	{"redis@sha512:" HEX64, NULL, "", "", ""},
	{"redis@md5:" HEX32, NULL, "", "", ""},
	{"redis@" HEX64, NULL, "", "", ""},
	{"redis@", NULL, "", "", ""},
	{"redis@" SHA256 ":7", NULL, "", "", ""},
	{"redis@" SHA256 "@" SHA256, NULL, "", "", ""},
	{"redis:@" SHA256, NULL, "", "", ""},
	{SHA256, "docker.io/library/sha256", HEX64, "", SHA256},
	/* what must not be shortened */
	{"docker.io/a.b/c", "docker.io/a.b/c", "", "", "docker.io/a.b/c"},
	{"docker.io/localhost/c:1", "docker.io/localhost/c", "1", "", "docker.io/localhost/c:1"},
	{"docker.io/" HEX64, "docker.io/library/" HEX64, "", "", "library/" HEX64},
	/* ids and lengths */
	{HEX64, NULL, "", "", ""},
	{HEX32, "docker.io/library/" HEX32, "", "", HEX32},
	{"x/" HEX64, "docker.io/x/" HEX64, "", "", "x/" HEX64},
	{"a/" HUNDRED HUNDRED FIFTY "123", "docker.io/a/" HUNDRED HUNDRED FIFTY "123", "", "", "a/" HUNDRED HUNDRED FIFTY "123"},
	{"a/" HUNDRED HUNDRED FIFTY "1234", NULL, "", "", ""},
	{HUNDRED HUNDRED TEN TEN TEN TEN "1234567", "docker.io/library/" HUNDRED HUNDRED TEN TEN TEN TEN "1234567", "", "",
	 HUNDRED HUNDRED TEN TEN TEN TEN "1234567"},
	{HUNDRED HUNDRED TEN TEN TEN TEN "12345678", NULL, "", "", ""},
	/* a variable that was left where all should be known */
	{"redis:$TAG", NULL, "", "", ""},
	{"${BASE}", NULL, "", "", ""},
};

static void known_references(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct row *row = &rows[i];
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 16);
		struct sw_image_ref ref = sw_image_ref_parse(&arena, sw_str_of(row->written), true);
		if (ref.valid != (row->name != NULL))
			fail_msg("%s: valid is %d", row->written, ref.valid);
		assert_true(ref.known);
		assert_str(ref.written, row->written);
		assert_str(ref.name, row->name ? row->name : "");
		assert_str(ref.tag, row->tag);
		assert_str(ref.digest, row->digest);
		assert_str(sw_image_ref_name(&arena, &ref), row->name ? row->familiar : row->written);
		if (row->name) {
			assert_int_equal(ref.registry.n + 1 + ref.repository.n, ref.name.n);
			struct sw_image_ref again = sw_image_ref_parse(&arena, sw_str_of(row->familiar), true);
			assert_str(again.name, row->name);
		}
		sw_arena_free(&arena);
	}
}

static const struct {
	const char *written, *name, *registry, *tag, *digest;
	bool valid;
} unresolved[] = {
	{"node:$V", "docker.io/library/node", "docker.io", "", "", true},
	{"node:${V}", "docker.io/library/node", "docker.io", "", "", true},
	{"node:18-$V", "docker.io/library/node", "docker.io", "", "", true},
	{"node:${V:-18}", "docker.io/library/node", "docker.io", "", "", true},
	{"node:${V:-${W:-18}}-slim", "docker.io/library/node", "docker.io", "", "", true},
	{"node:18@$D", "docker.io/library/node", "docker.io", "18", "", true},
	{"node@${D}", "docker.io/library/node", "docker.io", "", "", true},
	{"ghcr.io/org/app:$V", "ghcr.io/org/app", "ghcr.io", "", "", true},
	{"localhost:5000/app:$V", "localhost:5000/app", "localhost:5000", "", "", true},
	{"ghcr.io/$ORG/app:1", "", "ghcr.io", "1", "", true},
	{"ghcr.io/org/$APP", "", "ghcr.io", "", "", true},
	{"index.docker.io/$X", "", "docker.io", "", "", true},
	{"org/$APP", "", "docker.io", "", "", true},
	{"$REG/app:1", "", "", "1", "", true},
	{"${REG}app", "", "", "", "", true},
	{"host:$PORT/app", "", "", "", "", true},
	{"$BASE", "", "", "", "", true},
	{"${BASE}:3", "", "", "3", "", true},
	{"${BASE}@" SHA256, "", "", "", SHA256, true},
	{"node${SUFFIX}:18", "", "", "18", "", true},
	{"${A}/b/${C}:${D}", "", "", "", "", true},
	{"${A", "", "", "", "", true},
	{"$", "", "", "", "", true},
	{"$BASE@sha256:12", "", "", "", "", false},
	{"$BASE:.x", "", "", "", "", false},
	{"Node:$V", "", "", "", "", false},
	{"a..b:$V", "", "", "", "", false},
	{"-x.example/$APP", "", "", "", "", false},
	{"redis:7", "", "", "", "", true}, /* the variable is already gone: nothing is certain */
};

static void unresolved_references(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof unresolved / sizeof *unresolved; i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 16);
		struct sw_image_ref ref = sw_image_ref_parse(&arena, sw_str_of(unresolved[i].written), false);
		if (ref.valid != unresolved[i].valid)
			fail_msg("%s: valid is %d", unresolved[i].written, ref.valid);
		assert_false(ref.known);
		assert_str(ref.name, unresolved[i].name);
		assert_str(ref.registry, unresolved[i].registry);
		assert_str(ref.tag, unresolved[i].tag);
		assert_str(ref.digest, unresolved[i].digest);
		assert_str(sw_image_ref_name(&arena, &ref), unresolved[i].written);
		sw_arena_free(&arena);
	}
}

static void last_part(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 16);
	struct sw_image_ref ref = sw_image_ref_parse(&arena, SW_S("quay.io/a/b/postgres:1"), true);
	assert_str(sw_image_ref_last(&ref), "postgres");
	ref = sw_image_ref_parse(&arena, SW_S("$X"), false);
	assert_str(sw_image_ref_last(&ref), "");
	sw_arena_free(&arena);
}

static const struct {
	const char *a, *b;
	unsigned edits;
} edits[] = {
	{"", "", 0}, {"redis", "redis", 0}, {"redis", "redi", 1}, {"redis", "rediss", 1}, {"redis", "radis", 1},
	{"redis", "rdeis", 1}, {"nginx", "ngnix", 1}, {"aab", "ab", 1}, {"ab", "aab", 1}, {"abab", "ab", 2},
	{"redis", "sider", 2}, {"abcd", "badc", 2}, {"", "a", 1}, {"", "ab", 2}, {"ab", "ba", 1}, {"abc", "cba", 2},
};

static void edits_are_counted(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		assert_int_equal(sw_edits(sw_str_of(edits[i].a), sw_str_of(edits[i].b)), edits[i].edits);
		assert_int_equal(sw_edits(sw_str_of(edits[i].b), sw_str_of(edits[i].a)), edits[i].edits);
	}
}

static const struct {
	const char *written;
	enum sw_lookalike_kind kind;
	const char *of;
} lookalikes[] = {
	{"nginx", SW_LOOKALIKE_NONE, NULL},
	{"ngnix", SW_LOOKALIKE_TYPO, "nginx"},
	{"ngin", SW_LOOKALIKE_TYPO, "nginx"},
	{"alpin:3", SW_LOOKALIKE_TYPO, "alpine"},
	{"docker.io/library/debain", SW_LOOKALIKE_TYPO, "debian"},
	{"mono", SW_LOOKALIKE_NONE, NULL}, /* an official name of its own */
	{"jruby", SW_LOOKALIKE_NONE, NULL},
	{"nod", SW_LOOKALIKE_NONE, NULL}, /* too short to tell */
	{"myapp", SW_LOOKALIKE_NONE, NULL},
	{"acme/nginx", SW_LOOKALIKE_NONE, NULL},
	{"acme/python3", SW_LOOKALIKE_NONE, NULL},
	{"acme/nginx-official", SW_LOOKALIKE_NAMESPACE, "nginx"},
	{"acme/library-redis", SW_LOOKALIKE_NAMESPACE, "redis"},
	{"acme/official_mysql8", SW_LOOKALIKE_NAMESPACE, "mysql"},
	{"dockerlibrary/redis", SW_LOOKALIKE_NAMESPACE, "redis"},
	{"libary/redis", SW_LOOKALIKE_NAMESPACE, "redis"},
	{"amd64/debian", SW_LOOKALIKE_NONE, NULL},
	{"alpine/alpine", SW_LOOKALIKE_DOUBLED, "alpine"},
	{"python/python:3", SW_LOOKALIKE_DOUBLED, "python"},
	{"jenkins/jenkins", SW_LOOKALIKE_NONE, NULL},
	{"ghcr.io/x/nginx-official", SW_LOOKALIKE_NONE, NULL}, /* only Docker's registry has official images */
	{"gchr.io/x/y", SW_LOOKALIKE_REGISTRY, "ghcr.io"},
	{"ghrc.io/x/y", SW_LOOKALIKE_REGISTRY, "ghcr.io"},
	{"quay.i/x/y", SW_LOOKALIKE_REGISTRY, "quay.io"},
	{"dockr.io/x/y", SW_LOOKALIKE_REGISTRY, "docker.io"},
	{"mcr.microsft.com/x", SW_LOOKALIKE_REGISTRY, "mcr.microsoft.com"},
	{"gcr.io/x/y", SW_LOOKALIKE_NONE, NULL},
	{"ghcr.io/x/y", SW_LOOKALIKE_NONE, NULL},
	{"registry.corp.example/x", SW_LOOKALIKE_NONE, NULL},
	{"ngnix:$", SW_LOOKALIKE_NONE, NULL}, /* invalid */
};

static void look_alikes(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++) {
		struct sw_arena arena;
		sw_arena_init(&arena, 1 << 16);
		struct sw_image_ref ref = sw_image_ref_parse(&arena, sw_str_of(lookalikes[i].written), true);
		struct sw_lookalike got = sw_image_lookalike(&ref);
		if (got.kind != lookalikes[i].kind)
			fail_msg("%s: kind %d of %s", lookalikes[i].written, got.kind, got.of ? got.of : "nothing");
		if (got.kind) {
			assert_string_equal(got.of, lookalikes[i].of);
			assert_true(sw_str_contains(sw_lookalike_words(&arena, got), sw_str_of(got.of)));
		}
		sw_arena_free(&arena);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_references), cmocka_unit_test(unresolved_references), cmocka_unit_test(last_part),
		cmocka_unit_test(edits_are_counted), cmocka_unit_test(look_alikes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
