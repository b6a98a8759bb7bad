#include "knowledge/licence.h"
#include "unit.h"

static void expressions(void **state) {
	static const struct {
		const char *written, *expression;
	} rows[] = {
		{"MIT", "MIT"},
		{"mit", "MIT"},
		{"GPL-2+", "GPL-2.0-or-later"},
		{"GPLv2+ and LGPLv2+ with exceptions", ""},
		{"GPLv2+ and MIT", "GPL-2.0-or-later AND MIT"},
		{"(MIT OR Apache-2.0)", "(MIT OR Apache-2.0)"},
		{"MIT/Apache-2.0", ""}, /* neither a name nor two */
		{"MIT / Apache-2.0", "MIT OR Apache-2.0"},
		{"ASL 2.0", "Apache-2.0"},
		{"Apache License, Version 2.0", "Apache-2.0"},
		{"Apache-2.0, MIT", "Apache-2.0 AND MIT"},
		{"GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"},
		{"gpl-2.0-only with classpath-exception-2.0 or mit", "GPL-2.0-only WITH Classpath-exception-2.0 OR MIT"},
		{"((MIT AND BSD-3-Clause) OR (ISC))", "((MIT AND BSD-3-Clause) OR (ISC))"},
		{"MIT AND", ""},
		{"(MIT", ""},
		{"MIT)", ""},
		{"MIT WITH MIT", ""},
		{"GPL", ""},
		{"BSD", ""},
		{"SEE LICENSE IN LICENSE.md", ""},
		{"", ""},
		{" \t", ""},
	};
	struct sw_arena arena;
	(void)state;
	sw_arena_init(&arena, 1 << 16);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_str found = sw_licence_expression(&arena, sw_str_of(rows[i].written));
		if (!sw_str_is(found, rows[i].expression))
			fail_msg("\"%s\" gave \"%.*s\"", rows[i].written, SW_ARG(found));
	}
	assert_true(sw_licence_is_id(SW_S("MIT")));
	assert_false(sw_licence_is_id(SW_S("MIT OR ISC")));
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expressions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
