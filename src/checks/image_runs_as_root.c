#include "checks/declare.h"

/* "root", "0", "root:app", "0:0": the part before the colon decides. */
static bool is_root(struct sw_str user) {
	struct sw_str name = sw_str_sub(user, 0, sw_str_find_byte(user, ':'));
	return name.n == 0 || sw_str_is(name, "root") || sw_str_is(name, "0");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *user = &view->fields[SW_FIELD_USER];
	const struct sw_link *link = sw_value_link(user);
	if (view->target && view->target->stage->windows) {
		sw_not_applicable(sink, "a Windows container has no root");
	} else if (!sw_value_set(user)) {
		sw_unknown(sink, user->missing, link ? link->at : view->row->at, "the user cannot be told: %s is missing",
			   sw_missing_words(user->missing));
	} else if (!is_root(user->value)) {
		if (user->known)
			sw_pass(sink, link->at, "runs as %.*s", SW_ARG(user->value));
		else
			sw_unknown(sink, user->missing, link->at, "presumably runs as %.*s; %s is missing", SW_ARG(user->value),
				   sw_missing_words(user->missing));
	} else if (user->known && link->how == SW_HOW_STATED) {
		sw_fail_value(sink, user, "the user is set to %.*s", SW_ARG(user->value));
	} else {
		sw_fail_value(sink, user, "no user is set, so it starts as root%s", user->known ? "" : " unless the image says otherwise");
	}
}

CHECK(image_runs_as_root) {
	.id = "image-runs-as-root", .on = SW_ON_START, .severity = SW_HIGH, .stride = SW_ELEVATION, .cwe = {250},
	.refs = {"cis-docker-1.6:4.1", "hadolint:DL3002@stated", "trivy:DS-0002", "checkov:CKV_DOCKER_3@absent",
		 "checkov:CKV_DOCKER_8@stated", "kics:fd54f200@absent", "kics:67fd0c4a@stated", "semgrep:missing-user@absent",
		 "semgrep:missing-user-entrypoint@absent", "semgrep:last-user-is-root@stated", "dockle:CIS-DI-0001",
		 "compose-lint:CL-0018"},
	.title = "The container's first process runs as root",
	.why = "Whoever takes over the process is root inside the container: it can change every file of the image, and a flaw in "
	       "the kernel or a careless mount makes it root on the host.",
	.fix = "Create a user in the Dockerfile and end the final stage with `USER 10001` (a number, so that orchestrators can "
	       "check it), or set `user: \"10001:10001\"` on the service.",
	.decide = decide,
	.examples = {
		{"user-root", "FROM scratch\nUSER root\nCMD [\"/app\"]\n", "Dockerfile:2"},
		{"no-user", "FROM scratch\nCMD [\"/app\"]\n", "Dockerfile:1"},
		{"base-not-seen", "FROM registry.example/base:1\nCMD [\"/app\"]\n", "presumed Dockerfile:1"},
		{"numeric", "FROM scratch\nUSER 10001\nCMD [\"/app\"]\n", ""},
		{"builder-is-root", "FROM scratch AS build\nUSER root\nFROM scratch\nCOPY --from=build /a /a\nUSER 10001\n", ""},
		{"compose-root", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    user: \"0:0\"\n", "compose.yaml:4"},
		{"compose-user", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    user: \"1000\"\n", ""},
		{"compose-overrides", "=== compose.yaml\nservices:\n  a:\n    build: .\n    user: root\n=== Dockerfile\nFROM scratch\nUSER 1000\n", "compose.yaml:4"},
	},
};
