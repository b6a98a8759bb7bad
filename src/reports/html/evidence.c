#include "reports/html/page.h"

/* What holds a statement up: the chain of a value, the controls and weaknesses of a threat, a decision. */

static const char *how_words(enum sw_how how) {
	switch (how) {
	case SW_HOW_ABSENT: return "says nothing";
	case SW_HOW_STATED: return "states";
	case SW_HOW_DEFAULTED: return "defaults to";
	case SW_HOW_INHERITED: return "inherits";
	case SW_HOW_INFERRED: return "implies";
	case SW_HOW_UNSEEN: return "was not given";
	}
	return "";
}

void sw_html_chain(struct sw_html *html, const struct sw_value *value) {
	if (!value || !value->count)
		return;
	sw_html_raw(html, "<p class=\"soft\">Evidence, from the lowest layer up:</p>\n<ol class=\"chain\">\n");
	for (uint16_t i = 0; i < value->count; i++) {
		const struct sw_link *link = &value->chain[i];
		sw_html_printf(html, i == value->deciding ? "<li class=\"decides\">%s %s " : "<li>%s %s ",
			       sw_layer_name((enum sw_layer)link->layer), how_words((enum sw_how)link->how));
		if (link->value.n) {
			sw_html_raw(html, "<code>");
			sw_html_text(html, link->value);
			sw_html_raw(html, "</code> ");
		}
		if (link->at.source)
			sw_html_place(html, link->at);
		else
			sw_html_text(html, link->where);
		sw_html_raw(html, "</li>\n");
	}
	sw_html_raw(html, "</ol>\n");
	if (!value->known && value->missing)
		sw_html_printf(html, "<p class=\"soft\">Not seen: %s.</p>\n",
			       sw_missing_words((enum sw_missing)value->missing));
}

static void put_evidence(struct sw_html *html, const struct sw_evidence *evidence, bool control) {
	static const char *const control_words[] = {"not known", "does not hold", "holds"};
	static const char *const weakness_words[] = {"not known", "not there", "is there"};
	sw_html_raw(html, control ? "<li>Control " : "<li>Weakness ");
	if (evidence->finding)
		sw_html_printf(html, "<a href=\"#f%zu\">", sw_html_finding_number(html, evidence->finding));
	sw_html_text(html, evidence->name);
	sw_html_printf(html, "%s <b>%s</b>%s", evidence->finding ? "</a>" : "",
		       control ? control_words[evidence->holds] : weakness_words[evidence->holds],
		       evidence->presumed ? " (presumed)" : "");
	if (evidence->strength)
		sw_html_printf(html, ", %s", sw_strength_name(evidence->strength));
	sw_html_raw(html, evidence->text.n ? ": " : " ");
	sw_html_text(html, evidence->text);
	sw_html_raw(html, " ");
	sw_html_place(html, evidence->at);
	sw_html_raw(html, "</li>\n");
}

void sw_html_evidence(struct sw_html *html, const struct sw_threat *threat) {
	if (!threat->weaknesses.n && !threat->controls.n)
		return;
	sw_html_raw(html, "<p class=\"soft\">What was looked at:</p>\n<ul class=\"looked\">\n");
	for (size_t i = 0; i < threat->weaknesses.n; i++)
		put_evidence(html, &threat->weaknesses.v[i], false);
	for (size_t i = 0; i < threat->controls.n; i++)
		put_evidence(html, &threat->controls.v[i], true);
	sw_html_raw(html, "</ul>\n");
}

static void put_field(struct sw_html *html, const char *name, struct sw_str text) {
	if (!text.n)
		return;
	sw_html_printf(html, "<dt>%s</dt><dd>", name);
	sw_html_text(html, text);
	sw_html_raw(html, "</dd>");
}

void sw_html_decision(struct sw_html *html, const struct sw_decision *decision, bool expired) {
	sw_html_printf(html, "<div class=\"decision\"><p><strong>Decision: %s</strong>%s</p>",
		       sw_decision_kind_name(decision->kind),
		       expired ? " <span class=\"chip warn\">not in force</span>" : "");
	sw_html_paragraph(html, "reason", decision->reason.text);
	sw_html_raw(html, "<dl class=\"fields\">");
	put_field(html, "Owner", decision->owner.text);
	put_field(html, "By", decision->by.text);
	put_field(html, "Approved by", decision->approved_by.text);
	put_field(html, "Remaining priority", decision->residual.text);
	put_field(html, "Made", decision->made.text);
	put_field(html, "Until", decision->until.text);
	put_field(html, "Review", decision->review.text);
	put_field(html, "Ticket", decision->ticket.text);
	put_field(html, "Evidence", decision->link.text);
	sw_html_raw(html, "</dl></div>\n");
}

void sw_html_open_body(struct sw_html *html) {
	sw_html_raw(html, html->late ? "<noscript>" : "");
}

void sw_html_close_body(struct sw_html *html) {
	sw_html_raw(html, html->late ? "</noscript>" : "");
}
