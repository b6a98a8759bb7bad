/* Lists of allowed images in files of their own, ours and those of other tools, and the two lists that an image must pass. */
#include "unit.h"
#include "base/limits.h"
#include "knowledge/allowlist.h"
#include "knowledge/image_name.h"
#include "knowledge/images.h"
#include "readers/config/read.h"

#define TODAY "2026-11-22"

struct row {
	const char *image;
	enum sw_allow_verdict verdict;
};

static void decide_rows(struct sw_arena *arena, const struct sw_allowlist *list, const struct row *rows) {
	struct sw_config config = {.policy = *list};
	for (; rows->image; rows++) {
		struct sw_image_ref ref = sw_image_ref_parse(arena, sw_str_of(rows->image), true);
		struct sw_allow_decision got = sw_images_decide(arena, &config, &ref, SW_S(TODAY));
		if (got.verdict != rows->verdict)
			fail_msg("%s: %d and not %d (%.*s)", rows->image, (int)got.verdict, (int)rows->verdict, SW_ARG(got.reason));
		assert_true(got.at.source == 1);
	}
}

/* Reads `text` and says how many warnings and errors there were. */
static void with_list(const char *text, size_t warnings, bool errors, const struct row *rows) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	struct sw_allowlist list;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	assert_true(SW_ARENA_TRY(&arena, &catch));
	struct sw_diags diags = {.arena = &arena};
	sw_policy_read(&arena, 1, sw_str_of(text), &list, &diags);
	assert_true(list.present && list.otherwise == SW_ALLOW_DENY);
	assert_int_equal(sw_diags_failed(&diags), errors);
	if (!errors)
		assert_int_equal(diags.n, warnings);
	decide_rows(&arena, &list, rows);
	sw_arena_free(&arena);
}

static void own(void **state) {
	(void)state;
	with_list("version: 1\nofficial: allow\nrules:\n  - image: ghcr.io/acme/**\n", 0, false, (const struct row[]){
		{"debian:13", SW_ALLOWED}, {"ghcr.io/acme/a/b:1", SW_ALLOWED}, {"ghcr.io/acme-evil/a", SW_DENIED}, {"centos:7", SW_DENIED}, {0}});
	with_list("{\"images\": {\"rules\": [{\"image\": \"debian\"}]}}", 0, false, (const struct row[]){
		{"index.docker.io/library/debian:13", SW_ALLOWED}, {"alpine", SW_DENIED}, {0}});
	with_list("services:\n  a: {image: redis}\n", 0, true, (const struct row[]){{"redis", SW_DENIED}, {0}});
	with_list("a: [\n", 0, true, (const struct row[]){{"redis", SW_DENIED}, {0}});
}

static void hadolint(void **state) {
	(void)state;
	with_list("ignored: [DL3008]\ntrustedRegistries:\n  - docker.io\n  - my-company.com:5000\n  - \"*.gcr.io\"\n  - quay*\n", 0, false,
		  (const struct row[]){{"debian:13", SW_ALLOWED}, {"acme/app", SW_ALLOWED}, {"my-company.com:5000/a:1", SW_ALLOWED},
				       {"my-company.com/a", SW_DENIED}, {"eu.gcr.io/p/a", SW_ALLOWED}, {"gcr.io/p/a", SW_DENIED},
				       {"quay.io/a/b", SW_ALLOWED}, {"ghcr.io/a/b", SW_DENIED}, {0}});
	with_list("trustedRegistries: [hub.docker.com]\n", 0, false, (const struct row[]){{"debian", SW_ALLOWED}, {"quay.io/a/b", SW_DENIED}, {0}});
	with_list("trustedRegistries: []\n", 0, false, (const struct row[]){{"debian", SW_DENIED}, {0}});
}

static void gatekeeper(void **state) {
	(void)state;
	with_list("apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: K8sAllowedRepos\nmetadata: {name: r}\nspec:\n  parameters:\n    repos:\n"
		  "      - docker.io/foo\n      - quay.io/acme/\n", 1, false, (const struct row[]){
		{"foo/app:1", SW_ALLOWED}, {"foobar/app:1", SW_ALLOWED}, {"quay.io/acme/a", SW_ALLOWED}, {"quay.io/acme2/a", SW_DENIED},
		{"debian", SW_DENIED}, {0}});
	with_list("kind: Namespace\nmetadata: {name: a}\n---\nkind: K8sAllowedReposv2\nspec:\n  parameters:\n    allowedImages: [\"docker.io/library/debian:13\", "
		  "\"ghcr.io/acme/*\"]\n", 0, false, (const struct row[]){
		{"debian:13", SW_ALLOWED}, {"debian:12", SW_DENIED}, {"ghcr.io/acme/x/y:2", SW_ALLOWED}, {0}});
}

