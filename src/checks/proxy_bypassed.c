#include "checks/about_ports.h"

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_service *service = view->service;
	const struct sw_workload *workload = service->workload;
	if (!service->proxy) {
		sw_not_applicable(sink, "no published proxy of the deployment is seen to forward to it");
		return;
	}
	for (size_t i = 0; i < workload->ports.n && sw_ports_count(view); i++)
		if (sw_port_kind(service, &workload->ports.v[i], NULL) == SW_PORT_IS_BYPASS)
			sw_fail(sink, workload->ports.v[i].at, "%.*s goes past the proxy %.*s",
				SW_ARG(sw_port_words(view->arena, &workload->ports.v[i])), SW_ARG(service->proxy->workload->name));
	if (!sw_tell_open(view, sink, "ports"))
		sw_pass(sink, view->row->at, "reached through the proxy %.*s", SW_ARG(service->proxy->workload->name));
}

CHECK(proxy_bypassed) {
	.id = "proxy-bypassed", .on = SW_ON_WORKLOAD, .severity = SW_MEDIUM, .stride = SW_DISCLOSURE | SW_SPOOFING, .cwe = {668, 288},
	.refs = {"cis-docker-1.6:5.14"},
	.title = "A service behind a proxy is published itself",
	.why = "TLS, logins, limits and filters of the proxy do not count for who calls the service's own port.",
	.fix = "Remove the service's `ports:` and leave `expose: [\"8080\"]`, so that only the proxy reaches it.",
	.decide = decide,
	.examples = {
		{"depends", "=== compose.yaml\nservices:\n  proxy:\n    image: nginx:1\n    ports: [\"443:443\"]\n    depends_on: [app]\n  app:\n    image: x:1\n    ports:\n      - \"8080:8080\"\n", "compose.yaml:9"},
		{"labels", "=== compose.yaml\nservices:\n  t:\n    image: traefik:3\n    ports: [\"443:443\"]\n  app:\n    image: x:1\n    labels:\n      - traefik.enable=true\n    ports: [\"3000:3000\"]\n", "compose.yaml:9"},
		{"only-proxy", "=== compose.yaml\nservices:\n  proxy:\n    image: nginx:1\n    ports: [\"443:443\"]\n    depends_on: [app]\n  app:\n    image: x:1\n    expose: [8080]\n", ""},
		{"proxy-not-published", "=== compose.yaml\nservices:\n  proxy:\n    image: nginx:1\n    depends_on: [app]\n  app:\n    image: x:1\n    ports: [\"8080:8080\"]\n", ""},
	},
};
