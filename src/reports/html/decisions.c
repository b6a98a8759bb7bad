#include "reports/html/page.h"

/* Who answers for the model and for what was decided: the words of the first page, decisions, assumptions, the review. */

static void term(struct sw_html *html, const char *name, struct sw_str text) {
	if (!text.n)
		return;
	sw_html_printf(html, "<dt>%s</dt><dd>", name);
	sw_html_text(html, text);
	sw_html_raw(html, "</dd>\n");
}

void sw_html_about(struct sw_html *html) {
	const struct sw_about *about = &html->report->system->config->about;
	bool any = about->owner.text.n || about->reviewer.text.n || about->description.text.n || about->contributors.n || about->assumptions.n ||
		   about->dependencies.n;
	if (!any)
		return;
	sw_html_paragraph(html, "about", about->description.text);
	sw_html_raw(html, "<details class=\"fold\"><summary>About this model</summary>\n<dl class=\"fields\">\n");
	term(html, "Owner", about->owner.text);
	term(html, "Reviewer", about->reviewer.text);
	term(html, "Contributors", sw_texts_join(html->report->arena, &about->contributors, "; "));
	term(html, "Assumptions", sw_texts_join(html->report->arena, &about->assumptions, "; "));
	term(html, "External dependencies", sw_texts_join(html->report->arena, &about->dependencies, "; "));
	sw_html_raw(html, "</dl></details>\n");
}

static void put_counts(struct sw_html *html, const struct sw_life *life) {
	const char *between = "";
	bool any = false;
	for (unsigned s = 0; s <= SW_STANDING_NO_EFFECT; s++)
		any = any || life->standings[s];
	if (!any)
		return;
	sw_html_raw(html, "<li>Decisions: ");
	for (unsigned s = 0; s <= SW_STANDING_NO_EFFECT; s++)
		if (life->standings[s]) {
			sw_html_printf(html, "%s<strong>%u</strong> %s", between, life->standings[s], sw_standing_name((enum sw_standing)s));
			between = ", ";
		}
	if (life->due)
		sw_html_printf(html, "; <strong>%u</strong> due within %d days", life->due, SW_DECISION_DUE_DAYS);
	sw_html_raw(html, "</li>\n");
}

static void put_review(struct sw_html *html, const struct sw_review *review) {
	if (review->state == SW_REVIEW_NONE) {
		sw_html_raw(html, "<li class=\"soft\">Nobody has signed this model off</li>\n");
		return;
	}
	sw_html_printf(html, "<li>%s by ", review->state == SW_REVIEW_VALID ? "Signed off" : "<strong>Stale review</strong>: signed off");
	sw_html_text(html, review->last->reviewer.text);
	sw_html_raw(html, " on ");
	sw_html_text(html, review->last->date.text);
	if (review->added.n)
		sw_html_printf(html, "; <strong>%zu</strong> new element%s, boundaries or external flows since, such as ", review->added.n, review->added.n == 1 ? "" : "s");
	for (size_t i = 0; i < review->added.n && i < 3; i++) {
		sw_html_raw(html, i ? ", " : "");
		sw_html_text(html, review->added.v[i]);
	}
	sw_html_raw(html, "</li>\n");
}

void sw_html_life_facts(struct sw_html *html) {
	const struct sw_life *life = html->report->life;
	if (!life)
		return;
	put_counts(html, life);
	if (life->overdue.n) {
		sw_html_printf(html, "<li><strong>%zu</strong> open threat%s overdue, longest ", life->overdue.n, life->overdue.n == 1 ? "" : "s");
		sw_html_text(html, life->overdue.v[0]->id);
		sw_html_printf(html, " by %u day%s</li>\n", life->overdue.v[0]->overdue, life->overdue.v[0]->overdue == 1 ? "" : "s");
	}
	if (life->assumed[SW_ASSUMED_BROKEN])
		sw_html_printf(html, "<li><strong>%u</strong> assumption%s broken</li>\n", life->assumed[SW_ASSUMED_BROKEN],
			       life->assumed[SW_ASSUMED_BROKEN] == 1 ? " is" : "s are");
	put_review(html, &life->review);
}

static void put_entry(struct sw_html *html, const struct sw_decided *entry) {
	const struct sw_decision *decision = entry->decision;
	sw_html_printf(html, "<tr><td>%s</td><td>%s</td><td>", sw_standing_name(entry->standing), sw_decision_kind_name(decision->kind));
	sw_html_text(html, decision->threat.text);
	sw_html_raw(html, " on ");
	sw_html_text(html, decision->on.text);
	sw_html_raw(html, "</td><td>");
	sw_html_text(html, decision->until.text);
	sw_html_raw(html, "</td><td>");
	sw_html_text(html, decision->owner.text);
	sw_html_raw(html, "</td><td>");
	sw_html_text(html, entry->why.n ? entry->why : decision->reason.text);
	if (entry->renewals)
		sw_html_printf(html, " <span class=\"soft\">(renewed %u time%s)</span>", entry->renewals, entry->renewals == 1 ? "" : "s");
	sw_html_raw(html, "</td></tr>\n");
}

/* Those in force stand beside the rows that they are about. */
static void put_decisions(struct sw_html *html, const struct sw_life *life) {
	size_t n = 0;
	for (size_t i = 0; i < life->decided.n; i++)
		n += life->decided.v[i].standing != SW_STANDING_IN_FORCE && !life->decided.v[i].replaced;
	if (!n)
		return;
	sw_html_printf(html, "<details class=\"fold\" open><summary>Decisions that are not in force <span class=\"soft\">%zu</span></summary>\n<div class=\"scroll\"><table>"
		       "<thead><tr><th>Stands</th><th>Kind</th><th>About</th><th>Until</th><th>Owner</th><th>Why</th></tr></thead><tbody>\n", n);
	for (size_t i = 0; i < life->decided.n; i++)
		if (life->decided.v[i].standing != SW_STANDING_IN_FORCE && !life->decided.v[i].replaced)
			put_entry(html, &life->decided.v[i]);
	sw_html_raw(html, "</tbody></table></div></details>\n");
}

static void put_assumptions(struct sw_html *html, const struct sw_life *life) {
	if (!life->assumptions.n)
		return;
	sw_html_printf(html, "<details class=\"fold\"%s><summary>Assumptions of people <span class=\"soft\">%zu, held against what was seen</span></summary>\n"
		       "<div class=\"scroll\"><table><thead><tr><th>State</th><th>Assumed</th><th>Until</th><th>What was seen</th></tr></thead><tbody>\n",
		       life->assumed[SW_ASSUMED_BROKEN] ? " open" : "", life->assumptions.n);
	for (size_t i = 0; i < life->assumptions.n; i++) {
		const struct sw_assumption_state *row = &life->assumptions.v[i];
		sw_html_printf(html, "<tr><td>%s</td><td>", sw_assumed_name(row->state));
		sw_html_text(html, row->said->key.text);
		sw_html_raw(html, ": ");
		sw_html_text(html, row->said->value.text);
		sw_html_raw(html, "</td><td>");
		sw_html_text(html, row->said->until.text);
		sw_html_raw(html, "</td><td>");
		sw_html_text(html, row->why);
		sw_html_raw(html, " ");
		sw_html_place(html, row->at);
		sw_html_raw(html, "</td></tr>\n");
	}
	sw_html_raw(html, "</tbody></table></div></details>\n");
}

void sw_html_life(struct sw_html *html) {
	const struct sw_life *life = html->report->life;
	if (!life)
		return;
	put_decisions(html, life);
	put_assumptions(html, life);
}
