#include "unit.h"
#include "readers/packages/read.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

struct reading {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_package_sink sink;
};

/* Reads `text` as what its path says. */
static struct reading *start(const char *path, struct sw_str text) {
	struct reading *reading = calloc(1, sizeof *reading);
	const struct sw_package_reader *reader = sw_package_reader_of(sw_str_of(path));
	struct sw_arena_catch catch;
	assert_non_null(reader);
	sw_arena_init(&reading->arena, (size_t)64 << 20);
	reading->diags.arena = &reading->arena;
	reading->sink = (struct sw_package_sink){.arena = &reading->arena, .diags = &reading->diags, .path = sw_str_of(path)};
	if (SW_ARENA_TRY(&reading->arena, &catch)) {
		sw_package_read(reader, &reading->sink, text);
		sw_arena_leave(&reading->arena, &catch);
	} else {
		fail_msg("%s: the arena is full", path);
	}
	return reading;
}

static void end(struct reading *reading) {
	sw_arena_free(&reading->arena);
	free(reading);
}

/* "type name version architecture source source-version licence supplier module place", one a package, '|' between. */
static void expect_all(const struct reading *reading, const char *const *rows, size_t count) {
	assert_int_equal(reading->sink.packages.n, count);
	for (size_t i = 0; i < count; i++) {
		const struct sw_package *p = &reading->sink.packages.v[i];
		char got[1000];
		snprintf(got, sizeof got, "%s|%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%.*s", sw_package_type_name(p->type), SW_ARG(p->name), SW_ARG(p->version),
			 SW_ARG(p->architecture), SW_ARG(p->source), SW_ARG(p->source_version), SW_ARG(p->licence), SW_ARG(p->supplier), SW_ARG(p->module),
			 SW_ARG(p->place));
		assert_string_equal(got, rows[i]);
	}
}
#define EXPECT(reading, ...)                                                                         \
	do {                                                                                         \
		const char *const rows_[] = {__VA_ARGS__};                                           \
		expect_all((reading), rows_, sizeof rows_ / sizeof *rows_);                          \
	} while (0)

static void expect_owned(const struct reading *reading, size_t i, const char *package, const char *path) {
	assert_true(i < reading->sink.owned.n);
	assert_str(reading->sink.owned.v[i].package, package);
	assert_str(reading->sink.owned.v[i].path, path);
}

/* One call for a text that holds one package or none. */
static void expect_text(const char *path, const char *text, const char *row) {
	struct reading *reading = start(path, sw_str_of(text));
	if (row)
		EXPECT(reading, row);
	else
		assert_int_equal(reading->sink.packages.n, 0);
	end(reading);
}

static void expect_refused(const char *path, struct sw_str text) {
	struct reading *reading = start(path, text);
	assert_int_equal(reading->sink.packages.n, 0);
	assert_true(sw_diags_failed(&reading->diags));
	end(reading);
}

static void dpkg_lists_what_is_installed(void **state) {
	(void)state;
	struct reading *reading = start("var/lib/dpkg/status", SW_S(
		"Package: attr\nStatus: install ok installed\nMaintainer: Some One <o@example.org>\nArchitecture: amd64\n"
		"Source: attr-src (1:2.5.0)\nVersion: 1:2.5.1-4\nDescription: text\n Version: 9\n .\n\tPackage: no\n\n"
		"Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n\n\n"
		"package: half\r\nSTATUS: install ok half-configured\r\nversion: 2~rc1\r\nSource: whole\r\n\r\n"
		"Package: never\nVersion: 1\n\n"
		"Package: nameless-version\nStatus: install ok installed\n\n"
		"Package: last\nStatus: hold ok triggers-pending\nVersion: 3"));
	EXPECT(reading, "deb|attr|1:2.5.1-4|amd64|attr-src|1:2.5.0||Some One <o@example.org>||", "deb|half|2~rc1||whole|||||", "deb|last|3|||||||");
	assert_int_equal(reading->diags.n, 1);
	end(reading);
	expect_text("var/lib/dpkg/status.d/base", "Package: base\nVersion: 1\n", "deb|base|1|||||||");
	expect_text("usr/lib/opkg/status", "Package: ubus\nVersion: 2-r1\nStatus: install user installed\n", "opkg|ubus|2-r1|||||||");
	expect_text("var/lib/dpkg/status", "", NULL);
	assert_null(sw_package_reader_of(SW_S("etc/dpkg/status")));
	assert_null(sw_package_reader_of(SW_S("var/lib/dpkg/status-old")));
}

