#include "checks/about_ports.h"

/* Variables that switch a login off. */
static const struct {
	const char *name;
	const char *values; /* divided by blanks, any case; NULL: any but "no" */
	const char *what;
	const char *unless; /* variables that set a password all the same, divided by blanks */
	enum sw_image_role role; /* where only such an image reads it */
} switches[] = {
	{"POSTGRES_HOST_AUTH_METHOD", "trust", "PostgreSQL trusts whoever connects", "", SW_ROLE_UNKNOWN},
	{"MYSQL_ALLOW_EMPTY_PASSWORD", NULL, "MySQL's root has no password", "MYSQL_ROOT_PASSWORD MYSQL_ROOT_PASSWORD_FILE MARIADB_ROOT_PASSWORD", SW_ROLE_UNKNOWN},
	{"MARIADB_ALLOW_EMPTY_ROOT_PASSWORD", NULL, "MariaDB's root has no password", "MARIADB_ROOT_PASSWORD MARIADB_ROOT_PASSWORD_FILE", SW_ROLE_UNKNOWN},
	{"ALLOW_EMPTY_PASSWORD", "yes true 1", "an empty password is allowed", "", SW_ROLE_UNKNOWN},
	{"ALLOW_ANONYMOUS_LOGIN", "yes true 1", "anonymous logins are allowed", "", SW_ROLE_UNKNOWN},
	{"ALLOW_NONE_AUTHENTICATION", "yes true 1", "no login is asked for", "", SW_ROLE_UNKNOWN},
	{"xpack.security.enabled", "false", "Elasticsearch's security is switched off", "", SW_ROLE_SEARCH},
	{"ELASTICSEARCH_ENABLE_SECURITY", "false", "Elasticsearch's security is switched off", "", SW_ROLE_SEARCH},
	{"DISABLE_SECURITY_PLUGIN", "true", "OpenSearch's security is switched off", "", SW_ROLE_SEARCH},
	{"plugins.security.disabled", "true", "OpenSearch's security is switched off", "", SW_ROLE_SEARCH},
	{"NEO4J_AUTH", "none", "Neo4j asks for no login", "", SW_ROLE_UNKNOWN},
	{"INFLUXDB_HTTP_AUTH_ENABLED", "false", "InfluxDB asks for no login", "", SW_ROLE_UNKNOWN},
	{"CLICKHOUSE_SKIP_USER_SETUP", "1 true", "ClickHouse's default user has no password", "", SW_ROLE_UNKNOWN},
	{"ME_CONFIG_BASICAUTH", "false", "mongo-express asks for no login", "", SW_ROLE_UNKNOWN},
	{"GF_AUTH_ANONYMOUS_ENABLED", "true", "Grafana lets anonymous visitors in", "", SW_ROLE_UNKNOWN},
	{"AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED", "true", "Weaviate lets anonymous clients in", "", SW_ROLE_UNKNOWN},
};

/* A variable of the list that is set to something, or NULL. */
static const struct sw_env *set_of(const struct sw_service *service, const char *variables) {
	for (size_t i = 0; i < service->env.n; i++) {
		const struct sw_env *env = &service->env.v[i];
		if (sw_listed(env->name, variables) && (!env->known || env->value.n))
			return env;
	}
	return NULL;
}

static bool is_off(const struct sw_service *service, const struct sw_env *env, size_t row) {
	enum sw_image_role role = sw_workload_role(service);
	if (!sw_str_is(env->name, switches[row].name) || !env->known || !env->value.n)
		return false;
	if (switches[row].role && role && role != switches[row].role)
		return false;
	bool off = switches[row].values ? sw_listed_nocase(env->value, switches[row].values) : !sw_says_no(env->value);
	return off && !set_of(service, switches[row].unless);
}

static bool published(const struct sw_service *service) {
	for (size_t i = 0; i < service->workload->ports.n; i++)
		if (sw_port_leaves(&service->workload->ports.v[i]))
			return true;
	return false;
}

static bool look_at_switches(const struct sw_service *service, struct sw_sink *sink) {
	bool found = false;
	for (size_t i = 0; i < service->env.n; i++)
		for (size_t row = 0; row < sizeof switches / sizeof *switches; row++)
			if (is_off(service, &service->env.v[i], row)) {
				sw_fail_as(sink, published(service) ? SW_HIGH : SW_MEDIUM, service->env.v[i].at, "%s", switches[row].what);
				found = true;
			}
	return found;
}

/* Stores that ask for no login unless they are told to. */
struct open_store {
	const char *image;
	const char *variables; /* that switch a login on, divided by blanks */
	const char *start;     /* word of the command that does */
	const char *files;     /* word of the command that names a file which may */
	const char *folder;    /* where such a file is mounted */
	const char *what;
};

static const struct open_store open_stores[] = {
	{"mongo", "MONGO_INITDB_ROOT_USERNAME MONGO_INITDB_ROOT_USERNAME_FILE", "--auth", "--config", "/etc/mongod.conf", "MongoDB asks for no login: MONGO_INITDB_ROOT_USERNAME is not set"},
	{"redis", "REDIS_PASSWORD REDIS_PASSWORD_FILE REDIS_ARGS", "requirepass", ".conf", "/usr/local/etc/redis", "Redis asks for no password: --requirepass is not set"},
	{"valkey", "VALKEY_PASSWORD VALKEY_PASSWORD_FILE VALKEY_EXTRA_FLAGS", "requirepass", ".conf", "/usr/local/etc/valkey", "Valkey asks for no password: --requirepass is not set"},
	{"keydb", "", "requirepass", ".conf", "/etc/keydb", "KeyDB asks for no password: --requirepass is not set"},
	{"memcached", "MEMCACHED_PASSWORD", "-S", ".conf", "/etc/sasl2", "memcached asks for no login"},
};

