#include "knowledge/ports.h"
#include "knowledge/data.h"

static const struct sw_port_fact *find(const struct sw_port_fact *rows, size_t count, uint16_t port) {
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (rows[middle].port == port)
			return &rows[middle];
		if (rows[middle].port < port)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct sw_port_fact *sw_port_fact(uint16_t port, struct sw_str protocol) {
	if (sw_str_is_nocase(protocol, "udp"))
		return find(sw_udp_ports, sw_udp_port_count, port);
	if (protocol.n == 0 || sw_str_is_nocase(protocol, "tcp"))
		return find(sw_tcp_ports, sw_tcp_port_count, port);
	return NULL;
}

const struct sw_port_fact *sw_port_of_scheme(struct sw_str scheme) {
	for (size_t i = 0; i < sw_scheme_row_count; i++)
		if (sw_str_is_nocase(scheme, sw_scheme_rows[i].scheme)) {
			scheme = sw_str_of(sw_scheme_rows[i].protocol);
			break;
		}
	for (size_t i = 0; i < sw_tcp_port_count; i++)
		if (sw_str_is_nocase(scheme, sw_tcp_ports[i].protocol))
			return &sw_tcp_ports[i];
	for (size_t i = 0; i < sw_udp_port_count; i++)
		if (sw_str_is_nocase(scheme, sw_udp_ports[i].protocol))
			return &sw_udp_ports[i];
	return NULL;
}

const char *sw_port_class_name(enum sw_port_class class) {
	static const char *const names[] = {
		"unknown", "remote-admin", "engine", "registry", "orchestrator", "database", "cache", "queue", "files",
		"admin-ui", "identity", "web", "telemetry", "mail", "names", "other",
	};
	return names[class];
}
