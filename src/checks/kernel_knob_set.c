#include "checks/about_workload.h"

/* Settings of the kernel that each container has for itself; the engine refuses others unless namespaces are shared. */
static bool is_own(struct sw_str name) {
	static const char *const own[] = {"net.", "fs.mqueue.", "kernel.msg", "kernel.sem", "kernel.shm"};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (sw_str_starts(name, sw_str_of(own[i])))
			return true;
	return false;
}

/* "-1", "unlimited", or one of them before or behind the colon. */
static bool no_limit(struct sw_str value) {
	struct sw_str part;
	while (value.p && sw_str_split(&value, ':', &part))
		if (sw_str_is(part, "-1") || sw_str_is_nocase(part, "unlimited"))
			return true;
	return false;
}

static void look_at_names(const struct sw_workload *workload, struct sw_sink *sink) {
	for (size_t i = 0; i < workload->sysctls.n; i++)
		if (!is_own(workload->sysctls.v[i].name))
			sw_fail(sink, workload->sysctls.v[i].at, "%.*s is a setting of the whole host", SW_ARG(workload->sysctls.v[i].name));
	for (size_t i = 0; i < workload->ulimits.n; i++) {
		const struct sw_named_at *limit = &workload->ulimits.v[i];
		if (sw_listed(limit->name, "nproc nofile") && no_limit(limit->value))
			sw_fail_as(sink, SW_LOW, limit->at, "%.*s has no limit", SW_ARG(limit->name));
	}
}

static void look_at_fields(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *spared = &view->fields[SW_FIELD_OOM_KILL_DISABLE], *score = &view->fields[SW_FIELD_OOM_SCORE],
			      *parent = &view->fields[SW_FIELD_CGROUP_PARENT];
	int64_t number = 0;
	if (spared->known && sw_value_tri(spared) == SW_YES)
		sw_fail_value(sink, spared, "oom_kill_disable: the kernel may not end it when memory is out");
	if (score->known && sw_value_int(score, &number) && number < 0)
		sw_fail_as(sink, SW_LOW, sw_value_link(score)->at, "oom_score_adj %lld: other processes are ended before it", (long long)number);
	if (parent->known && parent->value.n)
		sw_fail_as(sink, SW_LOW, sw_value_link(parent)->at, "it is put under the control group %.*s", SW_ARG(parent->value));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	look_at_names(workload, sink);
	look_at_fields(view, sink);
	if (sw_tell_open(view, sink, "sysctls and ulimits"))
		return;
	if (workload->sysctls.n || workload->ulimits.n)
		sw_pass(sink, workload->at, "only settings of its own namespaces");
	else
		sw_not_applicable(sink, "no setting of the kernel is changed");
}

CHECK(kernel_knob_set) {
	.id = "kernel-knob-set", .on = SW_ON_WORKLOAD, .severity = SW_MEDIUM, .stride = SW_DENIAL | SW_ELEVATION, .cwe = {770},
	.refs = {"cis-docker-1.6:5.19", "cis-docker-1.6:5.25", "kics:4d9f44c6"},
	.title = "A kernel setting or limit of the host is changed for the container",
	.why = "Such a setting reaches past the container: it changes how the host treats others, or spares this service when "
	       "memory or processes run out.",
	.fix = "Remove the setting, or bound it, as in `ulimits: {nofile: {soft: 20000, hard: 40000}}`.",
	.decide = decide,
	.examples = {
		{"sysctl", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    sysctls:\n      - kernel.core_pattern=/x\n      - net.core.somaxconn=1024\n", "compose.yaml:5"},
		{"oom", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    oom_kill_disable: true\n    oom_score_adj: -900\n", "compose.yaml:4 compose.yaml:5"},
		{"ulimit", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ulimits:\n      nproc: -1\n      memlock: -1\n", "compose.yaml:5"},
		{"group", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    cgroup_parent: m-executor-abcd\n", "compose.yaml:4"},
		{"own", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    sysctls: {net.ipv4.ip_forward: 1}\n    ulimits: {nofile: 65536}\n", ""},
	},
};
