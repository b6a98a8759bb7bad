#include "checks/about_credentials.h"

/* Schemes that send everything in clear unless something else is said. */
static const char *const clear[] = {"http", "ws", "ftp", "ldap", "amqp", "redis", "mqtt", "nats", "memcached", "telnet", "syslog", "influxdb"};

/* Names of variables that hold the service's own address or a list of allowed ones, not one that it connects to. */
static bool is_own_address(struct sw_str name) {
	static const char *const words[] = {"ORIGIN", "CORS", "BASE_URL", "BASEURL", "ROOT_URL", "SITE_URL", "PUBLIC", "EXTERNAL", "CALLBACK", "REDIRECT", "DOMAIN",
					    "HOSTNAME", "PROXY", "ADVERTISED", "LISTEN", "BIND", "APP_URL", "SERVER_URL", "WEB_URL", "WEBSITE", "NAMESPACE", "SCHEMA", "XMLNS", "ISSUER"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (sw_str_contains_nocase(name, sw_str_of(words[i])))
			return true;
	return false;
}

/* A host on another machine: a name with a dot, or an address, which is not the machine itself, a service, or an example. */
static bool is_elsewhere(const struct sw_service *service, struct sw_str host) {
	static const char *const near[] = {".localhost", ".internal", ".local", ".test", ".example", ".invalid", "example.com", "example.org", "example.net"};
	static const char *const here[] = {"127.", "0.0.0.0", "169.254.", "172.17."}; /* itself, its cloud's, the engine's bridge */
	if (sw_str_find_byte(host, '.') == SW_NPOS)
		return false;
	for (size_t i = 0; i < sizeof here / sizeof *here; i++)
		if (sw_str_starts(host, sw_str_of(here[i])))
			return false;
	for (size_t i = 0; i < sizeof near / sizeof *near; i++)
		if (sw_str_ends(host, sw_str_of(near[i])))
			return false;
	for (size_t i = 0; i < host.n; i++)
		if (!sw_is_alnum(host.p[i]) && host.p[i] != '.' && host.p[i] != '-')
			return false;
	return !sw_map_get(service->names, host);
}

struct address {
	struct sw_str scheme, host;
	bool no_tls; /* it says so itself: sslmode=disable */
};

/* The next address of a text, without its login; false when there is none left. */
static bool next_address(struct sw_str *rest, struct address *address) {
	size_t at = sw_str_find(*rest, SW_S("://")), start = at, end, colon;
	if (at == SW_NPOS)
		return false;
	while (start > 0 && (sw_is_alnum(rest->p[start - 1]) || rest->p[start - 1] == '+'))
		start--;
	struct sw_str tail = sw_str_from(*rest, at + 3);
	for (end = 0; end < tail.n && !sw_is_space(tail.p[end]) && tail.p[end] != ',' && tail.p[end] != '"' && tail.p[end] != '\'';)
		end++;
	struct sw_str whole = sw_str_sub(tail, 0, end), host = whole;
	for (end = 0; end < host.n && host.p[end] != '/' && host.p[end] != '?';)
		end++;
	host = sw_str_sub(host, 0, end);
	size_t login = sw_str_rfind_byte(host, '@');
	host = login == SW_NPOS ? host : sw_str_from(host, login + 1);
	colon = sw_str_find_byte(host, ':');
	*address = (struct address){sw_str_sub(*rest, start, at - start), sw_str_sub(host, 0, colon),
				    sw_str_contains(whole, SW_S("sslmode=disable")) || sw_str_contains_nocase(whole, SW_S("usessl=false"))};
	*rest = sw_str_from(tail, whole.n);
	return true;
}

static bool is_clear(const struct address *address) {
	for (size_t i = 0; i < sizeof clear / sizeof *clear; i++)
		if (sw_str_is_nocase(address->scheme, clear[i]))
			return true;
	return address->no_tls;
}

static void look(const struct sw_view *view, struct sw_sink *sink, const struct sw_env *env, bool *leaves) {
	struct sw_str rest = env->value;
	struct address address;
	while (next_address(&rest, &address)) {
		if (!is_elsewhere(view->service, address.host))
			continue;
		*leaves = true;
		if (is_clear(&address))
			sw_fail(sink, env->at, "%.*s connects to %.*s in clear (%.*s)", SW_ARG(env->name), SW_ARG(address.host),
				SW_ARG(address.no_tls ? SW_S("TLS is switched off") : address.scheme));
	}
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	const struct sw_workload *workload = view->service->workload;
	bool leaves = false;
	for (size_t i = 0; i < workload->env.n; i++)
		if (workload->env.v[i].known && !is_own_address(workload->env.v[i].name))
			look(view, sink, &workload->env.v[i], &leaves);
	if (leaves)
		sw_pass(sink, workload->at, "addresses on other hosts are reached over TLS");
	else
		sw_not_applicable(sink, "no address on another host is written in the environment");
}

CHECK(connection_without_tls) {
	.id = "connection-without-tls", .on = SW_ON_WORKLOAD, .severity = SW_MEDIUM, .stride = SW_DISCLOSURE | SW_TAMPERING, .cwe = {319},
	.refs = {"cis-docker-1.6:2.7"},
	.title = "A connection to another host is not encrypted",
	.why = "Whoever stands on the way reads logins and data, and can change them.",
	.fix = "Use the scheme with TLS, such as https, amqps or rediss, or `sslmode=verify-full` for PostgreSQL.",
	.decide = decide,
	.examples = {
		{"http", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment:\n      API: http://api.partner.io/v1\n", "compose.yaml:5"},
		{"switched-off", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment:\n      - DSN=postgres://app@10.1.2.3:5432/app?sslmode=disable\n", "compose.yaml:5"},
		{"queue", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment: [\"BROKER=amqp://mq.corp.net:5672\"]\n", "compose.yaml:4"},
		{"own-service", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment:\n      - CACHE=redis://cache:6379\n      - API=http://localhost:3000\n      - BASE_URL=http://www.shop.io\n  cache:\n    image: redis:7\n", ""},
		{"encrypted", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    environment: [\"API=https://api.partner.io\"]\n", ""},
	},
};
