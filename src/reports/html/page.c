#include "reports/html/page.h"
#include "reports/markup.h"
#include "reports/svg/svg.h"

static void head(struct sw_html *html) {
	const struct sw_report *report = html->report;
	sw_html_printf(
		html,
		"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s' 'sha256-%s'; "
		"script-src 'sha256-%s'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
		"<meta name=\"referrer\" content=\"no-referrer\">\n<title>Threat model",
		sw_html_style_digest, sw_svg_style_digest, sw_html_script_digest);
	if (report->diagrams.n) {
		sw_html_raw(html, ": ");
		sw_html_text(html, report->diagrams.v[0].name);
	}
	sw_html_printf(html, "</title>\n<style>%s</style>\n<style>%s</style>\n</head>\n<body>\n", sw_html_style,
		       sw_svg_style);
}

static void put_register(struct sw_html *html, size_t number) {
	const struct sw_report *report = html->report;
	sw_html_printf(html, "<section class=\"deployment\" id=\"r%zu\">\n", number);
	if (report->registers.n > 1) {
		sw_html_raw(html, "<h2>");
		sw_html_text(html, report->registers.v[number].diagram->name);
		sw_html_raw(html, "</h2>\n");
	}
	sw_html_stories(html, number);
	sw_html_cards(html, number);
	sw_html_lines(html, number);
	sw_html_diagram(html, number);
	sw_html_matrix(html, number);
	sw_html_register(html, number);
	sw_html_raw(html, "</section>\n");
}

int sw_report_html(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	(void)style; /* a page has no columns, and its colours are the reader's choice */
	struct sw_html html = {out, report};
	head(&html);
	sw_html_raw(&html, "<main>\n");
	sw_html_headline(&html);
	for (size_t r = 0; r < report->registers.n; r++)
		put_register(&html, r);
	sw_html_findings(&html);
	sw_html_unseen(&html);
	sw_html_provenance(&html);
	sw_html_printf(&html, "</main>\n<script>%s</script>\n</body>\n</html>\n", sw_html_script);
	return out->failed ? -1 : 0;
}
