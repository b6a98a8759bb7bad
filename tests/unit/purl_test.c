#include "formats/purl.h"
#include "unit.h"

/* Read and written again it is canonical. */
static void canonical(void **state) {
	static const struct {
		const char *read, *written; /* NULL: it is none */
	} rows[] = {
		{"pkg:npm/%40angular/animation@12.3.1", "pkg:npm/%40angular/animation@12.3.1"},
		{"pkg:npm/@angular/animation@12.3.1", "pkg:npm/%40angular/animation@12.3.1"},
		{"pkg:npm/@angular/animation", "pkg:npm/%40angular/animation"},
		{"pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie", "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie"},
		{"pkg:deb/debian/dpkg@1:1.0?distro=x&arch=amd64", "pkg:deb/debian/dpkg@1:1.0?arch=amd64&distro=x"},
		{"pkg:golang/google.golang.org/genproto@abcdedf#/googleapis/api/annotations/",
		 "pkg:golang/google.golang.org/genproto@abcdedf#googleapis/api/annotations"},
		{"PKG:NuGet/EnterpriseLibrary.Common@6.0.1304", "pkg:nuget/EnterpriseLibrary.Common@6.0.1304"},
		{"pkg://maven//org.apache.commons/io@1.3.4", "pkg:maven/org.apache.commons/io@1.3.4"},
		{"pkg:deb/debian/x@1.0+b%7e1", "pkg:deb/debian/x@1.0%2Bb~1"},
		{"pkg:generic/a%20b@%zz", "pkg:generic/a%20b@%25zz"},
		{"pkg:npm/x@1?a=&b=2", "pkg:npm/x@1?b=2"},
		{"pkg:npm", NULL},
		{"npm/x@1", NULL},
		{"pkg:1npm/x", NULL},
		{"pkg:npm/", NULL},
		{"", NULL},
	};
	struct sw_arena arena;
	(void)state;
	sw_arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_purl purl;
		bool read = sw_purl_read(&arena, sw_str_of(rows[i].read), &purl);
		assert_int_equal(read, rows[i].written != NULL);
		if (!read)
			continue;
		struct sw_str written = sw_purl_write(&arena, &purl);
		if (!sw_str_is(written, rows[i].written))
			fail_msg("%s became %.*s", rows[i].read, SW_ARG(written));
	}
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canonical),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
