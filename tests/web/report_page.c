/* Writes the page of the hand-made report: report_page plain|hostile > FILE. */
#include "../unit/report_fixture.h"
#include "reports/html/report.h"

int main(int argc, char **argv) {
	struct report_fixture fixture;
	SW_CLEANUP_OUT struct sw_out out;
	report_fixture_init(&fixture, argc > 1 && sw_str_is(sw_str_of(argv[1]), "hostile"));
	sw_out_init(&out, 1);
	int result = sw_report_html(&fixture.report, NULL, &out) || sw_out_flush(&out, NULL);
	report_fixture_free(&fixture);
	return result ? 1 : 0;
}
