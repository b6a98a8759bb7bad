#include "checks/about_mounts.h"

/* What a variable hides on the host's side, the container's side tells: nothing else is mounted there. */
static void look_at_hidden(const struct sw_mount *mount, struct sw_sink *sink) {
	struct sw_path_fact fact;
	sw_path_tier(mount->target, false, &fact);
	if (fact.engine != SW_ENGINE_NONE && fact.relation == SW_PATH_IS)
		sw_fail(sink, mount->at, "what %.*s names is mounted as %.*s, the %s engine's socket", SW_ARG(mount->source),
			SW_ARG(mount->target), sw_engine_kind_name(fact.engine));
	else
		sw_unknown(sink, SW_MISSING_VARIABLE, mount->at, "what %.*s names is not known", SW_ARG(mount->source));
}

static void look(const struct sw_mount *mount, struct sw_str path, struct sw_sink *sink) {
	struct sw_str shown = mount->host_path.n ? path : mount->source;
	struct sw_path_fact fact;
	sw_path_tier(path, mount->read_only == SW_YES, &fact);
	if (fact.engine == SW_ENGINE_NONE)
		return;
	const char *mode = mount->read_only == SW_YES ? "; `ro` limits writing the file, not talking through it" : "";
	sw_fail(sink, mount->at, "%.*s %s the %s engine's socket%s", SW_ARG(shown), fact.relation == SW_PATH_CONTAINS || fact.socket ? "holds" : "is",
		sw_engine_kind_name(fact.engine), mode);
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *handed = &view->fields[SW_FIELD_ENGINE_SOCKET];
	if (handed->known && sw_value_tri(handed) == SW_YES)
		sw_fail_value(sink, handed, "use_api_socket hands the engine's API to the container");
	for (size_t i = 0; i < view->service->mounts.n; i++) {
		const struct sw_mount *mount = &view->service->mounts.v[i];
		struct sw_str path = sw_mount_path(view->arena, mount);
		if (path.n)
			look(mount, path, sink);
		else if (sw_mount_hidden(mount))
			look_at_hidden(mount, sink);
	}
	if (!sw_tell_open(view, sink, "mounts"))
		sw_pass(sink, view->row->at, "no engine socket is mounted");
}

CHECK(engine_socket_mounted) {
	.id = "engine-socket-mounted", .on = SW_ON_WORKLOAD, .severity = SW_CRITICAL, .stride = SW_ELEVATION | SW_DISCLOSURE, .cwe = {250},
	.refs = {"cis-docker-1.6:5.32", "kics:d6355c88", "semgrep:exposing-docker-socket-volume", "compose-lint:CL-0001"},
	.title = "The container engine's socket is handed to a container",
	.why = "Whoever speaks to the engine can start a privileged container with the host's file system, so the service's "
	       "compromise is the host's. A read-only mount does not help: it protects the file, not what is said through it.",
	.fix = "Remove the mount. Where a service needs a few calls, give it a filtering proxy that allows only those, on a "
	       "network of its own.",
	.decide = decide,
	.examples = {
		{"api-socket", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    use_api_socket: true\n  b:\n    image: x:1\n    use_api_socket: false\n", "compose.yaml:4"},
		{"short", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock:ro\n", "compose.yaml:5"},
		{"parent", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - /var/run:/host/run\n", "compose.yaml:5"},
		{"whole-host", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes: [\"/:/hostfs:ro\"]\n", "compose.yaml:4"},
		{"variable", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - ${SOCK}:/var/run/docker.sock:ro\n", "compose.yaml:5"},
		{"home", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes: [\"~/.docker/run/docker.sock:/s\"]\n", "compose.yaml:4"},
		{"none", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - data:/data\nvolumes:\n  data:\n", ""},
	},
};
