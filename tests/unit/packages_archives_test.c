#include "unit.h"
#include "base/limits.h"
#include "program_making.h"
#include "readers/packages/read.h"
#include "zip_making.h"

static struct sw_arena arena;

static int start(void **state) {
	(void)state;
	sw_arena_init(&arena, (size_t)256 << 20);
	return 0;
}

static int stop(void **state) {
	(void)state;
	sw_arena_free(&arena);
	return 0;
}

/* What the reader of a kind tells: "type name version[ @path]; …", then codes of diagnostics. */
static struct sw_str read_as(const char *kind, const char *path, struct sw_str bytes) {
	struct sw_diags diags = {.arena = &arena};
	struct sw_package_sink sink = {.arena = &arena, .diags = &diags, .path = sw_str_of(path)};
	const struct sw_package_reader *reader = sw_package_reader_named(sw_str_of(kind));
	struct sw_str told = {0};
	assert_non_null(reader);
	sw_package_read(reader, &sink, bytes);
	for (size_t i = 0; i < sink.packages.n; i++) {
		const struct sw_package *package = &sink.packages.v[i];
		struct sw_str inner = sw_str_eq(package->path, sink.path) ? (struct sw_str){0} : package->path;
		told = sw_arena_printf(&arena, "%.*s%s%s %.*s %.*s%s%.*s", SW_ARG(told), told.n ? "; " : "", sw_package_type_name(package->type),
				       SW_ARG(package->name), SW_ARG(package->version), inner.n ? " @" : "", SW_ARG(inner));
	}
	for (size_t i = 0; i < diags.n; i++)
		told = sw_arena_printf(&arena, "%.*s%s%s", SW_ARG(told), told.n ? "; " : "", diags.v[i].code);
	return told;
}

/* The same of an archive of up to eight members, whose bytes go to *kept where that is not NULL. */
static struct sw_str read_zip(const char *kind, const char *path, const struct made_member *members, struct sw_str *kept) {
	struct made_zip made;
	zip_start(&made, "");
	for (size_t i = 0; i < 8 && members[i].name; i++)
		zip_add(&made, members[i]);
	struct sw_str bytes = sw_arena_str(&arena, zip_end(&made, "", false));
	zip_free(&made);
	if (kept)
		*kept = bytes;
	return read_as(kind, path, bytes);
}

#define ZIP(kind, path, ...) read_zip(kind, path, (struct made_member[8]){__VA_ARGS__}, NULL)
#define POM(group, artifact) "META-INF/maven/" group "/" artifact "/pom.properties"

static void test_poms(void **state) {
	(void)state;
	assert_str(ZIP("jar", "lib/x.jar", {POM("org.slf4j", "slf4j-api"), "#made\nversion=1.7.36\r\ngroupId=org.slf4j\r\nartifactId=slf4j-api\n"}),
		   "maven org.slf4j:slf4j-api 1.7.36");
	/* What was put into an archive stands beside it. */
	assert_str(ZIP("jar", "app-1.0.jar", {POM("com.example", "app"), "groupId=com.example\nartifactId=app\nversion=1.0\n"},
		       {POM("joda", "joda-time"), "groupId=joda\nartifactId=joda-time\nversion=2.9\n"}),
		   "maven com.example:app 1.0; maven joda:joda-time 2.9");
	assert_str(ZIP("jar", "app-1.0.jar", {POM("joda", "joda-time"), "groupId=joda\nartifactId=joda-time\nversion=2.9\n"}),
		   "maven app 1.0; maven joda:joda-time 2.9");
	/* A pom as XML takes from its parent what it does not say. */
	assert_str(ZIP("jar", "x.jar", {"META-INF/maven/a/b/pom.xml",
		       "<project xmlns='http://maven.apache.org/POM/4.0.0'><parent><groupId>a</groupId><artifactId>p</artifactId>"
		       "<version>3</version></parent><artifactId>b</artifactId><version>${b.version}</version>"
		       "<properties><b.version>4.5</b.version></properties></project>"}),
		   "maven a:b 4.5");
	assert_str(ZIP("jar", "x.jar", {"META-INF/maven/a/b/pom.xml", "<project><artifactId>"}), "archive-member");
}

