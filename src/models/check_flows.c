/* Drawn flows against found ones. What joins two matched elements is compared as a whole: people draw one arrow where a
 * scan finds three. */
#include "knowledge/ports.h"
#include "models/checking.h"
#include "models/container_template.h"

struct found_flow {
	const struct sw_flow *flow;
	const struct sw_diagram *diagram;
	size_t from, to; /* of the found elements */
};

struct flows {
	SW_VEC(struct found_flow) v;
	bool *drawn;     /* something drawn stands for it */
};

static size_t found_index(const struct sw_checking *checking, const struct sw_element *element) {
	return (uintptr_t)sw_map_get(&checking->found_of, element->id) - 1;
}

static void list_flows(struct sw_checking *checking, struct flows *flows) {
	for (size_t d = 0; d < checking->count; d++)
		for (size_t i = 0; i < checking->diagrams[d].flows.n; i++) {
			const struct sw_flow *flow = &checking->diagrams[d].flows.v[i];
			const struct sw_element *from = &checking->diagrams[d].elements.v[flow->from], *to = &checking->diagrams[d].elements.v[flow->to];
			if (!flow->absent && sw_map_get(&checking->found_of, from->id) && sw_map_get(&checking->found_of, to->id))
				*sw_push(checking->arena, &flows->v) = (struct found_flow){
					flow, &checking->diagrams[d], found_index(checking, from), found_index(checking, to)};
		}
	flows->drawn = SW_NEW_ARRAY(checking->arena, bool, flows->v.n + 1);
}

/* ── What a drawn flow says ── */

static bool says(struct sw_str text, const char *words) {
	size_t start = 0;
	for (size_t i = 0; i <= text.n; i++) {
		if (i < text.n && sw_is_alnum(text.p[i]))
			continue;
		struct sw_str word = sw_str_sub(text, start, i - start);
		if (word.n && sw_listed_nocase(word, words))
			return true;
		start = i + 1;
	}
	return false;
}

static enum sw_tri drawn_encryption(const struct sw_checking *checking, const struct sw_drawn *flow) {
	const struct sw_drawn_property *property = sw_drawn_property_of(flow, SW_S(SW_KEY_ENCRYPTED));
	const struct sw_stencil *type = checking->drawing->template ? sw_stencil_of(checking->drawing->template, flow->type) : NULL;
	struct sw_str texts[] = {flow->protocol, flow->name, type ? type->name : (struct sw_str){0}};
	if (property)
		return sw_str_is(property->value, "Yes") ? SW_YES : sw_str_is(property->value, "No") ? SW_NO : SW_UNKNOWN;
	if (flow->encrypted >= 0)
		return flow->encrypted ? SW_YES : SW_NO;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (says(texts[i], "https tls mtls ssl wss ldaps amqps rediss ftps sftp ssh"))
			return SW_YES;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (says(texts[i], "http ws ldap ftp telnet"))
			return SW_NO;
	return SW_UNKNOWN;
}

enum { MOST_PORTS = 8 };

/* Numbers in a name that can be ports: 80 in "HTTP 80", 5432 in "tcp/5432", not 2 in "HTTP/2". */
static size_t ports_in(struct sw_str text, uint16_t ports[MOST_PORTS]) {
	size_t n = 0;
	for (size_t i = 0; i < text.n && n < MOST_PORTS;) {
		size_t start = i;
		uint32_t number = 0;
		while (i < text.n && sw_is_digit(text.p[i]) && i - start < 6)
			number = number * 10 + (uint32_t)(text.p[i++] - '0');
		bool whole = (start == 0 || !sw_is_alnum(text.p[start - 1])) && (i == text.n || !sw_is_alnum(text.p[i])) &&
			     !(start && text.p[start - 1] == '.') && !(i < text.n && text.p[i] == '.');
		if (i - start >= 2 && number < 65536 && whole)
			ports[n++] = (uint16_t)number;
		i += i == start;
	}
	return n;
}

static enum sw_tri found_encryption(const struct sw_flow *flow) {
	const struct sw_port_fact *fact = flow->port ? sw_port_fact(flow->port, SW_S("tcp")) : NULL;
	if (flow->encrypted != SW_UNKNOWN)
		return flow->encrypted;
	return fact && fact->tls == SW_PORT_CLEAR ? SW_NO : fact && fact->tls == SW_PORT_TLS ? SW_YES : SW_UNKNOWN;
}

/* ── Differences ── */

