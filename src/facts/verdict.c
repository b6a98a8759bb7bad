#include "facts/verdict.h"

static const char *const severities[] = {"info", "low", "medium", "high", "critical"};

const char *sw_severity_name(enum sw_severity severity) {
	return severities[severity];
}

bool sw_severity_of(struct sw_str name, enum sw_severity *severity) {
	for (unsigned i = 0; i < sizeof severities / sizeof *severities; i++)
		if (sw_str_is(name, severities[i])) {
			*severity = (enum sw_severity)i;
			return true;
		}
	return false;
}
