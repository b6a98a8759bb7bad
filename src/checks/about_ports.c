#include "checks/about_ports.h"

enum sw_port_reach sw_port_reach(const struct sw_port *port) {
	struct sw_str ip = port->host_ip;
	if (sw_str_starts(ip, SW_S("127.")) || sw_str_is(ip, "::1") || sw_str_is(ip, "localhost"))
		return SW_REACH_LOOPBACK;
	if (sw_str_find_byte(ip, '$') != SW_NPOS)
		return SW_REACH_HIDDEN;
	if (ip.n && !sw_str_is(ip, "0.0.0.0") && !sw_str_is(ip, "::"))
		return SW_REACH_ADDRESS;
	/* A variable before the target may bring an address with it. */
	return port->known || ip.n || port->published_low ? SW_REACH_ALL : SW_REACH_HIDDEN;
}

bool sw_ports_count(const struct sw_view *view) {
	const struct sw_value *mode = &view->fields[SW_FIELD_NETWORK_MODE];
	return view->service->workload->ports.n && !(mode->known && sw_str_is(mode->value, "host"));
}

static bool within(const struct sw_port *port, uint16_t number) {
	return port->target_low && port->target_low <= number && number <= port->target_high;
}

static bool tcp(const struct sw_port *port) {
	return !port->protocol.n || sw_str_is_nocase(port->protocol, "tcp");
}

/* The docker image's own start makes certificates and asks for them unless its folder is set to nothing. */
static bool engine_asks_certificate(const struct sw_service *service) {
	const struct sw_image_fact *fact = sw_workload_image(service);
	const struct sw_env *folder = sw_env_of(service, "DOCKER_TLS_CERTDIR");
	if (sw_start_holds(service, "--tlsverify", NULL))
		return true;
	return fact && strcmp(fact->name, "docker") == 0 && !(folder && folder->known && !folder->value.n);
}

static bool is_engine(const struct sw_service *service, const struct sw_port *port) {
	if (within(port, 2375) || within(port, 4243))
		return true;
	return within(port, 2376) && !engine_asks_certificate(service);
}

static bool is_registry(const struct sw_service *service, const struct sw_port *port) {
	const struct sw_image_fact *fact = sw_workload_image(service);
	bool distribution = fact && (strcmp(fact->name, "registry") == 0 || strcmp(fact->name, "distribution/distribution") == 0);
	return distribution && within(port, 5000) && !sw_env_set(service, "REGISTRY_HTTP_TLS_CERTIFICATE") &&
	       !sw_env_set(service, "REGISTRY_HTTP_TLS_LETSENCRYPT_EMAIL");
}

/* By what the image is: all its ports are a store's, but a web page of a store's image may be its product. */
static bool store_by_image(const struct sw_image_fact *fact) {
	switch ((int)fact->role) {
	case SW_ROLE_RELATIONAL: case SW_ROLE_KEY_VALUE: case SW_ROLE_DOCUMENT: case SW_ROLE_SEARCH: case SW_ROLE_TIME_SERIES:
	case SW_ROLE_GRAPH: case SW_ROLE_QUEUE: case SW_ROLE_COORDINATOR: case SW_ROLE_CACHE: case SW_ROLE_OBJECT:
	case SW_ROLE_ADMIN_UI: case SW_ROLE_ENGINE_CLIENT:
		return true;
	default:
		return false;
	}
}

/* By the number alone, where nothing is known about the image: only numbers that nothing else uses by custom. */
static bool store_by_number(enum sw_port_class class) {
	return class == SW_PORT_DATABASE || class == SW_PORT_CACHE || class == SW_PORT_QUEUE;
}

static bool is_store(const struct sw_service *service, const struct sw_port *port, const char **what) {
	const struct sw_image_fact *image = sw_workload_image(service);
	const struct sw_port_fact *number = port->target_low ? sw_port_fact(port->target_low, port->protocol) : NULL;
	if (image && image->role != SW_ROLE_BASE) {
		*what = image->title;
		return store_by_image(image);
	}
	*what = number ? number->what : NULL;
	return number && tcp(port) && store_by_number(number->class);
}

static bool is_web(const struct sw_port *port) {
	const struct sw_port_fact *number = port->target_low ? sw_port_fact(port->target_low, port->protocol) : NULL;
	/* 5000 and 9000 are web applications more often than what the custom says. */
	return tcp(port) && number && (number->class == SW_PORT_WEB || number->class == SW_PORT_REGISTRY || number->port == 9000);
}

enum sw_port_kind sw_port_kind(const struct sw_service *service, const struct sw_port *port, const char **what) {
	const char *unwanted = NULL;
	what = what ? what : &unwanted;
	*what = NULL;
	if (!sw_port_leaves(port))
		return SW_PORT_IS_PLAIN;
	if (is_engine(service, port)) {
		*what = "the Docker engine's API";
		return SW_PORT_IS_ENGINE;
	}
	if (is_registry(service, port))
		return SW_PORT_IS_REGISTRY;
	if (is_store(service, port, what))
		return SW_PORT_IS_STORE;
	return service->proxy && is_web(port) ? SW_PORT_IS_BYPASS : SW_PORT_IS_PLAIN;
}

struct sw_str sw_port_words(struct sw_arena *arena, const struct sw_port *port) {
	if (!port->published_low)
		return SW_S("a free port");
	if (port->published_low == port->published_high)
		return sw_arena_printf(arena, "port %u", port->published_low);
	return sw_arena_printf(arena, "ports %u to %u", port->published_low, port->published_high);
}

struct sw_str sw_reach_words(struct sw_arena *arena, const struct sw_port *port) {
	if (sw_port_reach(port) == SW_REACH_ADDRESS)
		return sw_arena_printf(arena, "on %.*s", SW_ARG(port->host_ip));
	return SW_S("on every address of the host");
}
