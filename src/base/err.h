/* An environment that refused (no file, no permission, no memory): returned, never printed by libraries.
 * Functions that can fail take `struct sw_err *err` last and return 0 or negative; `err` is untouched on success. */
#pragma once

struct sw_err {
	int code;       /* errno value, or 0 where none applies */
	char text[512]; /* NUL-terminated, one line, lower-case start, no full stop */
};

/* Fills `err` (may be NULL) and returns -1, so that a caller can write `return sw_err_set(err, …)`. */
int sw_err_set(struct sw_err *err, int code, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Puts "context: " before the text that is there. Returns -1. */
int sw_err_wrap(struct sw_err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
