/* Any bytes may be given to the readers of systems' package databases: reading ends, and what they tell has names. The first
 * byte picks the path that the file has. */
#include "base/limits.h"
#include "readers/packages/read.h"
#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {
	"var/lib/dpkg/status",
	"var/lib/dpkg/status.d/base",
	"var/lib/dpkg/info/libc6:amd64.list",
	"var/lib/dpkg/status.d/base.md5sums",
	"lib/apk/db/installed",
	"var/lib/pacman/local/gawk-5.3.1-1/desc",
	"var/lib/pacman/local/gawk-5.3.1-1/files",
	"var/db/pkg/app-misc/foo-1.2-r4/CONTENTS",
	"snap/core/1/meta/snap.yaml",
	"snap/manifest.yaml",
	"usr/share/snappy/dpkg.yaml",
	"var/lib/flatpak/app/x/y/export/share/metainfo/x.metainfo.xml",
	"var/lib/chisel/manifest.wall",
	"etc/cos-package-info.json",
	"opt/conda/conda-meta/zlib-1.json",
	"opt/spack/a/.spack/spec.json",
	"ProgramData/chocolatey/lib/a/a.nuspec",
	"Applications/X.app/Contents/Info.plist",
	"flash/nsconfig/nsversion",
	"var/lib/rpmmanifest/container-manifest-2",
	"usr/share/doc/x/copyright",
	"var/db/pkg/app-misc/foo-1.2-r4/LICENSE",
};

static void check(const struct sw_package_sink *sink) {
	for sw_each (const struct sw_package, package, sink->packages)
		assert(package->name.n && package->type && package->type < SW_PACKAGE_TYPE_COUNT && package->path.n);
	for sw_each (const struct sw_owned, owned, sink->owned)
		assert(owned->path.n && owned->path.p[0] != '/');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct sw_arena arena;
	struct sw_arena_catch catch;
	struct sw_package package;
	if (!size)
		return 0;
	struct sw_str path = sw_str_of(paths[data[0] % (sizeof paths / sizeof *paths)]);
	struct sw_str text = sw_str((const char *)data + 1, size - 1);
	const struct sw_package_reader *reader = sw_package_reader_of(path);
	assert(reader);
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	struct sw_diags diags = {.arena = &arena};
	struct sw_package_sink sink = {.arena = &arena, .diags = &diags, .path = path};
	if (SW_ARENA_TRY(&arena, &catch)) {
		sw_package_read(reader, &sink, text);
		check(&sink);
		sw_arena_leave(&arena, &catch);
	}
	if (sw_package_of_folder(text, &package))
		assert(package.name.n && package.version.n && package.path.n <= text.n);
	sw_arena_free(&arena);
	return 0;
}
