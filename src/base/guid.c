#include "base/guid.h"
#include "base/sha256.h"

struct sw_str sw_guid_of(struct sw_arena *arena, struct sw_str name) {
	char hex[65];
	struct sw_sha256 sha;
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, SW_S("strideward model id\n"));
	sw_sha256_add(&sha, name);
	sw_sha256_hex(&sha, hex);
	return sw_arena_printf(arena, "%.8s-%.4s-8%.3s-%c%.3s-%.12s", hex, hex + 8, hex + 13, "89ab"[sw_hex_digit(hex[16]) & 3], hex + 17,
			       hex + 20);
}

bool sw_is_guid(struct sw_str text) {
	if (text.n != 36)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash ? text.p[i] != '-' : sw_hex_digit(text.p[i]) < 0)
			return false;
	}
	return true;
}
