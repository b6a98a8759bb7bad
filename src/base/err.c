#include "base/err.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int sw_err_set(struct sw_err *err, int code, const char *format, ...) {
	if (err) {
		va_list args;
		va_start(args, format);
		err->code = code;
		vsnprintf(err->text, sizeof err->text, format, args);
		va_end(args);
	}
	return -1;
}

int sw_err_wrap(struct sw_err *err, const char *format, ...) {
	if (err) {
		char inner[sizeof err->text];
		memcpy(inner, err->text, sizeof inner);
		va_list args;
		va_start(args, format);
		int n = vsnprintf(err->text, sizeof err->text, format, args);
		va_end(args);
		if (n >= 0 && (size_t)n < sizeof err->text)
			snprintf(err->text + n, sizeof err->text - (size_t)n, ": %.*s",
				 (int)(sizeof err->text - (size_t)n), inner);
	}
	return -1;
}
