#include "facts/config.h"

static const char *const kind_names[] = {
	[SW_DECIDE_NONE] = "none", [SW_DECIDE_ACCEPT] = "accept", [SW_DECIDE_TRANSFER] = "transfer",
	[SW_DECIDE_DEFER] = "defer", [SW_DECIDE_CLAIM] = "claim", [SW_DECIDE_NOT_APPLICABLE] = "not-applicable",
	[SW_DECIDE_FALSE_POSITIVE] = "false-positive", [SW_DECIDE_ROTATED] = "rotated",
};

const char *sw_decision_kind_name(enum sw_decision_kind kind) {
	return kind_names[kind];
}

enum sw_decision_kind sw_decision_kind_of(struct sw_str name) {
	for (int kind = SW_DECIDE_ACCEPT; kind <= SW_DECIDE_ROTATED; kind++)
		if (sw_str_is(name, kind_names[kind]))
			return (enum sw_decision_kind)kind;
	return SW_DECIDE_NONE;
}
