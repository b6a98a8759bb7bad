#include "fixes/fixer.h"

static const struct sw_port *port_at(const struct sw_workload *workload, struct sw_span at) {
	for (size_t i = 0; i < workload->ports.n; i++)
		if (sw_span_cmp(workload->ports.v[i].at, at) == 0)
			return &workload->ports.v[i];
	return NULL;
}

void sw_fix_loopback(struct sw_fixing *fixing) {
	const struct sw_port *port = fixing->service ? port_at(fixing->service->workload, fixing->finding->site->at) : NULL;
	if (!port || port->host_ip.n)
		return;
	struct sw_str text = sw_fixing_text(fixing, port->at);
	size_t quote = text.n && (text.p[0] == '"' || text.p[0] == '\'') ? 1 : 0;
	/* The long form, an interval of container ports alone and what a variable hides are left to people. */
	if (text.n <= quote || !(sw_is_digit(text.p[quote]) || text.p[quote] == '$') || sw_str_find_byte(text, '\n') != SW_NPOS)
		return;
	bool host_port = port->published_low != 0 || sw_str_find_byte(text, ':') != SW_NPOS;
	fixing->fix->title = SW_S("Publish the port on this machine alone");
	fixing->fix->caution = SW_S("other machines no longer reach the port");
	struct sw_str address = host_port ? SW_S("127.0.0.1:") : SW_S("127.0.0.1::");
	if (!quote && !host_port)
		sw_fixing_replace(fixing, port->at, sw_arena_printf(fixing->arena, "\"%.*s%.*s\"", SW_ARG(address), SW_ARG(text)));
	else
		sw_fixing_insert(fixing, port->at.source, port->at.start + (uint32_t)quote, address);
}
