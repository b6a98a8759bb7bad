#include "unit.h"
#include "report_fixture.h"
#include "reports/html/report.h"
#include "reports/markup.h"

static struct sw_str page(struct sw_out *out, struct report_fixture *fixture) {
	sw_out_init(out, -1);
	assert_int_equal(sw_report_html(&fixture->report, NULL, out), 0);
	return sw_out_text(out);
}

static size_t times(struct sw_str text, struct sw_str what) {
	size_t n = 0;
	for (size_t at; (at = sw_str_find(text, what)) != SW_NPOS; text = sw_str_from(text, at + what.n))
		n++;
	return n;
}

static void sections_stand_in_reading_order(void **state) {
	(void)state;
	struct report_fixture fixture;
	SW_CLEANUP_OUT struct sw_out out;
	report_fixture_init(&fixture, false);
	struct sw_str text = page(&out, &fixture);
	static const char *const order[] = {
		"<h1>shop</h1>",
		"The gate fails.",
		"New since the baseline",
		"How it would be attacked",
		"What to deal with",
		"Baseline",
		"Decisions",
		"due in 14 days",
		"Not seen",
		"Assumptions",
		"The system",
		"<svg xmlns",
		"STRIDE matrix",
		"Full register",
		"Interaction: client",
		"Findings",
		"What could not be seen",
		"compose-unknown-key",
		"Where this comes from",
	};
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		size_t at = sw_str_find(text, sw_str_of(order[i]));
		if (at == SW_NPOS)
			fail_msg("\"%s\" does not follow what it should", order[i]);
		text = sw_str_from(text, at);
	}
	text = sw_out_text(&out);
	assert_int_equal(times(text, SW_S("<details class=\"card ")), fixture.report.registers.v[0].cards.n);
	assert_int_equal(times(text, SW_S("id=\"r0-t")), fixture.report.registers.v[0].threats.n);
	assert_int_equal(times(text, SW_S("<details class=\"entry finding ")), fixture.report.findings->findings.n);
	report_fixture_free(&fixture);
}

static void names_stay_text(void **state) {
	(void)state;
	struct report_fixture fixture;
	SW_CLEANUP_OUT struct sw_out out;
	report_fixture_init(&fixture, true);
	struct sw_str text = page(&out, &fixture);
	assert_int_equal(times(text, SW_S("<script")), 3); /* ours */
	assert_int_equal(times(text, SW_S("</script")), 3);
	assert_int_equal(times(text, SW_S("alert(1)<")), 0);
	assert_int_equal(times(text, SW_S("<!--")), 0);
	assert_int_equal(times(text, SW_S("\xe2\x80\xae")), 0);
	assert_true(times(text, SW_S("[U+202E]")) > 10);
	assert_int_equal(times(text, SW_S("\xff")), 0);
	assert_int_equal(times(text, SW_S("href=\"javascript")), 0);
	assert_int_equal(times(text, SW_S("='javascript")), 0);
	for (struct sw_str rest = text, part;
	     sw_str_split(&rest, '\n', &part);) /* all links: to this page, or to the CWE */
		for (size_t at; (at = sw_str_find(part, SW_S("href=\""))) != SW_NPOS; part = sw_str_from(part, at + 6)) {
			struct sw_str link = sw_str_from(part, at + 6);
			assert_true(sw_str_starts(link, SW_S("#")) ||
				    sw_str_starts(link, SW_S("https://cwe.mitre.org/data/definitions/")));
		}
	report_fixture_free(&fixture);
}

static void nothing_is_loaded(void **state) {
	(void)state;
	struct report_fixture fixture;
	SW_CLEANUP_OUT struct sw_out out;
	report_fixture_init(&fixture, false);
	struct sw_str text = page(&out, &fixture);
	assert_true(sw_str_contains(text, SW_S("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")));
	static const char *const loads[] = {" src=",   "<link", "@import",   "url(",
					    "<iframe", "<img",  " style=\"", " onclick"};
	for (size_t i = 0; i < sizeof loads / sizeof *loads; i++)
		if (sw_str_contains(text, sw_str_of(loads[i])))
			fail_msg("the page has \"%s\"", loads[i]);
	report_fixture_free(&fixture);
}

