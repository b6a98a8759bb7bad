#include "reports/html/page.h"
#include "reports/images.h"
#include "reports/markup.h"
#include "reports/svg/svg.h"

enum { MOST_AT_ONCE = 2000 }; /* rows and findings */

static void head(struct sw_html *html) {
	const struct sw_report *report = html->report;
	sw_html_printf(
		html,
		"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-%s' 'sha256-%s' "
		"'sha256-%s' 'sha256-%s'; script-src 'sha256-%s' 'sha256-%s' 'sha256-%s'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
		"<meta name=\"referrer\" content=\"no-referrer\">\n<title>Threat model",
		sw_html_style_digest, sw_svg_style_digest, sw_html_model_style_digest, sw_html_print_style_digest,
		sw_html_script_digest, sw_html_model_script_digest, sw_html_picture_script_digest);
	if (report->diagrams.n) {
		sw_html_raw(html, ": ");
		sw_html_text(html, report->diagrams.v[0].name);
	}
	sw_html_printf(html, "</title>\n<style>%s</style>\n<style>%s</style>\n<style>%s</style>\n<style>%s</style>\n", sw_html_style,
		       sw_svg_style, sw_html_model_style, sw_html_print_style);
	sw_html_printf(html, "<script>%s</script>\n</head>\n<body>\n", sw_html_script);
}

/* Where to go; with several deployments the headline lists those. */
static void put_contents(struct sw_html *html) {
	const struct sw_report *report = html->report;
	sw_html_raw(html, "<nav class=\"contents\" aria-label=\"Sections\">");
	if (report->registers.n == 1) {
		const struct sw_register *all = &report->registers.v[0];
		sw_html_raw(html, all->stories.n ? "<a href=\"#r0-stories\">Attacks</a> " : "");
		sw_html_raw(html, all->cards.n ? "<a href=\"#r0-cards\">To deal with</a> " : "");
		sw_html_raw(html, all->diagram->elements.n ? "<a href=\"#r0-dfd\">System</a> " : "");
		sw_html_raw(html, all->threats.n ? "<a href=\"#r0-matrix\">Matrix</a> <a href=\"#r0-register\">Register</a> " : "");
	}
	sw_html_raw(html, sw_report_images(report).n ? "<a href=\"#i0\">Images</a> " : "");
	sw_html_raw(html, "<a href=\"#findings\">Findings</a> <a href=\"#unseen\">Not seen</a></nav>\n");
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
	struct sw_html html = {out, report, false};
	size_t rows = report->findings->findings.n;
	for (size_t r = 0; r < report->registers.n; r++)
		rows += report->registers.v[r].threats.n;
	html.late = rows > MOST_AT_ONCE;
	head(&html);
	sw_html_raw(&html, "<main>\n");
	sw_html_headline(&html);
	put_contents(&html);
	for (size_t r = 0; r < report->registers.n; r++)
		put_register(&html, r);
	sw_html_images(&html);
	sw_html_findings(&html);
	sw_html_unseen(&html);
	sw_html_provenance(&html);
	sw_html_printf(&html, "</main>\n<script>%s</script>\n<script>%s</script>\n</body>\n</html>\n", sw_html_model_script,
		       sw_html_picture_script);
	return out->failed ? -1 : 0;
}
