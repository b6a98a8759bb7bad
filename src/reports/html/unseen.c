#include "reports/html/page.h"

/* What could not be seen: verdicts that lack evidence, inputs that could not be read; and where the report comes from. */

static void put_unknown(struct sw_html *html, const struct sw_verdict *verdict) {
	sw_html_printf(html, "<tr><td><code>%s</code></td><td>", verdict->check->id);
	sw_html_subject(html, verdict->subject);
	sw_html_raw(html, "</td><td>");
	sw_html_text(html, verdict->why);
	sw_html_raw(html, " ");
	sw_html_place(html, verdict->at);
	sw_html_raw(html, "</td></tr>\n");
}

/* One fold for each kind of evidence that is missing. */
static void put_unknowns(struct sw_html *html) {
	const struct sw_findings *findings = html->report->findings;
	for (unsigned missing = 0; missing <= SW_MISSING_LAYERS; missing++) {
		size_t n = 0;
		for (size_t i = 0; i < findings->verdicts.n; i++)
			n += findings->verdicts.v[i].status == SW_VERDICT_UNKNOWN &&
			     findings->verdicts.v[i].missing == missing;
		if (!n)
			continue;
		const char *words = sw_missing_words((enum sw_missing)missing);
		sw_html_printf(
			html,
			"<details class=\"fold\"><summary>Not seen: %s <span class=\"soft\">%zu question%s left open</span></summary>\n"
			"<div class=\"scroll\"><table><thead><tr><th>Check</th><th>On</th><th>What was seen</th></tr></thead><tbody>\n",
			*words ? words : "other evidence", n, n == 1 ? "" : "s");
		for (size_t i = 0; i < findings->verdicts.n; i++)
			if (findings->verdicts.v[i].status == SW_VERDICT_UNKNOWN &&
			    findings->verdicts.v[i].missing == missing)
				put_unknown(html, &findings->verdicts.v[i]);
		sw_html_raw(html, "</tbody></table></div></details>\n");
	}
}

static void put_diagnostics(struct sw_html *html) {
	static const char *const levels[] = {"note", "warning", "error"};
	const struct sw_diags *diags = &html->report->system->diags;
	if (!diags->n)
		return;
	sw_html_printf(
		html,
		"<details class=\"fold\"%s><summary>Diagnostics <span class=\"soft\">%zu about the inputs</span></summary>\n"
		"<div class=\"scroll\"><table><thead><tr><th>Level</th><th>Place</th><th>What</th></tr></thead><tbody>\n",
		sw_diags_failed(diags) ? " open" : "", diags->n);
	for (size_t i = 0; i < diags->n; i++) {
		const struct sw_diag *diag = &diags->v[i];
		sw_html_printf(html, "<tr class=\"%s\"><td>%s</td><td>", levels[diag->level], levels[diag->level]);
		sw_html_place(html, diag->at);
		sw_html_text(html, diag->path);
		sw_html_raw(html, "</td><td>");
		sw_html_text(html, diag->message);
		sw_html_printf(html, " <code class=\"soft\">%s</code></td></tr>\n", diag->code);
	}
	sw_html_raw(html, "</tbody></table></div>");
	if (diags->dropped)
		sw_html_printf(html, "<p class=\"soft\">%zu more were dropped.</p>", diags->dropped);
	sw_html_raw(html, "</details>\n");
}

void sw_html_unseen(struct sw_html *html) {
	const struct sw_findings *findings = html->report->findings;
	size_t unknown = 0;
	for (size_t i = 0; i < findings->verdicts.n; i++)
		unknown += findings->verdicts.v[i].status == SW_VERDICT_UNKNOWN;
	sw_html_raw(html, "<section id=\"unseen\"><h2>What could not be seen</h2>\n");
	if (html->report->unreadable)
		sw_html_printf(html, "<p><strong>%zu input%s could not be read at all.</strong></p>\n",
			       html->report->unreadable, html->report->unreadable == 1 ? "" : "s");
	if (!unknown && !html->report->system->diags.n && !html->report->unreadable)
		sw_html_raw(html, "<p class=\"soft\">Every check that applies had its evidence.</p>\n");
	put_unknowns(html);
	put_diagnostics(html);
	sw_html_raw(html, "</section>\n");
}

void sw_html_provenance(struct sw_html *html) {
	const struct sw_report *report = html->report;
	sw_html_raw(html, "<footer><h2>Where this comes from</h2><dl class=\"fields\"><dt>Made by</dt><dd>strideward ");
	sw_html_z(html, report->version);
	sw_html_printf(html, ", %zu checks, %zu threats in the catalogue</dd>\n<dt>Made at</dt><dd>", report->check_count,
		       sw_threat_kind_count);
	sw_html_text(html, report->time);
	sw_html_raw(html, "</dd>\n<dt>Platform profile</dt><dd>");
	sw_html_text(html, report->profile);
	sw_html_raw(html, "</dd>\n<dt>Targets</dt><dd>");
	for (size_t i = 0; i < report->targets.n; i++) {
		sw_html_raw(html, i ? ", <code>" : "<code>");
		sw_html_text(html, report->targets.v[i]);
		sw_html_raw(html, "</code>");
	}
	sw_html_printf(html, "</dd>\n<dt>Files read</dt><dd>%zu</dd></dl>\n", report->artifacts);
	sw_html_raw(
		html,
		"<p class=\"soft\">The same inputs and <code>--at</code> give the same bytes. Secrets in source lines are masked. "
		"This page loads nothing from anywhere.</p></footer>\n");
}
