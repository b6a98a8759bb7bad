#include "fixes/fixer.h"

void sw_fix_drop_capabilities(struct sw_fixing *fixing) {
	if (!fixing->service)
		return;
	const struct sw_workload *workload = fixing->service->workload;
	fixing->fix->title = SW_S("Drop all capabilities");
	fixing->fix->caution = SW_S("what the software needs (binding ports below 1024, changing its user) has to be given back with cap_add");
	if (workload->cap_drop.n)
		sw_fixing_list(fixing, workload->cap_drop.v[workload->cap_drop.n - 1].at, "ALL");
	else
		sw_fixing_service(fixing, "cap_drop:|  - ALL");
}
