#include "reports/html/page.h"

/* Rows with the same threat, state, priority, failing checks and decision, told once. What is open and matters stands
 * unfolded. */

enum { MOST_FRAMES = 3, MOST_NAMES = 6 };

static void put_elements(struct sw_html *html, size_t number, const struct sw_card *card) {
	const struct sw_register *all = &html->report->registers.v[number];
	for (size_t i = 0; i < card->threats.n && i < MOST_NAMES; i++) {
		sw_html_raw(html, i ? ", " : "");
		sw_html_element(html, number, all->diagram, all->threats.v[card->threats.v[i]].element);
	}
	if (card->threats.n > MOST_NAMES)
		sw_html_printf(html, " and %zu more", card->threats.n - MOST_NAMES);
}

static void put_finding(struct sw_html *html, const struct sw_finding *finding) {
	sw_html_raw(html, "<div class=\"cause\"><p>");
	sw_html_prose(html, finding->site->message);
	sw_html_printf(html, " <a class=\"soft\" href=\"#f%zu\">%s</a>%s</p>\n", sw_html_finding_number(html, finding),
		       finding->check->id, finding->proven ? "" : " <span class=\"soft\">(presumed)</span>");
	sw_html_frame(html, finding->site->at);
	sw_html_raw(html, "</div>\n");
}

/* Each check's fix once. */
static void put_fixes(struct sw_html *html, const struct sw_card *card) {
	for (size_t i = 0; i < card->findings.n; i++) {
		bool told = false;
		for (size_t k = 0; k < i && !told; k++)
			told = card->findings.v[k]->check == card->findings.v[i]->check;
		if (told)
			continue;
		sw_html_raw(html, "<p class=\"fix\"><span class=\"tag\">Fix</span> ");
		sw_html_prose(html, sw_str_of(card->findings.v[i]->check->fix));
		sw_html_raw(html, "</p>\n");
	}
}

static void put_body(struct sw_html *html, size_t number, const struct sw_card *card) {
	const struct sw_register *all = &html->report->registers.v[number];
	const struct sw_threat *first = &all->threats.v[card->threats.v[0]];
	struct sw_str on = card->threats.n == 1 ? all->diagram->elements.v[first->element].name : SW_S("each of them");
	bool repeats = card->findings.n && sw_str_eq(first->why, card->findings.v[0]->site->message);
	if (!repeats)
		sw_html_paragraph(html, "why", first->why);
	sw_html_paragraph(html, "soft", first->priority_why);
	if (card->state == SW_STATE_NEEDS_EVIDENCE && first->needs.n) {
		sw_html_raw(html, "<p class=\"fix\"><span class=\"tag\">Look</span> <code>");
		sw_html_text(html, first->needs);
		sw_html_raw(html, "</code></p>\n");
	}
	for (size_t i = 0; i < card->findings.n && i < MOST_FRAMES; i++)
		put_finding(html, card->findings.v[i]);
	if (card->findings.n > MOST_FRAMES) {
		sw_html_printf(html, "<details class=\"rest\"><summary>%zu more place%s</summary>\n",
			       card->findings.n - MOST_FRAMES, card->findings.n - MOST_FRAMES == 1 ? "" : "s");
		for (size_t i = MOST_FRAMES; i < card->findings.n; i++)
			put_finding(html, card->findings.v[i]);
		sw_html_raw(html, "</details>\n");
	}
	put_fixes(html, card);
	if (card->decision)
		sw_html_decision(html, card->decision, first->decision_expired);
	sw_html_raw(html,
		    "<details class=\"rest\"><summary>What it means, what to do, what was looked at</summary>\n<p>");
	sw_html_describe(html, card->kind->describe, on);
	sw_html_raw(html, "</p>\n<p><strong>Action:</strong> ");
	sw_html_describe(html, card->kind->action, on);
	sw_html_raw(html, "</p>\n");
	sw_html_evidence(html, first);
	sw_html_raw(html, "</details>\n");
}

static void put_card(struct sw_html *html, size_t number, size_t at) {
	const struct sw_register *all = &html->report->registers.v[number];
	const struct sw_card *card = &all->cards.v[at];
	char letters[12];
	if (!card->threats.n)
		return;
	bool fresh = false, unfolded = card->state == SW_STATE_OPEN && card->priority >= SW_MEDIUM && !card->decision;
	for (size_t i = 0; i < card->threats.n; i++)
		fresh |= all->threats.v[card->threats.v[i]].is_new;
	sw_stride_letters(card->kind->stride, letters);
	sw_html_printf(html,
		       "<details class=\"card %s\" id=\"r%zu-c%zu\" data-state=\"%s\" data-rows=\"",
		       sw_severity_name(card->priority), number, at, sw_state_name(card->state));
	for (size_t i = 0; i < card->threats.n; i++)
		sw_html_printf(html, i ? " %u" : "%u", card->threats.v[i]);
	sw_html_printf(html, "\"%s>\n<summary><span class=\"chips\">", unfolded ? " open" : "");
	sw_html_priority(html, card->priority);
	sw_html_state(html, card->state, card->presumed);
	if (html->report->has_baseline && fresh)
		sw_html_raw(html, "<span class=\"chip new\">new</span>");
	if (card->decision)
		sw_html_printf(html, "<span class=\"chip decided\">%s</span>",
			       sw_decision_kind_name(card->decision->kind));
	sw_html_raw(html, "</span><span class=\"title\">");
	sw_html_z(html, card->kind->title);
	sw_html_printf(html, "</span> <abbr class=\"letters\" title=\"STRIDE: %s\">%s</abbr>\n<span class=\"where\">on ",
		       letters, letters);
	put_elements(html, number, card);
	sw_html_raw(html, "</span></summary>\n<div class=\"body\">\n");
	put_body(html, number, card);
	sw_html_raw(html, "</div></details>\n");
}

void sw_html_cards(struct sw_html *html, size_t number) {
	const struct sw_register *all = &html->report->registers.v[number];
	if (!all->cards.n)
		return;
	sw_html_printf(html, "<section class=\"cards\" aria-labelledby=\"r%zu-cards\"><h3 id=\"r%zu-cards\">What to deal with</h3>\n",
		       number, number);
	for (size_t k = 0; k < 6; k++) {
		enum sw_state state = sw_html_states[k];
		size_t n = 0;
		for (size_t i = 0; i < all->cards.n; i++)
			n += all->cards.v[i].state == state;
		if (!n)
			continue;
		bool settled =
			state == SW_STATE_MITIGATED || state == SW_STATE_NOT_APPLICABLE || state == SW_STATE_NOT_STARTED;
		sw_html_printf(
			html,
			settled ? "<details class=\"settled\"><summary>%s <span class=\"soft\">%zu card%s</span></summary>\n"
				: "<h4>%s <span class=\"soft\">%zu card%s</span></h4>\n",
			sw_state_title(state), n, n == 1 ? "" : "s");
		for (size_t i = 0; i < all->cards.n; i++)
			if (all->cards.v[i].state == state)
				put_card(html, number, i);
		if (settled)
			sw_html_raw(html, "</details>\n");
	}
	sw_html_raw(html, "</section>\n");
}
