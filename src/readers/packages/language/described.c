/* Packages that describe themselves in a small language: LuaRocks, opam, Erlang's applications, packs of SWI-Prolog. */
#include "base/map.h"
#include "readers/packages/language/scanner.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

enum { LUA_BYTES = 256 }; /* of a name or version; longer ones are none */

/* The value of a name: a text, a number, a name before it, or several of these joined by "..". Empty: something else. */
static struct sw_str lua_value(struct sw_arena *scratch, struct sw_scan *scan, const struct sw_map *names) {
	struct sw_str value = {0};
	bool joined = true;
	while (joined && sw_scan_next(scan) && (scan->kind == SW_SCAN_TEXT || scan->kind == SW_SCAN_WORD)) {
		struct sw_str part = scan->word;
		joined = false;
		if (scan->kind == SW_SCAN_WORD) {
			joined = sw_str_ends(part, SW_S(".."));
			part = joined ? sw_str_sub(part, 0, part.n - 2) : part;
			const struct sw_str *known = sw_map_get(names, part);
			part = known ? *known : part;
			if (!known && (!part.n || !sw_is_digit(part.p[0])))
				return (struct sw_str){0};
		}
		value = sw_arena_join(scratch, value, part);
		if (value.n > LUA_BYTES)
			return (struct sw_str){0};
		/* What stands behind is another statement, or ".." and perhaps the name joined to it. */
		struct sw_str rest = sw_str_from(scan->text, scan->at);
		size_t blanks = 0;
		while (blanks < rest.n && sw_is_space(rest.p[blanks]))
			blanks++;
		if (!joined && sw_str_starts(sw_str_from(rest, blanks), SW_S(".."))) {
			scan->at += blanks + 2;
			joined = true;
		}
	}
	return value;
}

/* package = "kong"  version = "3.7.0-0"; some put them together of locals. */
static void work_rockspec(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	struct sw_scan scan = {.text = bytes, .comment = '-', .two = true, .escapes = true};
	struct sw_map names = {0};
	struct sw_str field = {0};
	while (sw_scan_next(&scan)) {
		if (sw_scan_is(&scan, '=') && !scan.depth && field.n) {
			struct sw_str *value = SW_NEW(scratch, struct sw_str);
			*value = lua_value(scratch, &scan, &names);
			if (value->n && !sw_map_get(&names, field))
				sw_map_put(scratch, &names, field, value);
		}
		field = scan.kind == SW_SCAN_WORD ? scan.word : (struct sw_str){0};
	}
	const struct sw_str *name = sw_map_get(&names, SW_S("package")), *version = sw_map_get(&names, SW_S("version"));
	if (name && version)
		sw_package_add(sink, SW_PACKAGE_LUAROCKS, *name, *version);
	else
		sw_package_refuse(sink, "the description of a rock: name or version are not written out");
}

const struct sw_package_reader sw_package_reader_rockspec = {
	.kind = "rockspec",
	.endings = (const char *const[]){".rockspec", NULL},
	.limit = 4 << 20,
	.read_with = work_rockspec,
};

/* "word is a text" at the top of the file: name, what stands between, text. */
static bool top_text(struct sw_scan *scan, char between, struct sw_str *name, struct sw_str *text) {
	while (scan->kind == SW_SCAN_WORD && !scan->depth) {
		*name = scan->word;
		if (!sw_scan_next(scan) || !sw_scan_is(scan, between))
			continue;
		if (sw_scan_next(scan) && scan->kind == SW_SCAN_TEXT) {
			*text = scan->word;
			return true;
		}
	}
	return false;
}

/* A switch keeps packages/NAME.VERSION/opam; a repository has the same for all there are, which are not installed. */
static bool claims_opam(struct sw_str path) {
	return !sw_path_below(path, "repo").n && !sw_path_below(path, "opam-repository").n;
}

static void read_opam(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_scan scan = {.text = bytes, .comment = '#', .escapes = true};
	struct sw_str folder = sw_str_basename(sw_str_dirname(sink->path)), field, text, licence = {0};
	struct sw_str name = sw_text_before(folder, '.'), version = sw_text_after(folder, '.');
	struct sw_str own_name = {0}, own_version = {0};
	while (sw_scan_next(&scan)) {
		if (!top_text(&scan, ':', &field, &text))
			continue;
		if (sw_str_is(field, "license"))
			licence = text;
		else if (sw_str_is(field, "name"))
			own_name = text;
		else if (sw_str_is(field, "version"))
			own_version = text;
	}
	/* What the file says of itself counts more than its folder, but mostly it says nothing. */
	if (own_version.n || !version.n) {
		name = own_name.n ? own_name : name;
		version = own_version;
	}
	if (!name.n || !version.n)
		return;
	struct sw_package *package = sw_package_add(sink, SW_PACKAGE_OPAM, name, version);
	package->licence = sw_package_text(sink, licence);
}

const struct sw_package_reader sw_package_reader_opam = {
	.kind = "opam",
	.names = (const char *const[]){"opam", NULL},
	.claims = claims_opam,
	.limit = 1 << 20,
	.read = read_opam,
};

/* {application, NAME, [… {vsn, "VERSION"} …]}. */
static void read_app(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_scan scan = {.text = bytes, .comment = '%', .escapes = true};
	struct sw_str name = {0}, version = {0};
	struct sw_str before = {0}; /* the word or text before the last comma */
	while (sw_scan_next(&scan)) {
		if (scan.kind != SW_SCAN_WORD && scan.kind != SW_SCAN_TEXT)
			continue;
		if (scan.depth == 1 && sw_str_is(before, "application") && !name.n)
			name = scan.word;
		else if (sw_str_is(before, "vsn") && scan.kind == SW_SCAN_TEXT && !version.n)
			version = scan.word;
		before = scan.word;
	}
	/* Without these it is some other program's file; a version that is only filled in when it is built is none. */
	if (name.n && version.n && !sw_str_contains(version, SW_S("%")))
		sw_package_add(sink, SW_PACKAGE_OTP, name, version);
}

const struct sw_package_reader sw_package_reader_erlang_app = {
	.kind = "erlang-app",
	.endings = (const char *const[]){".app", NULL},
	.limit = 1 << 20,
	.read = read_app,
};

/* name(hdt).  version('0.5.2'). */
static void read_pack(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_scan scan = {.text = bytes, .comment = '%', .escapes = true};
	struct sw_str name = {0}, version = {0}, field = {0};
	while (sw_scan_next(&scan)) {
		if (scan.kind != SW_SCAN_WORD && scan.kind != SW_SCAN_TEXT)
			continue;
		if (!scan.depth)
			field = scan.word;
		/* The dot behind the fact before belongs to no word. */
		while (sw_str_starts(field, SW_S(".")))
			field = sw_str_from(field, 1);
		if (scan.depth == 1 && sw_str_is(field, "name") && !name.n)
			name = scan.word;
		else if (scan.depth == 1 && sw_str_is(field, "version") && !version.n)
			version = scan.word;
	}
	if (name.n && version.n)
		sw_package_add(sink, SW_PACKAGE_SWIPL, name, version);
}

const struct sw_package_reader sw_package_reader_swipl_pack = {
	.kind = "swipl-pack",
	.names = (const char *const[]){"pack.pl", NULL},
	.limit = 1 << 20,
	.read = read_pack,
};