static void test_manifest(void **state) {
	(void)state;
	assert_str(ZIP("jar", "commons-logging-1.2.jar", {"META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"}), "maven commons-logging 1.2");
	assert_str(ZIP("jar", "fop.jar", {"META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nImplementation-Ver\r\n sion: 9\r\nImplementation-Version: 2.\r\n 8\r\n"}),
		   "maven fop 2.8");
	assert_str(ZIP("jar", "jackson-databind-2.15.0.jar", {"META-INF/MANIFEST.MF", "Bundle-SymbolicName: com.fasterxml.jackson.core.jackson-databind;x=y\n"}),
		   "maven com.fasterxml.jackson.core:jackson-databind 2.15.0");
	assert_str(ZIP("jar", "asm-9.7.1.jar", {"META-INF/MANIFEST.MF", "Bundle-SymbolicName: org.objectweb.asm\n"}), "maven asm 9.7.1");
	assert_str(ZIP("jar", "app.jar", {"META-INF/MANIFEST.MF", "Main-Class: x.Main\nImplementation-Version: ${project.version}\n"}), "");
	/* Behind the first empty line stands what is said of single files. */
	assert_str(ZIP("jar", "app.jar", {"META-INF/MANIFEST.MF", "Main-Class: x.Main\n\nName: x/\nImplementation-Version: 3.0\n"}), "");
}

