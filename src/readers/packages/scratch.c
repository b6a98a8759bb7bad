#include "readers/packages/scratch.h"
#include "base/limits.h"

size_t sw_package_scratch_for(size_t bytes) {
	return SW_LIMIT_FACTSET_BYTES + 64 * bytes;
}

/* Either arena may be full: the scratch ends this file, the sink's ends everything. */
bool sw_package_scratch(struct sw_package_sink *sink, size_t most, struct sw_str bytes, sw_package_scratch_fn *work, void *with) {
	struct sw_arena scratch, *packages = sink->arena;
	struct sw_arena_catch inner, outer;
	volatile bool done = false, ended = false;
	sw_arena_init(&scratch, most);
	if (SW_ARENA_TRY(packages, &outer)) {
		if (SW_ARENA_TRY(&scratch, &inner)) {
			work(sink, &scratch, bytes, with);
			sw_arena_leave(&scratch, &inner);
			done = true;
		}
		if (!done)
			sw_package_say(sink, SW_DIAG_ERROR, "package-memory", "takes too much memory to read");
		sw_arena_leave(packages, &outer);
		ended = true;
	}
	sw_arena_free(&scratch);
	if (!ended)
		sw_arena_throw(packages);
	return done;
}
