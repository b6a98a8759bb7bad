#include "readers/packages/archives/program.h"

/* Texts of the build information; pieces of the program. */
struct information {
	struct sw_str version; /* "go1.22.1" */
	struct sw_str modules; /* a line a module or setting */
};

enum { HEAD_BYTES = 32, POINTER_SIZE = 14, FLAGS = 15, FLAG_BIG = 1, FLAG_INLINE = 2 };

static const char magic[] = "\xff Go buildinf:";

/* A length as a varint, and that many bytes. */
static struct sw_str take_text(struct sw_str *rest) {
	uint64_t n = 0;
	for (unsigned shift = 0; shift < 63 && rest->n; shift += 7) {
		unsigned char byte = (unsigned char)rest->p[0];
		*rest = sw_str_from(*rest, 1);
		n |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80)) {
			struct sw_str text = sw_str_sub(*rest, 0, n);
			*rest = sw_str_from(*rest, n);
			return text.n == n ? text : (struct sw_str){0};
		}
	}
	return (struct sw_str){0};
}

/* Before Go 1.18: the address of a pointer and a length, in the order of bytes that the head tells. */
static struct sw_str text_at(const struct sw_program *program, struct sw_str head, unsigned at, unsigned size) {
	struct sw_program order = *program;
	order.big = head.p[FLAGS] & FLAG_BIG;
	struct sw_str string = sw_program_at(program, sw_program_number(&order, head, at, size));
	uint64_t n = sw_program_number(&order, string, size, size);
	struct sw_str text = sw_str_sub(sw_program_at(program, sw_program_number(&order, string, 0, size)), 0, n);
	return text.n == n ? text : (struct sw_str){0};
}

/* The information begins at a multiple of 16 bytes in a section of its own, or somewhere in the data. */
static struct sw_str find_in(struct sw_str bytes) {
	while (bytes.n >= HEAD_BYTES) {
		size_t at = sw_str_find(bytes, SW_S("\xff Go buildinf:"));
		if (at == SW_NPOS)
			break;
		struct sw_str found = sw_str_from(bytes, at);
		if (at % 16 == 0 && found.n >= HEAD_BYTES)
			return found;
		bytes = sw_str_from(bytes, at / 16 * 16 + 16);
	}
	return (struct sw_str){0};
}

static struct sw_str find_head(const struct sw_program *program) {
	enum { MOST_DATA = 8 }; /* parts: a file can say that all of it is data, many times */
	struct sw_str own = sw_program_section(program, program->format == SW_PROGRAM_MACHO ? "__go_buildinfo" : ".go.buildinfo");
	struct sw_program_walk walk = {0};
	struct sw_program_part part;
	struct sw_str head = find_in(own);
	for (unsigned seen = 0; !own.n && !head.n && seen < MOST_DATA && sw_program_next(program, &walk, &part);)
		if (part.writable && part.bytes.n) {
			head = find_in(part.bytes);
			seen++;
		}
	return head;
}

static bool read_information(const struct sw_program *program, struct information *information) {
	struct sw_str head = find_head(program);
	if (head.n < HEAD_BYTES || memcmp(head.p, magic, sizeof magic - 1) != 0)
		return false;
	unsigned size = (unsigned char)head.p[POINTER_SIZE];
	if (head.p[FLAGS] & FLAG_INLINE) {
		struct sw_str rest = sw_str_from(head, HEAD_BYTES);
		information->version = take_text(&rest);
		information->modules = take_text(&rest);
	} else if (size == 4 || size == 8) {
		information->version = text_at(program, head, 16, size);
		information->modules = text_at(program, head, 16 + size, size);
	}
	/* Sixteen bytes before and behind mark the text, for those who look for it in a running program. */
	struct sw_str modules = information->modules;
	information->modules = modules.n >= 33 && modules.p[modules.n - 17] == '\n' ? sw_str_sub(modules, 16, modules.n - 32) : (struct sw_str){0};
	return information->version.n > 0;
}

/* ---- what it says ---- */

struct go {
	struct sw_package_sink *sink;
	size_t main;          /* number + 1 of the main module */
	size_t last;          /* number + 1 of the module that a replacement is for */
	struct sw_str revision, flags; /* of the main module's source; of the linker */
};

/* "1.22.1" of "go1.22.1 X:nocoverageredesign"; what is no release is told as it is. */
static void add_library(struct sw_package_sink *sink, struct sw_str version) {
	struct sw_str word = sw_str_sub(version, 0, sw_str_find_byte(version, ' '));
	if (sw_str_starts(word, SW_S("go")))
		word = sw_str_from(word, 2);
	else if (sw_str_starts(version, SW_S("devel ")))
		word = sw_str_from(version, sizeof "devel " - 1);
	sw_package_add(sink, SW_PACKAGE_GOLANG, SW_S("stdlib"), word);
}

