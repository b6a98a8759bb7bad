#include "checks/about_workload.h"

static bool is_commit(struct sw_str text) {
	return (text.n == 40 || text.n == 64) && sw_str_is_hex(text);
}

/* Whether an address names one content for good: git's #COMMIT[:FOLDER] or ?commit=, an artifact's @sha256:. */
static bool is_fixed(struct sw_str address) {
	size_t hash = sw_str_find_byte(address, '#'), query = sw_str_find(address, SW_S("commit="));
	struct sw_str ref = sw_str_from(address, hash + 1);
	ref = sw_str_sub(ref, 0, sw_str_find_byte(ref, ':'));
	struct sw_str commit = sw_str_from(address, query + 7);
	return (hash != SW_NPOS && is_commit(ref)) || (query != SW_NPOS && is_commit(sw_str_sub(commit, 0, 40))) ||
	       sw_str_contains(address, SW_S("@sha256:"));
}

static bool is_remote(struct sw_str address) {
	return sw_str_contains(address, SW_S("://")) || sw_str_starts(address, SW_S("git@")) || sw_str_starts(address, SW_S("github.com/"));
}

/* Without the login that an address may hold. */
static struct sw_str shown(struct sw_str address) {
	size_t scheme = sw_str_find(address, SW_S("://"));
	struct sw_str rest = scheme == SW_NPOS ? address : sw_str_from(address, scheme + 3);
	size_t login = sw_str_rfind_byte(sw_str_sub(rest, 0, sw_str_find_byte(rest, '/')), '@');
	rest = login == SW_NPOS ? rest : sw_str_from(rest, login + 1);
	return sw_str_sub(rest, 0, sw_str_find_byte(rest, '?'));
}

static void look(struct sw_sink *sink, struct sw_str address, bool known, struct sw_span at, const char *what, bool *local) {
	/* Own stages and images have checks of their own. */
	if (sw_str_starts(address, SW_S("service:")) || sw_str_starts(address, SW_S("docker-image://")) || sw_str_starts(address, SW_S("oci-layout://")))
		return;
	if (!is_remote(address)) {
		if (known)
			*local = true;
		else
			sw_unknown(sink, SW_MISSING_VARIABLE, at, "where the %s comes from is not known", what);
		return;
	}
	bool clear = sw_str_starts(address, SW_S("http://")) || sw_str_starts(address, SW_S("git://"));
	struct sw_str words = shown(address);
	if (clear)
		sw_fail_as(sink, SW_HIGH, at, "the %s is fetched from %.*s without TLS", what, SW_ARG(words));
	else if (!is_fixed(address))
		sw_fail(sink, at, "the %s is whatever %.*s holds on that day", what, SW_ARG(words));
	else
		sw_pass(sink, at, "the %s is fixed to one commit or digest", what);
}

/* Files that others bring in: of include the first service speaks for all, of extends the service that stands there. */
static void look_at_includes(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	bool ignored = false, first = workload == view->deployment->workloads.v;
	struct sw_span open = sw_workload_open(workload);
	for (size_t i = 0; i < view->deployment->includes.n && (first || open.source); i++) {
		const struct sw_named_at *from = &view->deployment->includes.v[i];
		bool own = open.source && sw_span_cmp(from->at, open) == 0;
		if (is_remote(from->name) && (own || (first && !from->value.n)))
			look(sink, from->name, from->known, from->at, own ? "service it extends" : "included file", &ignored);
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_service_build *build = &view->service->workload->build;
	bool local = false;
	look_at_includes(view, sink);
	if (build->present && build->context.n)
		look(sink, build->context, sw_str_find_byte(build->context, '$') == SW_NPOS, build->context_at, "build context", &local);
	for (size_t i = 0; i < build->contexts.n; i++)
		look(sink, build->contexts.v[i].value, build->contexts.v[i].known, build->contexts.v[i].at, "additional context", &local);
	if (sw_tell_open(view, sink, "build"))
		return;
	if (local || build->present)
		sw_pass(sink, build->at, "built from the project's own files");
	else
		sw_not_applicable(sink, "it is not built here");
}

CHECK(remote_build_source) {
	.id = "remote-build-source", .on = SW_ON_WORKLOAD, .severity = SW_MEDIUM, .stride = SW_SPOOFING | SW_TAMPERING, .cwe = {829},
	.refs = {"cis-docker-1.6:4.2"},
	.title = "A build or a service comes from an address that can change",
	.why = "Whoever can push to that repository or answers for that address decides what is built and run here.",
	.fix = "Name a commit, as in `context: https://github.com/org/app.git#COMMIT` with all 40 digits, or copy the source into the "
	       "project.",
	.of_build = true,
	.decide = decide,
	.examples = {
		{"branch", "=== compose.yaml\nservices:\n  a:\n    build: https://github.com/org/app.git#main\n", "compose.yaml:3"},
		{"clear", "=== compose.yaml\nservices:\n  a:\n    build:\n      context: http://example.com/app.tar.gz\n", "compose.yaml:4"},
		{"additional", "=== compose.yaml\nservices:\n  a:\n    build:\n      context: .\n      additional_contexts:\n        - lib=https://github.com/org/lib.git\n", "compose.yaml:6"},
		{"include", "=== compose.yaml\ninclude:\n  - https://github.com/org/infra.git#main\nservices:\n  a:\n    image: x:1\n", "compose.yaml:2"},
		{"commit", "=== compose.yaml\nservices:\n  a:\n    build: https://github.com/org/app.git#0123456789abcdef0123456789abcdef01234567:src\n", ""},
		{"local", "=== compose.yaml\nservices:\n  a:\n    build: {context: ., additional_contexts: {base: \"docker-image://x:1\"}}\n", ""},
	},
};
