#include "checks/about_workload.h"

static bool is_root(struct sw_str user) {
	struct sw_str name = sw_str_sub(user, 0, sw_str_find_byte(user, ':'));
	return sw_str_is(name, "root") || sw_str_is(name, "0");
}

/* Where the service itself is known to run as root, a hook of root takes nothing more; an empty user is the image's own. */
static bool service_is_root(const struct sw_value *user) {
	return user->known && (user->value.n == 0 || is_root(user->value));
}

/* True when something was said. */
static bool look(const struct sw_view *view, const struct sw_hook *hook, struct sw_sink *sink) {
	const struct sw_value *user = &view->fields[SW_FIELD_USER];
	bool root = hook->known && is_root(hook->user) && !service_is_root(user);
	bool privileged = hook->privileged == SW_YES && sw_value_tri(&view->fields[SW_FIELD_PRIVILEGED]) != SW_YES;
	if (privileged)
		sw_fail_as(sink, SW_HIGH, hook->at, "its %.*s command runs with full privileges%s; the service does not", SW_ARG(hook->when),
			   root ? " and as root" : "");
	else if (root && user->known)
		sw_fail(sink, hook->at, "its %.*s command runs as root, the service as %.*s", SW_ARG(hook->when), SW_ARG(user->value));
	else if (root)
		sw_fail(sink, hook->at, "its %.*s command is made to run as root", SW_ARG(hook->when));
	else if (!hook->known || hook->privileged == SW_UNKNOWN)
		sw_unknown(sink, SW_MISSING_VARIABLE, hook->at, "which rights its %.*s command has is not known", SW_ARG(hook->when));
	else
		return false;
	return true;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	bool told = false;
	for (size_t i = 0; i < workload->hooks.n; i++)
		told |= look(view, &workload->hooks.v[i], sink);
	if (told || sw_tell_open(view, sink, "hooks"))
		return;
	if (workload->hooks.n)
		sw_pass(sink, workload->hooks.v[0].at, "its hooks have the rights of the service and no more");
	else
		sw_not_applicable(sink, "it has no hooks");
}

CHECK(hook_with_more_rights) {
	.id = "hook-with-more-rights", .on = SW_ON_WORKLOAD, .severity = SW_MEDIUM, .stride = SW_ELEVATION, .cwe = {250, 269},
	.title = "A hook runs with more rights than its service",
	.why = "The hook starts programs of the container's own files. Whoever took over the service and can change one of them, or what "
	       "the hook works on, has it run with the hook's rights at the next start or stop.",
	.fix = "Remove `user: root` and `privileged: true` from `post_start:` and `pre_stop:`. What needs root, such as the owner of a "
	       "volume, belongs into the image or into a service that runs once beforehand.",
	.decide = decide,
	.examples = {
		{"root", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    user: app\n    post_start:\n      - command: chown -R app /data\n        user: root\n", "compose.yaml:6"},
		{"number", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    pre_stop:\n      - {command: [/stop.sh], user: \"0:0\"}\n", "compose.yaml:5"},
		{"privileged", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    user: \"1000\"\n    post_start:\n      - {command: ./a.sh}\n      - {command: sysctl -w net.ipv4.ip_forward=1, privileged: true}\n", "compose.yaml:7"},
		{"built", "=== compose.yaml\nservices:\n  a:\n    build: .\n    post_start:\n      - {command: ./a.sh, user: root}\n=== Dockerfile\nFROM scratch\nUSER 1000\n", "compose.yaml:5"},
		{"service-is-root", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    user: root\n    post_start:\n      - {command: ./a.sh, user: root}\n", ""},
		{"service-is-privileged", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    user: root\n    privileged: true\n    post_start:\n      - {command: ./a.sh, privileged: true}\n", ""},
		{"own-rights", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    user: app\n    post_start:\n      - command: ./warm-up.sh\n    pre_stop:\n      - {command: ./flush.sh, user: app}\n", ""},
		{"none", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n", ""},
	},
};