static void dpkg_lists_tell_owners(void **state) {
	(void)state;
	struct reading *reading = start("var/lib/dpkg/info/libc6:amd64.list", SW_S("/.\n/usr\n/usr/lib\n/usr/lib/libc.so.6\n/usr/lib/libc\n/etc/empty\n"));
	assert_int_equal(reading->sink.owned.n, 3);
	expect_owned(reading, 0, "libc6", "usr/lib/libc.so.6");
	expect_owned(reading, 2, "libc6", "etc/empty");
	end(reading);
	reading = start("var/lib/dpkg/status.d/tzdata.md5sums", SW_S("07d31e7e63800ab1b7966980709c51eb  usr/share/zone info\nnonsense\n"));
	assert_int_equal(reading->sink.owned.n, 1);
	expect_owned(reading, 0, "tzdata", "usr/share/zone info");
	end(reading);
}

static void apk_lists_packages_and_files(void **state) {
	(void)state;
	struct reading *reading = start("lib/apk/db/installed", SW_S(
		"C:Q1x=\nP:musl-utils\nV:1.2.4-r0\nA:x86_64\nL:MIT AND BSD\no:musl\nm:T <t@example.org>\nF:sbin\nR:ldconfig\na:0:0:755\nF:\nR:top\n\n"
		"P:zlib\nV:1.3-r0\no:zlib\n\nP:broken\n"));
	EXPECT(reading, "apk|musl-utils|1.2.4-r0|x86_64|musl||MIT AND BSD|T <t@example.org>||", "apk|zlib|1.3-r0|||||||");
	assert_int_equal(reading->sink.owned.n, 2);
	expect_owned(reading, 0, "musl-utils", "sbin/ldconfig");
	expect_owned(reading, 1, "musl-utils", "top");
	assert_int_equal(reading->diags.n, 1);
	end(reading);
	assert_non_null(sw_package_reader_of(SW_S("usr/lib/apk/db/installed")));
}

/* A long folder and many short names unfold to more than the file holds: that ends. */
static void apk_paths_are_limited(void **state) {
	enum { FILES = 20000 };
	char *text = malloc(5000 + 4 * FILES);
	size_t n = (size_t)sprintf(text, "P:a\nV:1\nF:%04000d\n", 0);
	(void)state;
	for (int i = 0; i < FILES; i++)
		n += (size_t)sprintf(text + n, "R:x\n");
	struct reading *reading = start("lib/apk/db/installed", sw_str(text, n));
	assert_int_equal(reading->sink.packages.n, 1);
	assert_in_range(reading->sink.owned.n, 10, 200);
	end(reading);
	free(text);
}

static struct sw_str load(const char *name) {
	char path[1000];
	snprintf(path, sizeof path, "%s/tests/data/rpm/%s", getenv("SW_ROOT"), name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	char *p = malloc(1 << 16);
	size_t n = fread(p, 1, 1 << 16, file);
	fclose(file);
	return sw_str(p, n);
}

static const char *const databases[] = {"rpmdb.sqlite", "Packages.db", "Packages", "Packages.big-endian"};

/* All forms hold the same headers, which rpm itself made. */
static void rpm_reads_every_form(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof databases / sizeof *databases; i++) {
		struct sw_str bytes = load(databases[i]);
		struct reading *reading = start("var/lib/rpm/Packages", bytes);
		EXPECT(reading, "rpm|tiny-libs|2:0.9-3.el9|noarch|tiny|1.0~rc1-3.el9|ISC|Example Vendor|tiny:1:20230101:abcd|",
		       "rpm|tiny|2:1.0~rc1-3.el9|noarch|||MIT and BSD|Example Vendor|tiny:1:20230101:abcd|",
		       "rpm|plain|5.4^git1-1|noarch|||Apache-2.0|||");
		assert_int_equal(reading->sink.owned.n, 3);
		expect_owned(reading, 0, "tiny", "etc/tiny.conf");
		expect_owned(reading, 2, "plain", "usr/share/doc/plain/README");
		assert_int_equal(reading->diags.n, 0);
		end(reading);
		free((void *)(uintptr_t)bytes.p);
	}
}

