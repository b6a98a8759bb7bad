/* Packages of Python as they are installed: METADATA of *.dist-info, PKG-INFO of *.egg-info and of eggs that are folders,
 * and *.egg-info that are one file. */
#include "readers/packages/metadata.h"
#include "readers/packages/readers.h"

static bool in_folder(struct sw_str path, struct sw_str ending) {
	struct sw_str folder = sw_str_basename(sw_str_dirname(path));
	/* ".dist-info" behind a name, or a folder that has only that for its name. */
	return sw_str_ends(folder, ending) || sw_str_eq(folder, sw_str_from(ending, 1));
}

static bool claims(struct sw_str path) {
	struct sw_str name = sw_str_basename(path);
	if (sw_str_is(name, "METADATA"))
		return in_folder(path, SW_S(".dist-info"));
	if (sw_str_is(name, "PKG-INFO"))
		return in_folder(path, SW_S(".egg-info")) || sw_str_is(sw_str_basename(sw_str_dirname(path)), "EGG-INFO");
	return sw_str_ends(name, SW_S(".egg-info"));
}

static void read(struct sw_package_sink *sink, struct sw_str bytes) {
	if (!sw_metadata_python(sink, bytes))
		sw_package_refuse(sink, "metadata of a Python package: name or version are missing");
}

const struct sw_package_reader sw_package_reader_python_metadata = {
	.kind = "python-metadata",
	.names = (const char *const[]){"metadata", "pkg-info", NULL},
	.endings = (const char *const[]){".egg-info", NULL},
	.claims = claims,
	.limit = 4 << 20,
	.read = read,
};
