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