/* Whatever byte is wrong: reading ends, and where packages are missing it is said. */
static void rpm_tells_damage(void **state) {
	static const unsigned char wrong[] = {0x00, 0x01, 0x7f, 0xff};
	(void)state;
	for (size_t i = 0; i < sizeof databases / sizeof *databases; i++) {
		struct sw_str bytes = load(databases[i]);
		char *p = (char *)(uintptr_t)bytes.p;
		for (size_t at = 0; at < bytes.n; at += at < 600 ? 1 : 37) {
			char kept = p[at];
			p[at] = (char)wrong[at % sizeof wrong];
			end(start("var/lib/rpm/Packages", bytes));
			p[at] = kept;
		}
		for (size_t n = 0; n < bytes.n; n += 101) {
			struct reading *reading = start("var/lib/rpm/Packages", sw_str_sub(bytes, 0, n));
			assert_true(reading->sink.packages.n == 3 || !n || sw_diags_failed(&reading->diags));
			end(reading);
		}
		free(p);
	}
}

static void put_be32(char *at, uint32_t number) {
	for (int i = 0; i < 4; i++)
		at[i] = (char)(number >> (24 - 8 * i));
}

/* A chain that comes back to itself, and one that claims more than there is. */
static void bdb_chains_end(void **state) {
	enum { PAGE = 512, NEXT_AT = 16 };
	struct sw_str bytes = load("Packages.big-endian");
	char *p = (char *)(uintptr_t)bytes.p;
	(void)state;
	put_be32(p + 2 * PAGE + NEXT_AT, 2);
	struct reading *reading = start("var/lib/rpm/Packages", bytes);
	assert_int_equal(reading->sink.packages.n, 2);
	assert_true(sw_diags_failed(&reading->diags));
	end(reading);
	free(p);
}

/* A page whose values are the same bytes a thousand times. */
static void bdb_items_share_no_bytes(void **state) {
	enum { PAGE = 65536, MAGIC_AT = 12, SIZE_AT = 20, COUNT_AT = 20, TYPE_AT = 25, OFFSETS_AT = 26, ITEMS = 1000, ITEM_AT = 4096 };
	char *p = calloc(2, PAGE), *page = p + PAGE;
	(void)state;
	put_be32(p + MAGIC_AT, 0x061561);
	put_be32(p + SIZE_AT, PAGE);
	page[TYPE_AT] = 13;
	page[COUNT_AT] = (char)(ITEMS >> 8);
	page[COUNT_AT + 1] = (char)ITEMS;
	for (size_t i = 0; i < ITEMS; i++)
		memcpy(page + OFFSETS_AT + 2 * i, i % 2 ? "\x10\0" : "\xff\xff", 2); /* 4096, and the page's end */
	page[ITEM_AT] = 1;
	struct reading *reading = start("var/lib/rpm/Packages", sw_str(p, 2 * PAGE));
	assert_int_equal(reading->sink.packages.n, 0);
	assert_true(sw_str_contains(reading->diags.v[0].message, SW_S("lie on one another")));
	end(reading);
	free(p);
}

/* What the library has modules for would be read by these, from tables that only they understand. */
static void rpm_reads_no_virtual_tables(void **state) {
	sqlite3 *db;
	sqlite3_int64 n;
	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	if (sqlite3_exec(db, "CREATE VIRTUAL TABLE Packages USING fts4(blob)", NULL, NULL, NULL) == SQLITE_OK) {
		unsigned char *bytes = sqlite3_serialize(db, "main", &n, 0);
		expect_refused("var/lib/rpm/rpmdb.sqlite", sw_str((const char *)bytes, (size_t)n));
		sqlite3_free(bytes);
	}
	sqlite3_close(db);
}

