/* Packages of Python as they are installed: METADATA of *.dist-info, PKG-INFO of *.egg-info and of eggs that are folders,
 * and *.egg-info that are one file. All have headers of the style of RFC 822; of one that is there twice the first counts. */
#include "readers/packages/language/language.h"

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

/* The first of each header. */
struct metadata {
	struct sw_str name, version, licence, expression, author, mail;
};

static void keep(struct sw_str *place, const struct sw_language_header *header, const char *name) {
	if (!place->n && sw_str_is_nocase(header->name, name))
		*place = header->value;
}

static void read(struct sw_package_sink *sink, struct sw_str bytes) {
	struct metadata found = {0};
	struct sw_language_header header;
	while (sw_language_header(&bytes, &header)) {
		keep(&found.name, &header, "Name");
		keep(&found.version, &header, "Version");
		keep(&found.licence, &header, "License");
		keep(&found.expression, &header, "License-Expression");
		keep(&found.author, &header, "Author");
		keep(&found.mail, &header, "Author-email");
	}
	if (!found.name.n || !found.version.n) {
		sw_language_refuse(sink, "metadata of a Python package without its name or version");
		return;
	}
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_PYPI, found.name, found.version);
	/* Some put all the words of their licence there. */
	bool usable = !sw_str_contains(found.licence, SW_S("\n")) && !sw_str_is_nocase(found.licence, "UNKNOWN");
	struct sw_str licence = usable ? found.licence : (struct sw_str){0};
	package->licence = sw_arena_str(sink->arena, found.expression.n ? found.expression : licence);
	package->supplier = sw_arena_str(sink->arena, found.author.n ? found.author : found.mail);
}

const struct sw_package_reader sw_package_reader_python_metadata = {
	.kind = "python-metadata",
	.names = (const char *const[]){"metadata", "pkg-info", NULL},
	.endings = (const char *const[]){".egg-info", NULL},
	.claims = claims,
	.limit = 4 << 20,
	.read = read,
};
