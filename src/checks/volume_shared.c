#include "checks/about_mounts.h"

/* Sockets and paths of the system have checks of their own. */
static bool is_store(const struct sw_mount *mount) {
	enum sw_path_tier tier = sw_path_tier(mount->host_path, false, NULL);
	return tier == SW_PATH_OTHER || tier == SW_PATH_DATA;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_mount *written = NULL;
	for (size_t i = 0; i < view->service->mounts.n; i++) {
		const struct sw_mount *mount = &view->service->mounts.v[i];
		const struct sw_writers *writers = mount->writers;
		if (!writers || !is_store(mount))
			continue;
		written = mount;
		/* All of them name the second one's mount, so that it is one finding. */
		if (writers->count > 1)
			sw_fail(sink, writers->at, "%.*s can be written by %.*s and %.*s%s", SW_ARG(mount->source), SW_ARG(writers->first),
				SW_ARG(writers->second), writers->count > 2 ? " and others" : "");
	}
	if (sw_tell_open(view, sink, "mounts"))
		return;
	if (written)
		sw_pass(sink, written->at, "this service alone can write to it");
	else
		sw_not_applicable(sink, "it writes to no volume or path");
}

CHECK(volume_shared) {
	.id = "volume-shared", .on = SW_ON_WORKLOAD, .severity = SW_LOW, .stride = SW_TAMPERING | SW_DISCLOSURE, .cwe = {668},
	.refs = {"kics:8c978947", "kics:baa452f0"},
	.title = "Several services can write to the same store",
	.why = "Whoever takes over one of them changes what the others read, be it data, configuration or code.",
	.fix = "Let one service write and mount it read-only elsewhere, as in `data:/data:ro`.",
	.decide = decide,
	.examples = {
		{"volume", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes: [\"data:/d\"]\n  b:\n    image: x:1\n    volumes:\n      - data:/e\nvolumes:\n  data:\n", "compose.yaml:8"},
		{"path", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes: [\"./d:/d\"]\n  b:\n    image: x:1\n    volumes: [\"./d/:/d\"]\n", "compose.yaml:7"},
		{"one-reads", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes: [\"data:/d\"]\n  b:\n    image: x:1\n    volumes: [\"data:/d:ro\"]\nvolumes:\n  data:\n", ""},
		{"own", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes: [\"data:/d\", \"data:/e\"]\nvolumes:\n  data:\n", ""},
	},
};
