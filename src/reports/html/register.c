#include "reports/html/page.h"
#include "reports/markup.h"
#include <stdlib.h>

/* Every row, by interaction, with the fields that readers of the Threat Modeling Tool's report know: state, priority,
 * category, description, justification, action items, comments; and our own why and evidence. */

struct row {
	int32_t flow;
	uint32_t element, threat;
};

/* Flows in the diagram's order, then what no flow carries. */
static int by_interaction(const void *left, const void *right) {
	const struct row *a = left, *b = right;
	if (a->flow != b->flow)
		return a->flow < 0 ? 1 : b->flow < 0 ? -1 : a->flow < b->flow ? -1 : 1;
	if (a->element != b->element)
		return a->element < b->element ? -1 : 1;
	return a->threat < b->threat ? -1 : a->threat > b->threat;
}

static void put_interaction(struct sw_html *html, const struct sw_diagram *diagram, int32_t at) {
	if (at < 0 || (size_t)at >= diagram->flows.n) {
		sw_html_raw(html, "<h4>Elements themselves</h4>\n");
		return;
	}
	const struct sw_flow *flow = &diagram->flows.v[at];
	sw_html_raw(html, "<h4>Interaction: ");
	sw_html_text(html, diagram->elements.v[flow->from].name);
	sw_html_raw(html, " → ");
	sw_html_text(html, diagram->elements.v[flow->to].name);
	if (flow->label.n) {
		sw_html_raw(html, " <span class=\"soft\">");
		sw_html_text(html, flow->label);
		sw_html_raw(html, "</span>");
	}
	sw_html_raw(html, "</h4>\n");
}

static void put_justification(struct sw_html *html, const struct sw_threat *threat) {
	sw_html_raw(html, "<dt>Justification</dt><dd>");
	if (threat->decision)
		sw_html_decision(html, threat->decision, threat->decision_expired);
	else if (threat->state == SW_STATE_MITIGATED || threat->state == SW_STATE_NOT_APPLICABLE)
		sw_html_prose(html, threat->why);
	else
		sw_html_raw(html, "<span class=\"soft\">none given</span>");
	sw_html_raw(html, "</dd>\n");
}

static void put_comments(struct sw_html *html, size_t number, const struct sw_register *all,
			 const struct sw_threat *threat) {
	sw_html_raw(html, "<dt>Comments</dt><dd><ul>");
	if (threat->hardenings)
		sw_html_printf(html, "<li>Hardened by %u of %u measures that help and do not decide</li>",
			       threat->hardened, threat->hardenings);
	if (threat->used_by.n) {
		sw_html_raw(html, "<li>Used by ");
		for (size_t i = 0; i < threat->used_by.n; i++) {
			sw_html_raw(html, i ? ", " : "");
			sw_html_element(html, number, all->diagram, threat->used_by.v[i]);
		}
		sw_html_raw(html, "</li>");
	}
	if (threat->needs.n) {
		sw_html_raw(html, "<li>Evidence would come from <code>");
		sw_html_text(html, threat->needs);
		sw_html_raw(html, "</code></li>");
	}
	sw_html_raw(html, "<li>Owner: ");
	sw_html_text(html, threat->owner.n ? threat->owner : SW_S("none"));
	sw_html_printf(html, "</li><li><code>%s</code> ", threat->kind->id);
	sw_html_cwes(html, threat->kind->cwe, 4);
	sw_html_raw(html, "</li></ul></dd>\n");
}

static void put_row(struct sw_html *html, size_t number, const struct sw_register *all, uint32_t at, size_t ordinal) {
	const struct sw_threat *threat = &all->threats.v[at];
	struct sw_str on = all->diagram->elements.v[threat->element].name;
	char letters[12];
	sw_stride_letters(threat->kind->stride, letters);
	sw_html_printf(
		html,
		"<details class=\"entry %s\" id=\"r%zu-t%u\" data-state=\"%s\" data-stride=\"%s\" data-priority=\"%s\" data-on=\"%u\"",
		sw_severity_name(threat->priority), number, at, sw_state_name(threat->state), letters,
		sw_severity_name(threat->priority), threat->element);
	if (threat->owner.n) {
		sw_html_raw(html, " data-owner=\"");
		sw_markup_attribute(html->out, threat->owner);
		sw_html_raw(html, "\"");
	}
	sw_html_printf(html, "><summary><span class=\"ordinal\">%zu.</span> <span class=\"title\">", ordinal);
	sw_html_z(html, threat->kind->title);
	sw_html_raw(html, "</span> <span class=\"where\">on ");
	sw_html_text(html, on);
	sw_html_raw(html, "</span> <span class=\"chips\">");
	sw_html_state(html, threat->state, threat->presumed);
	sw_html_priority(html, threat->priority);
	sw_html_raw(html, "</span></summary>\n");
	sw_html_open_body(html);
	sw_html_raw(html, "<dl class=\"fields\"><dt>State</dt><dd>");
	sw_html_printf(html, "%s%s", sw_state_title(threat->state), threat->presumed ? " (presumed)" : "");
	if (threat->state == SW_STATE_MITIGATED && threat->strength)
		sw_html_printf(html, ", %s", sw_strength_name(threat->strength));
	sw_html_printf(
		html,
		" <span class=\"soft\">rule %u; in the Threat Modeling Tool: %s</span></dd>\n<dt>Priority</dt><dd>%s <span class=\"soft\">",
		threat->rule, sw_state_tmt(threat->state), sw_severity_name(threat->priority));
	sw_html_text(html, threat->priority_why);
	sw_html_raw(html, "</span></dd>\n<dt>Category</dt><dd>");
	sw_html_stride(html, threat->kind->stride);
	sw_html_raw(html, "</dd>\n<dt>Description</dt><dd>");
	sw_html_describe(html, threat->kind->describe, on);
	sw_html_raw(html, "</dd>\n");
	put_justification(html, threat);
	sw_html_raw(html, "<dt>Action items</dt><dd>");
	sw_html_describe(html, threat->kind->action, on);
	sw_html_raw(html, "</dd>\n");
	put_comments(html, number, all, threat);
	sw_html_raw(html, "<dt>Why</dt><dd>");
	sw_html_prose(html, threat->why);
	sw_html_raw(html, "</dd></dl>\n");
	sw_html_evidence(html, threat);
	sw_html_close_body(html);
	sw_html_raw(html, "</details>\n");
}

void sw_html_register(struct sw_html *html, size_t number) {
	const struct sw_register *all = &html->report->registers.v[number];
	size_t n = all->threats.n;
	struct row *rows = SW_NEW_ARRAY(html->report->arena, struct row, n);
	for (uint32_t i = 0; i < n; i++)
		rows[i] = (struct row){all->threats.v[i].flow < 0 ? -1 : all->threats.v[i].flow,
				       all->threats.v[i].element, i};
	if (n)
		qsort(rows, n, sizeof *rows, by_interaction);
	sw_html_printf(
		html,
		"<details class=\"fold register\" id=\"r%zu-register\"><summary>Full register <span class=\"soft\">%zu row%s by interaction"
		"</span></summary>\n",
		number, n, n == 1 ? "" : "s");
	for (size_t i = 0; i < n; i++) {
		if (!i || rows[i].flow != rows[i - 1].flow) {
			sw_html_raw(html, i ? "</div>\n<div class=\"interaction\">\n" : "<div class=\"interaction\">\n");
			put_interaction(html, all->diagram, rows[i].flow);
		}
		put_row(html, number, all, rows[i].threat, i + 1);
	}
	sw_html_raw(html, n ? "</div></details>\n" : "</details>\n");
}
