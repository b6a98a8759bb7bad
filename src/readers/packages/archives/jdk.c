/* The file in which a Java runtime says what it is: lines of `KEY="value"`. */
#include "readers/packages/readers.h"

static struct sw_str unquoted(struct sw_str text) {
	text = sw_str_trim(text);
	return text.n >= 2 && text.p[0] == '"' && text.p[text.n - 1] == '"' ? sw_str_sub(text, 1, text.n - 2) : text;
}

/* Other programs call a file so, too: what does not say a version of Java is none of ours. */
static void read_release(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line, version = {0}, vendor = {0};
	while (sw_str_split(&bytes, '\n', &line)) {
		if (sw_str_starts(line, SW_S("JAVA_VERSION=")))
			version = unquoted(sw_str_from(line, sizeof "JAVA_VERSION=" - 1));
		else if (sw_str_starts(line, SW_S("IMPLEMENTOR=")))
			vendor = unquoted(sw_str_from(line, sizeof "IMPLEMENTOR=" - 1));
	}
	if (!version.n)
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_RUNTIME, SW_S("java"), version);
	package->supplier = sw_arena_str(sink->arena, vendor);
}

static const char *const names[] = {"release", NULL};

const struct sw_package_reader sw_package_reader_jdk_release = {.kind = "jdk-release", .names = names, .limit = 1 << 16, .read = read_release};
