/* What dpkg and opkg keep about what is installed: the status file, one file a package where there is no status file
 * (distroless images), and the lists of files that packages own. */
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

struct stanza {
	struct sw_str package, version, architecture, source, status, maintainer;
};

static void take(struct stanza *stanza, const struct sw_field *field) {
	static const struct {
		const char *key;
		size_t member;
	} keys[] = {
		{"Package", offsetof(struct stanza, package)}, {"Version", offsetof(struct stanza, version)},
		{"Architecture", offsetof(struct stanza, architecture)}, {"Source", offsetof(struct stanza, source)},
		{"Status", offsetof(struct stanza, status)}, {"Maintainer", offsetof(struct stanza, maintainer)},
	};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (sw_str_is_nocase(field->key, keys[i].key))
			*(struct sw_str *)(void *)((char *)stanza + keys[i].member) = field->value;
}

/* Whether its files are there: "want flag state", where a package that waits for triggers or its configuration was
 * unpacked. Without a status it was never installed by dpkg's reckoning; the files of status.d have none. */
static bool is_installed(const struct sw_package_sink *sink, struct sw_str status) {
	struct sw_str state = {0};
	if (!status.n)
		return !sw_str_is(sw_str_basename(sink->path), "status");
	while (sw_str_split(&status, ' ', &state))
		;
	return sw_listed(state, "installed triggers-pending triggers-awaited half-configured unpacked");
}

/* "name (version)"; the version is there only where it is another one than the package's. */
static void set_source(struct sw_package_sink *sink, struct sw_package *package, struct sw_str source) {
	size_t open = sw_str_find_byte(source, '(');
	struct sw_str version = open == SW_NPOS ? (struct sw_str){0} : sw_str_from(source, open + 1);
	size_t close = sw_str_find_byte(version, ')');
	package->source = sw_package_text(sink, sw_str_trim(sw_str_sub(source, 0, open)));
	package->source_version = sw_package_text(sink, sw_str_trim(sw_str_sub(version, 0, close)));
}

static void add(struct sw_package_sink *sink, enum sw_package_type type, const struct stanza *stanza) {
	struct sw_package *package = sw_package_add(sink, type, stanza->package, stanza->version);
	package->architecture = sw_package_text(sink, stanza->architecture);
	package->supplier = sw_package_text(sink, stanza->maintainer);
	if (stanza->source.n)
		set_source(sink, package, stanza->source);
}

static void read_status(struct sw_package_sink *sink, struct sw_str bytes) {
	bool opkg = sw_str_contains(sink->path, SW_S("opkg/"));
	struct stanza stanza = {0};
	struct sw_field field;
	size_t broken = 0;
	for (bool more = true; more;) {
		more = sw_field_next(&bytes, &field);
		if (more && field.key.n) {
			take(&stanza, &field);
			continue;
		}
		if (is_installed(sink, stanza.status)) {
			if (stanza.package.n && stanza.version.n)
				add(sink, opkg ? SW_PACKAGE_OPKG : SW_PACKAGE_DEB, &stanza);
			else if (stanza.package.n || stanza.version.n || stanza.status.n)
				broken++;
		}
		stanza = (struct stanza){0};
	}
	if (broken)
		sw_package_say(sink, SW_DIAG_WARNING, "dpkg-stanza-incomplete", "%zu packages have no name or no version", broken);
}

static bool claims_status(struct sw_str path) {
	if (sw_path_ends(sw_str_dirname(path), "lib/dpkg/status.d"))
		return !sw_str_ends(path, SW_S(".md5sums"));
	return sw_path_ends(path, "lib/dpkg/status") || sw_path_ends(path, "lib/opkg/status");
}

const struct sw_package_reader sw_package_reader_dpkg_status = {
	.kind = "dpkg-status", .of_system = true,
	.names = (const char *const[]){"status", NULL},
	.folders = (const char *const[]){"status.d", NULL},
	.claims = claims_status,
	.read = read_status,
};

/* A folder stands before what is in it; one that holds something belongs to many packages and says nothing. */
static bool holds_next(struct sw_str line, struct sw_str rest) {
	return sw_str_starts(rest, line) && rest.n > line.n && rest.p[line.n] == '/';
}

/* info/NAME.list and info/NAME:ARCH.list: a path a line. status.d/NAME.md5sums: a digest before it. */
static void read_files(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str name = sw_str_basename(sink->path), line;
	bool sums = sw_str_ends(name, SW_S(".md5sums"));
	enum sw_package_type type = sw_str_contains(sink->path, SW_S("opkg/")) ? SW_PACKAGE_OPKG : SW_PACKAGE_DEB;
	name = sw_str_sub(name, 0, sw_str_rfind_byte(name, '.'));
	name = sw_str_sub(name, 0, sw_str_find_byte(name, ':'));
	while (sw_line_next(&bytes, &line)) {
		if (sums)
			line = sw_str_trim(sw_str_from(line, sw_str_find_byte(line, ' ')));
		else if (sw_str_is(line, "/.") || holds_next(line, bytes))
			continue;
		sw_package_owns(sink, type, name, sw_str_sub(line, 0, sw_str_find_byte(line, '\t')));
	}
}

/* info/ has digests as well, which say nothing that its lists do not. */
static bool claims_files(struct sw_str path) {
	struct sw_str folder = sw_str_dirname(path);
	if (sw_str_ends(path, SW_S(".md5sums")))
		return sw_path_ends(folder, "lib/dpkg/status.d");
	return sw_path_ends(folder, "lib/dpkg/info") || sw_path_ends(folder, "lib/opkg/info");
}

const struct sw_package_reader sw_package_reader_dpkg_files = {
	.kind = "dpkg-files",
	.endings = (const char *const[]){".list", ".md5sums", NULL},
	.claims = claims_files,
	.read = read_files,
};
