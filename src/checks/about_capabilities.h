/* Capabilities of files: how bad it is that a program has them. */
#pragma once
#include "checks/declare.h"

/* "cap_net_raw,cap_net_admin=eip", "cap_net_raw+ep cap_net_admin+ep": the worst of them decides, and *name is it. */
enum sw_severity sw_worst_file_capability(struct sw_str capabilities, struct sw_str *name);
