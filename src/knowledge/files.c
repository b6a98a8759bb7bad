#include "knowledge/files.h"
#include "knowledge/data.h"
#include "knowledge/paths.h"
#include <limits.h>

/* The last `parts` parts of a path; the whole path when it has no more. */
static struct sw_str last_parts(struct sw_str path, size_t parts) {
	size_t i = path.n;
	while (i > 0) {
		if (path.p[i - 1] == '/' && --parts == 0)
			break;
		i--;
	}
	return sw_str_from(path, i);
}

static size_t count_parts(struct sw_str path) {
	size_t parts = 1;
	for (size_t i = 0; i < path.n; i++)
		parts += path.p[i] == '/';
	return parts;
}

static bool harmless(struct sw_str path) {
	for (const char *const *end = sw_harmless_ends; *end; end++)
		if (sw_str_ends(path, sw_str_of(*end)))
			return true;
	return false;
}

static bool ends_as(const struct sw_secret_file *row, struct sw_str path) {
	/* Most patterns end in a letter that the path does not end in. */
	if (row->last != '*' && path.p[path.n - 1] != row->last)
		return false;
	struct sw_str end = last_parts(path, row->parts);
	return count_parts(end) == row->parts && sw_str_glob(sw_str_of(row->pattern), end);
}

/* Whether `path`, or for folders a folder above it, is what the row means. */
static bool fits(const struct sw_secret_file *row, struct sw_str path) {
	while (path.n) {
		if (ends_as(row, path))
			return true;
		size_t slash = row->folder ? sw_str_rfind_byte(path, '/') : SW_NPOS;
		if (slash == SW_NPOS)
			return false;
		path.n = slash;
	}
	return false;
}

enum { LONGEST_PATH = 4096 }; /* PATH_MAX: no longer path names a file */

const struct sw_secret_file *sw_secret_file(struct sw_str path) {
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	if (path.n == 0 || path.n > LONGEST_PATH)
		return NULL;
	/* With which characters the path and the folders above it end: most rows end with another one. */
	bool ends[UCHAR_MAX + 1] = {['*'] = true};
	for (size_t i = 0; i < path.n; i++)
		if (i + 1 == path.n || path.p[i + 1] == '/')
			ends[(unsigned char)path.p[i]] = true;
	for (size_t i = 0; i < sw_secret_file_count; i++)
		if (ends[(unsigned char)sw_secret_files[i].last] && fits(&sw_secret_files[i], path))
			return harmless(path) ? NULL : &sw_secret_files[i];
	return NULL;
}

static bool is_or_below(struct sw_str path, struct sw_str folder) {
	return folder.n == 1 ? path.n == 1 : sw_path_within(path, folder);
}

/* Whether the path's first parts fit the folder's, which may hold '*'. */
static bool within(struct sw_str path, struct sw_str folder) {
	struct sw_str have, want;
	while (sw_str_split(&folder, '/', &want))
		if (!path.p || !sw_str_split(&path, '/', &have) || !sw_str_glob(want, have))
			return false;
	return true;
}

const char *sw_system_folder(struct sw_str path) {
	for (const char *const *own = sw_own_folders; *own; own++)
		if (within(path, sw_str_of(*own)))
			return NULL;
	for (size_t i = 0; path.n && i < sw_system_row_count; i++)
		if (is_or_below(path, sw_str_of(sw_system_rows[i].path)))
			return sw_system_rows[i].what;
	return NULL;
}
