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

char sw_package_divider(enum sw_package_type type, bool *last) {
	static const struct {
		char at;
		bool last;
	} dividers[SW_PACKAGE_TYPE_COUNT] = {
		[SW_PACKAGE_NPM] = {'/', false}, [SW_PACKAGE_COMPOSER] = {'/', false}, [SW_PACKAGE_PORTAGE] = {'/', false},
		[SW_PACKAGE_GOLANG] = {'/', true}, [SW_PACKAGE_GITHUB_ACTION] = {'/', true}, [SW_PACKAGE_SWIFT] = {'/', true},
		[SW_PACKAGE_TERRAFORM] = {'/', true}, [SW_PACKAGE_IMAGE] = {'/', true},
		[SW_PACKAGE_MAVEN] = {':', false}, [SW_PACKAGE_JENKINS] = {':', false},
	};
	*last = dividers[type].last;
	return dividers[type].at;
}
