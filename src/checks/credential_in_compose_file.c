#include "checks/about_credentials.h"

static void report(const struct sw_view *view, struct sw_sink *sink, struct sw_span within, size_t *found) {
	struct sw_secret_walk walk = sw_secrets_within(view->system, within);
	for (const struct sw_secret_fact *fact; (fact = sw_next_secret(&walk));) {
		bool strong = fact->strength == SW_SEEN_TOKEN || fact->strength == SW_SEEN_LITERAL;
		sw_fail_as(sink, strong ? SW_HIGH : SW_MEDIUM, fact->at, "%.*s is written in the file",
			   SW_ARG(sw_secret_words(view->arena, fact)));
		++*found;
	}
}

/* What a merged anchor or an alias brings stands outside the service's own text, in the same file. */
static bool elsewhere(const struct sw_workload *workload, struct sw_span at) {
	return at.source == workload->body.source && (at.end <= workload->body.start || at.start >= workload->body.end);
}

/* The text of a config or a secret stands at the file's top level; the services that it is handed to have it. */
static void report_contents(const struct sw_view *view, struct sw_sink *sink, bool config, size_t *found) {
	const struct sw_workload *workload = view->service->workload;
	size_t n = config ? workload->configs.n : workload->secrets.n;
	for (size_t i = 0; i < n; i++) {
		const struct sw_named_at *granted = config ? &workload->configs.v[i] : &workload->secrets.v[i];
		for (size_t k = 0; k < view->deployment->secrets.n; k++) {
			const struct sw_store_secret *store = &view->deployment->secrets.v[k];
			if (store->config == config && sw_str_eq(store->name, granted->name))
				report(view, sink, store->content, found);
		}
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	static const enum sw_field starts[] = {SW_FIELD_ENTRYPOINT, SW_FIELD_COMMAND, SW_FIELD_HEALTH};
	const struct sw_workload *workload = view->service->workload;
	size_t found = 0;
	report(view, sink, workload->body, &found);
	for (size_t i = 0; i < workload->env.n; i++)
		if (elsewhere(workload, workload->env.v[i].value_at))
			report(view, sink, workload->env.v[i].value_at, &found);
	for (size_t i = 0; i < workload->build.args.n; i++)
		if (elsewhere(workload, workload->build.args.v[i].value_at))
			report(view, sink, workload->build.args.v[i].value_at, &found);
	for (size_t i = 0; i < workload->labels.n; i++)
		if (elsewhere(workload, workload->labels.v[i].at))
			report(view, sink, workload->labels.v[i].at, &found);
	report_contents(view, sink, true, &found);
	report_contents(view, sink, false, &found);
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (elsewhere(workload, workload->said[starts[i]].at))
			report(view, sink, workload->said[starts[i]].at, &found);
	if (!found && !sw_tell_open(view, sink, "credentials"))
		sw_pass(sink, workload->at, "no credential is written in the service");
}

CHECK(credential_in_compose_file) {
	.id = "credential-in-compose-file", .on = SW_ON_WORKLOAD, .severity = SW_HIGH, .stride = SW_DISCLOSURE, .cwe = {798, 526},
	.refs = {"cis-docker-1.6:4.10", "compose-lint:CL-0020", "compose-lint:CL-0021"},
	.title = "A credential is written in the compose file",
	.why = "Everybody who can read the file or the repository's history has it, and so has whoever inspects the container.",
	.fix = "Change the credential, then hand it in as a file, as in `environment: {POSTGRES_PASSWORD_FILE: /run/secrets/db}` with "
	       "`secrets: [db]`.",
	.decide = decide,
	.examples = {
		{"environment", "=== compose.yaml\nservices:\n  a:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: Xk29vbPq81Lm\n", "compose.yaml:5"},
		{"list-and-command", "=== compose.yaml\nservices:\n  a:\n    image: redis:7\n    command: redis-server --requirepass Xk29vbPq81Lm\n    environment:\n      - REDIS_PASSWORD=Xk29vbPq81Lm\n", "compose.yaml:4 compose.yaml:6"},
		{"address", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment:\n      DATABASE_URL: postgres://app:Xk29vbPq81Lm@db/app\n", "compose.yaml:5"},
		{"merged", "=== compose.yaml\nx-env: &env\n  DB_PASSWORD: Xk29vbPq81Lm\nservices:\n  a:\n    image: x:1\n    environment:\n      <<: *env\n  b:\n    image: x:1\n", "compose.yaml:2"},
		{"default-of-variable", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD:-Xk29vbPq81Lm}\n", "compose.yaml:5"},
		{"build-argument", "=== compose.yaml\nservices:\n  a:\n    build:\n      context: .\n      args:\n        NPM_TOKEN: Xk29vbPq81LmXk29vbPq81Lm\n", "compose.yaml:6"},
		{"config-content", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    configs: [app]\nconfigs:\n  app:\n    content: |\n      mode = fast\n      db_password = Xk29vbPq81Lm\n", "compose.yaml:9"},
		{"secret-content", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    secrets: [db]\nsecrets:\n  db:\n    content: Xk29vbPq81Lm\n", "compose.yaml:7"},
		{"from-outside", "=== compose.yaml\nservices:\n  a:\n    image: postgres:16\n    environment:\n      - POSTGRES_PASSWORD\n      - PGUSER=app\n", ""},
		{"file", "=== compose.yaml\nservices:\n  a:\n    image: postgres:16\n    environment: {POSTGRES_PASSWORD_FILE: /run/secrets/db}\n    secrets: [db]\nsecrets:\n  db: {file: ./db.txt}\n", ""},
	},
};
