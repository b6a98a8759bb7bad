#include "base/say.h"
#include "base/out.h"
#include "base/utf8.h"

static void __attribute__((format(printf, 2, 0))) say(const char *name, const char *format, va_list args) {
	SW_CLEANUP_OUT struct sw_out raw, safe;
	sw_out_init(&raw, -1);
	sw_out_init(&safe, 2);
	sw_out_vprintf(&raw, format, args);
	struct sw_str text = sw_out_text(&raw);
	sw_out_z(&safe, name);
	for (size_t at = 0; at < text.n;) {
		bool bad = false;
		size_t from = at;
		uint32_t c = sw_utf8_next(text, &at, &bad);
		if (bad || sw_utf8_controls(c))
			sw_out_byte(&safe, '?');
		else
			sw_out_bytes(&safe, text.p + from, at - from);
	}
	sw_out_byte(&safe, '\n');
	sw_out_flush(&safe, NULL);
}

void sw_say(const char *format, ...) {
	va_list args;
	va_start(args, format);
	say("strideward: ", format, args);
	va_end(args);
}

void sw_say_plain(const char *format, ...) {
	va_list args;
	va_start(args, format);
	say("", format, args);
	va_end(args);
}
