/* What several checks work out about one subject: the first one keeps it for the others, which come right after it. */
#pragma once
#include <stdbool.h>

struct sw_stages;        /* checks/about_steps.h */
struct sw_commands;      /* the same */
struct sw_package_calls; /* checks/about_packages.h */
struct sw_trace;         /* checks/about_trace.h */

struct sw_memo {
	const struct sw_stages *built, *shipped; /* NULL: not yet worked out */
	const struct sw_commands *commands;
	const struct sw_package_calls *packages;
	const struct sw_trace *trace;
	bool fetches_asked, fetches;
	bool unread_asked, unread; /* a RUN of the build is not read, or not in full */
};