/* What a reader says is kept with the diagnostics, not with what it read. */
static void diagnostics_outlive_the_reading(void **state) {
	(void)state;
	struct sw_arena kept, given_back;
	sw_arena_init(&kept, (size_t)1 << 20);
	sw_arena_init(&given_back, (size_t)1 << 20);
	struct sw_diags diags = {.arena = &kept};
	struct sw_package_sink sink = {.arena = &given_back, .diags = &diags, .path = SW_S("snap/core/1/meta/snap.yaml")};
	sw_package_read(sw_package_reader_of(sink.path), &sink, SW_S("name: core\n"));
	sw_arena_free(&given_back);
	assert_int_equal(diags.n, 1);
	assert_str(diags.v[0].path, "snap/core/1/meta/snap.yaml");
	sw_arena_free(&kept);
}

static void rpm_refuses_what_is_none(void **state) {
	(void)state;
	expect_refused("var/lib/rpm/Packages", SW_S("asdf"));
	expect_refused("var/lib/rpm/rpmdb.sqlite", SW_S("SQLite format 3\0                                                                                                    "));
	expect_text("var/lib/rpmmanifest/container-manifest-2", "vim\t9.0-1.cm2\t1\t2\tVendor\t2\t4\tx86_64\t2\tvim-src-9.0-1.cm2.src.rpm\n",
		    "rpm|vim|2:9.0-1.cm2|x86_64|vim-src|||Vendor||");
	assert_null(sw_package_reader_of(SW_S("srv/repo/Packages")));
}

static void folders_of_packages(void **state) {
	(void)state;
	expect_text("var/lib/pacman/local/gawk-5.3.1-1/desc", "%NAME%\ngawk\n\n%VERSION%\n5.3.1-1\n\n%BASE%\ngawk-base\n\n%ARCH%\nx86_64\n\n%LICENSE%\nGPL\nMIT\n",
		    "alpm|gawk|5.3.1-1|x86_64|gawk-base||GPL, MIT|||");
	expect_refused("var/lib/pacman/local/x-1-1/desc", SW_S("%NAME%\nx\n"));
	struct reading *reading = start("var/lib/pacman/local/lib-x-5.3.1-1/files", SW_S("%FILES%\nusr/\nusr/bin/x\n\n%BACKUP%\netc/x\tabc\n"));
	assert_int_equal(reading->sink.owned.n, 1);
	expect_owned(reading, 0, "lib-x", "usr/bin/x");
	end(reading);
	reading = start("var/db/pkg/app-misc/foo-bar-1.2_p3-r4/CONTENTS",
			SW_S("dir /usr\nobj /usr/bin/a b 0123 1600000000\nsym /usr/lib/l -> l.so.1 1600000000\nfif /x\n"));
	EXPECT(reading, "portage|app-misc/foo-bar|1.2_p3-r4|||||||");
	assert_int_equal(reading->sink.owned.n, 2);
	expect_owned(reading, 0, "app-misc/foo-bar", "usr/bin/a b");
	expect_owned(reading, 1, "app-misc/foo-bar", "usr/lib/l");
	end(reading);
	expect_refused("var/db/pkg/app-misc/no-version/CONTENTS", SW_S(""));
	expect_text("home/linuxbrew/.linuxbrew/Cellar/wget/1.21.4_1/INSTALL_RECEIPT.json", "{}", "homebrew|wget|1.21.4_1|||||||");
}

