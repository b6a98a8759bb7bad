#include "reports/html/page.h"

/* What stands: the project, the gate, what is new, how many rows in which state. */

struct totals {
	size_t states[SW_STATE_NEEDS_EVIDENCE + 1], rows, fresh, open[SW_CRITICAL + 1], without_owner;
};

static struct totals count(const struct sw_report *report) {
	struct totals totals = {0};
	for (size_t r = 0; r < report->registers.n; r++) {
		const struct sw_register *all = &report->registers.v[r];
		totals.without_owner += all->without_owner;
		for (size_t i = 0; i < all->threats.n; i++) {
			const struct sw_threat *threat = &all->threats.v[i];
			totals.states[threat->state]++;
			totals.rows++;
			totals.fresh += threat->is_new;
			if (threat->state == SW_STATE_OPEN)
				totals.open[threat->priority]++;
		}
	}
	return totals;
}

static void gate(struct sw_html *html) {
	const struct sw_gate_result *gate = &html->report->gate;
	if (!gate->asked) {
		sw_html_raw(
			html,
			"<div class=\"gate none\"><span class=\"sign\" aria-hidden=\"true\">–</span><p><strong>No gate was asked for.</strong> "
			"<span class=\"soft\"><code>--gate high</code> lets a pipeline fail.</span></p></div>\n");
		return;
	}
	sw_html_printf(
		html,
		"<div class=\"gate %s\"><span class=\"sign\" aria-hidden=\"true\">%s</span><p><strong>The gate %s.</strong> ",
		gate->passed ? "pass" : "fail", gate->passed ? "✓" : "✕", gate->passed ? "passes" : "fails");
	if (gate->passed)
		sw_html_printf(html, "<span class=\"soft\">Nothing at %s or above stands in its way.</span>",
			       sw_severity_name(gate->level));
	else
		sw_html_printf(html, "<span class=\"soft\">At %s or above: %zu finding%s, %zu threat%s.</span>",
			       sw_severity_name(gate->level), gate->findings.n, gate->findings.n == 1 ? "" : "s",
			       gate->threats.n, gate->threats.n == 1 ? "" : "s");
	sw_html_raw(html, "</p></div>\n");
}

/* A bar of the states' shares; the numbers below say the same in words. */
static void bar(struct sw_html *html, const struct totals *totals) {
	sw_html_raw(html,
		    "<svg class=\"bar\" viewBox=\"0 0 1000 14\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
	size_t before = 0;
	for (size_t i = 0; i < 6 && totals->rows; i++) {
		size_t n = totals->states[sw_html_states[i]];
		if (n)
			sw_html_printf(html, "<rect class=\"%s\" x=\"%zu\" y=\"0\" width=\"%zu\" height=\"14\"/>",
				       sw_state_name(sw_html_states[i]), before * 1000 / totals->rows,
				       (before + n) * 1000 / totals->rows - before * 1000 / totals->rows);
		before += n;
	}
	sw_html_raw(html, "</svg>\n<ul class=\"counts\">\n");
	for (size_t i = 0; i < 6; i++) {
		enum sw_state state = sw_html_states[i];
		sw_html_printf(
			html,
			"<li class=\"%s\"><span class=\"sign\" aria-hidden=\"true\">%s</span><strong>%zu</strong> %s</li>\n",
			sw_state_name(state), sw_html_state_sign(state), totals->states[state], sw_state_title(state));
	}
	sw_html_raw(html, "</ul>\n");
}

static void news(struct sw_html *html, const struct totals *totals) {
	const struct sw_report *report = html->report;
	size_t fresh = 0;
	for (size_t i = 0; i < report->findings->findings.n; i++)
		fresh += report->findings->findings.v[i].is_new && !report->findings->findings.v[i].is_suppressed;
	sw_html_raw(html, "<ul class=\"facts\">\n");
	if (totals->states[SW_STATE_OPEN]) {
		sw_html_raw(html, "<li>Open by priority:");
		for (unsigned p = SW_CRITICAL + 1; p-- > 0;)
			if (totals->open[p]) {
				sw_html_printf(html, " <span class=\"nowrap\">%zu ", totals->open[p]);
				sw_html_priority(html, (enum sw_severity)p);
				sw_html_raw(html, "</span>");
			}
		sw_html_raw(html, "</li>\n");
	}
	if (report->has_baseline)
		sw_html_printf(
			html,
			"<li>New since the baseline: <strong>%zu</strong> finding%s, <strong>%zu</strong> row%s of the register</li>\n",
			fresh, fresh == 1 ? "" : "s", totals->fresh, totals->fresh == 1 ? "" : "s");
	else
		sw_html_raw(html, "<li class=\"soft\">No baseline was given, so nothing is called new</li>\n");
	if (totals->without_owner)
		sw_html_printf(html, "<li>%zu row%s without an owner</li>\n", totals->without_owner,
			       totals->without_owner == 1 ? "" : "s");
	sw_html_life_facts(html);
	if (report->unreadable)
		sw_html_printf(html, "<li><a href=\"#unseen\">%zu input%s could not be read</a></li>\n",
			       report->unreadable, report->unreadable == 1 ? "" : "s");
	sw_html_raw(html, "</ul>\n");
}

static struct sw_str project(const struct sw_report *report) {
	if (report->system->config->about.name.text.n)
		return report->system->config->about.name.text;
	struct sw_str name = report->diagrams.n == 1 ? report->diagrams.v[0].name : (struct sw_str){0};
	if (!name.n || sw_str_is(name, "."))
		name = report->targets.n ? sw_str_basename(report->targets.v[0]) : (struct sw_str){0};
	return name.n && !sw_str_is(name, ".") ? name : SW_S("Threat model");
}

void sw_html_headline(struct sw_html *html) {
	const struct sw_report *report = html->report;
	struct totals totals = count(report);
	sw_html_raw(html, "<header class=\"headline\" id=\"top\">\n<p class=\"eyebrow\">Threat model</p>\n<h1>");
	sw_html_text(html, project(report));
	sw_html_raw(html, "</h1>\n<p class=\"soft meta\"><time>");
	sw_html_text(html, report->time);
	sw_html_printf(html, "</time> · strideward %s · profile ", report->version);
	sw_html_text(html, report->profile);
	sw_html_printf(html, " · %zu file%s read</p>\n", report->artifacts, report->artifacts == 1 ? "" : "s");
	sw_html_about(html);
	gate(html);
	bar(html, &totals);
	news(html, &totals);
	sw_html_life(html);
	if (report->registers.n > 1) {
		sw_html_raw(
			html,
			"<nav aria-label=\"Deployments\"><p class=\"soft\">One register each:</p><ul class=\"deployments\">\n");
		for (size_t r = 0; r < report->registers.n; r++) {
			sw_html_printf(html, "<li><a href=\"#r%zu\">", r);
			sw_html_text(html, report->registers.v[r].diagram->name);
			sw_html_printf(html, "</a> <span class=\"soft\">%u open</span></li>\n",
				       report->registers.v[r].counts[SW_STATE_OPEN]);
		}
		sw_html_raw(html, "</ul></nav>\n");
	}
	sw_html_raw(html, "</header>\n");
}
