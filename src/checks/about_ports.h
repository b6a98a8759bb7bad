/* Published ports: who reaches them, and which check speaks of each, so that every one is reported once. */
#pragma once
#include "checks/about_workload.h"
#include "knowledge/ports.h"

enum sw_port_reach {
	SW_REACH_LOOPBACK, /* the host alone */
	SW_REACH_ADDRESS,  /* one address of the host */
	SW_REACH_ALL,      /* every address of the host */
	SW_REACH_HIDDEN,   /* a variable hides it */
};

enum sw_port_reach sw_port_reach(const struct sw_port *port);
/* Whether it may be reached from outside the host. */
static inline bool sw_port_leaves(const struct sw_port *port) {
	return sw_port_reach(port) == SW_REACH_ALL || sw_port_reach(port) == SW_REACH_ADDRESS;
}
/* Whether the service's ports count at all: on the host's network they do not. */
bool sw_ports_count(const struct sw_view *view);

/* What a published port is, strongest statement first. */
enum sw_port_kind {
	SW_PORT_IS_ENGINE,   /* an engine's API without TLS: engine-or-registry-without-tls */
	SW_PORT_IS_REGISTRY, /* an image registry without TLS: the same */
	SW_PORT_IS_STORE,    /* a store, queue, cache or admin page: store-port-published */
	SW_PORT_IS_BYPASS,   /* a web port that a published proxy forwards to: proxy-bypassed */
	SW_PORT_IS_PLAIN,    /* anything else: port-on-all-interfaces */
};

/* *what, when not NULL, is set for ENGINE and STORE: "PostgreSQL". */
enum sw_port_kind sw_port_kind(const struct sw_service *service, const struct sw_port *port, const char **what);

/* The host's side for people: "port 5432", "ports 8000 to 8010", "a free port". */
struct sw_str sw_port_words(struct sw_arena *arena, const struct sw_port *port);
/* " on every address of the host", " on 192.0.2.1". */
struct sw_str sw_reach_words(struct sw_arena *arena, const struct sw_port *port);