static const struct open_store *open_store_of(const struct sw_service *service) {
	const struct sw_image_fact *fact = sw_workload_image(service);
	for (size_t i = 0; fact && i < sizeof open_stores / sizeof *open_stores; i++)
		if (strcmp(fact->name, open_stores[i].image) == 0)
			return &open_stores[i];
	return NULL;
}

/* In a network of its users alone such a store is as closed as its users are. */
static void look_at_store(const struct sw_view *view, struct sw_sink *sink, const struct open_store *store) {
	const struct sw_service *service = view->service;
	const struct sw_env *login = set_of(service, store->variables);
	struct sw_span at = {0};
	if (login)
		sw_pass(sink, login->at, "%.*s sets a login", SW_ARG(login->name));
	else if (sw_start_holds(service, store->start, &at))
		sw_pass(sink, at, "the command sets a login");
	else if (sw_start_holds(service, store->files, &at) || sw_mounted_at(service, store->folder))
		sw_unknown(sink, SW_MISSING_FILE, at.source ? at : view->row->at, "its configuration file decides whether it asks for a login");
	else if (sw_tell_open(view, sink, "its login"))
		return;
	else if (published(service))
		sw_fail_as(sink, SW_HIGH, view->row->at, "%s, and it is published", store->what);
	else if (service->company > service->users)
		sw_fail_as(sink, SW_LOW, view->row->at, "%s, and services on its network that do not use it: %u", store->what, service->company - service->users);
	else
		sw_not_applicable(sink, "only its users reach it");
}

static const struct sw_env *credential_of(const struct sw_service *service) {
	for (size_t i = 0; i < service->env.n; i++) {
		const struct sw_env *env = &service->env.v[i];
		if ((env->credential_name || sw_str_ends(env->name, SW_S("PASSWORD_FILE"))) && (!env->known || env->value.n))
			return env;
	}
	return NULL;
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_service *service = view->service;
	const struct open_store *store = open_store_of(service);
	enum sw_image_role role = sw_workload_role(service);
	const struct sw_env *login = credential_of(service);
	bool asks = sw_role_stores(role) || role == SW_ROLE_CACHE || role == SW_ROLE_ADMIN_UI || role == SW_ROLE_QUEUE;
	if (look_at_switches(service, sink))
		return;
	if (store)
		look_at_store(view, sink, store);
	else if (!asks)
		sw_not_applicable(sink, "not known as a store or an admin page");
	else if (login)
		sw_pass(sink, login->at, "%.*s sets a login", SW_ARG(login->name));
	else
		sw_unknown(sink, SW_MISSING_FILE, view->row->at, "whether it asks for a login is not written here");
}

CHECK(store_without_login) {
	.id = "store-without-login", .on = SW_ON_WORKLOAD, .severity = SW_MEDIUM, .stride = SW_SPOOFING, .cwe = {306},
	.refs = {"cis-docker-1.6:5.30"},
	.title = "A store or admin page asks for no login",
	.why = "Every service on its network, and whoever takes over one of them, reads and changes what is stored.",
	.fix = "Set a password from a file, such as `POSTGRES_PASSWORD_FILE: /run/secrets/db`, and remove the variable that switches "
	       "the login off.",
	.decide = decide,
	.examples = {
		{"trust", "=== compose.yaml\nservices:\n  a:\n    image: postgres:16\n    environment:\n      POSTGRES_HOST_AUTH_METHOD: trust\n", "compose.yaml:5"},
		{"switched-off", "=== compose.yaml\nservices:\n  a:\n    image: elasticsearch:8.1.0\n    environment:\n      - xpack.security.enabled=false\n", "compose.yaml:5"},
		{"client-of-a-store", "=== compose.yaml\nservices:\n  a:\n    image: kibana:8.1.0\n    environment:\n      - xpack.security.enabled=false\n", ""},
		{"open-and-published", "=== compose.yaml\nservices:\n  a:\n    image: mongo:7\n    ports: [\"27017:27017\"]\n", "compose.yaml:2"},
		{"among-strangers", "=== compose.yaml\nservices:\n  cache:\n    image: redis:7\n  a:\n    image: x:1\n    environment: [\"REDIS=redis://cache:6379\"]\n  b:\n    image: x:1\n", "compose.yaml:2"},
		{"among-users", "=== compose.yaml\nservices:\n  cache:\n    image: redis:7\n  a:\n    image: x:1\n    environment: [\"REDIS=redis://cache:6379\"]\n", ""},
		{"password", "=== compose.yaml\nservices:\n  a:\n    image: redis:7\n    command: [\"redis-server\", \"--requirepass\", \"${PW}\"]\n    ports: [\"6379:6379\"]\n", ""},
		{"file-decides", "=== compose.yaml\nservices:\n  a:\n    image: redis:7\n    command: redis-server /etc/redis/redis.conf\n    ports: [\"6379:6379\"]\n", ""},
	},
};
