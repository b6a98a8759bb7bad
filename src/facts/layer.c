#include "facts/layer.h"

const char *sw_partial_name(enum sw_partial partial) {
	static const char *const names[] = {
		[SW_PARTIAL_NOT] = "complete", [SW_PARTIAL_MISSING] = "missing", [SW_PARTIAL_TRUNCATED] = "truncated",
		[SW_PARTIAL_CORRUPT] = "corrupt", [SW_PARTIAL_LIMIT] = "limit", [SW_PARTIAL_FORMAT] = "format", [SW_PARTIAL_DIED] = "died",
	};
	return names[partial];
}

const char *sw_trait_name(enum sw_trait trait) {
	static const char *const names[] = {
		"setuid", "setgid", "capabilities", "world-writable", "device", "secret-file", "git", "package-cache", "shell", "compiler",
		"ssh-server", "engine-client", "package-manager", "downloader", "escalation",
	};
	unsigned bit = (unsigned)__builtin_ctz((unsigned)trait);
	return bit < sizeof names / sizeof *names ? names[bit] : "";
}
