/* ShellCheck on the scripts of Dockerfiles, where a person asked for it. */
#pragma once
#include "process/broker.h"
#include "run/scan.h"

/* What it is called with, in front of its files. */
extern const char *const sw_shellcheck_arguments[];

/* Runs it over every Dockerfile that was read, and adds what it says to their steps. What it could not judge is a
 * diagnostic. Called between reading and joining. */
void sw_scan_shellcheck(struct sw_scan *scan, const struct sw_request *request, struct sw_worker *worker);
