#include "checks/about_workload.h"

static const struct {
	enum sw_field field;
	const char *off, *then;
} profiles[] = {
	{SW_FIELD_SECCOMP, "unconfined", "the system-call filter is switched off"},
	{SW_FIELD_APPARMOR, "unconfined", "AppArmor is switched off"},
	{SW_FIELD_SELINUX, "disable", "SELinux separation is switched off"},
	{SW_FIELD_SYSTEM_PATHS, "unconfined", "/proc and /sys are no longer masked"},
};

/* Label options stand side by side, divided by commas. */
static bool holds(struct sw_str options, const char *off) {
	struct sw_str option;
	while (options.n && sw_str_split(&options, ',', &option))
		if (sw_str_is(option, off))
			return true;
	return false;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	bool hidden = false;
	for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
		const struct sw_value *value = &view->fields[profiles[i].field];
		if (value->known && holds(value->value, profiles[i].off))
			sw_fail_value(sink, value, "%s", profiles[i].then);
		else
			hidden |= sw_tell_hidden(value, sink, "a profile");
	}
	if (!hidden)
		sw_pass(sink, view->row->at, "the service switches no profile off");
}

CHECK(confinement_disabled) {
	.id = "confinement-disabled", .on = SW_ON_WORKLOAD, .severity = SW_HIGH, .stride = SW_ELEVATION, .cwe = {693},
	.refs = {"cis-docker-1.6:5.2", "cis-docker-1.6:5.3", "cis-docker-1.6:5.22", "kics:404fde2c", "kics:610e266e",
		 "semgrep:seccomp-confinement-disabled", "semgrep:selinux-separation-disabled", "compose-lint:CL-0009"},
	.title = "A security profile of the kernel is switched off",
	.why = "The default profiles keep rarely used and often flawed parts of the kernel out of reach. Without them more of its "
	       "bugs become ways out of the container.",
	.fix = "Remove the `unconfined` or `label:disable` option. Where one call is missing, allow just that one in a profile of "
	       "your own: `security_opt: [\"seccomp:./profile.json\"]`.",
	.decide = decide,
	.examples = {
		{"seccomp", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    security_opt:\n      - seccomp:unconfined\n      - apparmor=unconfined\n", "compose.yaml:5 compose.yaml:6"},
		{"label", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    security_opt:\n      - label:disable\n", "compose.yaml:5"},
		{"paths", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    security_opt: [\"systempaths=unconfined\"]\n", "compose.yaml:4"},
		{"own-profile", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    security_opt: [\"seccomp:./tight.json\", \"label:type:svirt_t\"]\n", ""},
	},
};
