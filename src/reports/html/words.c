#include "reports/html/page.h"
#include "reports/markup.h"

const enum sw_state sw_html_states[6] = {
	SW_STATE_OPEN,        SW_STATE_WEAK,      SW_STATE_NEEDS_EVIDENCE,
	SW_STATE_NOT_STARTED, SW_STATE_MITIGATED, SW_STATE_NOT_APPLICABLE,
};

void sw_html_raw(struct sw_html *html, const char *markup) {
	sw_out_z(html->out, markup);
}

void sw_html_printf(struct sw_html *html, const char *markup, ...) {
	va_list args;
	va_start(args, markup);
	sw_out_vprintf(html->out, markup, args);
	va_end(args);
}

void sw_html_text(struct sw_html *html, struct sw_str text) {
	sw_markup_text(html->out, text);
}

void sw_html_z(struct sw_html *html, const char *text) {
	sw_markup_text(html->out, sw_str_of(text));
}

void sw_html_prose(struct sw_html *html, struct sw_str text) {
	for (size_t at; (at = sw_str_find_byte(text, '`')) != SW_NPOS;) {
		size_t length = sw_str_find_byte(sw_str_from(text, at + 1), '`');
		if (length == SW_NPOS)
			break;
		sw_html_text(html, sw_str_sub(text, 0, at));
		sw_html_raw(html, "<code>");
		sw_html_text(html, sw_str_sub(text, at + 1, length));
		sw_html_raw(html, "</code>");
		text = sw_str_from(text, at + length + 2);
	}
	sw_html_text(html, text);
}

void sw_html_describe(struct sw_html *html, const char *text, struct sw_str on) {
	struct sw_str rest = sw_str_of(text);
	for (size_t at; (at = sw_str_find(rest, SW_S("{on}"))) != SW_NPOS; rest = sw_str_from(rest, at + 4)) {
		sw_html_prose(html, sw_str_sub(rest, 0, at));
		sw_html_text(html, on);
	}
	sw_html_prose(html, rest);
}

void sw_html_paragraph(struct sw_html *html, const char *class, struct sw_str text) {
	if (!text.n)
		return;
	sw_html_printf(html, "<p class=\"%s\">", class);
	sw_html_prose(html, text);
	sw_html_raw(html, "</p>\n");
}

const char *sw_html_state_sign(enum sw_state state) {
	switch (state) {
	case SW_STATE_NOT_APPLICABLE: return "–";
	case SW_STATE_NOT_STARTED: return "○";
	case SW_STATE_MITIGATED: return "✓";
	case SW_STATE_OPEN: return "●";
	case SW_STATE_WEAK: return "◐";
	case SW_STATE_NEEDS_EVIDENCE: return "?";
	}
	return "";
}

void sw_html_state(struct sw_html *html, enum sw_state state, bool presumed) {
	sw_html_printf(html,
		       "<span class=\"chip state %s\"><span class=\"sign\" aria-hidden=\"true\">%s</span>%s%s</span>",
		       sw_state_name(state), sw_html_state_sign(state), sw_state_title(state), presumed ? "?" : "");
}

void sw_html_priority(struct sw_html *html, enum sw_severity priority) {
	sw_html_printf(html, "<span class=\"chip level %s\">%s</span>", sw_severity_name(priority),
		       sw_severity_name(priority));
}

void sw_html_stride(struct sw_html *html, unsigned stride) {
	const char *between = "";
	for (unsigned i = 0; i < SW_STRIDE_COUNT; i++)
		if (stride & 1u << i) {
			sw_html_printf(html, "%s%s", between, sw_stride_names[i]);
			between = ", ";
		}
}

void sw_html_cwes(struct sw_html *html, const uint16_t *cwe, size_t most) {
	for (size_t i = 0; i < most && cwe[i]; i++)
		sw_html_printf(
			html,
			"%s<a rel=\"noreferrer\" href=\"https://cwe.mitre.org/data/definitions/%u.html\">CWE-%u</a>",
			i ? ", " : "", cwe[i], cwe[i]);
}

void sw_html_place(struct sw_html *html, struct sw_span at) {
	struct sw_str place = sw_report_place(html->report, at);
	if (!place.n)
		return;
	sw_html_raw(html, "<code class=\"place\">");
	sw_html_text(html, place);
	sw_html_raw(html, "</code>");
}

void sw_html_element(struct sw_html *html, size_t number, const struct sw_diagram *diagram, uint32_t element) {
	if (element >= diagram->elements.n)
		return;
	sw_html_printf(html, "<a class=\"on\" href=\"#r%zu-e%u\">", number, element);
	sw_html_text(html, diagram->elements.v[element].name);
	sw_html_raw(html, "</a>");
}

void sw_html_subject(struct sw_html *html, sw_subject subject) {
	if (!subject || subject >= html->report->system->subjects.n)
		return;
	const struct sw_subject_row *row = sw_subject_get(html->report->system, subject);
	sw_html_raw(html, "<span class=\"subject\" title=\"");
	sw_markup_attribute(html->out, row->id);
	sw_html_raw(html, "\">");
	sw_html_text(html, row->name.n ? row->name : row->id);
	sw_html_raw(html, "</span>");
}

size_t sw_html_finding_number(const struct sw_html *html, const struct sw_finding *finding) {
	return (size_t)(finding - html->report->findings->findings.v);
}
