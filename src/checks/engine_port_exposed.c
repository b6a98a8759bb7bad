#include "checks/about_words.h"
#include "knowledge/images.h"

static const struct {
	uint16_t port;
	enum sw_severity severity;
	const char *what;
} ports[] = {
	{2375, SW_HIGH, "the Docker engine's API without TLS"}, {2376, SW_MEDIUM, "the Docker engine's API"},
	{5000, SW_LOW, "an image registry, unless it is the default of a web framework"}, {2379, SW_MEDIUM, "etcd, the cluster's store"},
	{6443, SW_MEDIUM, "the Kubernetes API"}, {10250, SW_MEDIUM, "the kubelet's API"},
};

static bool is_registry(const struct sw_view *view) {
	const struct sw_stage *stage = view->target->stage;
	while (stage->parent >= 0)
		stage = &view->build->stages.v[stage->parent];
	const struct sw_image_fact *fact = stage->scratch ? NULL : sw_image_fact(&stage->base.ref);
	return fact && fact->role == SW_ROLE_REGISTRY;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	for (size_t i = 0; i < view->target->exposed.n; i++) {
		const struct sw_exposed *exposed = &view->target->exposed.v[i];
		if (!exposed->port_low)
			sw_unknown(sink, SW_MISSING_VARIABLE, exposed->at, "a variable hides which port is exposed");
		if (sw_str_is_nocase(exposed->protocol, "udp"))
			continue;
		for (size_t p = 0; exposed->port_low && p < sizeof ports / sizeof *ports; p++) {
			if (ports[p].port < exposed->port_low || ports[p].port > exposed->port_high)
				continue;
			if (ports[p].port == 5000 && is_registry(view))
				sw_fail_as(sink, SW_MEDIUM, exposed->at, "port 5000 of the image registry is exposed");
			else
				sw_fail_as(sink, ports[p].severity, exposed->at, "port %u is exposed: %s", ports[p].port, ports[p].what);
		}
		sw_pass(sink, exposed->at, "no port of an engine, registry or cluster is exposed");
	}
	sw_not_applicable(sink, "no port is exposed");
}

CHECK(engine_port_exposed) {
	.id = "engine-port-exposed", .on = SW_ON_BUILD, .severity = SW_MEDIUM, .stride = SW_DISCLOSURE | SW_ELEVATION, .cwe = {419},
	.refs = {"cis-docker-1.6:5.9"},
	.title = "A port that drives engines, registries or clusters is exposed",
	.why = "Whoever reaches the engine's API owns the host, and whoever reaches a registry without a login changes what everybody "
	       "runs.",
	.fix = "Do not expose it. Where the service is meant, require client certificates (`dockerd --tlsverify`, port 2376) and publish "
	       "it to a private address only.",
	.decide = decide,
	.examples = {
		{"engine", "FROM debian:12\nEXPOSE 22 2375 \\\n 2376\n", "Dockerfile:2 Dockerfile:3"},
		{"registry", "FROM registry:2\nEXPOSE 5000/tcp\n", "Dockerfile:2"},
		{"argument-default", "FROM debian:12\nARG PORT=10250\nEXPOSE $PORT\n", "Dockerfile:3"},
		{"web", "FROM debian:12\nEXPOSE 8080 5000/udp\n", ""},
		{"build-stage", "FROM debian:12 AS a\nEXPOSE 2375\nFROM debian:12\n", ""},
	},
};