static void test_file_names(void **state) {
	(void)state;
	static const char *const names[][2] = {
		{"guava-31.1-jre.jar", "maven guava 31.1-jre"}, {"log4j-1.2-api-2.17.1.jar", "maven log4j-1.2-api 2.17.1"},
		{"a-1.0-SNAPSHOT.jar", "maven a 1.0-SNAPSHOT"}, {"hibernate-core-5.6.15.Final.jar", "maven hibernate-core 5.6.15.Final"},
		{"netty-4.1.94.Final-linux-x86_64.jar", "maven netty 4.1.94.Final"}, {"spring-boot-3.0.0-M1.jar", "maven spring-boot 3.0.0-M1"},
		{"commons-lang3-3.12.0.jar", "maven commons-lang3 3.12.0"}, {"jsr305-0.1~+svn49.jar", "maven jsr305 0.1~+svn49"},
		{"ant.jar", ""}, {"-1.jar", ""}, {"2-1.0.jar", "maven 2 1.0"},
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_str(ZIP("jar", names[i][0], {"x.class", "x"}), names[i][1]);
}

static void test_plugin(void **state) {
	(void)state;
	assert_str(ZIP("jar", "git.hpi", {"META-INF/MANIFEST.MF", "Short-Name: git\nGroup-Id: org.jenkins-ci.plugins\nPlugin-Version: 5.2 (private-07)\n"},
		       {POM("org.jenkins-ci.plugins", "git"), "groupId=org.jenkins-ci.plugins\nartifactId=git\nversion=5.2\n"}),
		   "jenkins git 5.2");
}

static void test_nested(void **state) {
	(void)state;
	struct sw_str inner;
	read_zip("jar", "b-2.0.jar", (struct made_member[8]){{"x.class", "x"}}, &inner);
	const struct made_member holds = {"BOOT-INF/lib/b-2.0.jar", inner.p, .n = inner.n};
	assert_str(ZIP("jar", "app/a-1.0.jar", holds, {"WEB-INF/lib/broken-1.0.jar", "no archive"}),
		   "maven a 1.0; maven b 2.0 @app/a-1.0.jar!BOOT-INF/lib/b-2.0.jar; archive-broken");
	/* Archives in archives, deeper than is allowed. */
	for (int depth = 1; depth <= SW_LIMIT_ARCHIVE_DEPTH; depth++) {
		struct made_member member = {"b-2.0.jar", inner.p, .n = inner.n, .deflated = depth & 1};
		struct sw_str told = read_zip("jar", "x.jar", (struct made_member[8]){member}, &inner);
		assert_int_equal(sw_str_contains(told, SW_S("archive-too-deep")), depth == SW_LIMIT_ARCHIVE_DEPTH);
	}
}

static void test_other_archives(void **state) {
	(void)state;
	assert_str(ZIP("wheel", "x.whl", {"monotonic-1.6.dist-info/METADATA", "Metadata-Version: 2.1\nName: monotonic\nVersion: 1.6\n\nName: text\n"},
		       {"vendored/other-1.dist-info/METADATA", "Name: other\nVersion: 1\n"}),
		   "pypi monotonic 1.6");
	assert_str(ZIP("egg", "x.egg", {"EGG-INFO/PKG-INFO", "Name: monotonic\nVersion: 1.6\n"}), "pypi monotonic 1.6");
	assert_str(ZIP("egg", "x.egg", {"EGG-INFO/PKG-INFO", "Name: monotonic\n"}), "archive-member");
	assert_str(ZIP("nupkg", "x.nupkg", {"Serilog.nuspec", "<package><metadata><id>Serilog</id><version>2.10.0</version></metadata></package>"}),
		   "nuget Serilog 2.10.0");
	assert_str(ZIP("vsix", "x.vsix", {"extension/package.json", "{\"name\":\"go\",\"publisher\":\"golang\",\"version\":\"0.41.0\"}"},
		       {"extension/node_modules/@types/node/package.json", "{\"name\":\"@types/node\",\"version\":\"20.1.0\"}"},
		       {"extension/node_modules/a/dist/package.json", "{\"name\":\"no\",\"version\":\"1\"}"},
		       {"extension/node_modules/b/package.json", "{"}),
		   "vscode-extension golang.go 0.41.0; npm @types/node 20.1.0; archive-member");
	assert_str(read_as("vsix", "x.vsix", SW_S("no archive")), "archive-broken");
}

#define MARK "0123456789abcdef"
static const char modules[] = MARK "path\texample.org/tool\nmod\texample.org/tool\t(devel)\t\n"
				   "dep\tgolang.org/x/net\tv0.17.0\th1:x=\ndep\told.example\tv1.0.0\n=>\tnew.example\tv1.2.0\th1:y=\n"
				   "dep\tlocal.example\tv1.0.0\n=>\t./local\t\n"
				   "build\t-ldflags=\"-s -X main.build=7 -X 'example.org/tool/cmd.Version=1.4.2'\"\nbuild\tvcs.revision=0123456789abcdef\n" MARK;
#define GO_TOLD "go stdlib 1.22.1; go example.org/tool v1.4.2; go golang.org/x/net v0.17.0; go new.example v1.2.0; go local.example "

static void test_go(void **state) {
	(void)state;
	SW_CLEANUP_OUT struct sw_out data, out;
	sw_out_init(&data, -1);
	sw_out_init(&out, -1);
	sw_out_bytes(&data, "\xff Go buildinf:\x08\x02", 16);
	for (int i = 0; i < 16; i++)
		sw_out_byte(&data, 0);
	sw_out_z(&data, "\x08go1.22.1");
	size_t n = sizeof modules - 1;
	sw_out_byte(&data, (char)(n | 0x80));
	sw_out_byte(&data, (char)(n >> 7));
	sw_out_z(&data, modules);
	make_elf(&out, (struct made_program){true, false, ".go.buildinfo", sw_out_text(&data)});
	assert_str(read_as("program", "bin/tool", sw_out_text(&out)), GO_TOLD);
	assert_ptr_equal(sw_package_program_reader(sw_str_sub(sw_out_text(&out), 0, 16)), sw_package_reader_named(SW_S("program")));
	/* Cut within the list. */
	sw_out_free(&out);
	sw_out_init(&out, -1);
	make_elf(&out, (struct made_program){true, false, ".go.buildinfo", sw_str_sub(sw_out_text(&data), 0, 100)});
	assert_str(read_as("program", "bin/tool", sw_out_text(&out)), "go stdlib 1.22.1");
}

/* Before Go 1.18 the head points to the texts. */
static void test_go_pointers(void **state) {
	(void)state;
	for (int kind = 0; kind < 4; kind++) {
		struct made_program made = {.wide = kind & 1, .big = kind & 2, .section = ".go.buildinfo"};
		unsigned size = made.wide ? 8 : 4, texts = 32 + 4 * size;
		SW_CLEANUP_OUT struct sw_out data, out;
		sw_out_init(&data, -1);
		sw_out_init(&out, -1);
		sw_out_bytes(&data, "\xff Go buildinf:", 14);
		sw_out_byte(&data, (char)size);
		sw_out_byte(&data, made.big);
		program_word(&data, &made, MADE_ADDRESS + 32);
		program_word(&data, &made, MADE_ADDRESS + 32 + 2 * size);
		while (sw_out_text(&data).n < 32)
			sw_out_byte(&data, 0);
		program_word(&data, &made, MADE_ADDRESS + texts);
		program_word(&data, &made, 8);
		program_word(&data, &made, MADE_ADDRESS + texts + 8);
		program_word(&data, &made, sizeof modules - 1);
		sw_out_z(&data, "go1.22.1");
		sw_out_z(&data, modules);
		made.data = sw_out_text(&data);
		make_elf(&out, made);
		assert_str(read_as("program", "bin/tool", sw_out_text(&out)), GO_TOLD);
	}
}

static void test_rust(void **state) {
	(void)state;
	static const char list[] = "{\"packages\":[{\"name\":\"itoa\",\"version\":\"1.0.18\",\"source\":\"crates.io\"},"
				   "{\"name\":\"hello\",\"version\":\"0.1.0\",\"source\":\"local\",\"dependencies\":[0],\"root\":true}]}";
	char packed[400];
	uLongf n = sizeof packed;
	assert_int_equal(compress((Bytef *)packed, &n, (const Bytef *)list, sizeof list - 1), Z_OK);
	for (int kind = 0; kind < 2; kind++) {
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, -1);
		make_elf(&out, (struct made_program){true, false, ".dep-v0", sw_str(packed, n - (kind ? 3 : 0))});
		assert_str(read_as("program", "bin/hello", sw_out_text(&out)), kind ? "crates-broken" : "cargo itoa 1.0.18; cargo hello 0.1.0");
	}
}

