/* Modules of Go that a project asks for: go.mod, and vendor/modules.txt of those that lie beside it. */
#include "base/map.h"
#include "base/vec.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

struct module {
	struct sw_str path, version;
};

/* PATH [VERSION] => PATH [VERSION] */
struct replacement {
	struct module from, to;
};

struct mod {
	SW_VEC(struct module) required;
	SW_VEC(struct replacement) replaced;
	struct sw_str go, toolchain;
	bool any; /* a word that go.mod knows was there */
};

static struct sw_str key_of(struct sw_arena *scratch, struct module module) {
	return sw_arena_printf(scratch, "%.*s %.*s", SW_ARG(module.path), SW_ARG(module.version));
}

/* A directive's line without its word. */
static void read_directive(struct sw_arena *scratch, struct mod *mod, struct sw_str word, struct sw_str rest) {
	struct sw_str first = sw_text_unquote(sw_text_word(&rest)), second = sw_text_unquote(sw_text_word(&rest));
	if (sw_str_is(word, "require") && second.n) {
		*sw_push(scratch, &mod->required) = (struct module){first, second};
	} else if (sw_str_is(word, "go")) {
		mod->go = first;
	} else if (sw_str_is(word, "toolchain")) {
		mod->toolchain = first;
	} else if (sw_str_is(word, "replace")) {
		struct replacement replacement = {.from = {first, SW_S("")}};
		if (!sw_str_is(second, "=>")) {
			replacement.from.version = second;
			sw_text_word(&rest);
		}
		replacement.to.path = sw_text_unquote(sw_text_word(&rest));
		replacement.to.version = sw_text_unquote(sw_text_word(&rest));
		*sw_push(scratch, &mod->replaced) = replacement;
	}
}

static void read_lines(struct sw_arena *scratch, struct mod *mod, struct sw_str bytes) {
	struct sw_str line, block = {0};
	while (sw_line_next(&bytes, &line)) {
		size_t comment = sw_str_find(line, SW_S("//"));
		line = sw_str_trim(sw_str_sub(line, 0, comment));
		struct sw_str rest = line, word = sw_text_word(&rest);
		if (block.n) {
			if (sw_str_is(word, ")"))
				block = (struct sw_str){0};
			else if (word.n)
				read_directive(scratch, mod, block, line);
			continue;
		}
		mod->any |= sw_listed(word, "module require replace go toolchain exclude retract");
		if (sw_str_is(sw_str_trim(rest), "("))
			block = word;
		else if (word.n)
			read_directive(scratch, mod, word, rest);
	}
}

/* The standard library's version is the toolchain's: "go1.23.6-custom" is 1.23.6. */
static void add_stdlib(struct sw_package_sink *sink, const struct mod *mod) {
	struct sw_str version = mod->go;
	if (sw_str_starts(mod->toolchain, SW_S("go")))
		version = sw_text_before(sw_str_from(mod->toolchain, 2), '-');
	if (version.n && sw_is_digit(version.p[0]))
		sw_package_add(sink, SW_PACKAGE_GOLANG, SW_S("stdlib"), version);
}

static void work(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	struct mod mod = {0};
	struct sw_map replaced = {0};
	read_lines(scratch, &mod, bytes);
	if (!mod.any) {
		sw_package_refuse(sink, "a list of modules as Go writes it");
		return;
	}
	for (size_t i = 0; i < mod.replaced.n; i++)
		sw_map_put(scratch, &replaced, key_of(scratch, mod.replaced.v[i].from), &mod.replaced.v[i]);
	for (size_t i = 0; i < mod.required.n; i++) {
		struct module module = mod.required.v[i];
		const struct replacement *by = sw_map_get(&replaced, key_of(scratch, module));
		if (!by)
			by = sw_map_get(&replaced, key_of(scratch, (struct module){module.path, SW_S("")}));
		/* A folder that takes a module's place has no version. */
		if (by)
			module = by->to;
		sw_package_add(sink, SW_PACKAGE_GOLANG, module.path, module.version);
	}
	add_stdlib(sink, &mod);
}

/* "# PATH VERSION [=> PATH [VERSION]]" before the packages of each. Without packages nothing of it lies there; a folder
 * that takes its place has its name and no other. */
static void read_vendored(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line;
	struct module module = {0};
	while (sw_line_next(&bytes, &line)) {
		if (sw_str_starts(line, SW_S("##")))
			continue;
		if (!sw_str_starts(line, SW_S("# "))) {
			if (module.path.n && sw_str_starts(module.version, SW_S("v")) && sw_str_trim(line).n)
				sw_package_add(sink, SW_PACKAGE_GOLANG, module.path, module.version);
			module = (struct module){0};
			continue;
		}
		size_t arrow = sw_str_find(line, SW_S(" => "));
		struct sw_str before = sw_str_sub(line, 2, arrow == SW_NPOS ? SW_NPOS : arrow - 2);
		struct sw_str after = arrow == SW_NPOS ? (struct sw_str){0} : sw_str_from(line, arrow + 4);
		module.path = sw_text_word(&before);
		module.version = sw_text_word(&before);
		struct sw_str path = sw_text_word(&after), version = sw_text_word(&after);
		if (version.n)
			module = (struct module){path, version};
	}
}

static bool claims_vendored(struct sw_str path) {
	return sw_str_is(sw_str_basename(sw_str_dirname(path)), "vendor");
}

const struct sw_package_reader sw_package_reader_go_mod = {
	.kind = "go-mod",
	.names = (const char *const[]){"go.mod", NULL},
	.limit = 4 << 20,
	.declares = true,
	.read_with = work,
};

const struct sw_package_reader sw_package_reader_go_vendored = {
	.kind = "go-vendored",
	.names = (const char *const[]){"modules.txt", NULL},
	.claims = claims_vendored,
	.limit = 16 << 20,
	.declares = true,
	.read = read_vendored,
};
