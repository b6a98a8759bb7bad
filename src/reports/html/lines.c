#include "reports/html/page.h"
#include "knowledge/date.h"
#include <stdlib.h>

/* What is said in a line or a small table instead of cards: the baseline, decisions, what was not seen, assumptions. */

enum { SOON = 30 }; /* days before a decision's end in which it is due */

/* One sentence for all practices that the same number of workloads lack. */
static void put_baseline(struct sw_html *html, const struct sw_register *all) {
	if (!all->lacks.n)
		return;
	sw_html_raw(html, "<div class=\"line\"><h4>Baseline</h4>\n");
	for (size_t i = 0; i < all->lacks.n; i++) {
		const struct sw_lack *lack = &all->lacks.v[i];
		bool told = false;
		for (size_t k = 0; k < i && !told; k++)
			told = all->lacks.v[k].lacking == lack->lacking && all->lacks.v[k].of == lack->of;
		if (told)
			continue;
		sw_html_printf(html, "<p><strong>%u of %u</strong> %s lack ", lack->lacking, lack->of,
			       all->diagram->deployment ? "workloads" : "builds");
		const char *between = "";
		for (size_t k = i; k < all->lacks.n; k++) {
			const struct sw_lack *other = &all->lacks.v[k];
			if (other->lacking != lack->lacking || other->of != lack->of)
				continue;
			sw_html_printf(html, "%s<span title=\"%s\">", between, other->check->id);
			sw_html_z(html, other->check->title);
			sw_html_printf(html, "</span>%s", other->presumed ? " (presumed)" : "");
			between = "; ";
		}
		sw_html_raw(html, ".</p>\n");
	}
	sw_html_raw(
		html,
		"<p class=\"soft\">Most projects do. <code>strideward fix --baseline</code> adds what can be added.</p></div>\n");
}

struct due {
	const struct sw_threat *threat;
	struct sw_str until;
	size_t order;
};

static int by_end(const void *left, const void *right) {
	const struct due *a = left, *b = right;
	if (a->threat->decision_expired != b->threat->decision_expired)
		return a->threat->decision_expired ? -1 : 1;
	int order = sw_str_cmp(a->until, b->until);
	return order ? order : a->order < b->order ? -1 : 1;
}

static void put_due(struct sw_html *html, size_t number, const struct sw_register *all, const struct due *due) {
	const struct sw_decision *decision = due->threat->decision;
	struct sw_str today = html->report->date;
	sw_html_printf(html, "<tr><td>%s</td><td>", sw_decision_kind_name(decision->kind));
	sw_html_z(html, due->threat->kind->title);
	sw_html_raw(html, "</td><td>");
	sw_html_element(html, number, all->diagram, due->threat->element);
	sw_html_raw(html, "</td><td>");
	sw_html_text(html, decision->owner.text);
	sw_html_raw(html, "</td><td class=\"nowrap\">");
	sw_html_text(html, due->until);
	if (due->threat->decision_expired)
		sw_html_printf(html, " <span class=\"chip warn\">%s</span>", sw_standing_name(due->threat->standing));
	else if (sw_date_valid(due->until) && sw_date_valid(today) && sw_date_days(today, due->until) <= SOON)
		sw_html_printf(html, " <span class=\"chip warn\">due in %lld days</span>",
			       (long long)sw_date_days(today, due->until));
	sw_html_raw(html, "</td><td>");
	sw_html_text(html, decision->reason.text);
	sw_html_raw(html, "</td></tr>\n");
}

static void put_decisions(struct sw_html *html, size_t number, const struct sw_register *all) {
	struct due *due = SW_NEW_ARRAY(html->report->arena, struct due, all->threats.n);
	size_t n = 0;
	for (size_t i = 0; i < all->threats.n; i++)
		if (all->threats.v[i].decision)
			due[n++] = (struct due){&all->threats.v[i], all->threats.v[i].decision->until.text, i};
	if (!n)
		return;
	qsort(due, n, sizeof *due, by_end);
	sw_html_raw(
		html,
		"<div class=\"line\"><h4>Decisions, the next to end first</h4>\n<div class=\"scroll\"><table><thead><tr><th>Kind</th>"
		"<th>Threat</th><th>On</th><th>Owner</th><th>Until</th><th>Reason</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < n; i++)
		put_due(html, number, all, &due[i]);
	sw_html_raw(html, "</tbody></table></div></div>\n");
}

static void put_list(struct sw_html *html, const char *title, const struct sw_str *v, size_t n) {
	if (!n)
		return;
	sw_html_printf(html, "<div class=\"line\"><h4>%s</h4><ul>\n", title);
	for (size_t i = 0; i < n; i++) {
		sw_html_raw(html, "<li>");
		sw_html_text(html, v[i]);
		sw_html_raw(html, "</li>\n");
	}
	sw_html_raw(html, "</ul></div>\n");
}

void sw_html_lines(struct sw_html *html, size_t number) {
	const struct sw_register *all = &html->report->registers.v[number];
	sw_html_raw(html, "<section class=\"lines\" aria-label=\"In one line\">\n");
	put_baseline(html, all);
	put_decisions(html, number, all);
	put_list(html, "Not seen", all->unseen.v, all->unseen.n);
	put_list(html, "Assumptions", all->assumptions.v, all->assumptions.n);
	sw_html_raw(html, "</section>\n");
}
