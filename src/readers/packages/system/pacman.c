/* The database of pacman (Arch Linux): a folder a package, in it desc and files. Both are sections that begin with a
 * title between percent signs and end with an empty line. */
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* The next line that is a section's content, with the section's title in *title; false at the end. */
static bool next_entry(struct sw_str *rest, struct sw_str *title, struct sw_str *line) {
	while (sw_line_next(rest, line)) {
		if (line->n > 2 && line->p[0] == '%' && line->p[line->n - 1] == '%')
			*title = sw_str_sub(*line, 1, line->n - 2);
		else if (line->n)
			return true;
	}
	return false;
}

struct description {
	struct sw_str name, version, base, architecture, packager, licence;
};

static void take(struct sw_package_sink *sink, struct description *of, struct sw_str title, struct sw_str line) {
	if (sw_str_is(title, "NAME"))
		of->name = line;
	else if (sw_str_is(title, "VERSION"))
		of->version = line;
	else if (sw_str_is(title, "BASE"))
		of->base = line;
	else if (sw_str_is(title, "ARCH"))
		of->architecture = line;
	else if (sw_str_is(title, "PACKAGER"))
		of->packager = line;
	else if (sw_str_is(title, "LICENSE") && of->licence.n < 1000)
		of->licence = of->licence.n ? sw_arena_printf(sink->arena, "%.*s, %.*s", SW_ARG(of->licence), SW_ARG(line)) : line;
}

static void read_description(struct sw_package_sink *sink, struct sw_str bytes) {
	struct description of = {0};
	struct sw_str title = {0}, line;
	while (next_entry(&bytes, &title, &line))
		take(sink, &of, title, line);
	if (!of.name.n || !of.version.n) {
		sw_package_refuse(sink, "a package of pacman's");
		return;
	}
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_ALPM, of.name, of.version);
	package->architecture = sw_package_text(sink, of.architecture);
	package->supplier = sw_package_text(sink, of.packager);
	package->licence = sw_package_text(sink, of.licence);
	if (!sw_str_eq(of.base, of.name))
		package->source = sw_package_text(sink, of.base);
}

/* local/NAME-VERSION-RELEASE/files; folders end in a slash. */
static void read_files(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str name = sw_path_part(sink->path, 1), title = {0}, line;
	for (int parts = 0; parts < 2; parts++)
		name = sw_str_sub(name, 0, sw_str_rfind_byte(name, '-'));
	while (next_entry(&bytes, &title, &line))
		if (sw_str_is(title, "FILES") && line.p[line.n - 1] != '/')
			sw_package_owns(sink, SW_PACKAGE_ALPM, name, line);
}

static bool claims(struct sw_str path) {
	return sw_path_ends(sw_str_dirname(sw_str_dirname(path)), "pacman/local");
}

const struct sw_package_reader sw_package_reader_pacman = {
	.kind = "pacman",
	.names = (const char *const[]){"desc", NULL},
	.claims = claims,
	.read = read_description,
};

const struct sw_package_reader sw_package_reader_pacman_files = {
	.kind = "pacman-files",
	.names = (const char *const[]){"files", NULL},
	.claims = claims,
	.read = read_files,
};
