/* The system calls that a confined process may make. */
#pragma once
#include "base/err.h"
#include <stdbool.h>

enum sw_calls_profile {
	SW_CALLS_WORKER,
	SW_CALLS_TOOL, /* what starting another program takes besides, and the timers of its runtime */
};

/* Puts the filter in force for the calling process, which must have one thread and no new privileges. `openat2` says
 * whether that call is allowed. 1: in force, 0: the kernel has no filters, -1: error. */
int sw_calls_filter(enum sw_calls_profile profile, bool openat2, struct sw_err *err);
