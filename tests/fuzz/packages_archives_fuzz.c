/* Any bytes may be given to the readers of archives, programs and bills of materials: each ends and gives no package without a
 * name, and one of them says the same twice. */
#include "base/limits.h"
#include "readers/packages/read.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
	const char *kind, *path;
} readers[] = {
	{"cyclonedx", "x.cdx.json"}, {"egg", "x.egg"}, {"jar", "lib/x-1.0.jar"}, {"nupkg", "x.nupkg"}, {"program", "usr/bin/python3.11"},
	{"spdx", "x.spdx"}, {"vsix", "x.vsix"}, {"wheel", "x.whl"},
};

static size_t read_one(size_t i, struct sw_str bytes) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	volatile size_t count = 0;
	sw_arena_init(&arena, (size_t)1 << 28);
	struct sw_diags diags = {.arena = &arena};
	struct sw_package_sink sink = {.arena = &arena, .diags = &diags, .path = sw_str_of(readers[i].path)};
	if (SW_ARENA_TRY(&arena, &catch)) {
		sw_package_read(sw_package_reader_named(sw_str_of(readers[i].kind)), &sink, bytes);
		for (size_t at = 0; at < sink.packages.n; at++) {
			assert(sink.packages.v[at].name.n);
			assert(sw_str_starts(sink.packages.v[at].path, sink.path));
		}
		assert(sink.depth == 0);
		count = sink.packages.n * 1000 + diags.n;
		sw_arena_leave(&arena, &catch);
	}
	sw_arena_free(&arena);
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_str bytes = {(const char *)data, size};
	enum { COUNT = sizeof readers / sizeof *readers };
	for (size_t i = 0; i < COUNT; i++) {
		size_t first = read_one(i, bytes);
		assert(i != size % COUNT || first == read_one(i, bytes));
	}
	return 0;
}
