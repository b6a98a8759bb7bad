#include "formats/purl.h"
#include "reports/sbom/bill.h"

/* Underscores and dots of Python's names mean the same as a hyphen (PEP 503). */
static struct sw_str python_name(struct sw_arena *arena, struct sw_str name) {
	char *p = sw_arena_alloc(arena, name.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < name.n; i++) {
		char c = sw_to_lower(name.p[i]);
		if (c == '_' || c == '.')
			c = '-';
		if (c != '-' || !n || p[n - 1] != '-')
			p[n++] = c;
	}
	return sw_str(p, n);
}

/* Types whose name space is the distribution, and which one where nothing says it. */
static const char *const distributions[SW_PACKAGE_TYPE_COUNT] = {
	[SW_PACKAGE_DEB] = "debian", [SW_PACKAGE_APK] = "alpine", [SW_PACKAGE_RPM] = "redhat", [SW_PACKAGE_ALPM] = "arch",
};

void sw_package_purl_names(struct sw_arena *arena, const struct sw_package *package, const struct sw_release *release,
			   struct sw_str *space, struct sw_str *name) {
	*space = (struct sw_str){0};
	*name = package->type == SW_PACKAGE_PYPI ? python_name(arena, package->name) : package->name;
	if (distributions[package->type])
		*space = release->id.n ? release->id : sw_str_of(distributions[package->type]);
	bool last;
	char divider = sw_package_divider(package->type, &last);
	if (distributions[package->type] || !divider)
		return;
	/* A plugin of Jenkins has a short name, and is an artifact of Maven's. */
	struct sw_str whole = package->type == SW_PACKAGE_JENKINS && package->source.n ? package->source : package->name;
	size_t at = last ? sw_str_rfind_byte(whole, divider) : sw_str_find_byte(whole, divider);
	*space = at == SW_NPOS ? (struct sw_str){0} : sw_str_sub(whole, 0, at);
	*name = at == SW_NPOS ? whole : sw_str_from(whole, at + 1);
}

/* "debian-12", "alpine-3.20.3". */
static struct sw_str distro(struct sw_arena *arena, const struct sw_release *release) {
	if (!release->id.n || !release->version_id.n)
		return release->id;
	return sw_arena_printf(arena, "%.*s-%.*s", SW_ARG(release->id), SW_ARG(release->version_id));
}

static struct sw_str upstream(struct sw_arena *arena, const struct sw_package *package) {
	if (!package->source.n || !package->source_version.n)
		return package->source;
	return sw_arena_printf(arena, "%.*s@%.*s", SW_ARG(package->source), SW_ARG(package->source_version));
}

/* rpm's epoch is a qualifier of its own. */
static struct sw_str take_epoch(struct sw_str *version) {
	size_t colon = sw_str_find_byte(*version, ':');
	if (colon == SW_NPOS)
		return (struct sw_str){0};
	struct sw_str epoch = sw_str_sub(*version, 0, colon);
	*version = sw_str_from(*version, colon + 1);
	return epoch;
}

struct sw_str sw_package_purl(struct sw_arena *arena, const struct sw_package *package, const struct sw_release *release) {
	struct sw_purl purl = {.type = sw_str_of(sw_package_purl_type(package->type)), .version = package->version};
	sw_package_purl_names(arena, package, release, &purl.space, &purl.name);
	if (package->type == SW_PACKAGE_RPM)
		sw_purl_qualify(arena, &purl, SW_S("epoch"), take_epoch(&purl.version));
	if (distributions[package->type]) {
		sw_purl_qualify(arena, &purl, SW_S("arch"), package->architecture);
		sw_purl_qualify(arena, &purl, SW_S("distro"), distro(arena, release));
		sw_purl_qualify(arena, &purl, SW_S("upstream"), upstream(arena, package));
		sw_purl_qualify(arena, &purl, SW_S("rpmmod"), package->module);
	}
	return sw_purl_write(arena, &purl);
}
