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

const char *sw_stride_letters(unsigned stride, char text[12]) {
	char *p = text;
	for (unsigned i = 0; i < 6; i++)
		if (stride & 1u << i) {
			if (p != text)
				*p++ = ',';
			*p++ = "STRIDE"[i];
		}
	*p = '\0';
	return text;
}
