#include "checks/about_mounts.h"

/* What counts in this mode. A file that is harmless to read and stands in a folder that is not, such as /etc/localtime,
 * is a small matter when it can be written. */
static bool weigh(struct sw_str path, bool read_only, struct sw_path_fact *fact) {
	struct sw_path_fact read;
	sw_path_tier(path, read_only, fact);
	if (fact->engine != SW_ENGINE_NONE || fact->tier < SW_PATH_HIGH)
		return false; /* sockets are told by engine-socket-mounted */
	if (!read_only && fact->relation == SW_PATH_BELOW && sw_path_tier(path, true, &read) == SW_PATH_FINE) {
		*fact = read;
		fact->severity = SW_LOW;
	}
	return true;
}

static void look(const struct sw_view *view, struct sw_sink *sink, const struct sw_mount *mount, struct sw_str path) {
	bool read_only = mount->read_only == SW_YES;
	struct sw_path_fact fact;
	if (weigh(path, read_only, &fact)) {
		struct sw_str words = sw_path_words(view->arena, &fact);
		sw_fail_as(sink, fact.severity, mount->at, "%.*s %.*s%s", SW_ARG(mount->host_path.n ? path : mount->source), SW_ARG(words),
			   read_only ? ", read-only" : ", and it can be written");
	} else if (fact.tier == SW_PATH_DATA) {
		sw_unknown(sink, SW_MISSING_HOST, mount->at, "what %.*s holds is not known", SW_ARG(mount->source));
	}
}

/* Where agents put the host's root by custom: the place in the container tells what a variable hides. */
static bool host_root(struct sw_str target) {
	static const char *const names[] = {"/hostfs", "/host", "/rootfs", "/hostroot", "/host/root", "/host/rootfs", "/mnt/host"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (sw_str_is(target, names[i]))
			return true;
	return false;
}

static void look_behind(struct sw_sink *sink, const struct sw_mount *mount) {
	bool read_only = mount->read_only == SW_YES;
	if (host_root(mount->target))
		sw_fail_as(sink, read_only ? SW_HIGH : SW_CRITICAL, mount->at, "what %.*s names is mounted as %.*s, by custom the host's whole file system%s",
			   SW_ARG(mount->source), SW_ARG(mount->target), read_only ? ", read-only" : "");
	else
		sw_unknown(sink, SW_MISSING_VARIABLE, mount->at, "what %.*s names is not known", SW_ARG(mount->source));
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_mount *bind = NULL;
	for (size_t i = 0; i < view->service->mounts.n; i++) {
		const struct sw_mount *mount = &view->service->mounts.v[i];
		struct sw_str path = sw_mount_path(view->arena, mount);
		if (mount->kind == SW_MOUNT_BIND)
			bind = mount;
		if (path.n)
			look(view, sink, mount, path);
		else if (sw_mount_hidden(mount))
			look_behind(sink, mount);
	}
	if (sw_tell_open(view, sink, "mounts"))
		return;
	if (bind)
		sw_pass(sink, bind->at, "only harmless paths of the host and the project's own are mounted");
	else
		sw_not_applicable(sink, "no path of the host is mounted");
}

CHECK(sensitive_host_path_mounted) {
	.id = "sensitive-host-path-mounted", .on = SW_ON_WORKLOAD, .severity = SW_HIGH,
	.stride = SW_TAMPERING | SW_DISCLOSURE | SW_ELEVATION, .cwe = {668},
	.refs = {"cis-docker-1.6:5.6", "kics:1c1325ff", "compose-lint:CL-0013", "compose-lint:CL-0025"},
	.title = "A sensitive path of the host is mounted",
	.why = "Whoever takes over the service reads the host's secrets there, or changes what the host runs. Read-only protects "
	       "the files, not what is written in them.",
	.fix = "Mount the one file or folder that is needed and add `:ro`, such as `./app.conf:/etc/app.conf:ro`, or use a named "
	       "volume.",
	.decide = decide,
	.examples = {
		{"behind-a-variable", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - ${ROOT}:/hostfs:ro\n", "compose.yaml:5"},
		{"etc", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - /etc:/host/etc:ro\n      - data:/data\nvolumes:\n  data:\n", "compose.yaml:5"},
		{"home", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - ~/.ssh:/root/.ssh:ro\n      - $HOME/.aws:/root/.aws\n", "compose.yaml:5 compose.yaml:6"},
		{"long", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - type: bind\n        source: /var/log\n        target: /logs\n", "compose.yaml:5"},
		{"volume-that-is-a-bind", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - etc:/e\nvolumes:\n  etc:\n    driver_opts: {type: none, o: bind, device: /etc}\n", "compose.yaml:5"},
		{"clock-writable", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes: [\"/etc/localtime:/etc/localtime\"]\n", "compose.yaml:4"},
		{"harmless", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - /etc/localtime:/etc/localtime:ro\n      - ./data:/data\n      - ${PWD}/conf:/conf\n", ""},
		{"socket-told-elsewhere", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n", ""},
		{"hidden", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    volumes:\n      - ${DIR}/etc:/data\n", ""},
	},
};
