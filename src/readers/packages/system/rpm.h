/* Databases of rpm: three containers (Berkeley DB, rpm's own ndb, SQLite) that all hold headers, one a package. */
#pragma once
#include "base/number.h"
#include "readers/packages/readers.h"

/* One database while it is read. */
struct sw_rpm {
	struct sw_package_sink *sink;
	struct sw_arena *scratch;
	struct sw_str *folders;  /* of the header that is read; used again for the next */
	size_t folder_cap;
	char *blob;              /* a header that is put together from pieces; used again for the next */
	size_t blob_cap;
	size_t headers, broken;  /* read, and those that are none */
	const char *damage;      /* first thing that was wrong with the container; NULL: nothing */
};

/* Reads a header (rpm_header.c): adds the package and what it owns, or counts it as broken. */
void sw_rpm_header(struct sw_rpm *rpm, struct sw_str blob);
/* Tells from the file name of its source package what that is called and of which version, where these are not the package's
 * own; `own` is the version without epoch. */
void sw_rpm_set_source(struct sw_package_sink *sink, struct sw_package *package, struct sw_str file, struct sw_str own);
/* Room for `n` bytes in rpm->blob. */
char *sw_rpm_room(struct sw_rpm *rpm, size_t n);

/* Whether the bytes begin as such a container, and reading all headers in it. */
bool sw_rpm_is_bdb(struct sw_str bytes);
void sw_rpm_bdb(struct sw_rpm *rpm, struct sw_str bytes);
bool sw_rpm_is_ndb(struct sw_str bytes);
void sw_rpm_ndb(struct sw_rpm *rpm, struct sw_str bytes);
bool sw_rpm_is_sqlite(struct sw_str bytes);
void sw_rpm_sqlite(struct sw_rpm *rpm, struct sw_str bytes);
