/* Memory for what is needed only while one file is read, such as the tree of a document: a layer with ten thousand files
 * needs memory for one. Private to this folder and those below it. */
#pragma once
#include "readers/packages/read.h"

typedef void sw_package_scratch_fn(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, void *with);

/* Calls `work` with an arena of `most` bytes, which is given back whatever happens. False, with the reason said: that was
 * not enough. */
bool sw_package_scratch(struct sw_package_sink *sink, size_t most, struct sw_str bytes, sw_package_scratch_fn *work, void *with);
/* What is enough for a file that holds what it says: SW_LIMIT_FACTSET_BYTES and 64 times its bytes. */
size_t sw_package_scratch_for(size_t bytes);
