/* Who opens a connection to whom, as far as configuration shows it: a service's name in a URL, as host:port, or alone in
 * a variable that says host. depends_on and links alone are guesses. */
#include "base/vec.h"
#include "knowledge/ports.h"
#include "system/draw.h"

static bool host_char(char c) {
	return sw_is_alnum(c) || c == '-' || c == '_' || c == '.';
}

/* Variables whose bare value is a host's name. */
static bool names_host(struct sw_str name) {
	static const char *const words[] = {"HOST", "SERVER", "ADDR", "ENDPOINT", "URL", "URI", "SERVICE", "BROKER", "BOOTSTRAP", "DSN",
					    "UPSTREAM", "PROXY", "NODES", "PEER"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (sw_str_contains_nocase(name, sw_str_of(words[i])))
			return true;
	return false;
}

static enum sw_tri encryption(struct sw_str scheme, struct sw_str rest) {
	static const char *const clear[] = {"http", "ws", "ftp", "ldap"}, *const tls[] = {"https", "wss", "amqps", "rediss", "ldaps", "ftps", "mqtts"};
	if (sw_str_contains(rest, SW_S("sslmode=disable")))
		return SW_NO;
	if (sw_str_contains(rest, SW_S("sslmode=verify-")))
		return SW_YES;
	for (size_t i = 0; i < sizeof clear / sizeof *clear; i++)
		if (sw_str_is_nocase(scheme, clear[i]))
			return SW_NO;
	for (size_t i = 0; i < sizeof tls / sizeof *tls; i++)
		if (sw_str_is_nocase(scheme, tls[i]))
			return SW_YES;
	return SW_UNKNOWN;
}

struct mention {
	struct sw_str scheme, rest;
	uint16_t port;
	bool url;
};

static void connect(struct sw_sketch *drawing, uint32_t from, uint32_t to, struct mention mention, struct sw_span at, struct sw_str where) {
	struct sw_arena *arena = drawing->arena;
	if (from == to)
		return;
	const struct sw_port_fact *fact = mention.scheme.n ? sw_port_of_scheme(mention.scheme) : sw_port_fact(mention.port, (struct sw_str){0});
	struct sw_str protocol = mention.scheme.n ? mention.scheme : sw_str_of(fact ? fact->protocol : NULL);
	if (!mention.port && fact && mention.scheme.n)
		mention.port = fact->port;
	struct sw_str what = mention.port ? sw_arena_printf(arena, "%u", mention.port) : protocol.n ? protocol : SW_S("connection");
	struct sw_str label = protocol;
	if (mention.port)
		label = sw_arena_printf(arena, "%.*s%s%u", SW_ARG(protocol), protocol.n ? " " : "", mention.port);
	sw_draw_flow(drawing, what, (struct sw_flow){
		.from = from, .to = to, .grade = SW_GRADE_CONFIGURED, .label = label.n ? label : SW_S("connects"), .protocol = protocol,
		.port = mention.port, .encrypted = encryption(mention.scheme, mention.rest), .at = at,
		.why = sw_arena_printf(arena, "named in %.*s", SW_ARG(where))});
}

/* A host at byte `at`: followed by nothing, a path, or a port. */
static bool read_mention(struct sw_str text, size_t at, size_t end, struct mention *mention) {
	uint64_t port = 0;
	size_t slashes = at;
	/* look back over user:password@ to the scheme */
	size_t scan = at;
	while (scan > 0 && text.p[scan - 1] != '/' && !sw_is_space(text.p[scan - 1]) && text.p[scan - 1] != ',')
		scan--;
	if (scan >= 3 && sw_str_eq(sw_str_sub(text, scan - 3, 3), SW_S("://"))) {
		slashes = scan - 3;
		size_t start = slashes;
		while (start > 0 && (sw_is_alnum(text.p[start - 1]) || text.p[start - 1] == '+'))
			start--;
		mention->scheme = sw_str_sub(text, start, slashes - start);
		mention->url = true;
	} else if (scan != at) {
		return false;
	}
	if (end < text.n && text.p[end] == ':') {
		size_t last = end + 1;
		while (last < text.n && sw_is_digit(text.p[last]))
			last++;
		if (sw_str_to_u64(sw_str_sub(text, end + 1, last - end - 1), &port) && port <= UINT16_MAX)
			mention->port = (uint16_t)port;
	}
	/* host:${PORT}: the port is hidden, the host is not. */
	bool hidden_port = end + 1 < text.n && text.p[end] == ':' && text.p[end + 1] == '$';
	mention->rest = sw_str_from(text, end);
	return mention->url || mention->port || hidden_port;
}

static void read_text(struct sw_sketch *drawing, uint32_t from, struct sw_str name, struct sw_str text, struct sw_span at, struct sw_str where) {
	for (size_t i = 0; i < text.n;) {
		if (!host_char(text.p[i])) {
			i++;
			continue;
		}
		size_t end = i;
		while (end < text.n && host_char(text.p[end]))
			end++;
		struct sw_str host = sw_str_sub(text, i, end - i);
		size_t to = (uintptr_t)sw_map_get(&drawing->services, host);
		struct mention mention = {0};
		bool whole = i == 0 && end == text.n;
		if (to && (read_mention(text, i, end, &mention) || (whole && names_host(name))))
			connect(drawing, from, (uint32_t)to - 1, mention, at, where);
		i = end;
	}
}

static void read_service(struct sw_sketch *drawing, uint32_t element, const struct sw_service *service) {
	for (size_t i = 0; i < service->env.n; i++) {
		const struct sw_env *env = &service->env.v[i];
		read_text(drawing, element, env->name, env->value, env->at,
			  sw_arena_join(drawing->arena, SW_S("environment "), env->name));
	}
	static const enum sw_field arguments[] = {SW_FIELD_ENTRYPOINT, SW_FIELD_COMMAND};
	for (size_t i = 0; i < 2; i++) {
		const struct sw_value *value = &service->fields[arguments[i]];
		const struct sw_link *link = sw_value_link(value);
		if (value->known && link)
			read_text(drawing, element, (struct sw_str){0}, value->value, link->at, SW_S("the command"));
	}
}

static bool connected(const struct sw_diagram *diagram, uint32_t from, uint32_t to) {
	for (size_t i = 0; i < diagram->flows.n; i++)
		if (diagram->flows.v[i].from == from && diagram->flows.v[i].to == to)
			return true;
	return false;
}

static void guess(struct sw_sketch *drawing, uint32_t from, const struct sw_named_at *named, size_t count, struct sw_str where) {
	for (size_t i = 0; i < count; i++) {
		size_t to = (uintptr_t)sw_map_get(&drawing->services, named[i].name);
		if (to && to - 1 != from && !connected(drawing->diagram, from, (uint32_t)to - 1))
			sw_draw_flow(drawing, SW_S("guess"), (struct sw_flow){
				.from = from, .to = (uint32_t)to - 1, .grade = SW_GRADE_GUESSED, .label = SW_S("?"), .at = named[i].at,
				.why = sw_arena_printf(drawing->arena, "%.*s alone", SW_ARG(where))});
	}
}

void sw_draw_connections(struct sw_sketch *drawing) {
	size_t count = drawing->diagram->elements.n;
	for (uint32_t i = 0; i < count; i++)
		if (drawing->diagram->elements.v[i].service)
			read_service(drawing, i, drawing->diagram->elements.v[i].service);
	for (uint32_t i = 0; i < count; i++) {
		const struct sw_service *service = drawing->diagram->elements.v[i].service;
		if (!service)
			continue;
		guess(drawing, i, service->workload->links.v, service->workload->links.n, SW_S("links"));
		guess(drawing, i, service->workload->depends_on.v, service->workload->depends_on.n, SW_S("depends_on"));
	}
}
