/* The lock file of Yarn: its own language in version 1, a narrow kind of YAML since. Both are read by lines. */
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

/* An entry: 'SPECIFIER, SPECIFIER:' and below it fields, two blanks in. */
struct entry {
	struct sw_str name, version, resolution, resolved;
};

/* Where the name ends in "NAME@RANGE"; a scope begins with '@', too. */
static size_t name_end(struct sw_str text) {
	size_t at = sw_str_find_byte(sw_str_from(text, 1), '@');
	return at == SW_NPOS ? text.n : at + 1;
}

/* "ansi-regex-cjs@npm:ansi-regex@^5.0.0" is a package that the project calls otherwise. */
static struct sw_str name_of(struct sw_str specifier) {
	struct sw_str range = sw_str_from(specifier, name_end(specifier) + 1), npm = SW_S("npm:");
	struct sw_str aliased = sw_str_starts(range, npm) ? sw_str_from(range, npm.n) : (struct sw_str){0};
	return aliased.n && name_end(aliased) < aliased.n ? sw_str_sub(aliased, 0, name_end(aliased))
							   : sw_str_sub(specifier, 0, name_end(specifier));
}

/* The name in the address that a package came from, "…/@SCOPE/NAME/-/NAME-1.2.3.tgz", is the package that was taken. */
static struct sw_str resolved_name(struct sw_str address) {
	struct sw_str folder = sw_str_sub(address, 0, sw_str_find(address, SW_S("/-/")));
	if (folder.n == address.n)
		return (struct sw_str){0};
	struct sw_str name = sw_str_basename(folder), scope = sw_str_basename(sw_str_dirname(folder));
	return sw_str_starts(scope, SW_S("@")) ? sw_str(scope.p, scope.n + 1 + name.n) : name;
}

static void finish(struct sw_package_sink *sink, struct entry *entry) {
	struct sw_str resolution = entry->resolution, range = sw_str_from(resolution, name_end(resolution) + 1);
	struct sw_str name = resolution.n ? sw_str_sub(resolution, 0, name_end(resolution)) : resolved_name(entry->resolved);
	if (!name.n || sw_str_contains(name, SW_S("%")))
		name = entry->name;
	/* The project itself. */
	bool root = sw_str_is(range, "workspace:.");
	if (name.n && entry->version.n && !root)
		sw_package_add(sink, SW_PACKAGE_NPM, name, entry->version);
	*entry = (struct entry){0};
}

/* `  version "1.2.3"` and `  version: 1.2.3` */
static void read_field(struct entry *entry, struct sw_str line) {
	struct sw_str rest = line, field = sw_text_word(&rest), value = sw_text_unquote(sw_str_trim(rest));
	if (sw_listed(field, "version version:"))
		entry->version = value;
	else if (sw_str_is(field, "resolution:"))
		entry->resolution = value;
	else if (sw_str_is(field, "resolved"))
		entry->resolved = value;
}

static void read(struct sw_package_sink *sink, struct sw_str bytes) {
	struct entry entry = {0};
	struct sw_str line;
	while (sw_line_next(&bytes, &line)) {
		size_t indent = sw_text_indent(line);
		if (indent == line.n || line.p[indent] == '#')
			continue;
		if (indent == 0) {
			finish(sink, &entry);
			struct sw_str first = sw_text_before(line, ',');
			if (sw_str_ends(first, SW_S(":")))
				first = sw_str_sub(first, 0, first.n - 1);
			while (sw_str_starts(first, SW_S("\"")))
				first = sw_str_from(first, 1);
			if (sw_str_ends(first, SW_S("\"")))
				first = sw_str_sub(first, 0, first.n - 1);
			entry.name = sw_str_is(first, "__metadata") ? (struct sw_str){0} : name_of(first);
		} else if (indent == 2 && entry.name.n) {
			read_field(&entry, line);
		}
	}
	finish(sink, &entry);
}

const struct sw_package_reader sw_package_reader_yarn_lock = {
	.kind = "yarn-lock",
	.names = (const char *const[]){"yarn.lock", NULL},
	.declares = true,
	.read = read,
};
