/* The database of Portage (Gentoo): var/db/pkg/CATEGORY/NAME-VERSION/, in it CONTENTS with what the package owns. Name and
 * version are the folder's; its file PF says the same. */
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* "-r3" is a revision, which belongs to the version. */
static bool is_revision(struct sw_str text) {
	uint64_t number;
	return text.n > 1 && text.p[0] == 'r' && sw_str_to_u64(sw_str_from(text, 1), &number);
}

/* The dash before the version: what follows begins with a digit. SW_NPOS: there is none. */
static size_t version_dash(struct sw_str folder) {
	size_t dash = sw_str_rfind_byte(folder, '-');
	if (dash != SW_NPOS && is_revision(sw_str_from(folder, dash + 1)))
		dash = sw_str_rfind_byte(sw_str_sub(folder, 0, dash), '-');
	return dash && dash != SW_NPOS && dash + 1 < folder.n && sw_is_digit(folder.p[dash + 1]) ? dash : SW_NPOS;
}

/* "obj PATH DIGEST TIME", "sym PATH -> TARGET TIME", "dir PATH"; paths may hold blanks. */
static void own_files(struct sw_package_sink *sink, struct sw_str name, struct sw_str bytes) {
	struct sw_str line;
	while (sw_line_next(&bytes, &line)) {
		struct sw_str path = sw_str_from(line, 4);
		if (sw_str_starts(line, SW_S("obj "))) {
			path = sw_str_sub(path, 0, sw_str_rfind_byte(path, ' '));
			path = sw_str_sub(path, 0, sw_str_rfind_byte(path, ' '));
		} else if (sw_str_starts(line, SW_S("sym "))) {
			path = sw_str_sub(path, 0, sw_str_find(path, SW_S(" -> ")));
		} else {
			continue;
		}
		sw_package_owns(sink, SW_PACKAGE_PORTAGE, name, path);
	}
}

static bool claims(struct sw_str path) {
	return sw_path_ends(sw_str_dirname(sw_str_dirname(sw_str_dirname(path))), "db/pkg");
}

/* Adds the package that the file lies in the folder of; else its bytes are the folder's name. NULL: they tell none. */
static struct sw_package *add_package(struct sw_package_sink *sink, struct sw_str bytes) {
	bool placed = claims(sink->path);
	struct sw_str folder = placed ? sw_path_part(sink->path, 1) : sw_str_trim(bytes);
	struct sw_str category = placed ? sw_path_part(sink->path, 2) : (struct sw_str){0};
	size_t dash = version_dash(folder);
	if (dash == SW_NPOS || sw_str_find_byte(folder, '\n') != SW_NPOS || folder.n > 1000) {
		sw_package_refuse(sink, "a package of Portage's");
		return NULL;
	}
	struct sw_str name = sw_str_sub(folder, 0, dash);
	if (category.n)
		name = sw_arena_printf(sink->arena, "%.*s/%.*s", SW_ARG(category), SW_ARG(name));
	return sw_package_add(sink, SW_PACKAGE_PORTAGE, name, sw_str_from(folder, dash + 1));
}

static void read_contents(struct sw_package_sink *sink, struct sw_str bytes) {
	const struct sw_package *package = add_package(sink, bytes);
	if (package && claims(sink->path))
		own_files(sink, package->name, bytes);
}

static void read_licence(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_package *package = claims(sink->path) ? add_package(sink, bytes) : NULL;
	if (!package)
		return;
	package->licence = sw_package_text(sink, sw_str_trim(bytes));
	package->licence_only = true;
}

const struct sw_package_reader sw_package_reader_portage = {
	.kind = "portage",
	.names = (const char *const[]){"contents", NULL},
	.claims = claims,
	.read = read_contents,
};

const struct sw_package_reader sw_package_reader_portage_licence = {
	.kind = "portage-licence",
	.names = (const char *const[]){"license", NULL},
	.claims = claims,
	.read = read_licence,
};
