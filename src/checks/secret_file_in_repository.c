#include "checks/about_credentials.h"
#include "knowledge/files.h"

static const struct sw_store_secret *granted(const struct sw_deployment *deployment, struct sw_str name, bool config) {
	for (size_t i = 0; i < deployment->secrets.n; i++)
		if (deployment->secrets.v[i].config == config && sw_str_eq(deployment->secrets.v[i].name, name))
			return &deployment->secrets.v[i];
	return NULL;
}

/* A config is no secret unless its file's name says so. */
static bool holds_secret(const struct sw_store_secret *store) {
	const struct sw_secret_file *row = sw_secret_file(store->file);
	return !store->config || (row && !row->maybe);
}

static void look_at_grants(const struct sw_view *view, struct sw_sink *sink, bool configs, const struct sw_store_secret **outside) {
	const struct sw_workload *workload = view->service->workload;
	size_t n = configs ? workload->configs.n : workload->secrets.n;
	for (size_t i = 0; i < n; i++) {
		struct sw_str name = configs ? workload->configs.v[i].name : workload->secrets.v[i].name;
		const struct sw_store_secret *store = granted(view->deployment, name, configs);
		if (!store || !holds_secret(store))
			continue;
		if (store->in_project)
			sw_fail_as(sink, SW_MEDIUM, store->at, "the secret %.*s is read from %.*s, which stands in the project", SW_ARG(name), SW_ARG(store->file));
		else
			*outside = store;
	}
}

static void look_within(const struct sw_view *view, struct sw_sink *sink, struct sw_span within) {
	struct sw_secret_walk walk = sw_secrets_within(view->system, within);
	for (const struct sw_secret_fact *fact; (fact = sw_next_secret(&walk));)
		if (fact->strength != SW_SEEN_PLACEHOLDER)
			sw_fail_as(sink, fact->strength == SW_SEEN_WEAK ? SW_MEDIUM : SW_HIGH, fact->at, "%.*s stands in a file of the project",
				   SW_ARG(sw_secret_words(view->arena, fact)));
}

/* Credentials in the files of variables that stand beside the compose file. What uses a variable of .env is no longer
 * seen once it is filled in, so the first service speaks for all. */
static void look_at_variables(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	struct sw_span dotenv = {view->deployment->source + 1, 0, UINT32_MAX};
	const struct sw_source *source = sw_source_of(&view->system->sources, dotenv);
	for (size_t i = 0; i < workload->env.n; i++)
		if (workload->env.v[i].origin == SW_ENV_FILE)
			look_within(view, sink, workload->env.v[i].value_at);
	if (workload == view->deployment->workloads.v && source && sw_str_is(sw_str_basename(source->path), ".env"))
		look_within(view, sink, dotenv);
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	const struct sw_store_secret *outside = NULL;
	look_at_grants(view, sink, false, &outside);
	look_at_grants(view, sink, true, &outside);
	look_at_variables(view, sink);
	if (sw_tell_open(view, sink, "secrets"))
		return;
	if (outside)
		sw_pass(sink, outside->at, "the secret %.*s comes from outside the project", SW_ARG(outside->name));
	else if (workload->env_files.n && workload->env_files.v[0].known)
		sw_pass(sink, workload->env_files.v[0].at, "no credential stands in %.*s", SW_ARG(workload->env_files.v[0].name));
	else
		sw_not_applicable(sink, "it takes no secret from a file");
}

CHECK(secret_file_in_repository) {
	.id = "secret-file-in-repository", .on = SW_ON_WORKLOAD, .severity = SW_HIGH, .stride = SW_DISCLOSURE, .cwe = {538},
	.refs = {"cis-docker-1.6:4.10", "docksec:env-file-secret-risk"},
	.title = "A file with a secret stands in the project",
	.why = "What stands in the project's folder goes into the repository, the build context and every copy, and a later deletion "
	       "does not take it back from history.",
	.fix = "Keep the file outside the project, as in `secrets: {db: {file: /etc/app/db.txt}}`, list it in .gitignore and "
	       ".dockerignore, and change the secret.",
	.decide = decide,
	.examples = {
		{"secret", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    secrets: [db]\nsecrets:\n  db:\n    file: ./db.txt\n=== db.txt\nXk29vbPq81Lm\n", "compose.yaml:6"},
		{"env-file", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    env_file: [a.env]\n=== a.env\nDB_PASSWORD=Xk29vbPq81Lm\n", "a.env:1"},
		{"dotenv", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment: [DB_PASSWORD]\n=== .env\nDB_PASSWORD=Xk29vbPq81Lm\n", ".env:1"},
		{"not-there", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    secrets: [db]\nsecrets:\n  db:\n    file: ./db.txt\n", ""},
		{"outside", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    secrets: [db, e]\nsecrets:\n  db: {external: true}\n  e: {environment: DB}\n", ""},
		{"harmless-env-file", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    env_file: a.env\n=== a.env\nMODE=fast\n", ""},
		{"config", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    configs: [c]\nconfigs:\n  c: {file: ./app.conf}\n=== app.conf\nmode=1\n", ""},
	},
};
