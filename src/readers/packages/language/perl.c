/* Distributions of CPAN: MYMETA.json that installers keep below .meta, perllocal.pod that installation adds to, and the
 * META.json (META.yml before) of a release that was unpacked. */
#include "base/map.h"
#include "base/vec.h"
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* Version numbers that YAML would take for numbers are told as they are written. */
static void use(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	struct sw_str name = sw_tree_text(root, "name"), version = sw_tree_text(root, "version");
	const struct sw_node *licence = sw_tree_get(root, "license"), *format = sw_tree_get(root, "meta-spec");
	/* Extensions of PostgreSQL have taken the format over, and others the name of the file. */
	bool cpan = sw_node_is(format, SW_NODE_MAP) && !sw_str_contains(sw_tree_text(format, "url"), SW_S("pgxn"));
	if (!name.n || !version.n || !cpan)
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_CPAN, name, version);
	if (sw_node_is(licence, SW_NODE_LIST) && licence->count)
		licence = licence->items[0];
	package->licence = sw_package_text(sink, sw_tree_scalar(licence));
}

/* What installers built stays in their folders for a while, but it is installed elsewhere. Below node_modules there are
 * files of the same name that are none of CPAN's. */
static bool claims(struct sw_str path) {
	struct sw_str name = sw_str_basename(path);
	if (sw_str_starts(name, SW_S("MYMETA")))
		return sw_path_below(path, ".meta").n;
	return sw_listed(name, "META.json META.yml") && !sw_path_below(path, "node_modules").n &&
	       !sw_path_below(path, ".cpanm").n && !sw_path_below(path, ".cpan").n;
}

const struct sw_package_reader sw_package_reader_cpan_meta_json = {
	.kind = "cpan-meta-json",
	.names = (const char *const[]){"meta.json", "mymeta.json", NULL},
	.claims = claims,
	.limit = 8 << 20,
	.read_tree = use,
	.grammar = SW_GRAMMAR_JSON,
};

const struct sw_package_reader sw_package_reader_cpan_meta_yaml = {
	.kind = "cpan-meta-yaml",
	.names = (const char *const[]){"meta.yml", "mymeta.yml", NULL},
	.claims = claims,
	.limit = 8 << 20,
	.read_tree = use,
	.grammar = SW_GRAMMAR_YAML,
};

/* A module that was installed, and the version that was last. */
struct installed {
	struct sw_str name, version;
};

struct installed_list {
	SW_VEC(struct installed) list;
	struct sw_map numbers; /* name to number + 1 */
};

static struct installed *installed_of(struct sw_arena *scratch, struct installed_list *found, struct sw_str name) {
	uintptr_t number = (uintptr_t)sw_map_get(&found->numbers, name);
	if (number)
		return &found->list.v[number - 1];
	struct installed *installed = sw_push(scratch, &found->list);
	installed->name = name;
	sw_map_put(scratch, &found->numbers, name, (void *)(uintptr_t)found->list.n);
	return installed;
}

/* "JSON::PP" is of the distribution JSON-PP, mostly. */
static struct sw_str distribution_of(struct sw_arena *scratch, struct sw_str module) {
	char *name = sw_arena_alloc(scratch, module.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < module.n; i++) {
		bool colons = sw_str_starts(sw_str_from(module, i), SW_S("::"));
		name[n++] = colons ? '-' : module.p[i];
		i += colons;
	}
	return sw_str(name, n);
}

/* "=head2 DATE: C<Module> L<JSON::PP|JSON::PP>", and below it "C<VERSION: 4.16>". */
static void work_local(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	struct installed_list found = {0};
	struct installed *now = NULL;
	struct sw_str line;
	while (sw_line_next(&bytes, &line)) {
		size_t module = sw_str_find(line, SW_S("C<Module> L<")), version = sw_str_find(line, SW_S("C<VERSION:"));
		struct sw_str link = module == SW_NPOS ? (struct sw_str){0} : sw_str_from(line, module + 12);
		if (module != SW_NPOS)
			now = installed_of(scratch, &found, sw_text_before(sw_text_before(link, '>'), '|'));
		else if (version != SW_NPOS && now)
			now->version = sw_str_trim(sw_text_before(sw_str_from(line, version + 10), '>'));
	}
	for (size_t i = 0; i < found.list.n; i++) {
		const struct installed *installed = &found.list.v[i];
		if (installed->version.n)
			sw_package_add(sink, SW_PACKAGE_CPAN, distribution_of(scratch, installed->name), installed->version);
	}
}

const struct sw_package_reader sw_package_reader_cpan_local = {
	.kind = "cpan-local",
	.names = (const char *const[]){"perllocal.pod", NULL},
	.limit = 16 << 20,
	.read_with = work_local,
};