static void policy_json(void **state) {
	(void)state;
	with_list("{\"default\": [{\"type\": \"reject\"}], \"transports\": {\"docker\": {"
		  "\"docker.io/library\": [{\"type\": \"insecureAcceptAnything\"}], \"docker.io/library/centos\": [{\"type\": \"reject\"}],"
		  "\"registry.example\": [{\"type\": \"signedBy\", \"keyType\": \"GPGKeys\"}], \"quay.io/a/b:1\": [{\"type\": \"insecureAcceptAnything\"}],"
		  "\"*.corp.example\": [{\"type\": \"insecureAcceptAnything\"}], \"odd.example\": [{\"type\": \"later\"}],"
		  "\"both.example\": [{\"type\": \"sigstoreSigned\", \"keyPath\": \"/k\"}, {\"type\": \"reject\"}]}}}", 0, false, (const struct row[]){
		{"debian:13", SW_ALLOWED}, {"centos:7", SW_DENIED}, {"registry.example/a:1", SW_ALLOW_UNDECIDED}, {"quay.io/a/b:1", SW_ALLOWED},
		{"quay.io/a/b:2", SW_DENIED}, {"a.corp.example/x", SW_ALLOWED}, {"evilcorp.example/x", SW_DENIED}, {"odd.example/x", SW_DENIED},
		{"both.example/x", SW_DENIED},
		{"acme/app", SW_DENIED}, {0}});
	with_list("{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}", 0, false, (const struct row[]){{"acme/app", SW_ALLOWED}, {0}});
}

/* What one list allows the other may deny, in both directions; a variable is never a pass. */
static void two_lists(void **state) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	struct sw_config config;
	(void)state;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	assert_true(SW_ARENA_TRY(&arena, &catch));
	struct sw_diags diags = {.arena = &arena};
	sw_config_read(&arena, 1, SW_S("version: 1\nimages:\n  rules:\n    - image: docker.io/**\n    - image: docker.io/evil/app\n      deny: true\n"), &config,
		       &diags);
	sw_policy_read(&arena, 2, SW_S("rules:\n  - image: docker.io/acme/**\n  - image: docker.io/evil/**\n  - image: ghcr.io/**\n"), &config.policy, &diags);
	assert_int_equal(diags.n, 0);
	static const struct row rows[] = {{"acme/app:1", SW_ALLOWED}, {"other/app", SW_DENIED}, {"evil/app", SW_DENIED}, {"evil/two", SW_ALLOWED},
					  {"ghcr.io/a/b", SW_DENIED}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_image_ref ref = sw_image_ref_parse(&arena, sw_str_of(rows[i].image), true);
		assert_int_equal(sw_images_decide(&arena, &config, &ref, SW_S(TODAY)).verdict, rows[i].verdict);
	}
	struct sw_image_ref ref = sw_image_ref_parse(&arena, SW_S("acme/$APP"), false);
	assert_int_equal(sw_images_decide(&arena, &config, &ref, SW_S(TODAY)).verdict, SW_ALLOW_UNDECIDED);
	sw_arena_free(&arena);
}

static void official(void **state) {
	static const struct {
		const char *image;
		enum sw_official official;
		enum sw_tag_state tag;
	} rows[] = {
		{"debian:13", SW_OFFICIAL_YES, SW_TAG_BUILT}, {"debian", SW_OFFICIAL_YES, SW_TAG_BUILT}, {"debian:12", SW_OFFICIAL_YES, SW_TAG_NOT_BUILT},
		{"house:1", SW_OFFICIAL_YES, SW_TAG_BUILT}, {"house:2", SW_OFFICIAL_YES, SW_TAG_BUILT}, {"old:1", SW_OFFICIAL_GONE, SW_TAG_NOT_BUILT},
		{"alpine:3.22", SW_OFFICIAL_NO, SW_TAG_UNKNOWN},
	};
	struct sw_arena arena;
	struct sw_arena_catch catch;
	(void)state;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	assert_true(SW_ARENA_TRY(&arena, &catch));
	struct sw_diags diags = {.arena = &arena};
	sw_official_use(sw_official_read(&arena, 1, SW_S("# date 2027-01-31\ndebian\t13 latest\nhouse\t1\nhouse\t2\r\nold\t!gone\n"), &diags));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_image_ref ref = sw_image_ref_parse(&arena, sw_str_of(rows[i].image), true);
		assert_int_equal(sw_image_official(&ref), rows[i].official);
		assert_int_equal(sw_image_tag_state(&ref), rows[i].tag);
	}
	assert_true(sw_str_is(sw_official_date_used(), "2027-01-31"));
	assert_int_equal(diags.n, 0);
	assert_null(sw_official_read(&arena, 1, SW_S("# nothing\n"), &diags));
	assert_null(sw_official_read(&arena, 1, SW_S("No Name\t1\n"), &diags));
	assert_true(diags.n >= 2);
	sw_official_use(NULL);
	struct sw_image_ref ref = sw_image_ref_parse(&arena, SW_S("alpine"), true);
	assert_int_equal(sw_image_official(&ref), SW_OFFICIAL_YES);
	sw_arena_free(&arena);
}

static void newer(void **state) {
	static const struct {
		const char *image;
		bool newer;
	} rows[] = {{"debian:99", true}, {"debian:9", false}, {"python:4.0", true}, {"python:3.1", false}, {"debian:bookwrm", false}, {"alpine:3.99", true}};
	struct sw_arena arena;
	struct sw_arena_catch catch;
	(void)state;
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	assert_true(SW_ARENA_TRY(&arena, &catch));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_image_ref ref = sw_image_ref_parse(&arena, sw_str_of(rows[i].image), true);
		assert_int_equal(sw_image_tag_newer(&ref), rows[i].newer);
	}
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(own), cmocka_unit_test(hadolint), cmocka_unit_test(gatekeeper), cmocka_unit_test(policy_json),
					   cmocka_unit_test(two_lists), cmocka_unit_test(official), cmocka_unit_test(newer)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
