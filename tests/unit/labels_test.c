/* What values of labels are: the kinds that no well-known label has are judged here, too. */
#include "unit.h"
#include "checks/about_labels.h"

static const struct {
	enum sw_label_kind kind;
	const char *value;
	bool fits;
} values[] = {
	{SW_LABEL_TEXT, "a", true},
	{SW_LABEL_TEXT, " ", false},
	{SW_LABEL_TEXT, "", false},
	{SW_LABEL_URL, "https://git.example.com/a?b=c", true},
	{SW_LABEL_URL, "git@git.example.com:a/b.git", true},
	{SW_LABEL_URL, "mailto:a@example.com", true},
	{SW_LABEL_URL, "example.com/a", false},
	{SW_LABEL_URL, "https://", false},
	{SW_LABEL_URL, "https://a b", false},
	{SW_LABEL_URL, "", false},
	{SW_LABEL_SEMVER, "1.2.3", true},
	{SW_LABEL_SEMVER, "1.2.3-rc.1+build-5", true},
	{SW_LABEL_SEMVER, "0.0.0", true},
	{SW_LABEL_SEMVER, "1.2", false},
	{SW_LABEL_SEMVER, "v1.2.3", false},
	{SW_LABEL_SEMVER, "1.02.3", false},
	{SW_LABEL_SEMVER, "1.2.3-", false},
	{SW_LABEL_SEMVER, "1.2.3-a..b", false},
	{SW_LABEL_HASH, "0123abc", true},
	{SW_LABEL_HASH, "0123456789abcdef0123456789ABCDEF01234567", true},
	{SW_LABEL_HASH, "main", false},
	{SW_LABEL_HASH, "0123ab", false},
	{SW_LABEL_TIME, "2026-01-31T12:00:00Z", true},
	{SW_LABEL_TIME, "2026-01-31T12:00:00.25+01:00", true},
	{SW_LABEL_TIME, "2026-01-31", false},
	{SW_LABEL_TIME, "2026-13-31T12:00:00Z", false},
	{SW_LABEL_TIME, "2026-01-31T12:00:00", false},
	{SW_LABEL_TIME, "2026-01-31T12:00:00Zx", false},
	{SW_LABEL_SPDX, "Apache-2.0", true},
	{SW_LABEL_SPDX, "(MIT OR GPL-2.0-only WITH Classpath-exception-2.0) AND 0BSD", true},
	{SW_LABEL_SPDX, "Apache 2.0", false},
	{SW_LABEL_SPDX, "GPLv3", false},
	{SW_LABEL_SPDX, "(MIT", false},
	{SW_LABEL_SPDX, "MIT OR", false},
	{SW_LABEL_SPDX, "", false},
	{SW_LABEL_EMAIL, "a.b+c@example.com", true},
	{SW_LABEL_EMAIL, "a", false},
	{SW_LABEL_EMAIL, "@example.com", false},
	{SW_LABEL_EMAIL, "A B <a@example.com>", false},
};

static void kinds(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (sw_label_fits(values[i].kind, sw_str_of(values[i].value)) != values[i].fits)
			fail_msg("\"%s\" as %s", values[i].value, sw_label_kind_name(values[i].kind));
}

static void names(void **state) {
	(void)state;
	assert_string_equal(sw_label_kind_name(SW_LABEL_TIME), "rfc3339");
	assert_string_equal(sw_label_kind_name(SW_LABEL_EMAIL), "email");
}

int main(void) {
	const struct CMUnitTest tests[] = {cmocka_unit_test(kinds), cmocka_unit_test(names)};
	return cmocka_run_group_tests_name("labels", tests, NULL, NULL);
}
