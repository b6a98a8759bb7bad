#include "checks/about_workload.h"

/* The engine mounts with noexec, nosuid and nodev unless the option says otherwise. */
static struct sw_str loosened(struct sw_str options) {
	struct sw_str option;
	while (options.n && sw_str_split(&options, ',', &option))
		if (sw_listed(option, "exec suid dev"))
			return option;
	return (struct sw_str){0};
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_mount *tmpfs = NULL;
	for (size_t i = 0; i < view->service->mounts.n; i++) {
		const struct sw_mount *mount = &view->service->mounts.v[i];
		if (mount->kind != SW_MOUNT_TMPFS)
			continue;
		tmpfs = mount;
		struct sw_str option = loosened(mount->options);
		if (option.n)
			sw_fail(sink, mount->at, "%.*s is mounted with %.*s", SW_ARG(mount->target), SW_ARG(option));
		else if (sw_str_find_byte(mount->options, '$') != SW_NPOS)
			sw_unknown(sink, SW_MISSING_VARIABLE, mount->at, "the mount's options are not known");
	}
	if (sw_tell_open(view, sink, "tmpfs"))
		return;
	if (tmpfs)
		sw_pass(sink, tmpfs->at, "mounted with noexec, nosuid and nodev");
	else
		sw_not_applicable(sink, "no tmpfs");
}

CHECK(tmpfs_executable) {
	.id = "tmpfs-executable", .on = SW_ON_WORKLOAD, .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {732},
	.refs = {"compose-lint:CL-0022"},
	.title = "Programs can be run from a writable tmpfs",
	.why = "An intruder drops a program there and runs it, which noexec would have made harder also in a read-only container.",
	.fix = "Leave out `exec`, `suid` and `dev`, as in `tmpfs: [\"/tmp:size=64m\"]`, since the engine's defaults are the tight ones.",
	.decide = decide,
	.examples = {
		{"exec", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    tmpfs:\n      - /tmp:rw,exec,size=64m\n", "compose.yaml:5"},
		{"suid", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    tmpfs: /run:suid\n", "compose.yaml:4"},
		{"default", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    tmpfs:\n      - /tmp\n      - /run:noexec,size=1m\n", ""},
	},
};