static struct sw_drawn_difference *differ(struct sw_checking *checking, enum sw_difference_kind kind, const struct sw_drawn *drawn,
					  const struct sw_flow *found) {
	struct sw_drawn_difference *difference = sw_differ(checking, kind);
	if (drawn) {
		difference->drawn_id = drawn->id;
		difference->drawn = drawn->name;
	}
	if (found) {
		difference->found_id = found->id;
		difference->found = found->label;
		difference->at = found->at;
	}
	return difference;
}

static bool share_network(const struct sw_found *a, const struct sw_found *b) {
	if (a->element->kind != SW_ELEMENT_WORKLOAD || b->element->kind != SW_ELEMENT_WORKLOAD || a->diagram != b->diagram)
		return a->diagram == b->diagram;
	for (size_t i = 0; i < a->diagram->elements.n; i++) {
		const struct sw_element *network = &a->diagram->elements.v[i];
		if (network->kind == SW_ELEMENT_NETWORK && sw_draws_on(a->diagram, a->element, network) && sw_draws_on(a->diagram, b->element, network))
			return true;
	}
	return false;
}

/* Why a flow that nothing shows cannot be there; NULL: it may be, hidden in the code. */
static const char *impossible(const struct sw_found *from, const struct sw_found *to) {
	if (to->element->kind == SW_ELEMENT_STORE || from->element->kind == SW_ELEMENT_STORE)
		return "nothing mounts it";
	if (from->element->kind == SW_ELEMENT_CLIENT && to->element->kind == SW_ELEMENT_WORKLOAD)
		return "no port of it is published";
	if (from->element->kind == SW_ELEMENT_WORKLOAD && to->element->kind == SW_ELEMENT_WORKLOAD && !share_network(from, to))
		return "they share no network";
	return NULL;
}

static void judge_encryption(struct sw_checking *checking, const struct sw_drawn *drawn, const struct flows *flows, const size_t *pair, size_t count) {
	enum sw_tri said = drawn_encryption(checking, drawn);
	for (size_t i = 0; said != SW_UNKNOWN && i < count; i++) {
		const struct sw_flow *flow = flows->v.v[pair[i]].flow;
		enum sw_tri is = found_encryption(flow);
		if (is == SW_UNKNOWN || is == said)
			continue;
		struct sw_drawn_difference *difference = differ(checking, SW_DIFFERENCE_ENCRYPTION, drawn, flow);
		difference->drawn_value = said == SW_YES ? SW_S("encrypted") : SW_S("in clear");
		difference->found_value = said == SW_YES ? SW_S("in clear") : SW_S("encrypted");
		difference->message = sw_arena_printf(checking->arena, "%.*s is drawn %.*s; found: %.*s, %.*s", SW_ARG(drawn->name),
						      SW_ARG(difference->drawn_value), SW_ARG(flow->label), SW_ARG(difference->found_value));
		return;
	}
}

static void judge_ports(struct sw_checking *checking, const struct sw_drawn *drawn, const struct flows *flows, const size_t *pair, size_t count) {
	uint16_t said[MOST_PORTS], found[MOST_PORTS];
	size_t n = ports_in(drawn->name, said), some = SIZE_MAX;
	for (size_t i = 0; i < count; i++) {
		const struct sw_flow *flow = flows->v.v[pair[i]].flow;
		size_t m = ports_in(flow->label, found);
		some = flow->port || m ? pair[i] : some;
		for (size_t k = 0; k < n; k++) {
			if (said[k] == flow->port)
				return;
			for (size_t j = 0; j < m; j++)
				if (said[k] == found[j])
					return;
		}
	}
	if (!n || some == SIZE_MAX)
		return;
	const struct sw_flow *flow = flows->v.v[some].flow;
	struct sw_drawn_difference *difference = differ(checking, SW_DIFFERENCE_PORT, drawn, flow);
	difference->drawn_value = sw_arena_printf(checking->arena, "%u", said[0]);
	difference->found_value = sw_arena_printf(checking->arena, "%u", flow->port ? flow->port : ports_in(flow->label, found) ? found[0] : 0);
	difference->message = sw_arena_printf(checking->arena, "%.*s is drawn to port %u; found: %.*s", SW_ARG(drawn->name), said[0], SW_ARG(flow->label));
}