static void documents(void **state) {
	(void)state;
	expect_text("etc/cos-package-info.json", "{\"installedPackages\":[{\"category\":\"dev\",\"name\":\"a\",\"version\":\"1\"}],\"buildTimePackages\":[{\"name\":\"b\",\"version\":\"1\"}]}",
		    "cos|a|1|||||||dev");
	struct reading *reading = start("opt/conda/conda-meta/zlib-1.2-0.json",
					SW_S("{\"name\":\"zlib\",\"version\":\"1.2\",\"license\":\"Zlib\",\"subdir\":\"linux-64\",\"channel\":\"c\",\"files\":[\"lib/libz.so\"]}"));
	EXPECT(reading, "conda|zlib|1.2|linux-64|||Zlib|||c");
	expect_owned(reading, 0, "zlib", "opt/conda/lib/libz.so");
	end(reading);
	expect_refused("opt/conda/conda-meta/zlib.json", SW_S("{\"version\":\"1\"}"));
	expect_text("opt/spack/linux/a/.spack/spec.json",
		    "{\"spec\":{\"nodes\":[{\"name\":\"a\",\"version\":\"1\",\"arch\":{\"target\":{\"name\":\"skylake\"}}},{\"name\":\"b\",\"version\":\"2\"}]}}",
		    "spack|a|1|skylake||||||");
	expect_text("snap/core/1/meta/snap.yaml", "name: core\nversion: 16-2.61\narchitectures:\n- amd64\n", "snap|core|16-2.61|amd64||||||");
	expect_text("snap/manifest.yaml", "name: pc\nversion: 1\nprimed-stage-packages:\n- shim-signed=1.56+15.7\n", "deb|shim-signed|1.56+15.7|||||||snap");
	expect_text("usr/share/snappy/dpkg.yaml", "packages:\n- gcc:amd64=10.5\n- nothing\n", "deb|gcc|10.5|amd64||||||snap");
	expect_refused("snap/core/1/meta/snap.yaml", SW_S("name: core\n"));
	expect_text("var/lib/flatpak/app/x/current/active/export/share/metainfo/x.metainfo.xml",
		    "<component><id>org.x</id><project_license>MIT</project_license><releases><release version=\"2\"/><release version=\"1\"/></releases></component>",
		    "flatpak|org.x|2||||MIT|||");
	expect_text("ProgramData/chocolatey/lib/atom/atom.nuspec",
		    "<package xmlns=\"u\"><metadata><id>atom</id><version>1.60.0</version><authors>G</authors></metadata></package>", "chocolatey|atom|1.60.0|||||G||");
	expect_text("flash/boot/loader.conf", "a=1\nBOOT_KERNEL=\"ns-14.1-36.5\"\n", "generic|NetScaler|14.1-36.5|||||Citrix||");
	expect_text("flash/boot/loader.conf", "BOOT_KERNEL=\"nss-14.1-36.5\"\n", NULL);
	expect_text("nsconfig/nsversion", "NS13.1 Build 59.21", "generic|NetScaler|13.1-59.21|||||Citrix||");
}

static void property_lists(void **state) {
	static const char binary[] = "bplist00"
		"\xd2\1\2\3\4" "\x5c" "CFBundleName" "\x5f\x10\x1a" "CFBundleShortVersionString" "\x62\0\xe4\0x" "\x53" "1.2"
		"\x08\x0d\x1a\x37\x3c" "\0\0\0\0\0\0\1\1\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x40";
	static const char path[] = "Applications/X.app/Contents/Info.plist";
	(void)state;
	struct reading *reading = start(path, sw_str(binary, sizeof binary - 1));
	EXPECT(reading, "macapp|\xc3\xa4x|1.2|||||||");
	end(reading);
	expect_text(path, "<?xml version=\"1.0\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"u\">\n<plist version=\"1.0\"><dict>"
		    "<key>CFBundleName</key><string>X</string><key>other</key><dict><key>CFBundleName</key><string>no</string></dict></dict></plist>",
		    "macapp|X||||||||");
	expect_refused(path, SW_S("{ a = b }"));
	expect_refused(path, SW_S("bplist00"));
	for (size_t n = 0; n < sizeof binary; n++)
		end(start(path, sw_str(binary, n)));
}

/* A package, a folder and a file that a slice of it has, packed with zstd 1.5.4. */
static void walls(void **state) {
	static const char wall[] =
		"\050\265\057\375\140\213\000\325\005\000\142\014\045\031\120\167\016\314\216\222\071\242\041\214\042\155\317\314"
		"\114\160\124\125\305\003\047\063\345\230\020\100\270\020\106\301\237\037\265\217\015\303\267\010\242\020\347\117"
		"\010\273\036\247\213\050\320\325\347\117\122\353\307\027\312\371\112\142\364\144\037\157\010\104\261\335\272\075"
		"\333\121\234\137\061\152\265\311\075\376\352\372\370\051\165\045\073\363\076\124\372\014\232\335\206\363\247\333"
		"\331\343\053\175\034\073\055\032\005\323\366\163\376\224\324\262\217\277\165\336\212\311\363\241\112\253\203\100"
		"\230\360\157\335\060\331\327\234\244\175\074\041\024\347\133\126\167\025\263\324\301\014\000\131\145\300\031\006"
		"\252\015\350\002\376\101\103\304\317\210\117\260\017\033\030\144\310\311\077\040\307\216\011\130\306\244\230\143"
		"";
	(void)state;
	struct reading *reading = start("var/lib/chisel/manifest.wall", sw_str(wall, sizeof wall - 1));
	EXPECT(reading, "deb|base-files|13ubuntu10.2|amd64||||||");
	assert_int_equal(reading->sink.owned.n, 1);
	expect_owned(reading, 0, "base-files", "usr/bin/x");
	assert_int_equal(reading->diags.n, 0);
	end(reading);
	expect_refused("var/lib/chisel/manifest.wall", SW_S("{\"kind\":\"package\",\"name\":\"a\",\"version\":\"1\"}\n"));
	expect_refused("var/lib/chisel/manifest.wall", SW_S("\x28\xb5\x2f\xfd\0"));
}