static void test_known(void **state) {
	(void)state;
	static const char *const rows[][3] = {
		{"bin/busybox", "x BusyBox v1.36.1 (2023-05-18)", "generic busybox 1.36.1"}, {"usr/bin/node", "https://node.js/v20.1.0/", "runtime node 20.1.0"},
		{"bin/other", "BusyBox v1.36.1", ""}, {"bin/busybox", "BusyBox v%s", ""}, {"usr/sbin/nginx", "nginx/ nginx/1.25.3", "generic nginx 1.25.3"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, -1);
		make_elf(&out, (struct made_program){true, false, ".rodata", sw_str_of(rows[i][1])});
		assert_str(read_as("program", rows[i][0], sw_out_text(&out)), rows[i][2]);
	}
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	make_elf(&out, (struct made_program){true, false, ".rodata", SW_S("3.11.99x\0of 3.11.4\0" "3.11.2\0")});
	assert_str(read_as("program", "usr/lib/libpython3.11.so.1.0", sw_out_text(&out)), "runtime python 3.11.2");
	assert_str(read_as("program", "x.exe", SW_S("MZ is no program")), "");
	assert_str(read_as("jdk-release", "opt/java/release", SW_S("IMPLEMENTOR=\"Eclipse Adoptium\"\nJAVA_VERSION=\"17.0.9\"\n")), "runtime java 17.0.9");
	assert_str(read_as("jdk-release", "etc/release", SW_S("VERSION=1\n")), "");
}

