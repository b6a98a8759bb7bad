/* What a check's file includes: the type of its row, the sink, the vocabulary of builds. A file declares one row:
 *     CHECK(image_runs_as_root) { .id = "image-runs-as-root", … };
 * The build makes the registry from the list of files in meson.build. */
#pragma once
#include "facts/sink.h"
#include "formats/shell_words.h"

#define CHECK(ident)                             \
	extern const struct sw_check sw_check_##ident; \
	const struct sw_check sw_check_##ident =
