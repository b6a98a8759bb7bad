/* Java archives: libraries, applications with libraries inside, plugins. Which library one is, Maven's poms tell best; the
 * manifest and the name of the file stand in where there is none. */
#include "readers/packages/archives/java.h"
#include "base/limits.h"
#include "base/map.h"

struct java {
	struct sw_archive *archive;
	struct sw_java_manifest manifest;
	struct sw_java_file file;
	SW_VEC(struct sw_java_pom) poms;
};

static const char *const endings[] = {".jar", ".war", ".ear", ".par", ".sar", ".nar", ".kar", ".lpkg", ".hpi", ".jpi", NULL};

static bool is_java(struct sw_str name) {
	for (size_t i = 0; endings[i]; i++) {
		size_t n = strlen(endings[i]);
		if (name.n > n && sw_str_is_nocase(sw_str_from(name, name.n - n), endings[i]))
			return true;
	}
	return false;
}

static void read_manifest(struct java *java, const struct sw_zip_entry *entry) {
	struct sw_str text;
	if (sw_archive_member(java->archive, entry, SW_LIMIT_ARCHIVE_TEXT_BYTES, &text))
		sw_java_manifest_read(java->archive->scratch, text, &java->manifest);
}

/* Longer names than any are none, and would be slow to compare. */
static bool is_named(const struct sw_java_pom *pom) {
	enum { LONGEST = 1024 };
	return pom->artifact.n && pom->artifact.n <= LONGEST && pom->group.n <= LONGEST;
}

static void read_properties(struct java *java, const struct sw_zip_entry *entry) {
	struct sw_java_pom pom = {.folder = sw_str_dirname(entry->name)};
	struct sw_str text;
	if (!sw_archive_member(java->archive, entry, SW_LIMIT_ARCHIVE_TEXT_BYTES, &text))
		return;
	sw_java_properties_read(text, &pom);
	if (is_named(&pom))
		*sw_push(java->archive->scratch, &java->poms) = pom;
}

/* The same pom as XML tells the licence; alone it tells everything. `known`: from folders to places of poms that were read
 * as properties. */
static void read_pom(struct java *java, const struct sw_zip_entry *entry, const struct sw_map *known) {
	struct sw_java_pom pom = {.folder = sw_str_dirname(entry->name)};
	const size_t *place = sw_map_get(known, pom.folder);
	struct sw_str text;
	if (!sw_archive_member(java->archive, entry, SW_LIMIT_ARCHIVE_TEXT_BYTES, &text))
		return;
	if (!sw_java_pom_read(java->archive->scratch, text, &pom))
		sw_archive_refuse(java->archive, entry, "pom");
	else if (place)
		java->poms.v[*place].licence = pom.licence;
	else if (is_named(&pom))
		*sw_push(java->archive->scratch, &java->poms) = pom;
}

static bool is_of_maven(struct sw_str name, const char *last) {
	return sw_str_contains(name, SW_S("META-INF/maven/")) && sw_str_is(sw_str_basename(name), last);
}

static void read_poms(struct java *java) {
	const struct sw_zip *zip = &java->archive->zip;
	struct sw_arena *scratch = java->archive->scratch;
	struct sw_map known = {0};
	for (size_t i = 0; i < zip->entries.n; i++)
		if (is_of_maven(zip->entries.v[i].name, "pom.properties"))
			read_properties(java, &zip->entries.v[i]);
	size_t *places = SW_NEW_ARRAY(scratch, size_t, java->poms.n + 1);
	for (size_t i = 0; i < java->poms.n; i++) {
		places[i] = i;
		sw_map_put(scratch, &known, java->poms.v[i].folder, &places[i]);
	}
	for (size_t i = 0; i < zip->entries.n; i++)
		if (is_of_maven(zip->entries.v[i].name, "pom.xml"))
			read_pom(java, &zip->entries.v[i], &known);
}

static struct sw_str first_of(struct sw_str a, struct sw_str b) {
	return a.n ? a : b;
}

static bool begins_with_either(struct sw_str a, struct sw_str b) {
	return a.n && b.n && (sw_str_starts(a, b) || sw_str_starts(b, a));
}

static bool holds_either(struct sw_str a, struct sw_str b) {
	return sw_str_contains_nocase(a, b) || sw_str_contains_nocase(b, a);
}

/* As the name of the file and the manifest tell it, best first. */
static struct sw_str told_version(const struct java *java) {
	return first_of(java->file.version, first_of(sw_java_version(java->manifest.version), sw_java_version(java->manifest.bundle_version)));
}

/* The archive's own pom has the name of its file, or its version. One that stands alone is it, too, unless neither name nor
 * version have to do with the file's: then it is that of a library that was put in. */
static const struct sw_java_pom *own_pom(const struct java *java) {
	struct sw_str version = told_version(java);
	for (size_t i = 0; i < java->poms.n; i++)
		if (sw_str_eq_nocase(java->poms.v[i].artifact, java->file.name))
			return &java->poms.v[i];
	for (size_t i = 0; i < java->poms.n; i++)
		if (version.n && sw_str_eq(java->poms.v[i].version, version))
			return &java->poms.v[i];
	const struct sw_java_pom *first = java->poms.v;
	bool alone = java->poms.n == 1 && (!java->file.version.n || begins_with_either(first->version, java->file.version) ||
					   holds_either(first->artifact, java->file.name));
	return alone ? first : NULL;
}

