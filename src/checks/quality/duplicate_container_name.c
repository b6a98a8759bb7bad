#include "checks/declare.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	struct sw_map names = {0};
	bool named = false;
	for (size_t i = 0; i < view->deployment->workloads.n; i++) {
		const struct sw_workload *workload = &view->deployment->workloads.v[i];
		const struct sw_named_at *name = &workload->container_name;
		if (!name->at.source || !name->known)
			continue;
		const struct sw_workload *other = sw_map_get(&names, name->name);
		named = true;
		if (other)
			sw_fail(sink, name->at, "the container of %.*s is called %.*s, too", SW_ARG(other->name), SW_ARG(name->name));
		else
			sw_map_put(view->arena, &names, name->name, (void *)(uintptr_t)workload);
	}
	if (named)
		sw_pass(sink, view->row->at, "every container has its own name");
	else
		sw_not_applicable(sink, "no container is given a name");
}

CHECK(duplicate_container_name) {
	.id = "duplicate-container-name", .on = SW_ON_DEPLOYMENT, .severity = SW_MEDIUM,
	.refs = {"dclint:no-duplicate-container-names"},
	.title = "Two services give their containers one name",
	.why = "The engine takes a name once: the second service does not start.",
	.fix = "Leave `container_name:` out; Compose makes names that do not collide.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"twice", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    container_name: c\n  b:\n    image: x:1\n    container_name: c\n", "compose.yaml:7"},
		{"once", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    container_name: c\n  b:\n    image: x:1\n", ""},
	},
};
