#include "checks/about_ports.h"

/* A proxy that lets only some calls through is the cure, not the disease. */
static bool is_filter(const struct sw_service *service) {
	return service && service->workload->has_image && sw_str_contains(service->workload->image.ref.repository, SW_S("socket-proxy"));
}

/* The docker image's own start switches TLS on where it finds certificates for the port that is kept for it. */
static bool asks_tls(const struct sw_service *service, struct sw_str host) {
	return sw_env_set(service, "DOCKER_TLS_VERIFY") ||
	       (sw_str_ends(host, SW_S(":2376")) && (sw_env_set(service, "DOCKER_TLS_CERTDIR") || sw_env_set(service, "DOCKER_CERT_PATH")));
}

/* DOCKER_HOST=tcp://… without TLS. */
static void look_at_client(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_env *host = sw_env_of(view->service, "DOCKER_HOST");
	struct sw_str prefix = SW_S("tcp://");
	if (!host)
		return;
	struct sw_str name = sw_str_from(host->value, sw_str_starts(host->value, prefix) ? prefix.n : host->value.n);
	name = sw_str_sub(name, 0, sw_str_find_byte(name, ':'));
	if (!host->known && !name.n)
		sw_unknown(sink, SW_MISSING_VARIABLE, host->at, "which engine DOCKER_HOST names is not known");
	else if (!name.n || is_filter(sw_map_get(view->service->names, name)))
		sw_pass(sink, host->at, name.n ? "DOCKER_HOST names a filtering proxy" : "DOCKER_HOST names no address on the network");
	else if (asks_tls(view->service, host->value))
		sw_pass(sink, host->at, "the engine's certificate is verified");
	else
		sw_fail(sink, host->at, "it commands the engine at %.*s without TLS", SW_ARG(name));
}

static bool starts_engine(const struct sw_service *service) {
	const struct sw_image_fact *fact = sw_workload_image(service);
	return (fact && strcmp(fact->name, "docker") == 0) || sw_start_holds(service, "dockerd", NULL);
}

/* An engine that is told to listen on the network, or whose own TLS is switched off. */
static void look_at_engine(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_service *service = view->service;
	const struct sw_env *folder = sw_env_of(service, "DOCKER_TLS_CERTDIR");
	struct sw_span at;
	if (sw_start_holds(service, "--insecure-registry", &at))
		sw_fail_as(sink, SW_MEDIUM, at, "the engine takes images from a registry without TLS");
	if (!starts_engine(service))
		return;
	bool listens = sw_start_holds(service, "tcp://", &at) && !sw_start_holds(service, "--tlsverify", NULL);
	if (listens)
		sw_fail(sink, at, "the engine's API listens on the network without client certificates");
	else if (folder && folder->known && !folder->value.n && sw_workload_image(service))
		sw_fail(sink, folder->at, "DOCKER_TLS_CERTDIR is empty, so the engine's API listens without TLS");
	else
		sw_pass(sink, view->row->at, "the engine's API asks for client certificates or listens on its socket");
}

static void look_at_ports(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	for (size_t i = 0; i < workload->ports.n && sw_ports_count(view); i++) {
		const struct sw_port *port = &workload->ports.v[i];
		struct sw_arena *arena = view->arena;
		enum sw_port_kind kind = sw_port_kind(view->service, port, NULL);
		if (kind == SW_PORT_IS_ENGINE)
			sw_fail(sink, port->at, "the engine's API is published: %.*s %.*s", SW_ARG(sw_port_words(arena, port)), SW_ARG(sw_reach_words(arena, port)));
		else if (kind == SW_PORT_IS_REGISTRY)
			sw_fail_as(sink, SW_MEDIUM, port->at, "the registry is published without TLS: %.*s %.*s", SW_ARG(sw_port_words(arena, port)),
				   SW_ARG(sw_reach_words(arena, port)));
		else if (sw_workload_role(view->service) == SW_ROLE_REGISTRY && sw_env_set(view->service, "REGISTRY_HTTP_TLS_CERTIFICATE"))
			sw_pass(sink, port->at, "the registry has a certificate");
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	look_at_client(view, sink);
	look_at_engine(view, sink);
	look_at_ports(view, sink);
	sw_not_applicable(sink, "it neither is nor calls an engine or a registry");
}

CHECK(engine_or_registry_without_tls) {
	.id = "engine-or-registry-without-tls", .on = SW_ON_WORKLOAD, .severity = SW_CRITICAL,
	.stride = SW_DISCLOSURE | SW_SPOOFING | SW_TAMPERING, .cwe = {319, 306},
	.refs = {"cis-docker-1.6:2.7"},
	.title = "An engine or a registry is used or offered without TLS",
	.why = "The engine's API without client certificates makes whoever reaches it root on its host. A registry without TLS lets "
	       "whoever stands on the way swap images and read logins.",
	.fix = "Use the local socket or client certificates, as in `DOCKER_HOST: tcp://engine:2376` with `DOCKER_TLS_VERIFY: \"1\"`, and "
	       "give the registry a certificate by `REGISTRY_HTTP_TLS_CERTIFICATE`.",
	.decide = decide,
	.examples = {
		{"client", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment:\n      DOCKER_HOST: tcp://10.0.0.5:2375\n", "compose.yaml:5"},
		{"published", "=== compose.yaml\nservices:\n  a:\n    image: docker:27-dind\n    ports:\n      - \"2375:2375\"\n", "compose.yaml:5"},
		{"daemon", "=== compose.yaml\nservices:\n  a:\n    image: docker:27-dind\n    command: dockerd -H tcp://0.0.0.0:2375\n", "compose.yaml:4"},
		{"tls-switched-off", "=== compose.yaml\nservices:\n  a:\n    image: docker:27-dind\n    environment:\n      - DOCKER_TLS_CERTDIR=\n", "compose.yaml:5"},
		{"registry", "=== compose.yaml\nservices:\n  a:\n    image: registry:2\n    ports: [\"5000:5000\"]\n", "compose.yaml:4"},
		{"verified", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment: {DOCKER_HOST: \"tcp://e:2376\", DOCKER_TLS_VERIFY: \"1\"}\n", ""},
		{"filter", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment: {DOCKER_HOST: \"tcp://p:2375\"}\n  p:\n    image: tecnativa/docker-socket-proxy:1\n", ""},
		{"registry-with-certificate", "=== compose.yaml\nservices:\n  a:\n    image: registry:2\n    ports: [\"5000:5000\"]\n    environment: {REGISTRY_HTTP_TLS_CERTIFICATE: /c.pem}\n", ""},
	},
};
