#include "models/flow_words.h"
#include "knowledge/ports.h"
#include "models/container_template.h"

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

static enum sw_tri encryption_in(struct sw_str text) {
	if (says(text, "unencrypted cleartext plaintext insecure") || sw_str_contains_nocase(text, SW_S("not encrypted")) ||
	    sw_str_contains_nocase(text, SW_S("no tls")) || sw_str_contains_nocase(text, SW_S("without tls")))
		return SW_NO;
	if (says(text, "https tls mtls ssl wss ldaps amqps rediss mqtts ftps sftp ssh encrypted ipsec"))
		return SW_YES;
	return says(text, "http ws ldap ftp telnet") ? SW_NO : SW_UNKNOWN;
}

static bool clicked_encrypted(const struct sw_drawn *flow) {
	for (size_t i = 0; i < flow->properties.n; i++) {
		const struct sw_drawn_property *property = &flow->properties.v[i];
		bool asks = sw_str_contains_nocase(property->label, SW_S("confidentiality")) || sw_str_contains_nocase(property->label, SW_S("encrypted"));
		if (asks && (sw_str_is_nocase(property->value, "yes") || sw_str_is_nocase(property->value, "true")))
			return true;
	}
	return false;
}

static enum sw_tri drawn_encryption(const struct sw_template *template, const struct sw_drawn *flow) {
	const struct sw_drawn_property *property = sw_drawn_property_of(flow, SW_S(SW_KEY_ENCRYPTED));
	const struct sw_stencil *type = template ? sw_stencil_of(template, flow->type) : NULL;
	struct sw_str texts[] = {flow->protocol, flow->name, type ? type->name : (struct sw_str){0}};
	if (property)
		return sw_str_is(property->value, "Yes") ? SW_YES : sw_str_is(property->value, "No") ? SW_NO : SW_UNKNOWN;
	/* Where it can be clicked it starts at no, so that a no says nothing. */
	if (flow->encrypted == 1 || clicked_encrypted(flow))
		return SW_YES;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (encryption_in(texts[i]) != SW_UNKNOWN)
			return encryption_in(texts[i]);
	return SW_UNKNOWN;
}

/* Numbers in a name that can be ports: 80 in "HTTP 80", 5432 in "tcp/5432", not 2 in "HTTP/2" or 1 in "v1.1". */
static size_t ports_in(struct sw_str text, uint16_t ports[SW_MOST_PORTS]) {
	size_t n = 0;
	for (size_t i = 0; i < text.n && n < SW_MOST_PORTS;) {
		size_t start = i;
		uint32_t number = 0;
		while (i < text.n && sw_is_digit(text.p[i]) && i - start < 6)
			number = number * 10 + (uint32_t)(text.p[i++] - '0');
		bool whole = (start == 0 || (!sw_is_alnum(text.p[start - 1]) && text.p[start - 1] != '.')) &&
			     (i == text.n || (!sw_is_alnum(text.p[i]) && !(text.p[i] == '.' && i + 1 < text.n && sw_is_digit(text.p[i + 1]))));
		if (i - start >= 2 && number > 0 && number < 65536 && whole)
			ports[n++] = (uint16_t)number;
		i += i == start;
	}
	return n;
}

struct sw_flow_said sw_flow_said(const struct sw_template *template, const struct sw_drawn *flow) {
	struct sw_flow_said said = {.encrypted = drawn_encryption(template, flow)};
	said.port_count = ports_in(flow->name, said.ports);
	said.answer = says(flow->name, "response responses reply replies result results answer answers return returns returned");
	return said;
}

uint16_t sw_flow_port(const struct sw_flow *found) {
	uint16_t ports[SW_MOST_PORTS];
	return ports_in(found->label, ports) ? ports[0] : found->port;
}

/* A published port has two numbers: the host's, in the label, and the container's. */
bool sw_flow_other_port(const struct sw_flow_said *said, const struct sw_flow *found) {
	uint16_t ports[SW_MOST_PORTS];
	size_t n = ports_in(found->label, ports);
	for (size_t k = 0; k < said->port_count; k++) {
		if (said->ports[k] == found->port)
			return false;
		for (size_t i = 0; i < n; i++)
			if (said->ports[k] == ports[i])
				return false;
	}
	return said->port_count && (n || found->port);
}

enum sw_tri sw_flow_encryption(const struct sw_flow *found) {
	const struct sw_port_fact *fact = found->port ? sw_port_fact(found->port, SW_S("tcp")) : NULL;
	if (found->encrypted != SW_UNKNOWN)
		return found->encrypted;
	return fact && fact->tls == SW_PORT_CLEAR ? SW_NO : fact && fact->tls == SW_PORT_TLS ? SW_YES : SW_UNKNOWN;
}

bool sw_flow_other_encryption(const struct sw_flow_said *said, const struct sw_flow *found) {
	enum sw_tri is = sw_flow_encryption(found);
	return said->encrypted != SW_UNKNOWN && is != SW_UNKNOWN && is != said->encrypted;
}
