/* Any bytes may be given to the readers of languages' packages and to the TOML reader below them: reading ends, what they tell
 * has names, and what TOML holds lies in the text and no deeper than documents may. The first byte picks the path that the
 * file has; the first of all is TOML itself. */
#include "base/limits.h"
#include "formats/toml.h"
#include "readers/packages/read.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {
	NULL, /* TOML */
	"node_modules/a/package.json", "a.dist-info/METADATA", "a.egg-info", "specifications/a.gemspec", "vendor/composer/installed.json",
	"a/.registry/a.reg", "a.deps.json", "library/a/DESCRIPTION", "packages/a.1/opam", "a.rockspec", "ebin/a.app", "pack.pl",
	"META.json", "META.yml", "perllocal.pod", "extensions/extensions.json",
	"Extensions/ghbmnnjooekpmoecnnnilnnbdlolhkhi/1/manifest.json", "wp-content/plugins/a/a.php", "a/1/b/c/package/d/conaninfo.txt",
	"package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "deno.lock", "Cargo.lock", "poetry.lock", "pylock.toml",
	"Pipfile.lock", "requirements.txt", "Gemfile.lock", "composer.lock", "renv.lock", "go.mod", "vendor/modules.txt", "mix.lock",
	"rebar.lock", "manifest.toml", "Manifest.toml", "pubspec.lock", "Package.resolved", "Podfile.lock", "stack.yaml.lock",
	"cabal.project.freeze", "packages.lock.json", "project.assets.json", "packages.config", "paket.lock", "gradle.lockfile",
	"verification-metadata.xml", "pom.xml", "conan.lock", "conanfile.txt", ".tool-versions", "mise.toml", ".nvmrc",
	".terraform.lock.hcl", ".github/workflows/a.yml", "packages/a/b/Project.toml", "hosted/pub.dev/a-1/pubspec.yaml",
	"package.conf.d/a.conf", "libs.versions.toml",
};

static void check_node(const struct sw_node *node, size_t size, unsigned depth) {
	assert(depth < SW_LIMIT_DOCUMENT_DEPTH && node->span.start <= node->span.end && node->span.end <= size);
	for (uint32_t i = 0; node->kind == SW_NODE_LIST && i < node->count; i++)
		check_node(node->items[i], size, depth + 1);
	for (uint32_t i = 0; node->kind == SW_NODE_MAP && i < node->count; i++) {
		const struct sw_member *member = &node->members[i];
		assert(member->key_span.start < member->key_span.end && member->key_span.end <= size);
		check_node(member->value, size, depth + 1);
	}
}

static void check_toml(struct sw_arena *arena, struct sw_diags *diags, struct sw_str text) {
	const struct sw_node *root = sw_toml_read(arena, 1, text, diags);
	assert(!root == sw_diags_failed(diags));
	if (root)
		check_node(root, text.n, 0);
}

static void check_packages(struct sw_arena *arena, struct sw_diags *diags, const char *path, struct sw_str text) {
	struct sw_package_sink sink = {.arena = arena, .diags = diags, .path = sw_str_of(path)};
	const struct sw_package_reader *reader = sw_package_reader_of(sink.path);
	assert(reader);
	sw_package_read(reader, &sink, text);
	for sw_each (const struct sw_package, package, sink.packages)
		assert(package->name.n && package->type && package->type < SW_PACKAGE_TYPE_COUNT && package->path.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	if (!size)
		return 0;
	const char *path = paths[data[0] % (sizeof paths / sizeof *paths)];
	struct sw_str text = sw_str((const char *)data + 1, size - 1);
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	struct sw_diags diags = {.arena = &arena};
	if (SW_ARENA_TRY(&arena, &catch)) {
		if (path)
			check_packages(&arena, &diags, path, text);
		else
			check_toml(&arena, &diags, text);
		sw_arena_leave(&arena, &catch);
	}
	sw_arena_free(&arena);
	return 0;
}
