#include "checks/about_ports.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	for (size_t i = 0; i < workload->ports.n && sw_ports_count(view); i++) {
		const struct sw_port *port = &workload->ports.v[i];
		if (port->published_low && port->published_low < 1024)
			sw_fail(sink, port->at, "port %u of the host is below 1024", port->published_low);
		else if (!port->known && !port->published_low)
			sw_unknown(sink, SW_MISSING_VARIABLE, port->at, "the host's port is not known");
	}
	if (sw_tell_open(view, sink, "ports"))
		return;
	if (sw_ports_count(view))
		sw_pass(sink, workload->ports.v[0].at, "no port of the host below 1024 is taken");
	else
		sw_not_applicable(sink, "no port is published");
}

CHECK(privileged_host_port) {
	.id = "privileged-host-port", .on = SW_ON_WORKLOAD, .severity = SW_INFO, .stride = SW_ELEVATION, .cwe = {269}, .practice = true,
	.refs = {"cis-docker-1.6:5.8", "kics:bc2908f3"},
	.title = "A port of the host below 1024 is taken",
	.why = "Such ports are kept for root because clients trust what answers there. A container that holds one is taken for the "
	       "host's own service.",
	.fix = "Publish above 1024, such as `ports: [\"8443:443\"]`, and let one proxy hold 80 and 443.",
	.decide = decide,
	.examples = {
		{"low", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ports:\n      - \"80:8080\"\n", "compose.yaml:5"},
		{"long", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ports:\n      - target: 5000\n        published: 443\n", "compose.yaml:5"},
		{"high", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ports:\n      - \"8080:80\"\n      - \"80\"\n", ""},
	},
};