static void test_bills(void **state) {
	(void)state;
	assert_str(read_as("cyclonedx", "x.cdx.json",
			   SW_S("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[{\"type\":\"library\",\"name\":\"n\",\"version\":\"1\","
				"\"purl\":\"pkg:npm/%40scope/n@1.0\",\"components\":[{\"name\":\"inner\",\"version\":\"2\"}]},{\"type\":\"file\",\"name\":\"f\",\"version\":\"3\"},"
				"{\"type\":\"library\",\"name\":\"bash\",\"purl\":\"pkg:rpm/rhel/bash@5.1-2.el9?epoch=1&arch=x86_64&upstream=bash-5.1-2.el9.src.rpm\"},"
				"{\"type\":\"library\",\"name\":\"x\"}]}")),
		   "npm @scope/n 1.0; generic inner 2; rpm bash 1:5.1-2.el9");
	assert_str(read_as("cyclonedx", "x.cdx.xml",
			   SW_S("<bom xmlns='http://cyclonedx.org/schema/bom/1.4'><components><component type='library'><group>g</group><name>a</name>"
				"<version>1</version><components><component type='library'><name>b</name><purl>pkg:maven/org.x/b@2</purl></component>"
				"</components></component></components></bom>")),
		   "generic g/a 1; maven org.x:b 2");
	assert_str(read_as("spdx", "x.spdx.json",
			   SW_S("{\"spdxVersion\":\"SPDX-2.3\",\"packages\":[{\"name\":\"p\",\"versionInfo\":\"1\",\"externalRefs\":[{\"referenceType\":\"purl\","
				"\"referenceLocator\":\"pkg:golang/github.com/x/y@v1.0.0\"}]},{\"name\":\"image\"},{\"name\":\"nginx\",\"externalRefs\":"
				"[{\"referenceType\":\"cpe23Type\",\"referenceLocator\":\"cpe:2.3:a:nginx:nginx:1.21.1:*\"}]}]}")),
		   "go github.com/x/y v1.0.0; generic nginx 1.21.1");
	assert_str(read_as("spdx", "x.spdx.json",
			   SW_S("{\"spdxVersion\":\"SPDX-2.3\",\"packages\":[{\"name\":\"debian\",\"versionInfo\":\"12\",\"primaryPackagePurpose\":"
				"\"OPERATING-SYSTEM\"},{\"name\":\"app\",\"versionInfo\":\"1\",\"primaryPackagePurpose\":\"CONTAINER\"},{\"name\":\"base\","
				"\"primaryPackagePurpose\":\"CONTAINER\",\"externalRefs\":[{\"referenceType\":\"purl\",\"referenceLocator\":"
				"\"pkg:docker/team/base@2\"}]},{\"name\":\"p\",\"versionInfo\":\"3\",\"primaryPackagePurpose\":\"LIBRARY\"}]}")),
		   "image team/base 2; generic p 3");
	assert_str(read_as("spdx", "x.spdx",
			   SW_S("SPDXVersion: SPDX-2.2\nPackageName: a\nPackageComment: <text>of\nPackageName: no\n</text>\nPackageVersion: 1\n"
				"FileName: ./x\nPackageName: b\nExternalRef: PACKAGE-MANAGER purl pkg:cargo/b@2\n")),
		   "generic a 1; cargo b 2");
	assert_str(read_as("spdx", "x.spdx", SW_S("no bill")), "bill-unknown");
	/* In an attestation. */
	assert_str(read_as("spdx", "x.spdx.json", SW_S("{\"predicateType\":\"https://spdx.dev/Document\",\"predicate\":{\"spdxVersion\":\"SPDX-2.3\","
						      "\"packages\":[{\"name\":\"p\",\"versionInfo\":\"1\"}]}}")),
		   "generic p 1");
}

static void test_paths(void **state) {
	(void)state;
	static const char *const rows[][2] = {
		{"opt/app/lib/x.jar", "jar"}, {"X.JAR", "jar"}, {"a/b.war", "jar"}, {"jar", NULL}, {".jar", NULL}, {"x.jar/y", NULL}, {"root/x.whl", "wheel"},
		{"x.tar.gz", NULL}, {"var/lib/db/sbom/x-1.2.spdx.json", "spdx"}, {"opt/docker/sbom/python/.spdx.python.json", "spdx"},
		{"x.cdx.json", "cyclonedx"}, {"sbom.json", "cyclonedx"}, {"other.json", NULL}, {"", NULL}, {"a", NULL}, {"/", NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct sw_package_reader *reader = sw_package_reader_of(sw_str_of(rows[i][0]));
		assert_string_equal(reader ? reader->kind : "none", rows[i][1] ? rows[i][1] : "none");
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_poms),   cmocka_unit_test(test_manifest),	      cmocka_unit_test(test_file_names), cmocka_unit_test(test_plugin),
		cmocka_unit_test(test_nested), cmocka_unit_test(test_other_archives), cmocka_unit_test(test_go),	 cmocka_unit_test(test_go_pointers),
		cmocka_unit_test(test_rust),   cmocka_unit_test(test_known),	      cmocka_unit_test(test_bills),	 cmocka_unit_test(test_paths),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
