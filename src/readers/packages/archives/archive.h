/* What the readers of archives share: a zip archive that is read with memory of its own, and archives
 * inside it. */
#pragma once
#include "formats/zip.h"
#include "readers/packages/readers.h"

struct sw_archive {
	struct sw_package_sink *sink;
	struct sw_arena *scratch; /* given back when the archive has been read */
	struct sw_zip zip;
};

typedef void sw_archive_fn(struct sw_archive *archive);

/* Opens the bytes as a zip archive and lets `work` read it; says what is wrong with it. */
void sw_archive_read(struct sw_package_sink *sink, struct sw_str bytes, sw_archive_fn *work);
/* The same for a member of `outer`, whose path becomes the outer one's, '!' and its name. */
void sw_archive_read_inner(struct sw_archive *outer, const struct sw_zip_entry *entry, sw_archive_fn *work);
/* The content of a member, in the archive's memory. False, with the reason said: it cannot be read. */
bool sw_archive_member(struct sw_archive *archive, const struct sw_zip_entry *entry, size_t limit, struct sw_str *bytes);
/* Says that the member is not what its name says. */
void sw_archive_refuse(struct sw_archive *archive, const struct sw_zip_entry *entry, const char *what);

/* The last part of the sink's path: the name of the archive itself. */
struct sw_str sw_archive_name(const struct sw_package_sink *sink);
