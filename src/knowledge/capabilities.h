/* Linux capabilities: which ones a container has by default, and what each lets a process do to the host. Rows stand in
 * data/capabilities.toml. */
#pragma once
#include "facts/verdict.h"

struct sw_capability {
	const char *name;          /* upper case without CAP_: "SYS_ADMIN"; "ALL" has a row too */
	uint8_t bit;               /* number of the kernel; of ALL: 255 */
	bool by_default;           /* the Docker engine grants it unless it is dropped */
	enum sw_severity severity; /* of granting it; of a default one: of leaving it in */
	enum sw_severity with_host_pid; /* of granting it together with the host's process namespace */
	enum sw_severity with_host_net; /* of granting it together with the host's network */
	const char *why;           /* what a process can do with it, one sentence */
};

/* The row of a name in any case, with or without CAP_; NULL when the kernel knows none of that name. */
const struct sw_capability *sw_capability(struct sw_str name);
/* All rows, by name. */
extern const struct sw_capability sw_capabilities[];
extern const size_t sw_capability_count;
