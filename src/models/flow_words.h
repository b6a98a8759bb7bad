/* What a drawn flow says of itself, in its name, its type and its properties, and what speaks against it; private to
 * models/. */
#pragma once
#include "facts/diagram.h"
#include "facts/drawing.h"

enum { SW_MOST_PORTS = 8 };

struct sw_flow_said {
	uint16_t ports[SW_MOST_PORTS]; /* of its name */
	size_t port_count;
	enum sw_tri encrypted;
	bool answer;                   /* it is called an answer: it points to who asked */
};

struct sw_flow_said sw_flow_said(const struct sw_template *template, const struct sw_drawn *flow);
/* Whether the drawn one names ports and the found one has another. */
bool sw_flow_other_port(const struct sw_flow_said *said, const struct sw_flow *found);
bool sw_flow_other_encryption(const struct sw_flow_said *said, const struct sw_flow *found);
/* By what shows it, else by the port's custom. */
enum sw_tri sw_flow_encryption(const struct sw_flow *found);
/* The port as people see it; 0: none. */
uint16_t sw_flow_port(const struct sw_flow *found);