/* A replacement that is a folder has no version; what stands there is told by its place alone. */
static void replace_module(struct go *go, struct sw_str path, struct sw_str version) {
	struct sw_package_sink *sink = go->sink;
	struct sw_package *package = go->last ? &sink->packages.v[go->last - 1] : NULL;
	if (!package)
		return;
	if (version.n) {
		package->name = sw_package_text(sink, path);
		package->version = sw_package_text(sink, version);
	} else {
		package->version = (struct sw_str){0};
		package->place = sw_package_text(sink, path);
	}
}

static void add_module(struct go *go, struct sw_str path, struct sw_str version, bool is_main) {
	sw_package_add(go->sink, SW_PACKAGE_GOLANG, path, version);
	go->last = go->sink->packages.n;
	if (is_main)
		go->main = go->last;
}

static void read_setting(struct go *go, struct sw_str setting) {
	size_t equals = sw_str_find_byte(setting, '=');
	struct sw_str key = sw_str_sub(setting, 0, equals), value = equals == SW_NPOS ? (struct sw_str){0} : sw_str_from(setting, equals + 1);
	if (sw_str_is(key, "vcs.revision"))
		go->revision = value;
	else if (sw_str_is(key, "-ldflags"))
		go->flags = value;
}

static void read_line(struct go *go, struct sw_str line) {
	struct sw_str kind = {0}, path = {0}, version = {0};
	sw_str_split(&line, '\t', &kind);
	if (sw_str_is(kind, "build")) {
		read_setting(go, line);
		return;
	}
	sw_str_split(&line, '\t', &path);
	if (line.p)
		sw_str_split(&line, '\t', &version);
	if (sw_str_is(kind, "mod") || sw_str_is(kind, "dep"))
		add_module(go, path, version, sw_str_is(kind, "mod"));
	else if (sw_str_is(kind, "=>"))
		replace_module(go, path, version);
}

/* "v1.2.3", "1.2.3-rc.1" */
static bool is_release(struct sw_str text) {
	size_t dots = 0;
	text = sw_str_starts(text, SW_S("v")) ? sw_str_from(text, 1) : text;
	for (size_t i = 0; i < text.n; i++) {
		if (!sw_is_alnum(text.p[i]) && text.p[i] != '.' && text.p[i] != '-' && text.p[i] != '+')
			return false;
		dots += text.p[i] == '.';
	}
	return text.n && sw_is_digit(text.p[0]) && dots >= 2;
}

/* The value that the linker was told to put into a variable that is called version: -X 'main.version=v1.2.3'. */
static struct sw_str linked_version(struct sw_str flags) {
	struct sw_str rest = flags, word;
	while (sw_str_split(&rest, ' ', &word)) {
		while (word.n && sw_str_find_byte(SW_S("'\"\\"), word.p[0]) != SW_NPOS)
			word = sw_str_from(word, 1);
		while (word.n && sw_str_find_byte(SW_S("'\"\\"), word.p[word.n - 1]) != SW_NPOS)
			word = sw_str_sub(word, 0, word.n - 1);
		size_t equals = sw_str_find_byte(word, '='), dot = sw_str_rfind_byte(sw_str_sub(word, 0, equals), '.');
		if (equals == SW_NPOS || dot == SW_NPOS)
			continue;
		struct sw_str variable = sw_str_sub(word, dot + 1, equals - dot - 1), value = sw_str_from(word, equals + 1);
		if ((sw_str_is_nocase(variable, "version") || sw_str_is_nocase(variable, "gitVersion") || sw_str_is_nocase(variable, "buildVersion")) && is_release(value))
			return value;
	}
	return (struct sw_str){0};
}

/* What was built in its own source tree has no version there: the linker's flags may tell it. Else it is not known, and a
 * version made of the revision would stand before all that have a name; the revision is told as the place. */
static void name_version(struct go *go) {
	struct sw_package_sink *sink = go->sink;
	struct sw_package *package = go->main ? &sink->packages.v[go->main - 1] : NULL;
	if (!package || (package->version.n && !sw_str_is(package->version, "(devel)")))
		return;
	struct sw_str linked = linked_version(go->flags);
	package->version = (struct sw_str){0};
	if (linked.n)
		package->version = sw_arena_printf(sink->arena, "%s%.*s", linked.p[0] == 'v' ? "" : "v", SW_ARG(linked));
	else
		package->place = sw_package_text(sink, go->revision);
}

void sw_program_read_go(struct sw_package_sink *sink, const struct sw_program *program) {
	struct information information = {0};
	struct go go = {.sink = sink};
	struct sw_str line;
	if (!read_information(program, &information))
		return;
	add_library(sink, information.version);
	while (sw_str_split(&information.modules, '\n', &line))
		read_line(&go, line);
	name_version(&go);
}
