/* What a path says about the credentials in a file: none to be looked for, only those that prove themselves, or all.
 * The words are in data/secrets.toml. */
#include "secrets/file.h"
#include "secrets/place.h"
#include "secrets/words.h"

/* Whether `list` has a beginning of `path`; the lists are short. */
static bool has_prefix(const struct sw_words *list, struct sw_str path) {
	if (!path.n || !(list->firsts >> (path.p[0] & 31) & 1))
		return false;
	for (size_t i = 0; i < list->n; i++)
		if (path.n > list->v[i].n && (list->v[i].p[0] & 31) == (path.p[0] & 31) && sw_str_eq_nocase(sw_str_sub(path, 0, list->v[i].n), list->v[i]))
			return true;
	return false;
}

/* The last two parts of `path`, or all of it when it has no more. */
static struct sw_str last_two(struct sw_str path) {
	struct sw_str folder = sw_str_dirname(path);
	size_t slash = sw_str_rfind_byte(folder, '/');
	return slash == SW_NPOS ? path : sw_str_from(path, slash + 1);
}

/* What stands behind the last dot of a name; empty: nothing does. Of ".env" it is "env". */
static struct sw_str extension(struct sw_str name) {
	size_t dot = sw_str_rfind_byte(name, '.');
	return dot == SW_NPOS ? (struct sw_str){0} : sw_str_from(name, dot + 1);
}

bool sw_credential_file(struct sw_str path) {
	struct sw_str name = sw_str_basename(path);
	if (sw_words_have(&sw_paths_credential, name) || sw_words_have(&sw_paths_credential, last_two(path)))
		return true;
	/* .env.production and the like; the samples among them hold none */
	struct sw_str tail = sw_str_from(name, strlen(".env."));
	return sw_str_starts(name, SW_S(".env.")) && !sw_words_have(&sw_values_placeholder, tail) && !sw_str_is(tail, "template") &&
	       !sw_str_is(tail, "dist");
}

/* What the folders of a path say. */
struct folders {
	bool skip, package, skip_in_package;
};

static struct folders folders_of(struct sw_str path) {
	struct folders say = {0};
	size_t from = 0, before = SW_NPOS;
	for (size_t at = 0; at < path.n; at++) {
		if (path.p[at] != '/')
			continue;
		struct sw_str part = sw_str_sub(path, from, at - from);
		if (part.n && part.n <= SW_PATH_WORD) {
			say.skip = say.skip || sw_words_have(&sw_paths_skip_folder, part);
			say.package = say.package || sw_words_have(&sw_paths_strong_folder, part) ||
				      (before != SW_NPOS && sw_words_have(&sw_paths_strong_pair, sw_str_sub(path, before, at - before)));
			say.skip_in_package = say.skip_in_package || sw_words_have(&sw_paths_skip_in_package, part);
		}
		before = from;
		from = at + 1;
	}
	return say;
}

bool sw_in_package(struct sw_str path) {
	return folders_of(path).package;
}

/* Whether one of the words of the name is one that samples and tests have. */
static bool is_sample_name(struct sw_str name) {
	for (size_t from = 0, at = 0; at <= name.n; at++) {
		if (at < name.n && sw_is_alnum(name.p[at]))
			continue;
		if (at > from && sw_words_have(&sw_paths_strong_word, sw_str_sub(name, from, at - from)))
			return true;
		from = at + 1;
	}
	return false;
}

enum sw_secret_path sw_secret_path_class(struct sw_str path) {
	bool project = sw_str_starts(path, SW_S("./"));
	if (sw_str_starts(path, SW_S("/")))
		path = sw_str_from(path, 1);
	struct sw_str name = sw_str_basename(path), end = extension(name);
	struct folders say = folders_of(path);
	bool owned = !project && has_prefix(&sw_paths_full_prefix, path);
	bool package = say.package || (!project && !owned && has_prefix(&sw_paths_strong_prefix, path));
	if (say.skip || (package && say.skip_in_package))
		return SW_SECRET_PATH_SKIP;
	if (sw_credential_file(path))
		return SW_SECRET_PATH_FULL;
	if (sw_words_have(&sw_paths_skip_extension, end) || sw_words_have(&sw_paths_skip_name, name) ||
	    sw_str_ends(name, SW_S(".min.js")))
		return SW_SECRET_PATH_SKIP;
	bool strong = package || sw_words_have(&sw_paths_strong_extension, end) || is_sample_name(name);
	return strong ? SW_SECRET_PATH_STRONG : SW_SECRET_PATH_FULL;
}

enum file_form sw_file_form(struct sw_str path) {
	static const char *const homes[] = {"etc/", "root/", "home/", "run/", "srv/", "var/www/"};
	struct sw_str name = sw_str_basename(path), end = extension(name);
	if (sw_str_ends(name, SW_S("history")))
		return FILE_HISTORY;
	if (sw_str_is(name, ".pgpass") || sw_str_is(name, "pgpass.conf"))
		return FILE_COLONS;
	if (sw_str_is(name, ".vault-token") || sw_str_is(name, ".vault_pass") || sw_str_is(name, "master.key"))
		return FILE_VALUE;
	if (sw_credential_file(path) || sw_words_have(&sw_paths_setting_extension, end))
		return FILE_SETTINGS;
	bool plain = !end.n || end.n + 1 == name.n;
	for (size_t i = 0; plain && i < sizeof homes / sizeof *homes; i++)
		if (sw_str_starts(path, sw_str_of(homes[i])))
			return FILE_SETTINGS;
	return FILE_OTHER;
}
