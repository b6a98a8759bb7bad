/* Which system an image is made of: os-release(5), or what older systems have in its place. */
#include "readers/layers/pass.h"

static const struct release_file {
	const char *path;
	const char *id, *name; /* of files that hold nothing but a version; NULL: os-release */
} release_files[] = {
	{"etc/redhat-release", "", ""},
	{"etc/debian_version", "debian", "Debian GNU/Linux"},
	{"etc/alpine-release", "alpine", "Alpine Linux"},
	{"usr/lib/os-release", NULL, NULL},
	{"etc/os-release", NULL, NULL},
};
enum { FILES = sizeof release_files / sizeof *release_files };

/* The number of the file + 1, greater for what is believed more; 0: it is none. */
static unsigned rank_of(struct sw_str path) {
	if (path.n > 18 || path.n < 14)
		return 0;
	for (unsigned i = 0; i < FILES; i++)
		if (sw_str_is(path, release_files[i].path))
			return i + 1;
	return 0;
}

/* A value as a shell would take it: quoted or not, with '\' before some characters. */
static struct sw_str unquoted(struct sw_arena *arena, struct sw_str value) {
	char quote = value.n ? value.p[0] : 0;
	if (value.n >= 2 && (quote == '"' || quote == '\'') && value.p[value.n - 1] == quote)
		value = sw_str_sub(value, 1, value.n - 2);
	char *p = sw_arena_alloc(arena, value.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '\\' && quote != '\'' && i + 1 < value.n)
			i++;
		p[n++] = value.p[i];
	}
	return sw_str(p, n);
}

static void read_assignments(struct sw_pass *pass, struct sw_release *release, struct sw_str text) {
	struct sw_str line;
	while (sw_str_split(&text, '\n', &line)) {
		line = sw_str_trim(line);
		size_t equals = sw_str_find_byte(line, '=');
		if (equals == SW_NPOS || line.p[0] == '#')
			continue;
		struct sw_str key = sw_str_sub(line, 0, equals), value = sw_str_from(line, equals + 1);
		struct sw_str *to = sw_str_is(key, "ID")		   ? &release->id
				    : sw_str_is(key, "VERSION_ID")	   ? &release->version_id
				    : sw_str_is(key, "PRETTY_NAME")	   ? &release->name
				    : sw_str_is(key, "ID_LIKE")		   ? &release->like
				    : sw_str_is(key, "VERSION_CODENAME") ? &release->codename
				    : sw_str_is(key, "CPE_NAME")	   ? &release->cpe
									   : NULL;
		if (to)
			*to = unquoted(pass->arena, value);
	}
}

/* "CentOS release 6.10 (Final)": words, " release ", the version. */
static void read_redhat(struct sw_arena *arena, struct sw_release *release, struct sw_str line) {
	static const char *const ids[][2] = {{"CentOS", "centos"}, {"Red Hat", "rhel"}, {"Fedora", "fedora"}, {"Rocky", "rocky"},
					     {"AlmaLinux", "almalinux"}, {"Oracle", "ol"}, {"Scientific", "scientific"}};
	size_t at = sw_str_find(line, SW_S(" release "));
	release->name = sw_arena_str(arena, line);
	for (size_t i = 0; i < sizeof ids / sizeof *ids && !release->id.n; i++)
		if (sw_str_starts(line, sw_str_of(ids[i][0])))
			release->id = sw_str_of(ids[i][1]);
	if (at == SW_NPOS)
		return;
	struct sw_str version = sw_str_from(line, at + 9);
	size_t n = 0;
	while (n < version.n && (sw_is_digit(version.p[n]) || version.p[n] == '.'))
		n++;
	release->version_id = sw_arena_str(arena, sw_str_sub(version, 0, n));
}

static void read_release(struct sw_pass *pass, struct sw_str text) {
	unsigned rank = rank_of(pass->current.entry.path);
	const struct release_file *file = &release_files[rank - 1];
	struct sw_release *release = &pass->account->release;
	if (rank < pass->release_rank)
		return;
	pass->release_rank = rank;
	*release = (struct sw_release){.path = sw_str_of(file->path)};
	if (!file->id) {
		read_assignments(pass, release, text);
		return;
	}
	struct sw_str line = sw_str_trim(sw_str_sub(text, 0, sw_str_find_byte(text, '\n')));
	if (!*file->id) {
		read_redhat(pass->arena, release, line);
		return;
	}
	release->id = sw_str_of(file->id);
	release->name = sw_str_of(file->name);
	/* A release that is not yet out has names in place of a version: "bookworm/sid". */
	if (line.n && sw_is_digit(line.p[0]))
		release->version_id = sw_arena_str(pass->arena, line);
	else
		release->codename = sw_arena_str(pass->arena, sw_str_sub(line, 0, sw_str_find_byte(line, '/')));
}

sw_pass_read_fn *sw_pass_release_of(struct sw_str path) {
	return rank_of(path) ? read_release : NULL;
}
