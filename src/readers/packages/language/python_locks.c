/* Lock files of Python's package managers: Poetry, uv, PDM, the standard pylock.toml, Pipenv, and pinned requirements. */
#include "readers/packages/document.h"
#include "readers/packages/readers.h"
#include "readers/packages/text.h"

static bool only_development(const struct sw_node *item) {
	const struct sw_node *groups = sw_tree_get(item, "groups");
	if (sw_str_is(sw_tree_text(item, "category"), "dev"))
		return true;
	if (!sw_node_is(groups, SW_NODE_LIST) || !groups->count)
		return false;
	for (uint32_t i = 0; i < groups->count; i++)
		if (!sw_listed(sw_tree_scalar(groups->items[i]), "dev test tests lint docs"))
			return false;
	return true;
}

/* All of them have a list of tables with name and version; the new standard's has another name. */
static void add_all(struct sw_package_sink *sink, const struct sw_node *root, const char *key) {
	const struct sw_node *list = sw_tree_get(root, key);
	for (uint32_t i = 0; sw_node_is(list, SW_NODE_LIST) && i < list->count; i++) {
		const struct sw_node *item = list->items[i], *source = sw_tree_get(item, "source");
		struct sw_str name = sw_tree_text(item, "name");
		const struct sw_node *repository = sw_tree_get(item, "vcs");
		struct sw_str version = sw_tree_text(item, "version");
		/* Without a version it is the project itself, or comes out of a repository. */
		if (!name.n || (!version.n && !repository))
			continue;
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_PYPI, name, version);
		package->development = only_development(item);
		struct sw_str git = repository ? sw_tree_text(repository, "url") : sw_tree_text(source, "git");
		if (git.n || sw_str_is(sw_tree_text(source, "type"), "git"))
			package->place = sw_package_text(sink, git.n ? git : sw_tree_text(source, "url"));
	}
}

static void use_package(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	add_all(sink, root, "package");
}

static void use_packages(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	(void)scratch;
	add_all(sink, root, "packages");
}

/* pylock.toml and pylock.NAME.toml */
static bool claims_pylock(struct sw_str path) {
	return sw_str_starts(sw_str_basename(path), SW_S("pylock."));
}

static struct sw_str pinned(struct sw_str version) {
	bool exact = sw_str_starts(version, SW_S("=="));
	return exact ? sw_str_trim(sw_str_from(version, sw_str_starts(version, SW_S("===")) ? 3 : 2)) : (struct sw_str){0};
}

static void use_pipfile(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	static const char *const groups[] = {"default", "develop"};
	(void)scratch;
	for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
		const struct sw_node *group = sw_tree_get(root, groups[g]);
		for (uint32_t i = 0; sw_node_is(group, SW_NODE_MAP) && i < group->count; i++) {
			struct sw_str version = pinned(sw_tree_text(group->members[i].value, "version"));
			if (version.n)
				sw_package_add(sink, SW_PACKAGE_PYPI, group->members[i].key, version)->development = g == 1;
		}
	}
}

static bool in_name(char c) {
	return sw_is_alnum(c) || c == '-' || c == '_' || c == '.';
}

/* NAME[EXTRAS]==VERSION; markers. What is not pinned, or filled in later, has no version to tell. */
static void read_requirement(struct sw_package_sink *sink, struct sw_str line) {
	size_t n = 0;
	while (n < line.n && in_name(line.p[n]))
		n++;
	struct sw_str name = sw_str_sub(line, 0, n), rest = sw_str_trim(sw_str_from(line, n));
	if (sw_str_starts(rest, SW_S("[")))
		rest = sw_str_trim(sw_text_after(rest, ']'));
	struct sw_str version = pinned(rest);
	for (n = 0; n < version.n && !sw_is_space(version.p[n]) && !strchr(",;#\\", version.p[n]);)
		n++;
	version = sw_str_sub(version, 0, n);
	if (name.n && version.n && !sw_str_contains(version, SW_S("*")) && !sw_str_contains(version, SW_S("$")))
		sw_package_add(sink, SW_PACKAGE_PYPI, name, version);
}

/* A backslash at its end continues a line; only what stands before the first option is of use. */
static void read_requirements(struct sw_package_sink *sink, struct sw_str bytes) {
	struct sw_str line;
	while (sw_line_next(&bytes, &line)) {
		const char *start = line.p;
		while (sw_str_ends(line, SW_S("\\")) && bytes.n) {
			sw_line_next(&bytes, &line);
			line = sw_str(start, (size_t)(line.p + line.n - start));
		}
		line = sw_str_trim(line);
		/* "name \" and "== 1.0" on the next line. */
		size_t joint = sw_str_find(line, SW_S("\\\n"));
		struct sw_str before = sw_str_sub(line, 0, joint);
		struct sw_str after = joint == SW_NPOS ? (struct sw_str){0} : sw_str_trim(sw_str_from(line, joint + 2));
		if (sw_str_starts(after, SW_S("==")))
			read_requirement(sink, sw_arena_join(sink->arena, before, after));
		else
			read_requirement(sink, before);
	}
}

static bool claims_requirements(struct sw_str path) {
	return sw_str_contains(sw_str_basename(path), SW_S("requirements"));
}

const struct sw_package_reader sw_package_reader_python_lock = {
	.kind = "python-lock",
	.names = (const char *const[]){"poetry.lock", "uv.lock", "pdm.lock", NULL},
	.declares = true,
	.read_tree = use_package,
	.grammar = SW_GRAMMAR_TOML,
};

const struct sw_package_reader sw_package_reader_pylock = {
	.kind = "pylock",
	.endings = (const char *const[]){".toml", NULL},
	.claims = claims_pylock,
	.declares = true,
	.read_tree = use_packages,
	.grammar = SW_GRAMMAR_TOML,
};

const struct sw_package_reader sw_package_reader_pipfile_lock = {
	.kind = "pipfile-lock",
	.names = (const char *const[]){"pipfile.lock", NULL},
	.declares = true,
	.read_tree = use_pipfile,
	.grammar = SW_GRAMMAR_JSON,
};

const struct sw_package_reader sw_package_reader_requirements = {
	.kind = "requirements",
	.endings = (const char *const[]){".txt", NULL},
	.claims = claims_requirements,
	.limit = 4 << 20,
	.declares = true,
	.read = read_requirements,
};
