/* ports: and expose: of a service, short and long form. Called by the service's table. */
#include "readers/compose/parts.h"

struct range {
	uint16_t low, high;
	bool known;
};

/* A port or a range of ports; false when it is neither and holds no variable. */
static bool read_range(struct sw_str text, struct range *range) {
	uint64_t low, high;
	struct sw_str first = sw_str_trim(text), last;
	*range = (struct range){0};
	if (sw_str_find_byte(first, '$') != SW_NPOS)
		return true;
	size_t dash = sw_str_find_byte(first, '-');
	last = dash == SW_NPOS ? first : sw_str_from(first, dash + 1);
	first = sw_str_sub(first, 0, dash);
	if (!sw_str_to_u64(first, &low) || !sw_str_to_u64(last, &high) || low > high || high > UINT16_MAX)
		return false;
	*range = (struct range){(uint16_t)low, (uint16_t)high, true};
	return true;
}

/* The last `sep` outside ${…}. */
static size_t last_outside(struct sw_str text, char sep) {
	struct sw_str rest = text, part;
	size_t at = SW_NPOS;
	while (sw_compose_cut(&rest, sep, &part))
		if (rest.p)
			at = (size_t)(rest.p - text.p) - 1;
	return at;
}

static struct sw_str cut_last(struct sw_str *text, char sep) {
	size_t at = last_outside(*text, sep);
	struct sw_str last = at == SW_NPOS ? *text : sw_str_from(*text, at + 1);
	*text = at == SW_NPOS ? (struct sw_str){0} : sw_str_sub(*text, 0, at);
	return last;
}

struct sw_compose_port_text sw_compose_port_split(struct sw_str text) {
	struct sw_compose_port_text port = {0};
	size_t slash = last_outside(text, '/');
	if (slash != SW_NPOS) {
		port.protocol = sw_str_from(text, slash + 1);
		text = sw_str_sub(text, 0, slash);
	}
	port.target = cut_last(&text, ':');
	port.published = cut_last(&text, ':');
	port.ip = text;
	if (port.ip.n >= 2 && port.ip.p[0] == '[' && port.ip.p[port.ip.n - 1] == ']')
		port.ip = sw_str_sub(port.ip, 1, port.ip.n - 2);
	return port;
}

static struct sw_str read_protocol(struct sw_compose_reader *r, struct sw_str written, struct sw_span at) {
	static const char *const known[] = {"tcp", "udp", "sctp"};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (sw_str_is_nocase(written, known[i]))
			return sw_str_of(known[i]);
	if (written.n && sw_str_find_byte(written, '$') == SW_NPOS)
		sw_compose_diag(r, SW_DIAG_WARNING, "compose-port", at, "\"%.*s\" is no protocol: tcp, udp or sctp is expected",
				SW_ARG(written));
	return written.n ? written : SW_S("tcp");
}

/* The text of a port entry: numbers as numbers, so that 0x50 is the port that it says. */
static bool port_scalar(struct sw_compose_reader *r, const struct sw_node *node, const char *what,
			struct sw_compose_scalar *scalar) {
	if (!sw_compose_scalar(r, node, what, scalar))
		return false;
	if (node->kind == SW_NODE_INT && !node->big)
		scalar->text = sw_arena_printf(r->arena, "%lld", (long long)node->integer);
	return true;
}

static void bad_port(struct sw_compose_reader *r, struct sw_span at, struct sw_str text) {
	sw_compose_diag(r, SW_DIAG_WARNING, "compose-port", at,
			"\"%.*s\" is no port: [[ADDRESS:]PUBLISHED:]TARGET[/PROTOCOL] is expected", SW_ARG(text));
}

static void read_short(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *node) {
	struct sw_compose_scalar scalar;
	if (!port_scalar(r, node, "a port", &scalar))
		return;
	struct sw_compose_port_text port = sw_compose_port_split(scalar.text);
	struct range inner, outer = {.known = true};
	if (!read_range(port.target, &inner) || (port.published.n && !read_range(port.published, &outer))) {
		bad_port(r, scalar.at, scalar.text);
		return;
	}
	*sw_push(r->arena, &w->ports) = (struct sw_port){
		.host_ip = port.ip, .published_low = outer.low, .published_high = outer.high, .target_low = inner.low,
		.target_high = inner.high, .protocol = read_protocol(r, port.protocol, scalar.at), .known = scalar.known,
		.at = scalar.at,
	};
}

/* One number of the long form; `known` is cleared by a variable that is left. */
static bool long_range(struct sw_compose_reader *r, const struct sw_node *map, const char *key, struct range *range,
		       bool *known) {
	struct sw_compose_scalar scalar;
	const struct sw_node *node = sw_compose_get(map, key);
	*range = (struct range){0};
	if (!node || node->kind == SW_NODE_NULL || !port_scalar(r, node, key, &scalar))
		return true;
	*known &= scalar.known;
	if (scalar.text.n == 0 || read_range(scalar.text, range))
		return true;
	bad_port(r, scalar.at, scalar.text);
	return false;
}

static void read_long(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_node *map) {
	bool known = true;
	struct range inner, outer;
	if (!long_range(r, map, "target", &inner, &known) || !long_range(r, map, "published", &outer, &known))
		return;
	if (!sw_compose_get(map, "target")) {
		sw_compose_wrong_type(r, map, "a port", "target:");
		return;
	}
	struct sw_str ip = sw_compose_find_text(r, map, "host_ip", &known);
	struct sw_str protocol = sw_compose_find_text(r, map, "protocol", &known);
	*sw_push(r->arena, &w->ports) = (struct sw_port){
		.host_ip = ip, .published_low = outer.low, .published_high = outer.high, .target_low = inner.low,
		.target_high = inner.high, .protocol = read_protocol(r, protocol, map->span), .known = known, .at = map->span,
	};
}

void sw_compose_read_ports(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	const struct sw_node *list = member->value;
	if (list->kind == SW_NODE_NULL)
		return;
	if (list->kind != SW_NODE_LIST) {
		sw_compose_wrong_type(r, list, "ports", "a list");
		return;
	}
	for (uint32_t i = 0; i < list->count; i++) {
		if (list->items[i]->kind == SW_NODE_MAP)
			read_long(r, w, list->items[i]);
		else
			read_short(r, w, list->items[i]);
	}
}

void sw_compose_read_expose(struct sw_compose_reader *r, struct sw_workload *w, const struct sw_member *member) {
	const struct sw_node *list = member->value;
	if (list->kind != SW_NODE_LIST) {
		if (list->kind != SW_NODE_NULL)
			sw_compose_wrong_type(r, list, "expose", "a list");
		return;
	}
	for (uint32_t i = 0; i < list->count; i++) {
		struct sw_compose_scalar scalar;
		struct range range;
		if (!port_scalar(r, list->items[i], "expose", &scalar))
			continue;
		struct sw_str port = scalar.text, protocol = {0};
		size_t slash = last_outside(port, '/');
		if (slash != SW_NPOS) {
			protocol = sw_str_from(port, slash + 1);
			port = sw_str_sub(port, 0, slash);
		}
		if (!read_range(port, &range)) {
			bad_port(r, scalar.at, scalar.text);
			continue;
		}
		*sw_push(r->arena, &w->exposed) = (struct sw_exposed){
			.port_low = range.low, .port_high = range.high,
			.protocol = read_protocol(r, protocol, scalar.at), .at = scalar.at,
		};
	}
}
