/* usr/share/doc/NAME/copyright, in which Debian's packages tell their licence: machine-readable (DEP-5), or as text that
 * refers to usr/share/common-licenses. */
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

enum { MOST_NAMES = 64, NAME_BYTES = 200 };

struct names {
	struct sw_str v[MOST_NAMES];
	size_t n;
};

static void add_name(struct names *names, struct sw_str name) {
	if (!name.n || name.n > NAME_BYTES || names->n == MOST_NAMES)
		return;
	for (size_t i = 0; i < names->n; i++)
		if (sw_str_eq(names->v[i], name))
			return;
	names->v[names->n++] = name;
}

/* The first line of a field License is the name, or several with "or" and "and"; the text follows. */
static bool read_fields(struct names *names, struct sw_str bytes) {
	struct sw_field field;
	bool first = true;
	for (; sw_field_next(&bytes, &field); first = first && !field.key.n) {
		struct sw_str name;
		if (first && field.key.n && !sw_str_is_nocase(field.key, "Format") && !sw_str_is_nocase(field.key, "Format-Specification"))
			return false;
		if (sw_str_is_nocase(field.key, "License") && sw_str_split(&field.value, '\n', &name))
			add_name(names, sw_str_trim(name));
	}
	return !first;
}

static void read_references(struct names *names, struct sw_str bytes) {
	struct sw_str folder = SW_S("/usr/share/common-licenses/");
	for (size_t at; (at = sw_str_find(bytes, folder)) != SW_NPOS;) {
		size_t n = 0;
		bytes = sw_str_from(bytes, at + folder.n);
		while (n < bytes.n && (sw_is_alnum(bytes.p[n]) || (bytes.p[n] && strchr("-+.", bytes.p[n]))))
			n++;
		struct sw_str name = sw_str_sub(bytes, 0, n);
		while (name.n && name.p[name.n - 1] == '.')
			name.n--;
		add_name(names, name);
	}
}

/* All of them hold, each for some of the files. */
static struct sw_str join(struct sw_arena *arena, const struct names *names) {
	struct sw_str all = names->n == 1 ? names->v[0] : SW_S("");
	for (size_t i = 0; names->n > 1 && i < names->n; i++) {
		bool choice = sw_str_contains(names->v[i], SW_S(" or "));
		all = sw_arena_printf(arena, "%.*s%s%s%.*s%s", SW_ARG(all), i ? ", " : "", choice ? "(" : "", SW_ARG(names->v[i]), choice ? ")" : "");
	}
	return all;
}

static void read_copyright(struct sw_package_sink *sink, struct sw_str bytes) {
	struct names names = {0};
	if (!read_fields(&names, bytes))
		read_references(&names, bytes);
	if (!names.n)
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_DEB, sw_path_part(sink->path, 1), (struct sw_str){0});
	package->licence = sw_package_text(sink, join(sink->arena, &names));
	package->licence_only = true;
}

static bool claims(struct sw_str path) {
	return sw_path_ends(sw_str_dirname(sw_str_dirname(path)), "usr/share/doc");
}

const struct sw_package_reader sw_package_reader_dpkg_copyright = {
	.kind = "dpkg-copyright",
	.names = (const char *const[]){"copyright", NULL},
	.claims = claims,
	.read = read_copyright,
};