static void same_bytes_again(void **state) {
	(void)state;
	struct report_fixture one, two;
	SW_CLEANUP_OUT struct sw_out first, second;
	report_fixture_init(&one, true);
	report_fixture_init(&two, true);
	assert_true(sw_str_eq(page(&first, &one), page(&second, &two)));
	report_fixture_free(&one);
	report_fixture_free(&two);
}

/* No facts at all: nothing to divide by, nothing to index. */
static void empty_report(void **state) {
	(void)state;
	struct sw_arena arena;
	static const struct sw_config config;
	struct sw_system system = {.config = &config};
	struct sw_findings findings = {0};
	SW_CLEANUP_OUT struct sw_out out;
	sw_arena_init(&arena, 1 << 20);
	struct sw_report report = {
		.arena = &arena, .system = &system, .findings = &findings, .version = "0", .unreadable = 1};
	sw_out_init(&out, -1);
	assert_int_equal(sw_report_html(&report, NULL, &out), 0);
	assert_true(sw_str_ends(sw_out_text(&out), SW_S("</html>\n")));
	sw_arena_free(&arena);
}

static void secrets_are_masked(void **state) {
	(void)state;
	struct report_fixture fixture;
	SW_CLEANUP_OUT struct sw_out out;
	report_fixture_init(&fixture, false);
	struct sw_report *report = &fixture.report;
	assert_int_equal(times(page(&out, &fixture), SW_S("hunter2")), 0);
	struct sw_span url = report->findings->findings.v[1].site->at, secret = report->system->secrets.v[0].at;
	size_t column = 0, length = 0;
	assert_str(sw_report_line(report, url, 9, &column, &length),
		   "      DATABASE_URL: postgres://shop:***url-password***@db:5432/shop");
	assert_int_equal(column, 20);
	assert_int_equal(length, strlen("postgres://shop:***url-password***@db:5432/shop"));
	assert_str(sw_report_masked(report, url), "postgres://shop:***url-password***@db:5432/shop");
	assert_str(sw_report_masked(report, secret), "***url-password***");
	struct sw_span inside = {secret.source, secret.start + 2, secret.start + 3};
	assert_str(sw_report_masked(report, inside), "***url-password***");
	(void)sw_report_line(report, inside, 9, &column, &length);
	assert_int_equal(column, 36);
	assert_int_equal(length, strlen("***url-password***"));
	assert_str(sw_report_line(report, url, 1, &column, &length), "name: shop");
	/* Where nobody looked for secrets, no line is shown at all. */
	report->system->unsearched = true;
	assert_int_equal(sw_report_line(report, url, 1, &column, &length).n, 0);
	assert_int_equal(sw_report_masked(report, url).n, 0);
	report->system->unsearched = false;
	assert_int_equal(length, 0);
	assert_str(sw_report_place(report, url), "compose.yaml:9:18");
	assert_str(sw_report_place(report, (struct sw_span){0}), "");
	assert_str(sw_report_line(report, (struct sw_span){0}, 1, NULL, NULL), "");
	assert_str(sw_report_masked(report, (struct sw_span){url.source, 5, 1u << 30}), "");
	report_fixture_free(&fixture);
}

static void escaping(void **state) {
	(void)state;
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_markup_text(&out, SW_S("a<b>&\"'\n\t\x01\xc3\xa9\xed\xa0\x80\xe2\x80\xae\xef\xbb\xbf"));
	assert_str(sw_out_text(&out),
		   "a&lt;b&gt;&amp;&quot;&#39;\n\t[U+0001]\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd[U+202E][U+FEFF]");
	out.n = 0;
	sw_markup_attribute(&out, SW_S("\n\tx"));
	assert_str(sw_out_text(&out), "&#10;&#9;x");
	out.n = 0;
	sw_markup_text(&out, (struct sw_str){0});
	assert_int_equal(out.n, 0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sections_stand_in_reading_order),
		cmocka_unit_test(names_stay_text),
		cmocka_unit_test(nothing_is_loaded),
		cmocka_unit_test(same_bytes_again),
		cmocka_unit_test(empty_report),
		cmocka_unit_test(secrets_are_masked),
		cmocka_unit_test(escaping),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
