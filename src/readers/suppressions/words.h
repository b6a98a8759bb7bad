/* A comment taken apart word by word: each function moves *rest behind what it took. */
#pragma once
#include "base/str.h"

void word_blanks(struct sw_str *rest);
/* `literal` at the beginning; `nocase`: in any case. */
bool word_take(struct sw_str *rest, const char *literal);
bool word_take_nocase(struct sw_str *rest, const char *literal);
/* At least one blank. */
bool word_gap(struct sw_str *rest);
/* "=", with blanks around it. */
bool word_equals(struct sw_str *rest);
/* The longest run of letters, digits and bytes of `others`. */
struct sw_str word_run(struct sw_str *rest, const char *others);
/* The next part up to a comma, trimmed; false when nothing is left. */
bool word_item(struct sw_str *list, struct sw_str *item);
