/* Packages that an XML document describes: Flatpak's applications, and what Chocolatey installed on Windows. */
#include "formats/xml.h"
#include "readers/packages/system/text.h"

static struct sw_str text_of(const struct sw_xml_node *node, const char *name) {
	const struct sw_xml_node *child = node ? sw_xml_child(node, node->space, name) : NULL;
	return child ? sw_str_trim(child->text) : (struct sw_str){0};
}

/* The root, which must have that name; NULL: the file is no such document, and that is said. */
static const struct sw_xml_node *read_root(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes,
					   const char *name, const char *what) {
	struct sw_diags diags = {.arena = scratch};
	const struct sw_xml_document *document = sw_xml_read(scratch, 0, bytes, &diags);
	if (document && sw_str_is(document->root->name, name))
		return document->root;
	sw_package_refuse(sink, what, &diags);
	return NULL;
}

/* AppStream metadata: releases stand newest first. */
static void read_component(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	const struct sw_xml_node *root = read_root(sink, scratch, bytes, "component", "a component's metadata");
	if (!root)
		return;
	const struct sw_xml_node *releases = sw_xml_child(root, root->space, "releases");
	const struct sw_xml_node *release = releases ? sw_xml_child(releases, root->space, "release") : NULL;
	const struct sw_xml_attribute *version = release ? sw_xml_attribute_of(release, (struct sw_str){0}, "version") : NULL;
	struct sw_str id = text_of(root, "id");
	if (!id.n || !version || !version->value.n) {
		sw_package_say(sink, SW_DIAG_WARNING, "package-file-incomplete", "the application has no id or no release");
		return;
	}
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_FLATPAK, id, version->value);
	package->licence = sw_package_text(sink, text_of(root, "project_license"));
	package->supplier = sw_package_text(sink, text_of(root, "developer_name"));
}

static void read_flatpak(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_with_scratch(sink, bytes, read_component);
}

/* An application has the same file once more beside what it exports. */
static bool claims_flatpak(struct sw_str path) {
	return sw_path_below(path, "flatpak/app").n && sw_path_below(path, "export/share/metainfo").n;
}

const struct sw_package_reader sw_package_reader_flatpak = {
	.kind = "flatpak",
	.take = SW_TAKE_WHOLE,
	.endings = (const char *const[]){".metainfo.xml", ".appdata.xml", NULL},
	.claims = claims_flatpak,
	.read = read_flatpak,
};

static void read_nuspec(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	const struct sw_xml_node *root = read_root(sink, scratch, bytes, "package", "a package of Chocolatey's");
	const struct sw_xml_node *metadata = root ? sw_xml_child(root, root->space, "metadata") : NULL;
	struct sw_str id = text_of(metadata, "id");
	if (!id.n)
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_CHOCOLATEY, id, text_of(metadata, "version"));
	package->supplier = sw_package_text(sink, text_of(metadata, "authors"));
	package->licence = sw_package_text(sink, text_of(metadata, "license"));
}

static void read_chocolatey(struct sw_package_sink *sink, struct sw_str bytes) {
	sw_with_scratch(sink, bytes, read_nuspec);
}

/* chocolatey/lib/NAME/NAME.nuspec; elsewhere such files are NuGet's. */
static bool claims_chocolatey(struct sw_str path) {
	return sw_str_is_nocase(sw_path_part(path, 2), "lib") && sw_str_is_nocase(sw_path_part(path, 3), "chocolatey");
}

const struct sw_package_reader sw_package_reader_chocolatey = {
	.kind = "chocolatey",
	.take = SW_TAKE_WHOLE,
	.endings = (const char *const[]){".nuspec", NULL},
	.claims = claims_chocolatey,
	.read = read_chocolatey,
};
