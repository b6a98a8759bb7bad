/* Headers of rpm as its databases keep them: a count of entries, a count of bytes, entries of sixteen bytes (tag, type,
 * offset, count), and the bytes that these point into; all numbers begin with their highest byte. */
#include "base/limits.h"
#include "readers/packages/system/rpm.h"

/* What is wanted: X(member, tag). */
#define TAGS(X)            \
	X(NAME, 1000)          \
	X(VERSION, 1001)       \
	X(RELEASE, 1002)       \
	X(EPOCH, 1003)         \
	X(VENDOR, 1011)        \
	X(LICENCE, 1014)       \
	X(PACKAGER, 1015)      \
	X(ARCHITECTURE, 1022)  \
	X(OLD_FILE_NAMES, 1027) \
	X(FILE_MODES, 1030)    \
	X(SOURCE, 1044)        \
	X(FOLDER_NUMBERS, 1116) \
	X(BASE_NAMES, 1117)    \
	X(FOLDERS, 1118)       \
	X(MODULE, 5096)

enum wanted {
#define X(member, tag) member,
	TAGS(X)
#undef X
	WANTED,
};

enum type { TYPE_INT16 = 3, TYPE_INT32 = 4, TYPE_STRING = 6, TYPE_STRINGS = 8, TYPE_I18N = 9 };

enum { ENTRY_BYTES = 16, MOST_ENTRIES = 0xffff };

struct entry {
	uint32_t type, offset, count;
};

struct header {
	struct sw_str data;
	struct entry of[WANTED]; /* type 0: there is none */
};

/* Entries behind the signed region repeat tags in order to change them, so the last one counts. */
static void keep(struct header *header, uint32_t tag, struct entry entry) {
	switch (tag) {
#define X(member, number)                     \
	case number:                          \
		header->of[member] = entry;   \
		break;
		TAGS(X)
#undef X
	default:
		break;
	}
}

static bool open_header(struct header *header, struct sw_str blob) {
	if (blob.n < 8)
		return false;
	uint32_t entries = sw_be32(blob.p), bytes = sw_be32(blob.p + 4);
	if (!entries || entries > MOST_ENTRIES || bytes > blob.n - 8 || (size_t)entries * ENTRY_BYTES > blob.n - 8 - bytes)
		return false;
	header->data = sw_str_sub(blob, 8 + (size_t)entries * ENTRY_BYTES, bytes);
	for (const char *at = blob.p + 8; entries; entries--, at += ENTRY_BYTES)
		keep(header, sw_be32(at), (struct entry){sw_be32(at + 4), sw_be32(at + 8), sw_be32(at + 12)});
	return true;
}

/* Text up to its NUL, which must be there; *rest moves behind it. */
static bool next_text(struct sw_str *rest, struct sw_str *text) {
	size_t end = sw_str_find_byte(*rest, '\0');
	if (end == SW_NPOS)
		return false;
	*text = sw_str_sub(*rest, 0, end);
	*rest = sw_str_from(*rest, end + 1);
	return true;
}

static struct sw_str text_of(const struct header *header, enum wanted wanted) {
	const struct entry *entry = &header->of[wanted];
	struct sw_str rest = sw_str_from(header->data, entry->offset), text;
	bool is_text = entry->type == TYPE_STRING || entry->type == TYPE_STRINGS || entry->type == TYPE_I18N;
	return is_text && entry->count && next_text(&rest, &text) ? text : (struct sw_str){0};
}

/* The bytes of an array of numbers of `size` bytes each; empty: there is none, or not all of it. */
static struct sw_str numbers_of(const struct header *header, enum wanted wanted, enum type type, size_t size) {
	const struct entry *entry = &header->of[wanted];
	struct sw_str bytes = sw_str_from(header->data, entry->offset);
	if (entry->type != (uint32_t)type || entry->count > bytes.n / size)
		return (struct sw_str){0};
	return sw_str_sub(bytes, 0, entry->count * size);
}

/* "openssl-1.1.1k-9.el8.src.rpm" */
void sw_rpm_set_source(struct sw_package_sink *sink, struct sw_package *package, struct sw_str file, struct sw_str own) {
	if (sw_str_ends(file, SW_S(".src.rpm")))
		file.n -= 8;
	else if (sw_str_ends(file, SW_S(".nosrc.rpm")))
		file.n -= 10;
	size_t release = sw_str_rfind_byte(file, '-');
	size_t version = release == SW_NPOS ? SW_NPOS : sw_str_rfind_byte(sw_str_sub(file, 0, release), '-');
	if (version == SW_NPOS)
		return;
	struct sw_str name = sw_str_sub(file, 0, version), source_version = sw_str_from(file, version + 1);
	bool other_version = !sw_str_eq(source_version, own);
	if (other_version || !sw_str_eq(name, package->name))
		package->source = sw_package_text(sink, name);
	if (other_version)
		package->source_version = sw_package_text(sink, source_version);
}

