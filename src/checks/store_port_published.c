#include "checks/about_ports.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	const char *what = NULL;
	for (size_t i = 0; i < workload->ports.n && sw_ports_count(view); i++) {
		const struct sw_port *port = &workload->ports.v[i];
		struct sw_arena *arena = view->arena;
		if (sw_port_kind(view->service, port, &what) == SW_PORT_IS_STORE)
			sw_fail(sink, port->at, "%s is published: %.*s %.*s", what, SW_ARG(sw_port_words(arena, port)),
				SW_ARG(sw_reach_words(arena, port)));
		else if (sw_port_reach(port) == SW_REACH_HIDDEN)
			sw_unknown(sink, SW_MISSING_VARIABLE, port->at, "where it is published may come from a variable");
	}
	if (sw_tell_open(view, sink, "ports"))
		return;
	if (sw_ports_count(view))
		sw_pass(sink, workload->ports.v[0].at, "no store or admin page is published");
	else
		sw_not_applicable(sink, "no port is published");
}

CHECK(store_port_published) {
	.id = "store-port-published", .on = SW_ON_WORKLOAD, .severity = SW_HIGH, .stride = SW_DISCLOSURE | SW_SPOOFING, .cwe = {668},
	.refs = {"cis-docker-1.6:5.14"},
	.title = "A store or admin page is published to the network",
	.why = "Databases, caches, queues and admin pages are made for clients that are trusted. Published, they are tried by "
	       "scanners within hours, and one weak password or missing update hands out the data.",
	.fix = "Remove the `ports:` entry, because other services reach it by its name. For work on the host itself bind it: "
	       "`ports: [\"127.0.0.1:5432:5432\"]`.",
	.decide = decide,
	.examples = {
		{"database", "=== compose.yaml\nservices:\n  a:\n    image: postgres:16\n    ports:\n      - \"5432:5432\"\n", "compose.yaml:5"},
		{"by-number", "=== compose.yaml\nservices:\n  a:\n    image: example/own-store:1\n    ports:\n      - \"16379:6379\"\n", "compose.yaml:5"},
		{"admin-page", "=== compose.yaml\nservices:\n  a:\n    image: phpmyadmin:5\n    ports: [\"8081:80\"]\n", "compose.yaml:4"},
		{"loopback", "=== compose.yaml\nservices:\n  a:\n    image: redis:7\n    ports: [\"127.0.0.1:6379:6379\"]\n", ""},
		{"web", "=== compose.yaml\nservices:\n  a:\n    image: nginx:1\n    ports: [\"8080:80\"]\n", ""},
	},
};
