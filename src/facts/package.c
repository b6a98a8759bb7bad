#include "facts/package.h"

static const struct {
	const char *name, *purl;
} types[SW_PACKAGE_TYPE_COUNT] = {
	[SW_PACKAGE_NONE] = {"", "generic"},
#define X(member, name, purl) [SW_PACKAGE_##member] = {name, purl},
	SW_PACKAGE_TYPES(X)
#undef X
};

const char *sw_package_type_name(enum sw_package_type type) {
	return types[type].name;
}

const char *sw_package_purl_type(enum sw_package_type type) {
	return types[type].purl;
}