static void add_pom(struct java *java, const struct sw_java_pom *pom, bool own) {
	struct sw_package_sink *sink = java->archive->sink;
	struct sw_str version = pom->version;
	if (own)
		version = first_of(first_of(version, java->file.version), sw_java_version(java->manifest.version));
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_MAVEN, pom->artifact, version);
	if (pom->group.n)
		package->name = sw_arena_printf(sink->arena, "%.*s:%.*s", SW_ARG(pom->group), SW_ARG(pom->artifact));
	package->licence = sw_package_text(sink, own ? first_of(pom->licence, java->manifest.licence) : pom->licence);
	if (own)
		package->supplier = sw_package_text(sink, first_of(java->manifest.vendor, java->manifest.bundle_vendor));
}

/* A group where the name of the bundle or the module is surely made of it and the artifact: "com.fasterxml.jackson.core" of
 * "com.fasterxml.jackson.core.jackson-databind". One word, as of "org.objectweb.asm", may be a part of the group itself. */
static struct sw_str group_in(struct sw_str whole, struct sw_str artifact) {
	if (sw_str_find_byte(artifact, '-') == SW_NPOS || whole.n < artifact.n + 2 || !sw_str_ends(whole, artifact) || whole.p[whole.n - artifact.n - 1] != '.')
		return (struct sw_str){0};
	struct sw_str group = sw_str_sub(whole, 0, whole.n - artifact.n - 1);
	return sw_str_find_byte(group, '.') == SW_NPOS ? (struct sw_str){0} : group;
}

/* Without a pom: the name of the file, and the version that stands in it or in the manifest. */
static void add_by_manifest(struct java *java) {
	struct sw_package_sink *sink = java->archive->sink;
	const struct sw_java_manifest *manifest = &java->manifest;
	struct sw_str name = java->file.name, version = told_version(java);
	if (!name.n || !version.n)
		return;
	struct sw_str group = first_of(group_in(manifest->bundle, name), group_in(manifest->module, name));
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_MAVEN, name, version);
	if (group.n)
		package->name = sw_arena_printf(sink->arena, "%.*s:%.*s", SW_ARG(group), SW_ARG(name));
	package->licence = sw_package_text(sink, manifest->licence);
	package->supplier = sw_package_text(sink, first_of(manifest->vendor, manifest->bundle_vendor));
}

/* A plugin has a short name that it is known by, and the artifact that it was built as. */
static void add_plugin(struct java *java, const struct sw_java_pom *own) {
	struct sw_package_sink *sink = java->archive->sink;
	const struct sw_java_manifest *manifest = &java->manifest;
	struct sw_str name = first_of(first_of(manifest->short_name, manifest->extension), java->file.name);
	struct sw_str version = first_of(sw_java_version(manifest->plugin_version), own ? own->version : sw_java_version(manifest->version));
	struct sw_str group = first_of(manifest->group, own ? own->group : (struct sw_str){0});
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_JENKINS, name, version);
	if (group.n)
		package->source = sw_arena_printf(sink->arena, "%.*s:%.*s", SW_ARG(group), SW_ARG(name));
	package->licence = sw_package_text(sink, first_of(manifest->plugin_licence, own ? own->licence : (struct sw_str){0}));
}

static bool is_plugin(const struct java *java) {
	struct sw_str name = sw_archive_name(java->archive->sink);
	return java->manifest.plugin_version.n && (java->manifest.short_name.n || java->manifest.extension.n ||
						   sw_str_ends(name, SW_S(".hpi")) || sw_str_ends(name, SW_S(".jpi")));
}

static void read_java(struct sw_archive *archive) {
	struct java java = {.archive = archive, .file = sw_java_file_read(sw_archive_name(archive->sink))};
	for (size_t i = 0; i < archive->zip.entries.n; i++)
		if (sw_str_is_nocase(archive->zip.entries.v[i].name, "META-INF/MANIFEST.MF"))
			read_manifest(&java, &archive->zip.entries.v[i]);
	read_poms(&java);
	const struct sw_java_pom *own = own_pom(&java);
	bool plugin = is_plugin(&java);
	if (plugin)
		add_plugin(&java, own);
	else if (!own)
		add_by_manifest(&java);
	for (size_t i = 0; i < java.poms.n; i++)
		if (!plugin || &java.poms.v[i] != own)
			add_pom(&java, &java.poms.v[i], &java.poms.v[i] == own);
	for (size_t i = 0; i < archive->zip.entries.n; i++)
		if (is_java(archive->zip.entries.v[i].name))
			sw_archive_read_inner(archive, &archive->zip.entries.v[i], read_java);
}

static void read_jar(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_archive_read(sink, bytes, read_java);
}

const struct sw_package_reader sw_package_reader_jar = {
	.kind = "jar", .endings = endings, .limit = SW_LIMIT_ARCHIVE_FILE_BYTES, .read = read_jar,
};
