#include "readers/packages/archives/archive.h"
#include "base/limits.h"
#include "readers/packages/scratch.h"

struct reading {
	sw_archive_fn *work;
	uint64_t budget; /* before; what is left of it after */
};

static void open_and_work(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, void *with) {
	struct reading *reading = with;
	struct sw_archive archive = {.sink = sink, .scratch = scratch};
	bool opened = sw_zip_open(&archive.zip, scratch, bytes, reading->budget);
	if (archive.zip.fault)
		sw_package_say(sink, opened ? SW_DIAG_WARNING : SW_DIAG_ERROR, "archive-broken", "the archive is not read in full: %s", archive.zip.fault);
	if (opened)
		reading->work(&archive);
	reading->budget = archive.zip.budget;
}

static void read_archive(struct sw_package_sink *sink, struct sw_str bytes, struct reading *reading) {
	if (!sw_package_scratch(sink, SW_LIMIT_FACTSET_BYTES + (size_t)reading->budget, bytes, open_and_work, reading))
		reading->budget = 0; /* else each of many archives could take as much again */
}

void sw_archive_read(struct sw_package_sink *sink, struct sw_str bytes, sw_archive_fn *work) {
	/* What is inside was packed before and hardly grows: a small archive that unpacks to much is made to. */
	uint64_t budget = SW_LIMIT_ARCHIVE_LEAST_BYTES + SW_LIMIT_ARCHIVE_RATIO * (uint64_t)bytes.n;
	struct reading reading = {work, budget < SW_LIMIT_ARCHIVE_BYTES ? budget : SW_LIMIT_ARCHIVE_BYTES};
	read_archive(sink, bytes, &reading);
}

/* `path!name`, with every name one after the other. */
static struct sw_str inner_path(struct sw_package_sink *sink, const struct sw_zip_entry *entry) {
	return sw_arena_printf(sink->arena, "%.*s!%.*s", SW_ARG(sink->path), SW_ARG(entry->name));
}

void sw_archive_read_inner(struct sw_archive *outer, const struct sw_zip_entry *entry, sw_archive_fn *work) {
	struct sw_package_sink *sink = outer->sink;
	struct sw_str bytes, path = sink->path;
	if (sink->depth + 1 >= SW_LIMIT_ARCHIVE_DEPTH) {
		sw_package_say(sink, SW_DIAG_WARNING, "archive-too-deep", "%.*s is not read: archives lie too deep in each other", SW_ARG(entry->name));
		return;
	}
	if (!sw_archive_member(outer, entry, SW_LIMIT_ARCHIVE_BYTES, &bytes))
		return;
	struct reading reading = {work, outer->zip.budget};
	sink->path = inner_path(sink, entry);
	sink->depth++;
	read_archive(sink, bytes, &reading);
	sink->depth--;
	sink->path = path;
	outer->zip.budget = reading.budget;
}

bool sw_archive_member(struct sw_archive *archive, const struct sw_zip_entry *entry, size_t limit, struct sw_str *bytes) {
	const char *fault = sw_zip_read(&archive->zip, archive->scratch, entry, limit, bytes);
	if (fault)
		sw_package_say(archive->sink, SW_DIAG_WARNING, "archive-member", "%.*s %s", SW_ARG(entry->name), fault);
	return !fault;
}

void sw_archive_refuse(struct sw_archive *archive, const struct sw_zip_entry *entry, const char *what) {
	sw_package_say(archive->sink, SW_DIAG_WARNING, "archive-member", "%.*s is no %s", SW_ARG(entry->name), what);
}

struct sw_str sw_archive_name(const struct sw_package_sink *sink) {
	struct sw_str path = sink->path;
	size_t inner = sw_str_rfind_byte(path, '!');
	return sw_str_basename(inner == SW_NPOS ? path : sw_str_from(path, inner + 1));
}
