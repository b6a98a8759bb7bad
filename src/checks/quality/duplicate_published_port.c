#include "checks/declare.h"
#include <stdlib.h>

struct entry {
	const struct sw_port *port;
	const struct sw_workload *workload;
	bool udp;
};

static int by_port(const void *left, const void *right) {
	const struct entry *a = left, *b = right;
	if (a->udp != b->udp)
		return a->udp - b->udp;
	if (a->port->published_low != b->port->published_low)
		return a->port->published_low - b->port->published_low;
	return sw_span_cmp(a->port->at, b->port->at);
}

static bool any_address(struct sw_str address) {
	return !address.n || sw_str_is(address, "0.0.0.0") || sw_str_is(address, "::") || sw_str_is(address, "[::]");
}

static bool collide(const struct entry *a, const struct entry *b) {
	struct sw_str left = a->port->host_ip, right = b->port->host_ip;
	return a->udp == b->udp && b->port->published_low <= a->port->published_high &&
	       (any_address(left) || any_address(right) || sw_str_eq(left, right));
}

/* Services of profiles may never run together, and those on the host's network publish nothing. */
static bool counts(const struct sw_workload *workload, const struct sw_port *port) {
	return port->known && port->published_low && !workload->profiles.n && port->published_low == port->published_high &&
	       !sw_str_is(workload->said[SW_FIELD_NETWORK_MODE].value, "host");
}

static void decide(const struct sw_view *view, struct sw_sink *sink) {
	enum { LOOK_BACK = 8 }; /* ports of one number, on different addresses */
	SW_VEC(struct entry) entries = {0};
	for (size_t w = 0; w < view->deployment->workloads.n; w++) {
		const struct sw_workload *workload = &view->deployment->workloads.v[w];
		for (size_t p = 0; p < workload->ports.n; p++)
			if (counts(workload, &workload->ports.v[p]))
				*sw_push(view->arena, &entries) = (struct entry){&workload->ports.v[p], workload,
										  sw_str_is(workload->ports.v[p].protocol, "udp")};
	}
	if (!entries.n) {
		sw_not_applicable(sink, "no port is published");
		return;
	}
	qsort(entries.v, entries.n, sizeof *entries.v, by_port);
	for (size_t i = 1; i < entries.n; i++)
		for (size_t back = 1; back <= LOOK_BACK && back <= i; back++)
			if (collide(&entries.v[i - back], &entries.v[i])) {
				sw_fail(sink, entries.v[i].port->at, "port %u of the host is published for %.*s as well",
					entries.v[i].port->published_low, SW_ARG(entries.v[i - back].workload->name));
				break;
			}
	sw_pass(sink, view->row->at, "every port is published once");
}

CHECK(duplicate_published_port) {
	.id = "duplicate-published-port", .on = SW_ON_DEPLOYMENT, .severity = SW_MEDIUM,
	.refs = {"dclint:no-duplicate-exported-ports"},
	.title = "A port of the host is published twice",
	.why = "The engine gives a port away once: the second service does not start, or the wrong one answers.",
	.fix = "Give each service a port of its own, or put a proxy in front of them.",
	.quality = true,
	.decide = decide,
	.examples = {
		{"twice", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ports: [\"8080:80\"]\n  b:\n    image: x:1\n    ports: [\"127.0.0.1:8080:81\"]\n", "compose.yaml:7"},
		{"different", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    ports: [\"8080:80\", \"8080:80/udp\", \"127.0.0.1:81:80\", \"127.0.0.2:81:80\", \"80\"]\n", ""},
		{"profiles", "=== compose.yaml\nservices:\n  a:\n    image: x:1\n    profiles: [p]\n    ports: [\"8080:80\"]\n  b:\n    image: x:1\n    ports: [\"8080:81\"]\n", ""},
	},
};
