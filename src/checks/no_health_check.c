#include "checks/about_words.h"

/* A shell or interpreter without a script, a help text: something that a person starts and that ends. */
static bool is_interactive(struct sw_str start) {
	struct sw_str word = start, first;
	if (sw_str_starts(word, SW_S("[\"")))
		word = sw_str_from(word, 2);
	size_t end = 0;
	while (end < word.n && !sw_is_space(word.p[end]) && word.p[end] != '"')
		end++;
	first = sw_str_basename(sw_str_sub(word, 0, end));
	struct sw_str rest = sw_str_from(word, end);
	bool alone = sw_str_find_byte(rest, ',') == SW_NPOS && sw_str_trim(rest).n <= 2;
	return sw_listed(first, "--help --version -h help echo true ls cat version") ||
	       (alone && sw_listed(first, "sh bash ash dash zsh fish python python3 ipython node irb R julia ghci jshell pwsh")) || !first.n;
}

/* Whether the image starts something that is meant to go on: ports say so, and a command of its own. */
static bool starts_service(const struct sw_view *view) {
	const struct sw_value *command = &view->fields[SW_FIELD_COMMAND], *entrypoint = &view->fields[SW_FIELD_ENTRYPOINT];
	if (view->target->exposed.n)
		return true;
	if (command->known && command->value.n && !sw_str_is(command->value, "[]"))
		return !is_interactive(command->value);
	return entrypoint->known && entrypoint->value.n && !sw_str_is(entrypoint->value, "[]") && !is_interactive(entrypoint->value);
}

static bool has_service(const struct sw_view *view) {
	for (size_t i = 0; i < view->system->services.n; i++)
		if (view->system->services.v[i]->target && view->system->services.v[i]->target->stage == view->target->stage)
			return true;
	return false;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_value *health = &view->fields[SW_FIELD_HEALTH];
	const struct sw_link *link = sw_value_link(health);
	bool stated = link && link->how == SW_HOW_STATED;
	if (!view->service && has_service(view))
		sw_not_applicable(sink, "the services that are built from it are judged");
	else if (!view->service && !stated && !starts_service(view))
		sw_not_applicable(sink, "nothing says that it runs on");
	else if (!sw_value_set(health))
		sw_unknown(sink, health->missing, link ? link->at : view->row->at, "the health check cannot be told: %s is missing",
			   sw_missing_words(health->missing));
	else if (!sw_str_is(health->value, "none"))
		sw_pass(sink, link->at, "it has a health check");
	else if (stated)
		sw_fail_value(sink, health, "the health check is switched off");
	else
		sw_fail_value(sink, health, "no health check is defined%s", health->known ? "" : " unless the image brings one");
}

CHECK(no_health_check) {
	.id = "no-health-check", .on = SW_ON_START, .severity = SW_INFO, .stride = SW_DENIAL, .cwe = {754},
	.refs = {"cis-docker-1.6:4.6", "cis-docker-1.6:5.27", "hadolint:DL3057", "trivy:DS-0026", "checkov:CKV_DOCKER_2", "kics:b03a748a",
		 "kics:698ed579", "dockle:CIS-DI-0006", "dockerfilelint:healthcheck_options_missing_args", "tally:DL3057"},
	.title = "The service has no health check",
	.why = "A process that hangs or answers nothing counts as running: nothing restarts it, and nobody is called.",
	.fix = "Ask the service itself: `HEALTHCHECK CMD [\"/app\", \"health\"]` in the Dockerfile, or `healthcheck:` on the service.",
	.practice = true,
	.decide = decide,
	.examples = {
		{"service-image", "FROM scratch\nEXPOSE 8080\nCMD [\"/app\"]\n", "Dockerfile:1"},
		{"base-not-seen", "FROM example.com/base:1\nCMD [\"/app\", \"serve\"]\n", "presumed Dockerfile:1"},
		{"switched-off", "FROM example.com/base:1\nHEALTHCHECK NONE\nCMD /app\n", "Dockerfile:2"},
		{"checked", "FROM example.com/base:1\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\nCMD [\"/app\"]\n", ""},
		{"tools", "FROM scratch\nENTRYPOINT [\"/kubectl\"]\nCMD [\"--help\"]\n", ""},
		{"shell", "FROM debian:12\nCMD [\"bash\"]\n", ""},
		{"service", "=== compose.yaml\nservices:\n  a:\n    image: example.com/a:1\n", "presumed compose.yaml:3"},
		{"service-checked", "=== compose.yaml\nservices:\n  a:\n    build: .\n    healthcheck:\n      test: [\"CMD\", \"/app\", \"health\"]\n=== Dockerfile\nFROM scratch\nCMD [\"/app\"]\n", ""},
	},
};
