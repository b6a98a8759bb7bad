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

static struct sw_str next_line(struct sw_str *rest) {
	size_t end = sw_str_find_byte(*rest, '\n');
	struct sw_str line = sw_str_sub(*rest, 0, end);
	*rest = end == SW_NPOS ? (struct sw_str){0} : sw_str_from(*rest, end + 1);
	return line.n && line.p[line.n - 1] == '\r' ? sw_str_sub(line, 0, line.n - 1) : line;
}

static bool goes_on(struct sw_str rest) {
	return rest.n && (rest.p[0] == ' ' || rest.p[0] == '\t');
}

/* The value with the lines that it goes on in. No line is longer than what is left, so one piece of memory is enough. */
static struct sw_str joined(struct sw_arena *arena, struct sw_str value, struct sw_str *rest) {
	struct sw_str ahead = *rest;
	size_t most = value.n, n = value.n;
	while (goes_on(ahead))
		most += next_line(&ahead).n;
	char *p = sw_arena_alloc(arena, most + 1);
	memcpy(p, value.p, value.n);
	while (goes_on(*rest)) {
		struct sw_str more = sw_str_from(next_line(rest), 1);
		memcpy(p + n, more.p, more.n);
		n += more.n;
	}
	return sw_str(p, n);
}

bool sw_header_next(struct sw_arena *arena, struct sw_str *rest, struct sw_str *key, struct sw_str *value) {
	while (rest->n) {
		struct sw_str line = next_line(rest);
		size_t colon = sw_str_find_byte(line, ':');
		if (!line.n)
			return false;
		if (colon == SW_NPOS)
			continue;
		*key = sw_str_trim(sw_str_sub(line, 0, colon));
		*value = sw_str_from(line, colon + 1);
		if (goes_on(*rest))
			*value = joined(arena, *value, rest);
		*value = sw_str_trim(*value);
		return true;
	}
	return false;
}

struct sw_str sw_archive_name(const struct sw_package_sink *sink) {
	struct sw_str path = sink->path;
	size_t inner = sw_str_rfind_byte(path, '!');
	return sw_str_basename(inner == SW_NPOS ? path : sw_str_from(path, inner + 1));
}
