/* Packages that an XML document describes: Flatpak's applications, and what Chocolatey installed on Windows. */
#include "readers/packages/metadata.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* AppStream metadata: releases stand newest first. */
static void read_flatpak(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	const struct sw_xml_node *root = sw_package_xml(sink, scratch, bytes, "component");
	if (!root)
		return;
	struct sw_str id = sw_element_text(root, "id"), version = sw_element_attribute(sw_element(sw_element(root, "releases"), "release"), "version");
	if (!id.n || !version.n) {
		sw_package_say(sink, SW_DIAG_WARNING, "package-file-incomplete", "the application has no id or no release");
		return;
	}
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_FLATPAK, id, version);
	package->licence = sw_package_text(sink, sw_element_text(root, "project_license"));
	package->supplier = sw_package_text(sink, sw_element_text(root, "developer_name"));
}

/* An application has the same file once more beside what it exports. */
static bool claims_flatpak(struct sw_str path) {
	return sw_path_below(path, "flatpak/app").n && sw_path_below(path, "export/share/metainfo").n;
}

const struct sw_package_reader sw_package_reader_flatpak = {
	.kind = "flatpak",
	.endings = (const char *const[]){".metainfo.xml", ".appdata.xml", NULL},
	.claims = claims_flatpak,
	.read_with = read_flatpak,
};

static void read_chocolatey(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	const struct sw_xml_node *root = sw_package_xml(sink, scratch, bytes, "package");
	if (root && !sw_metadata_nuspec(sink, SW_PACKAGE_CHOCOLATEY, root))
		sw_package_refuse(sink, "a package of Chocolatey's: it has no id");
}

/* chocolatey/lib/NAME/NAME.nuspec; elsewhere such files are NuGet's. */
static bool claims_chocolatey(struct sw_str path) {
	return sw_str_is_nocase(sw_path_part(path, 2), "lib") && sw_str_is_nocase(sw_path_part(path, 3), "chocolatey");
}

const struct sw_package_reader sw_package_reader_chocolatey = {
	.kind = "chocolatey",
	.endings = (const char *const[]){".nuspec", NULL},
	.claims = claims_chocolatey,
	.read_with = read_chocolatey,
};
