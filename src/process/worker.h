/* How the broker starts the worker's half. */
#pragma once
#include "process/broker.h"
#include <sys/types.h>

/* Confines the process that was just forked by process `broker`, does the job's work, tells the outcome on `channel` and
 * ends. */
_Noreturn void sw_worker_main(const struct sw_job *job, int channel, const struct sw_tools *tools, const struct sw_layers *layers, pid_t broker,
			      bool progress);
