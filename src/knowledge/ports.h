/* Port numbers: what listens there by custom. A number is a hint, never proof. Rows stand in data/ports.toml. */
#pragma once
#include "base/str.h"

enum sw_port_class {
	SW_PORT_UNKNOWN,
	SW_PORT_REMOTE_ADMIN, /* a person or tool takes over the machine or container: ssh, telnet, vnc */
	SW_PORT_ENGINE,       /* a container engine's API */
	SW_PORT_REGISTRY,     /* container images */
	SW_PORT_ORCHESTRATOR, /* cluster API, kubelet, cluster store, swarm */
	SW_PORT_DATABASE,     /* relational, document, column, graph, search */
	SW_PORT_CACHE,
	SW_PORT_QUEUE,        /* messages */
	SW_PORT_FILES,        /* file shares, object stores */
	SW_PORT_ADMIN_UI,     /* a web page or protocol that administers something, debuggers included */
	SW_PORT_IDENTITY,     /* directories, logins, secrets */
	SW_PORT_WEB,
	SW_PORT_TELEMETRY,    /* metrics, traces, logs */
	SW_PORT_MAIL,
	SW_PORT_NAMES,        /* DNS */
	SW_PORT_OTHER,
};

enum sw_port_tls { SW_PORT_TLS_UNKNOWN, SW_PORT_CLEAR, SW_PORT_TLS };

struct sw_port_fact {
	uint16_t port;
	enum sw_port_class class;
	enum sw_port_tls tls;     /* by default: clear text, TLS, or either */
	const char *protocol;     /* short name for flows: "postgres" */
	const char *what;         /* for people: "PostgreSQL" */
};

/* The row of `port`, or NULL. `protocol` is "tcp" or "udp"; empty means tcp. */
const struct sw_port_fact *sw_port_fact(uint16_t port, struct sw_str protocol);
/* The first row whose protocol (as in URLs: "postgresql", "amqps", "https") is `scheme`, in any case, or NULL. */
const struct sw_port_fact *sw_port_of_scheme(struct sw_str scheme);

/* kebab case: "remote-admin". */
const char *sw_port_class_name(enum sw_port_class class);