static bool add(struct sw_rpm *rpm, const struct header *header) {
	struct sw_package_sink *sink = rpm->sink;
	struct sw_str name = sw_str_trim(text_of(header, NAME)), version = sw_str_trim(text_of(header, VERSION));
	struct sw_str release = sw_str_trim(text_of(header, RELEASE));
	struct sw_str epoch = numbers_of(header, EPOCH, TYPE_INT32, 4);
	if (!name.n || !version.n || name.n + version.n + release.n > SW_LIMIT_PATH_BYTES)
		return false;
	struct sw_str own = sw_arena_printf(rpm->scratch, "%.*s%s%.*s", SW_ARG(version), release.n ? "-" : "", SW_ARG(release));
	struct sw_str full = epoch.n >= 4 ? sw_arena_printf(rpm->scratch, "%u:%.*s", sw_be32(epoch.p), SW_ARG(own)) : own;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_RPM, name, full);
	struct sw_str vendor = text_of(header, VENDOR);
	package->architecture = sw_package_text(sink, text_of(header, ARCHITECTURE));
	package->licence = sw_package_text(sink, text_of(header, LICENCE));
	package->supplier = sw_package_text(sink, vendor.n ? vendor : text_of(header, PACKAGER));
	package->module = sw_package_text(sink, text_of(header, MODULE));
	sw_rpm_set_source(sink, package, text_of(header, SOURCE), own);
	return true;
}

/* The folders' names, for their numbers; false: the array breaks off. */
static bool list_folders(struct sw_rpm *rpm, const struct header *header) {
	const struct entry *entry = &header->of[FOLDERS];
	struct sw_str rest = sw_str_from(header->data, entry->offset);
	if (entry->type != TYPE_STRINGS || entry->count > rest.n)
		return false;
	if (entry->count > rpm->folder_cap) {
		rpm->folder_cap = entry->count;
		rpm->folders = SW_NEW_ARRAY(rpm->scratch, struct sw_str, rpm->folder_cap);
	}
	for (uint32_t i = 0; i < entry->count; i++)
		if (!next_text(&rest, &rpm->folders[i]))
			return false;
	return true;
}

static bool is_folder(struct sw_str modes, uint32_t i) {
	return modes.n >= 2 * ((size_t)i + 1) && ((unsigned char)modes.p[2 * (size_t)i] & 0xf0) == 0x40;
}

/* Files as a folder's number and a name in it. What names unfold to is limited: a header holds at least as many bytes about
 * each file as its path has, when it is an honest one. */
static void own_files(struct sw_rpm *rpm, const struct header *header, struct sw_str name) {
	const struct entry *entry = &header->of[BASE_NAMES];
	struct sw_str rest = sw_str_from(header->data, entry->offset), base;
	struct sw_str numbers = numbers_of(header, FOLDER_NUMBERS, TYPE_INT32, 4);
	struct sw_str modes = numbers_of(header, FILE_MODES, TYPE_INT16, 2);
	size_t left = 4 * header->data.n;
	char path[SW_LIMIT_PATH_BYTES];
	if (entry->type != TYPE_STRINGS || numbers.n / 4 < entry->count || !list_folders(rpm, header))
		return;
	for (uint32_t i = 0; i < entry->count && next_text(&rest, &base); i++) {
		uint32_t number = sw_be32(numbers.p + 4 * (size_t)i);
		if (number >= header->of[FOLDERS].count || is_folder(modes, i))
			continue;
		struct sw_str folder = rpm->folders[number];
		size_t n = folder.n + base.n;
		if (n > sizeof path || n > left)
			continue;
		memcpy(path, folder.p, folder.n);
		memcpy(path + folder.n, base.p, base.n);
		left -= n;
		sw_package_owns(rpm->sink, SW_PACKAGE_RPM, name, sw_str(path, n));
	}
}

/* Whole paths, as rpm 3 wrote them. */
static void own_old_files(struct sw_rpm *rpm, const struct header *header, struct sw_str name) {
	const struct entry *entry = &header->of[OLD_FILE_NAMES];
	struct sw_str rest = sw_str_from(header->data, entry->offset), path;
	struct sw_str modes = numbers_of(header, FILE_MODES, TYPE_INT16, 2);
	for (uint32_t i = 0; entry->type == TYPE_STRINGS && i < entry->count && next_text(&rest, &path); i++)
		if (!is_folder(modes, i))
			sw_package_owns(rpm->sink, SW_PACKAGE_RPM, name, path);
}

void sw_rpm_header(struct sw_rpm *rpm, struct sw_str blob) {
	struct header header = {0};
	if (!open_header(&header, blob) || !add(rpm, &header)) {
		rpm->broken++;
		return;
	}
	struct sw_str name = sw_str_trim(text_of(&header, NAME));
	rpm->headers++;
	own_files(rpm, &header, name);
	own_old_files(rpm, &header, name);
}

char *sw_rpm_room(struct sw_rpm *rpm, size_t n) {
	if (n > rpm->blob_cap) {
		rpm->blob_cap = n < rpm->blob_cap * 2 ? rpm->blob_cap * 2 : n;
		rpm->blob = sw_arena_alloc(rpm->scratch, rpm->blob_cap);
	}
	return rpm->blob;
}
