/* Any bytes may be given to the reader of rpm's databases, whichever form they begin as: reading ends, in memory that the
 * size of the file limits, and each package has a name. */
#include "base/limits.h"
#include "readers/packages/read.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	const struct sw_package_reader *reader = sw_package_reader_named(SW_S("rpm"));
	assert(reader);
	sw_arena_init(&arena, ((size_t)1 << 20) + 64 * size);
	struct sw_diags diags = {.arena = &arena};
	struct sw_package_sink sink = {.arena = &arena, .diags = &diags, .path = SW_S("var/lib/rpm/Packages")};
	if (SW_ARENA_TRY(&arena, &catch)) {
		sw_package_read(reader, &sink, sw_str((const char *)data, size));
		for sw_each (const struct sw_package, package, sink.packages)
			assert(package->name.n && package->version.n && package->type == SW_PACKAGE_RPM);
		for sw_each (const struct sw_owned, owned, sink.owned)
			assert(owned->path.n && owned->path.n <= SW_LIMIT_PATH_BYTES + 16 && owned->package.n);
		sw_arena_leave(&arena, &catch);
	} else {
		assert(!"the arena is full");
	}
	sw_arena_free(&arena);
	return 0;
}
