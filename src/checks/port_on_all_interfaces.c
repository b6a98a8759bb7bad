#include "checks/about_ports.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	bool pass = true;
	for (size_t i = 0; i < workload->ports.n && sw_ports_count(view); i++) {
		const struct sw_port *port = &workload->ports.v[i];
		enum sw_port_reach reach = sw_port_reach(port);
		pass &= reach == SW_REACH_LOOPBACK;
		/* What deserves a graver word is told by the check that has it. */
		if (reach == SW_REACH_ALL && sw_port_kind(view->service, port, NULL) == SW_PORT_IS_PLAIN)
			sw_fail(sink, port->at, "%.*s is published on every address of the host",
				SW_ARG(sw_port_words(view->arena, port)));
		else if (reach == SW_REACH_ADDRESS)
			sw_unknown(sink, SW_MISSING_HOST, port->at, "who reaches %.*s is not written", SW_ARG(port->host_ip));
		else if (reach == SW_REACH_HIDDEN)
			sw_unknown(sink, SW_MISSING_VARIABLE, port->at, "the address may come from a variable");
	}
	if (sw_tell_open(view, sink, "ports"))
		return;
	if (!sw_ports_count(view))
		sw_not_applicable(sink, "no port is published");
	else if (pass)
		sw_pass(sink, workload->ports.v[0].at, "published on loopback only");
	else
		sw_not_applicable(sink, "its published ports are told by a graver check");
}

CHECK(port_on_all_interfaces) {
	.id = "port-on-all-interfaces", .on = SW_ON_WORKLOAD, .severity = SW_MEDIUM, .stride = SW_DISCLOSURE, .cwe = {668},
	.refs = {"cis-docker-1.6:5.14", "kics:451d79dc", "compose-lint:CL-0005", "dclint:no-unbound-port-interfaces"},
	.title = "A port is published on every address of the host",
	.why = "Whoever reaches the host on any network reaches the service. The engine writes its own rules, so ufw and firewalld do "
	       "not stop it.",
	.fix = "Bind it to one address, such as `ports: [\"127.0.0.1:8080:80\"]`, or use `expose:` for what only other services call.",
	.decide = decide,
	.examples = {
		{"short", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ports:\n      - \"8080:80\"\n      - 0.0.0.0:8443:443\n", "compose.yaml:5 compose.yaml:6"},
		{"long", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ports:\n      - target: 80\n        published: \"8080\"\n", "compose.yaml:5"},
		{"default-of-variable", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ports: [\"${PORT:-8080}:80\"]\n", "compose.yaml:4"},
		{"loopback", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ports:\n      - \"127.0.0.1:8080:80\"\n      - \"[::1]:8080:80\"\n", ""},
		{"expose", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    expose: [80]\n", ""},
		{"hidden", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ports: [\"${BIND}:8080:80\"]\n", ""},
		{"store-told-elsewhere", "=== compose.yaml\nservices:\n  a:\n    image: postgres:16\n    ports: [\"5432:5432\"]\n", ""},
	},
};
