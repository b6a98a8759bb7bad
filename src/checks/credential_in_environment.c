#include "checks/about_credentials.h"

static bool is_written(const struct sw_view *view, const struct sw_env *env) {
	struct sw_secret_walk walk = sw_secrets_within(view->system, env->value_at);
	return sw_next_secret(&walk) != NULL;
}

/* How a credential that is not written in the file gets into the environment; NULL: it is none. */
static const char *way_in(const struct sw_view *view, const struct sw_env *env) {
	bool login = env->origin != SW_ENV_LITERAL && sw_value_has_login(env->value);
	if (!(env->credential_name || login) || (env->known && !env->value.n))
		return NULL;
	switch (env->origin) {
	case SW_ENV_LITERAL:
		return NULL; /* told by credential-in-compose-file, or no credential */
	case SW_ENV_INTERPOLATED:
		return is_written(view, env) ? NULL : "is filled in from a variable";
	case SW_ENV_PASSED:
		return "is passed on from the shell or .env";
	case SW_ENV_FILE:
		return "comes from an env_file";
	}
	return NULL;
}

/* A variable that names a file holding the credential, as images read them. */
static const struct sw_env *handed_as_file(const struct sw_workload *workload) {
	for (size_t i = 0; i < workload->env.n; i++)
		if (sw_str_starts(workload->env.v[i].value, SW_S("/run/secrets/")))
			return &workload->env.v[i];
	return NULL;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	const struct sw_env *file = handed_as_file(workload);
	bool literal = false;
	for (size_t i = 0; i < workload->env.n; i++) {
		const struct sw_env *env = &workload->env.v[i];
		const char *way = way_in(view, env);
		literal |= is_written(view, env);
		if (way)
			sw_fail(sink, env->at, "%.*s %s and stands in the environment", SW_ARG(env->name), way);
	}
	for (size_t i = 0; i < workload->env_files.n; i++)
		if (!workload->env_files.v[i].known)
			sw_unknown(sink, SW_MISSING_FILE, workload->env_files.v[i].at, "what %.*s sets is not known", SW_ARG(workload->env_files.v[i].name));
	if (sw_tell_open(view, sink, "environment"))
		return;
	if (literal)
		sw_not_applicable(sink, "its credentials are written in the file");
	else if (workload->secrets.n || file)
		sw_pass(sink, file ? file->at : workload->secrets.v[0].at, "credentials are handed in as files");
	else
		sw_not_applicable(sink, "no variable is named like a credential");
}

CHECK(credential_in_environment) {
	.id = "credential-in-environment", .on = SW_ON_WORKLOAD, .severity = SW_MEDIUM, .stride = SW_DISCLOSURE, .cwe = {526},
	.refs = {"cis-docker-1.6:4.10", "compose-lint:CL-0020", "compose-lint:CL-0021"},
	.title = "A credential is handed in through the environment",
	.why = "The engine shows the environment to whoever may inspect, every child process inherits it, and crash reports print it.",
	.fix = "Hand it in as a file, as in `environment: {POSTGRES_PASSWORD_FILE: /run/secrets/db}` with `secrets: [db]`.",
	.decide = decide,
	.examples = {
		{"interpolated", "=== compose.yaml\nservices:\n  a:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: ${DB_PASSWORD}\n", "compose.yaml:5"},
		{"passed", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment:\n      - API_TOKEN\n", "compose.yaml:5"},
		{"address", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment:\n      - DSN=postgres://app:${PW}@db/app\n", "compose.yaml:5"},
		{"env-file", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    env_file: a.env\n=== a.env\nMODE=x\nDB_PASSWORD=Xk29vbPq81Lm\n", "a.env:2"},
		{"literal-told-elsewhere", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment:\n      - DB_PASSWORD=Xk29vbPq81Lm\n", ""},
		{"file", "=== compose.yaml\nservices:\n  a:\n    image: postgres:16\n    environment: {POSTGRES_PASSWORD_FILE: /run/secrets/db}\n    secrets: [db]\nsecrets:\n  db: {file: ./db.txt}\n", ""},
		{"path", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment: {DB_PASSWORD: /run/secrets/db}\n    secrets: [db]\nsecrets:\n  db: {file: ./db.txt}\n", ""},
		{"none", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment: {MODE: \"${MODE}\", TOKEN_TTL: \"${TTL}\"}\n", ""},
	},
};
