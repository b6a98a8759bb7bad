/* What rpm has installed: a database in any of its three forms, which its first bytes tell apart, or the list of packages
 * that images without rpm carry (container-manifest-2). */
#include "base/limits.h"
#include "readers/packages/system/rpm.h"
#include "readers/packages/text.h"

static void say_what_broke(const struct sw_rpm *rpm) {
	if (rpm->damage)
		sw_package_say(rpm->sink, SW_DIAG_ERROR, "rpm-database-damaged", "the database has %s; %zu packages could be read",
			       rpm->damage, rpm->headers);
	if (rpm->broken)
		sw_package_say(rpm->sink, SW_DIAG_ERROR, "rpm-header-invalid", "%zu packages of the database cannot be read", rpm->broken);
}

/* name, version-release, installed at, built at, vendor, epoch, size, architecture, epoch again, source package */
enum { NAME, VERSION, VENDOR = 4, EPOCH = 5, ARCHITECTURE = 7, COLUMNS = 10 };

static bool add_line(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str line) {
	struct sw_str column[COLUMNS] = {0};
	for (size_t i = 0; i < COLUMNS && sw_str_split(&line, '\t', &column[i]); i++)
		;
	struct sw_str name = sw_str_trim(column[NAME]), version = sw_str_trim(column[VERSION]);
	uint64_t epoch;
	if (!name.n || !version.n || !column[ARCHITECTURE].n || name.n + version.n > SW_LIMIT_PATH_BYTES)
		return false;
	if (sw_str_to_u64(column[EPOCH], &epoch))
		version = sw_arena_printf(scratch, "%llu:%.*s", (unsigned long long)epoch, SW_ARG(version));
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_RPM, name, version);
	package->architecture = sw_package_text(sink, column[ARCHITECTURE]);
	package->supplier = sw_package_text(sink, column[VENDOR]);
	sw_rpm_set_source(sink, package, column[COLUMNS - 1], column[VERSION]);
	return true;
}

static void read_list(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	struct sw_str line;
	size_t broken = 0, read = 0;
	while (sw_line_next(&bytes, &line)) {
		if (!sw_str_trim(line).n)
			continue;
		if (add_line(sink, scratch, line))
			read++;
		else
			broken++;
	}
	if (broken && !read)
		sw_package_refuse(sink, "a database or list of rpm's packages");
	else if (broken)
		sw_package_say(sink, SW_DIAG_WARNING, "rpm-list-incomplete", "%zu lines tell no package", broken);
}

static void read_any(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	struct sw_rpm rpm = {.sink = sink, .scratch = scratch};
	if (sw_rpm_is_sqlite(bytes))
		sw_rpm_sqlite(&rpm, bytes);
	else if (sw_rpm_is_ndb(bytes))
		sw_rpm_ndb(&rpm, bytes);
	else if (sw_rpm_is_bdb(bytes))
		sw_rpm_bdb(&rpm, bytes);
	else
		read_list(sink, scratch, bytes);
	say_what_broke(&rpm);
}

static bool claims(struct sw_str path) {
	struct sw_str folder = sw_path_part(path, 1);
	return sw_str_is(folder, "rpm") || sw_str_is(folder, "rpmmanifest");
}

const struct sw_package_reader sw_package_reader_rpm = {
	.kind = "rpm", .of_system = true,
	.names = (const char *const[]){"packages", "packages.db", "rpmdb.sqlite", "container-manifest-2", NULL},
	.claims = claims,
	.limit = (size_t)256 << 20,
	.read_with = read_any,
};
