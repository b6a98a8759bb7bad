/* Packages as their registries hand them out, zip archives all of them: Python's wheels and eggs, extensions of Visual
 * Studio Code, NuGet's packages. */
#include "base/limits.h"
#include "formats/json.h"
#include "readers/packages/archives/archive.h"
#include "readers/packages/metadata.h"

/* ---- Python ---- */

static void read_metadata(struct sw_archive *archive, const struct sw_zip_entry *entry) {
	struct sw_str text;
	if (sw_archive_member(archive, entry, SW_LIMIT_ARCHIVE_TEXT_BYTES, &text) && !sw_metadata_python(archive->sink, text))
		sw_archive_refuse(archive, entry, "metadata of a Python package");
}

static bool is_metadata(struct sw_str name) {
	struct sw_str folder = sw_str_dirname(name);
	return sw_str_is(name, "EGG-INFO/PKG-INFO") || (sw_str_ends(folder, SW_S(".dist-info")) && sw_str_find_byte(folder, '/') == SW_NPOS &&
							sw_str_is(sw_str_basename(name), "METADATA"));
}

static void read_python(struct sw_archive *archive) {
	for (size_t i = 0; i < archive->zip.entries.n; i++)
		if (is_metadata(archive->zip.entries.v[i].name))
			read_metadata(archive, &archive->zip.entries.v[i]);
}

static void read_wheel(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_archive_read(sink, bytes, read_python);
}

/* ---- Visual Studio Code ---- */

/* "extension/node_modules/@types/node/package.json" and no file deeper in a package. */
static bool is_module(struct sw_str name) {
	struct sw_str folder = sw_str_dirname(name), above = sw_str_dirname(folder);
	if (!sw_str_is(sw_str_basename(name), "package.json"))
		return false;
	if (sw_str_starts(sw_str_basename(above), SW_S("@")))
		above = sw_str_dirname(above);
	return sw_str_is(sw_str_basename(above), "node_modules");
}

static void read_package_json(struct sw_archive *archive, const struct sw_zip_entry *entry, bool extension) {
	struct sw_package_sink *sink = archive->sink;
	struct sw_diags unheard = {.arena = archive->scratch};
	struct sw_str text;
	if (!sw_archive_member(archive, entry, SW_LIMIT_ARCHIVE_TEXT_BYTES, &text))
		return;
	const struct sw_node *root = sw_json_read_one(archive->scratch, 0, text, SW_DIALECT_KUBECTL, &unheard);
	if (!sw_node_is(root, SW_NODE_MAP)) {
		sw_archive_refuse(archive, entry, "description of a package");
		return;
	}
	struct sw_str publisher = sw_tree_text(root, "publisher"), name = sw_tree_text(root, "name");
	if (!extension)
		sw_metadata_node(sink, SW_PACKAGE_NPM, root);
	else if (publisher.n && name.n && sw_metadata_node(sink, SW_PACKAGE_VSCODE, root))
		sink->packages.v[sink->packages.n - 1].name = sw_arena_printf(sink->arena, "%.*s.%.*s", SW_ARG(publisher), SW_ARG(name));
}

static void read_extension(struct sw_archive *archive) {
	for (size_t i = 0; i < archive->zip.entries.n; i++) {
		const struct sw_zip_entry *entry = &archive->zip.entries.v[i];
		bool extension = sw_str_is(entry->name, "extension/package.json");
		if (extension || is_module(entry->name))
			read_package_json(archive, entry, extension);
	}
}

static void read_vsix(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_archive_read(sink, bytes, read_extension);
}

/* ---- NuGet ---- */

static void read_nuspec(struct sw_archive *archive, const struct sw_zip_entry *entry) {
	struct sw_diags unheard = {.arena = archive->scratch};
	struct sw_str text;
	if (!sw_archive_member(archive, entry, SW_LIMIT_ARCHIVE_TEXT_BYTES, &text))
		return;
	const struct sw_xml_document *document = sw_xml_read(archive->scratch, 0, text, &unheard);
	if (!document || !sw_metadata_nuspec(archive->sink, SW_PACKAGE_NUGET, document->root))
		sw_archive_refuse(archive, entry, "description of a NuGet package");
}

static void read_nuget(struct sw_archive *archive) {
	for (size_t i = 0; i < archive->zip.entries.n; i++)
		if (sw_str_ends(archive->zip.entries.v[i].name, SW_S(".nuspec")) && sw_str_find_byte(archive->zip.entries.v[i].name, '/') == SW_NPOS)
			read_nuspec(archive, &archive->zip.entries.v[i]);
}

static void read_nupkg(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_archive_read(sink, bytes, read_nuget);
}

static const char *const eggs[] = {".egg", NULL}, *const nupkgs[] = {".nupkg", NULL}, *const vsixes[] = {".vsix", NULL}, *const wheels[] = {".whl", NULL};

const struct sw_package_reader sw_package_reader_egg = {
	.kind = "egg", .endings = eggs, .limit = SW_LIMIT_ARCHIVE_FILE_BYTES, .read = read_wheel,
};
const struct sw_package_reader sw_package_reader_nupkg = {
	.kind = "nupkg", .endings = nupkgs, .limit = SW_LIMIT_ARCHIVE_FILE_BYTES, .read = read_nupkg,
};
const struct sw_package_reader sw_package_reader_vsix = {
	.kind = "vsix", .endings = vsixes, .limit = SW_LIMIT_ARCHIVE_FILE_BYTES, .read = read_vsix,
};
const struct sw_package_reader sw_package_reader_wheel = {
	.kind = "wheel", .endings = wheels, .limit = SW_LIMIT_ARCHIVE_FILE_BYTES, .read = read_wheel,
};
