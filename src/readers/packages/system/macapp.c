/* Applications of macOS: NAME.app/Contents/Info.plist. */
#include "readers/packages/system/plist.h"
#include "readers/packages/text.h"

static void read_document(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	static const char *const keys[] = {"CFBundleName", "CFBundleShortVersionString", "CFBundleIdentifier"};
	struct sw_str texts[3];
	if (!sw_plist_texts(scratch, bytes, keys, texts, 3)) {
		sw_package_refuse(sink, "an application's property list");
		return;
	}
	if (!texts[0].n)
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_MACAPP, texts[0], texts[1]);
	package->place = sw_package_text(sink, texts[2]);
}

static bool claims(struct sw_str path) {
	return sw_str_is(sw_path_part(path, 1), "Contents") && sw_str_ends(sw_path_part(path, 2), SW_S(".app"));
}

const struct sw_package_reader sw_package_reader_macapp = {
	.kind = "macapp",
	.names = (const char *const[]){"info.plist", NULL},
	.claims = claims,
	.read_with = read_document,
};
