#include "checks/about_workload.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *restart = &view->fields[SW_FIELD_RESTART];
	const struct sw_link *link = sw_value_link(restart);
	int64_t most = 0;
	if (sw_tell_hidden(restart, sink, "the restart policy"))
		return;
	struct sw_str policy = restart->value, count = {0};
	size_t colon = sw_str_find_byte(policy, ':');
	if (colon != SW_NPOS)
		count = sw_str_from(policy, colon + 1);
	bool bounded = sw_str_to_i64(count, &most) && most > 0;
	enum { ENOUGH = 5 }; /* the number that the CIS benchmark names */
	if (sw_str_starts(policy, SW_S("on-failure")) && !bounded)
		sw_fail_value(sink, restart, "restarts after every failure without a limit");
	else if (sw_str_is(policy, "always") || sw_str_is(policy, "unless-stopped"))
		sw_fail_value(sink, restart, "restarts without a limit (%.*s)", SW_ARG(policy));
	else if (bounded && most > ENOUGH)
		sw_fail_value(sink, restart, "restarts up to %lld times", (long long)most);
	else if (bounded)
		sw_pass(sink, link->at, "at most %lld restarts", (long long)most);
	else
		sw_not_applicable(sink, "it is not restarted");
}

CHECK(restart_unbounded) {
	.id = "restart-unbounded", .on = SW_ON_WORKLOAD, .severity = SW_INFO, .stride = SW_DENIAL, .cwe = {693}, .practice = true,
	.refs = {"cis-docker-1.6:5.15", "kics:2fc99041"},
	.title = "The service is restarted without a tight limit",
	.why = "A service that crashes at its start is started for ever: that costs the host, hides the fault and gives an attacker "
	       "as many tries as they want.",
	.fix = "Set `restart: on-failure:5` where something else watches the service.",
	.decide = decide,
	.examples = {
		{"always", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    restart: always\n", "compose.yaml:4"},
		{"on-failure", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    restart: on-failure\n", "compose.yaml:4"},
		{"policy", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    deploy:\n      restart_policy:\n        condition: on-failure\n", "compose.yaml:6"},
		{"many", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    restart: on-failure:10\n", "compose.yaml:4"},
		{"bounded", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    restart: on-failure:5\n", ""},
		{"none", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    restart: \"no\"\n", ""},
	},
};
