#include "checks/about_capabilities.h"
#include "knowledge/capabilities.h"

/* A container has the default ones anyhow, but its ordinary users have not: CAP_SETUID is root in it. */
static enum sw_severity weigh(const struct sw_capability *capability) {
	if (!capability || sw_listed(sw_str_of(capability->name), "NET_BIND_SERVICE NET_RAW"))
		return SW_LOW;
	return capability->by_default ? SW_MEDIUM : capability->severity;
}

enum sw_severity sw_worst_file_capability(struct sw_str caps, struct sw_str *name) {
	enum sw_severity found = SW_INFO;
	*name = caps;
	for (size_t i = 0; i < caps.n; i++) {
		size_t end = i;
		while (end < caps.n && (sw_is_alnum(caps.p[end]) || caps.p[end] == '_'))
			end++;
		const struct sw_capability *capability = sw_capability(sw_str_sub(caps, i, end - i));
		if (capability && weigh(capability) > found) {
			found = weigh(capability);
			*name = sw_str_sub(caps, i, end - i);
		}
		i = end;
	}
	return found;
}
