#include "reports/html/page.h"
#include "reports/svg/svg.h"

/* The picture, what it cannot show, and its flows as a table for who does not see it. */

/* Red: open and high or critical. Amber: anything else that is not settled. Green: all that was looked at is settled, and
 * something is mitigated. */
static enum sw_svg_mark mark_of(const struct sw_threat *threat) {
	switch (threat->state) {
	case SW_STATE_OPEN: return threat->priority >= SW_HIGH ? SW_SVG_ALARM : SW_SVG_CARE;
	case SW_STATE_WEAK:
	case SW_STATE_NEEDS_EVIDENCE: return threat->priority >= SW_MEDIUM ? SW_SVG_CARE : SW_SVG_UNMARKED;
	case SW_STATE_MITIGATED: return SW_SVG_FINE;
	case SW_STATE_NOT_APPLICABLE:
	case SW_STATE_NOT_STARTED: return SW_SVG_UNMARKED;
	}
	return SW_SVG_UNMARKED;
}

static enum sw_svg_mark *marks_of(struct sw_html *html, const struct sw_register *all) {
	size_t n = all->diagram->elements.n;
	enum sw_svg_mark *marks = SW_NEW_ARRAY(html->report->arena, enum sw_svg_mark, n);
	bool *unsettled = SW_NEW_ARRAY(html->report->arena, bool, n);
	for (size_t i = 0; i < all->threats.n; i++) {
		const struct sw_threat *threat = &all->threats.v[i];
		enum sw_svg_mark mark = mark_of(threat);
		unsettled[threat->element] |= mark == SW_SVG_UNMARKED && threat->state != SW_STATE_NOT_APPLICABLE;
		if (mark > marks[threat->element])
			marks[threat->element] = mark;
	}
	/* Dockerfiles are drawn as one; it shows the worst of them. */
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; all->diagram->elements.v[i].kind == SW_ELEMENT_BUILD && !all->diagram->elements.v[i].register_only && k < n; k++)
			if (all->diagram->elements.v[k].kind == SW_ELEMENT_BUILD && marks[k] > marks[i])
				marks[i] = marks[k];
	for (size_t i = 0; i < n; i++)
		if (marks[i] == SW_SVG_FINE && unsettled[i])
			marks[i] = SW_SVG_UNMARKED;
	return marks;
}

static void put_flow(struct sw_html *html, size_t number, const struct sw_diagram *diagram, size_t at) {
	static const char *const secrecy[] = {"not known", "no", "yes"};
	const struct sw_flow *flow = &diagram->flows.v[at];
	sw_html_printf(html, "<tr id=\"r%zu-x%zu\"><td>", number, at);
	sw_html_element(html, number, diagram, flow->from);
	sw_html_raw(html, " → ");
	sw_html_element(html, number, diagram, flow->to);
	sw_html_raw(html, "</td><td>");
	sw_html_text(html, flow->label);
	sw_html_printf(html, "</td><td>%s%s</td><td>%s</td><td>", sw_grade_name(flow->grade),
		       flow->absent ? ", said to be absent" : "",
		       flow->port || flow->encrypted != SW_UNKNOWN ? secrecy[flow->encrypted] : "");
	sw_html_text(html, flow->why);
	sw_html_raw(html, " ");
	sw_html_place(html, flow->at);
	sw_html_raw(html, "</td></tr>\n");
}

void sw_html_diagram(struct sw_html *html, size_t number) {
	const struct sw_register *all = &html->report->registers.v[number];
	const struct sw_diagram *diagram = all->diagram;
	if (!diagram->elements.n)
		return;
	sw_html_printf(
		html,
		"<section class=\"system\" aria-labelledby=\"r%zu-dfd\"><h3 id=\"r%zu-dfd\">The system</h3>\n"
		"<p class=\"hint soft\">Select an element to see its threats, flows and facts. Arrow keys move in the picture, Enter "
		"selects, Escape goes back. <a href=\"#r%zu-elements\">Past the picture</a></p>\n"
		"<div class=\"model\"><div class=\"canvas\">\n<div class=\"scroll picture\" tabindex=\"0\">\n",
		number, number, number);
	struct sw_svg_options options = {
		.id = sw_arena_printf(html->report->arena, "r%zu-d", number).p,
		.link = sw_arena_printf(html->report->arena, "r%zu-e", number).p,
		.marks = marks_of(html, all),
		.legend = true,
	};
	if (sw_svg_write(html->out, diagram, &options) < 0)
		sw_html_raw(html, "<p>The system is too large for a picture; its flows are in the table below.</p>");
	sw_html_raw(html, "</div></div>\n");
	sw_html_elements(html, number);
	sw_html_raw(html, "</div>\n");
	struct sw_str inactive = sw_deployment_inactive(html->report->arena, diagram->deployment);
	if (inactive.n) {
		sw_html_raw(html, "<p class=\"soft\">Started only with a profile, and judged all the same: ");
		sw_html_text(html, inactive);
		sw_html_raw(html, ".</p>\n");
	}
	if (diagram->blind.n) {
		sw_html_raw(html, "<p class=\"soft\">What this picture cannot show:</p><ul class=\"soft\">\n");
		for (size_t i = 0; i < diagram->blind.n; i++) {
			sw_html_raw(html, "<li>");
			sw_html_text(html, diagram->blind.v[i]);
			sw_html_raw(html, "</li>\n");
		}
		sw_html_raw(html, "</ul>\n");
	}
	sw_html_printf(
		html,
		"<details class=\"fold\"><summary>Flows as a table <span class=\"soft\">%zu</span></summary><div class=\"scroll\">"
		"<table><thead><tr><th>From → to</th><th>What</th><th>How it is known</th><th>Encrypted</th><th>Shown by</th></tr>"
		"</thead><tbody>\n",
		diagram->flows.n);
	for (size_t i = 0; i < diagram->flows.n; i++)
		put_flow(html, number, diagram, i);
	sw_html_raw(html, "</tbody></table></div></details></section>\n");
}
