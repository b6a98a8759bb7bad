/* What people are told on standard error. Names come from arguments and files: nothing in them may move the cursor or
 * change the terminal, so control characters and marks of direction are shown as '?'. */
#pragma once
#include <stdarg.h>

/* "strideward: " and the text, one line. */
void sw_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The text alone, one line. */
void sw_say_plain(const char *format, ...) __attribute__((format(printf, 1, 2)));
