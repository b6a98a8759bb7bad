/* The file in which a Java runtime says what it is: lines of `KEY="value"`. */
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* Other programs call a file so, too: what does not say a version of Java is none of ours. */
static void read_release(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line, version = {0}, vendor = {0};
	while (sw_line_next(&bytes, &line)) {
		if (sw_str_starts(line, SW_S("JAVA_VERSION=")))
			version = sw_text_unquote(sw_str_from(line, sizeof "JAVA_VERSION=" - 1));
		else if (sw_str_starts(line, SW_S("IMPLEMENTOR=")))
			vendor = sw_text_unquote(sw_str_from(line, sizeof "IMPLEMENTOR=" - 1));
	}
	if (!version.n)
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_RUNTIME, SW_S("java"), version);
	package->supplier = sw_package_text(sink, vendor);
}

static const char *const names[] = {"release", NULL};

const struct sw_package_reader sw_package_reader_jdk_release = {.kind = "jdk-release", .names = names, .limit = 1 << 16, .read = read_release};
