#include "reports/html/page.h"
#include "facts/rule_ref.h"

/* Every finding with its lines, its evidence, whom it affects and what to do. */

static void put_refs(struct sw_html *html, const struct sw_finding *finding) {
	struct sw_rule_ref ref;
	bool any = false;
	for (size_t at = 0; sw_rule_ref_next(finding, &at, &ref);) {
		sw_html_raw(html, any ? ", " : "<dt>Known elsewhere as</dt><dd><code>");
		sw_html_text(html, ref.name);
		any = true;
	}
	if (any)
		sw_html_raw(html, "</code></dd>\n");
}

static void put_affected(struct sw_html *html, const struct sw_finding *finding) {
	if (!finding->affected.n)
		return;
	sw_html_raw(html, "<dt>Affects</dt><dd>");
	for (size_t i = 0; i < finding->affected.n; i++) {
		sw_html_raw(html, i ? ", " : "");
		sw_html_subject(html, finding->affected.v[i]);
	}
	sw_html_raw(html, "</dd>\n");
}

/* Place of a check in the registry; behind its end: it is not listed there. */
static size_t place_of(const struct sw_report *report, const struct sw_check *check) {
	size_t at = 0;
	while (at < report->check_count && report->checks[at] != check)
		at++;
	return at;
}

/* What is the same for all findings of a check is said once. */
static void put_check(struct sw_html *html, size_t at) {
	const struct sw_check *check = html->report->checks[at];
	sw_html_printf(html, "<div class=\"check\" id=\"k%zu\"><h4>", at);
	sw_html_z(html, check->title);
	sw_html_printf(html, " <code class=\"soft\">%s</code></h4>\n<p>", check->id);
	sw_html_prose(html, sw_str_of(check->why));
	sw_html_raw(html, "</p>\n<p class=\"soft\">");
	sw_html_stride(html, check->stride);
	sw_html_raw(html, check->cwe[0] ? ". " : "");
	sw_html_cwes(html, check->cwe, 4);
	sw_html_raw(html, "</p></div>\n");
}

static void put_checks(struct sw_html *html) {
	const struct sw_findings *findings = html->report->findings;
	size_t n = html->report->check_count;
	bool *used = SW_NEW_ARRAY(html->report->arena, bool, n + 1);
	for (size_t i = 0; i < findings->findings.n; i++)
		used[place_of(html->report, findings->findings.v[i].check)] = true;
	sw_html_raw(html, "<details class=\"fold\" id=\"checks\"><summary>Why these checks matter</summary>\n");
	for (size_t i = 0; i < n; i++)
		if (used[i])
			put_check(html, i);
	sw_html_raw(html, "</details>\n");
}

static void put_finding(struct sw_html *html, size_t at) {
	const struct sw_finding *finding = &html->report->findings->findings.v[at];
	char letters[12];
	sw_stride_letters(finding->check->stride, letters);
	sw_html_printf(
		html,
		"<details class=\"entry finding %s\" id=\"f%zu\" data-stride=\"%s\"><summary><span class=\"chips\">",
		sw_severity_name(finding->severity), at, letters);
	sw_html_priority(html, finding->severity);
	if (!finding->proven)
		sw_html_raw(html, "<span class=\"chip\">presumed</span>");
	if (finding->is_suppressed)
		sw_html_raw(html, "<span class=\"chip\">hidden by a comment</span>");
	if (html->report->has_baseline && finding->is_new)
		sw_html_raw(html, "<span class=\"chip new\">new</span>");
	sw_html_raw(html, "</span> <span class=\"title\">");
	sw_html_z(html, finding->check->title);
	sw_html_raw(html, "</span> <span class=\"where\">");
	sw_html_place(html, finding->site->at);
	sw_html_raw(html, "</span></summary>\n");
	sw_html_open_body(html);
	sw_html_raw(html, "<p>");
	sw_html_prose(html, finding->site->message);
	sw_html_raw(html, "</p>\n");
	sw_html_frame(html, finding->site->at);
	sw_html_chain(html, finding->site->value);
	sw_html_raw(html, "<p class=\"fix\"><span class=\"tag\">Fix</span> ");
	sw_html_prose(html, sw_str_of(finding->check->fix));
	sw_html_printf(html, "</p>\n<dl class=\"fields\"><dt>Check</dt><dd><a href=\"#k%zu\"><code>",
		       place_of(html->report, finding->check));
	sw_html_z(html, finding->check->id);
	sw_html_raw(html, "</code></a></dd>\n<dt>On</dt><dd>");
	sw_html_subject(html, finding->subject);
	sw_html_raw(html, "</dd>\n");
	put_affected(html, finding);
	if (finding->is_suppressed) {
		sw_html_raw(html, "<dt>Hidden because</dt><dd>");
		sw_html_text(html, finding->suppressed.n ? finding->suppressed : SW_S("no reason given"));
		sw_html_raw(html, " ");
		sw_html_place(html, finding->suppressed_at);
		sw_html_raw(html, "</dd>\n");
	}
	put_refs(html, finding);
	sw_html_printf(html, "<dt>Fingerprint</dt><dd><code>%s</code></dd>\n</dl>", finding->fingerprint);
	sw_html_close_body(html);
	sw_html_raw(html, "</details>\n");
}

void sw_html_findings(struct sw_html *html) {
	const struct sw_findings *findings = html->report->findings;
	sw_html_printf(html, "<section id=\"findings\"><h2>Findings <span class=\"soft\">%zu</span></h2>\n",
		       findings->findings.n);
	if (!findings->findings.n)
		sw_html_raw(html, "<p class=\"soft\">No check failed.</p>\n");
	else
		sw_html_raw(html, "<details class=\"fold\"><summary>All findings, the most severe first</summary>\n");
	for (size_t i = 0; i < findings->findings.n; i++)
		put_finding(html, i);
	if (findings->findings.n) {
		sw_html_raw(html, "</details>\n");
		put_checks(html);
	}
	sw_html_raw(html, "</section>\n");
}
