/* Unicode classes that the Dockerfile grammar asks for. */
#pragma once
#include "base/utf8.h"

bool sw_unicode_is_letter(uint32_t c);
bool sw_unicode_is_digit(uint32_t c);
bool sw_unicode_is_space(uint32_t c);

/* Bytes of the white space character at byte `at`, 0 when none stands there. */
size_t sw_unicode_space_at(struct sw_str s, size_t at);
/* Without white space at the left end; at both ends. */
struct sw_str sw_unicode_trim_left(struct sw_str s);
struct sw_str sw_unicode_trim(struct sw_str s);