static void nix_folders(void **state) {
	struct sw_package package;
	(void)state;
	assert_true(sw_package_of_folder(SW_S("nix/store/h0cnbmfcn93xm5dg2x27ixhag1cwndga-glibc-2.34-210-bin/share/man/glibc.1"), &package));
	assert_str(package.name, "glibc");
	assert_str(package.version, "2.34-210");
	assert_str(package.path, "nix/store/h0cnbmfcn93xm5dg2x27ixhag1cwndga-glibc-2.34-210-bin");
	assert_true(sw_package_of_folder(SW_S("nix/store/h0cnbmfcn93xm5dg2x27ixhag1cwndga-python3.11-six-1.16.0"), &package));
	assert_str(package.name, "python3.11-six");
	assert_str(package.version, "1.16.0");
	assert_false(sw_package_of_folder(SW_S("nix/store/h0cnbmfcn93xm5dg2x27ixhag1cwndga-glibc-2.34.drv"), &package));
	assert_false(sw_package_of_folder(SW_S("nix/store/h0cnbmfcn93xm5dg2x27ixhag1cwndga-source/x-1.0"), &package));
	assert_false(sw_package_of_folder(SW_S("nix/store/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee-glibc-2.34"), &package));
	assert_false(sw_package_of_folder(SW_S("nix/store"), &package));
}

static void expect_licence(const char *path, const char *text, const char *name, const char *version, const char *licence) {
	struct reading *reading = start(path, sw_str_of(text));
	assert_int_equal(reading->sink.packages.n, 1);
	assert_true(reading->sink.packages.v[0].licence_only);
	assert_str(reading->sink.packages.v[0].name, name);
	assert_str(reading->sink.packages.v[0].version, version);
	assert_str(reading->sink.packages.v[0].licence, licence);
	end(reading);
}

static void licences_beside(void **state) {
	(void)state;
	expect_licence("usr/share/doc/x/copyright",
		       "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nCopyright: A\nLicense: GPL-2+ or MIT\n text\n\n"
		       "Files: b\nLicense: ISC\n\nLicense: ISC\n text of it\n", "x", "", "(GPL-2+ or MIT), ISC");
	expect_licence("usr/share/doc/x/copyright", "This is free.\nLicense: see `/usr/share/common-licenses/GPL-2'. Or /usr/share/common-licenses/LGPL-2.1.\n",
		       "x", "", "GPL-2, LGPL-2.1");
	expect_licence("var/db/pkg/app-misc/foo-1.2-r4/LICENSE", "GPL-2 MIT\n", "app-misc/foo", "1.2-r4", "GPL-2 MIT");
	expect_text("usr/share/doc/x/copyright", "All rights reserved.", NULL);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dpkg_lists_what_is_installed), cmocka_unit_test(dpkg_lists_tell_owners),
		cmocka_unit_test(apk_lists_packages_and_files), cmocka_unit_test(apk_paths_are_limited),
		cmocka_unit_test(rpm_reads_every_form), cmocka_unit_test(rpm_tells_damage), cmocka_unit_test(bdb_chains_end),
		cmocka_unit_test(bdb_items_share_no_bytes), cmocka_unit_test(rpm_reads_no_virtual_tables),
		cmocka_unit_test(diagnostics_outlive_the_reading),
		cmocka_unit_test(rpm_refuses_what_is_none), cmocka_unit_test(folders_of_packages), cmocka_unit_test(documents),
		cmocka_unit_test(property_lists), cmocka_unit_test(walls), cmocka_unit_test(nix_folders), cmocka_unit_test(licences_beside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
