/* What every unit test needs: cmocka in the order it asks for. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/str.h"

#define assert_str(got, literal)                                                                              \
	do {                                                                                                  \
		struct sw_str got_ = (got);                                                                   \
		if (!sw_str_is(got_, (literal)))                                                              \
			fail_msg("got \"%.*s\", expected \"%s\"", SW_ARG(got_), (literal));                   \
	} while (0)

/* cmocka 1.1.5 reports its own skip() as "not ok", which the Test Anything Protocol counts as a failure. */
#define SKIP(...)                               \
	do {                                    \
		print_message("# SKIP " __VA_ARGS__); \
		return;                         \
	} while (0)
