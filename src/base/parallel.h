/* Work shared out to threads: items 0 … n-1, taken in order by whoever is free. The caller's results must go to places
 * that belong to the item, so that nothing depends on scheduling. */
#pragma once
#include <stddef.h>

typedef void sw_work_fn(void *context, size_t item, unsigned worker);

/* Runs fn for every item with up to `jobs` threads (the caller is one of them; 0 and 1 mean no other thread) and
 * returns when all are done. A thread that cannot be started is done without. `worker` is below `jobs`. */
void sw_parallel(size_t n, unsigned jobs, sw_work_fn *fn, void *context);
