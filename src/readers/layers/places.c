#include "readers/layers/places.h"
#include "secrets/file.h"

/* Programs by name, in any folder called bin or sbin. */
static const struct program_row {
	uint32_t trait;
	const char *names;
} program_rows[] = {
	{SW_TRAIT_SHELL, "sh bash dash ash rbash ksh ksh93 mksh zsh fish csh tcsh yash busybox toybox pwsh nu elvish"},
	{SW_TRAIT_COMPILER, "gcc g++ c++ cc cpp c89 c99 clang clang++ tcc gfortran rustc javac go ghc gnat gdc ldc2 dmd fpc nasm as ld make"},
	{SW_TRAIT_SSH_SERVER, "sshd dropbear tinysshd"},
	{SW_TRAIT_ENGINE_CLIENT, "docker podman nerdctl ctr crictl kubectl oc buildah docker-compose"},
	{SW_TRAIT_PACKAGE_MANAGER, "apt apt-get aptitude dpkg apk yum dnf dnf-3 dnf4 dnf5 microdnf tdnf rpm zypper pacman emerge opkg xbps-install "
				   "swupd urpmi slackpkg installpkg guix nix-env"},
	{SW_TRAIT_DOWNLOADER, "curl wget wget2 aria2c axel lynx fetch"},
	{SW_TRAIT_ESCALATION, "sudo su doas pkexec"},
};
/* Those that builds also call TARGET-NAME-VERSION: x86_64-linux-gnu-gcc-12. */
static const char compilers[] = "gcc g++ c++ cc cpp clang clang++ gfortran gnat";

/* Files of caches and indexes of package managers, which nobody needs once the packages are installed. */
static const char *const cache_folders[] = {
	"var/lib/apt/lists/", "var/cache/apt/", "var/cache/apk/", "etc/apk/cache/", "var/cache/dnf/", "var/cache/yum/", "var/cache/libdnf5/",
	"var/cache/zypp/", "var/cache/tdnf/", "var/cache/pacman/pkg/", "var/lib/pacman/sync/", "var/cache/distfiles/", "var/cache/binpkgs/",
	"var/db/repos/", "var/cache/xbps/",
};
/* The same in the home of whoever called them. */
static const char *const cache_parts[] = {
	"/.cache/pip/", "/.cache/uv/", "/.cache/pypoetry/", "/.cache/yarn/", "/.cache/composer/", "/.cache/go-build/", "/.cache/deno/",
	"/.npm/_cacache/", "/.local/share/pnpm/store/", "/.pnpm-store/", "/.composer/cache/", "/.cargo/registry/", "/.cargo/git/",
	"/.m2/repository/", "/.gradle/caches/", "/.ivy2/cache/", "/.nuget/packages/", "/.local/share/NuGet/", "/go/pkg/mod/cache/",
	"/.bundle/cache/", "/.hex/packages/", "/.cpan/build/", "/.cpanm/work/", "/usr/local/share/.cache/yarn/",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_cached(struct sw_str path) {
	if (sw_str_is(sw_str_basename(path), "lock"))
		return false;
	if (sw_str_starts(path, SW_S("var/")) || sw_str_starts(path, SW_S("etc/")))
		for (size_t i = 0; i < COUNT(cache_folders); i++)
			if (sw_str_starts(path, sw_str_of(cache_folders[i])))
				return true;
	if (!sw_str_contains(path, SW_S("/.")) && !sw_str_contains(path, SW_S("go/pkg/mod/cache/")) && path.p[0] != '.')
		return false;
	for (size_t i = 0; i < COUNT(cache_parts); i++) {
		struct sw_str part = sw_str_of(cache_parts[i]);
		if (sw_str_contains(path, part) || sw_str_starts(path, sw_str_from(part, 1)))
			return true;
	}
	return false;
}

/* "x86_64-linux-gnu-gcc-12.2" is "gcc". */
static bool is_compiler(struct sw_str name) {
	size_t dash = sw_str_rfind_byte(name, '-'), digits = dash == SW_NPOS ? name.n : dash + 1;
	while (digits < name.n && (sw_is_digit(name.p[digits]) || name.p[digits] == '.'))
		digits++;
	if (dash != SW_NPOS && digits == name.n)
		name.n = dash;
	dash = sw_str_rfind_byte(name, '-');
	return sw_listed(dash == SW_NPOS ? name : sw_str_from(name, dash + 1), compilers);
}

static uint32_t program_traits(struct sw_str path) {
	struct sw_str name = sw_str_basename(path), folder = sw_str_basename(sw_str_dirname(path));
	uint32_t traits = 0;
	if (!sw_str_is(folder, "bin") && !sw_str_is(folder, "sbin"))
		return 0;
	for (size_t i = 0; i < COUNT(program_rows); i++)
		if (sw_listed(name, program_rows[i].names))
			traits |= program_rows[i].trait;
	return traits | (is_compiler(name) ? SW_TRAIT_COMPILER : 0);
}

static bool is_git(const struct sw_layer_entry *entry) {
	struct sw_str path = entry->path, folder = sw_str_dirname(path);
	if (entry->kind == SW_ENTRY_FOLDER)
		return sw_str_is(sw_str_basename(path), ".git");
	return sw_str_is(sw_str_basename(folder), ".git") && sw_listed(sw_str_basename(path), "HEAD config");
}

uint32_t sw_place_traits(const struct sw_layer_entry *entry) {
	uint32_t traits = is_git(entry) ? SW_TRAIT_GIT : 0;
	bool file = entry->kind == SW_ENTRY_FILE || entry->kind == SW_ENTRY_HARD_LINK;
	if ((file && entry->mode & 0111) || entry->kind == SW_ENTRY_SYMLINK)
		traits |= program_traits(entry->path);
	if (!file || (entry->kind == SW_ENTRY_FILE && !entry->size))
		return traits;
	if (sw_credential_file(entry->path))
		traits |= SW_TRAIT_SECRET_FILE;
	return traits | (is_cached(entry->path) ? SW_TRAIT_PACKAGE_CACHE : 0);
}