static void check_drawn(struct sw_checking *checking, const struct sw_drawn_diagram *diagram, const struct sw_drawn *drawn, struct flows *flows) {
	const struct sw_found *from = sw_found_for(checking, &diagram->elements.v[drawn->from]), *to = sw_found_for(checking, &diagram->elements.v[drawn->to]);
	if (!from || !to || from == to)
		return;
	size_t ahead = 0, back = 0, first = (size_t)(from - checking->check->found.v), second = (size_t)(to - checking->check->found.v);
	size_t *pair = SW_NEW_ARRAY(checking->arena, size_t, flows->v.n + 1);
	for (size_t i = 0; i < flows->v.n; i++) {
		const struct found_flow *flow = &flows->v.v[i];
		bool same = flow->from == first && flow->to == second, other = flow->from == second && flow->to == first;
		flows->drawn[i] = flows->drawn[i] || same || other;
		if (same && !flow->flow->carrier_only)
			pair[ahead++] = i;
		/* Who opens a mount, a pull or a command is a matter of how one looks at it. */
		back += other && flow->flow->grade >= SW_GRADE_CONFIGURED && flow->flow->grade != SW_GRADE_STRUCTURAL &&
			from->element->kind == SW_ELEMENT_WORKLOAD && to->element->kind == SW_ELEMENT_WORKLOAD;
	}
	bool any = ahead > 0 || back > 0;
	for (size_t i = 0; !any && i < flows->v.n; i++)
		any = (flows->v.v[i].from == first && flows->v.v[i].to == second) || (flows->v.v[i].from == second && flows->v.v[i].to == first);
	const char *why = any ? NULL : impossible(from, to);
	if (why) {
		struct sw_drawn_difference *difference = differ(checking, SW_DIFFERENCE_FLOW_NOT_FOUND, drawn, NULL);
		difference->message = sw_arena_printf(checking->arena, "%.*s is drawn from %.*s to %.*s, and cannot be: %s", SW_ARG(drawn->name),
						      SW_ARG(from->element->name), SW_ARG(to->element->name), why);
	} else if (!ahead && back && !drawn->both_ways) {
		struct sw_drawn_difference *difference = differ(checking, SW_DIFFERENCE_DIRECTION, drawn, NULL);
		difference->message = sw_arena_printf(checking->arena, "%.*s is drawn from %.*s to %.*s; found: %.*s opens the connection", SW_ARG(drawn->name),
						      SW_ARG(from->element->name), SW_ARG(to->element->name), SW_ARG(to->element->name));
	}
	judge_encryption(checking, drawn, flows, pair, ahead);
	judge_ports(checking, drawn, flows, pair, ahead);
}

static void check_found(struct sw_checking *checking, const struct found_flow *flow) {
	const struct sw_found *from = &checking->check->found.v[flow->from], *to = &checking->check->found.v[flow->to];
	bool shown = flow->flow->published || flow->flow->grade == SW_GRADE_CONFIGURED || flow->flow->grade == SW_GRADE_OBSERVED;
	bool missing = !checking->drawn[flow->from] || !checking->drawn[flow->to];
	if (!shown || missing || sw_need_not_be_drawn(checking, from->element) || sw_need_not_be_drawn(checking, to->element))
		return;
	struct sw_drawn_difference *difference = differ(checking, SW_DIFFERENCE_FLOW_NOT_DRAWN, NULL, flow->flow);
	difference->message = sw_arena_printf(checking->arena, "%.*s connects to %.*s (%.*s), which is not drawn", SW_ARG(from->element->name),
					      SW_ARG(to->element->name), SW_ARG(flow->flow->label));
}

void sw_check_flows(struct sw_checking *checking) {
	struct flows flows = {0};
	list_flows(checking, &flows);
	for (size_t d = 0; d < checking->drawing->diagrams.n; d++)
		for (size_t i = 0; i < checking->drawing->diagrams.v[d].elements.n; i++) {
			const struct sw_drawn_diagram *diagram = &checking->drawing->diagrams.v[d];
			const struct sw_drawn *drawn = &diagram->elements.v[i];
			bool attached = drawn->from >= 0 && drawn->to >= 0 && (size_t)drawn->from < diagram->elements.n && (size_t)drawn->to < diagram->elements.n;
			if (drawn->kind == SW_DRAWN_FLOW && attached && !drawn->out_of_scope)
				check_drawn(checking, diagram, drawn, &flows);
		}
	for (size_t i = 0; i < flows.v.n; i++)
		if (!flows.drawn[i])
			check_found(checking, &flows.v.v[i]);
}
