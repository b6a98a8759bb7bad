#include "reports/html/page.h"

/* Elements by the six letters: how many threats stand in which state. A threat with several letters counts in the column
 * of each, as the filter by letter finds it. */

enum { MOST_UNFOLDED = 100 }; /* elements of a table that is worth seeing at once */

struct cell {
	uint32_t states[SW_STATE_NEEDS_EVIDENCE + 1];
};

static void put_cell(struct sw_html *html, size_t number, uint32_t e, const struct cell *cell, char letter) {
	const char *worst = NULL;
	for (size_t i = 6; i-- > 0;)
		if (cell->states[sw_html_states[i]])
			worst = sw_state_name(sw_html_states[i]);
	if (!worst) {
		sw_html_raw(html, "<td></td>");
		return;
	}
	sw_html_printf(html, "<td class=\"%s\" data-on=\"r%zu-e%u\" data-letter=\"%c\"><a href=\"#r%zu-e%u\">", worst, number, e,
		       letter, number, e);
	for (size_t i = 0; i < 6; i++) {
		enum sw_state state = sw_html_states[i];
		if (cell->states[state])
			sw_html_printf(
				html,
				"<span class=\"mark %s\" data-state=\"%s\" title=\"%s\"><span>%s</span><b>%u</b></span>",
				sw_state_name(state), sw_state_name(state), sw_state_title(state),
				sw_html_state_sign(state), cell->states[state]);
	}
	sw_html_raw(html, "</a></td>");
}

void sw_html_matrix(struct sw_html *html, size_t number) {
	const struct sw_register *all = &html->report->registers.v[number];
	size_t n = all->diagram->elements.n;
	if (!all->threats.n)
		return;
	struct cell *cells = SW_NEW_ARRAY(html->report->arena, struct cell, n * 6);
	bool *used = SW_NEW_ARRAY(html->report->arena, bool, n);
	for (size_t i = 0; i < all->threats.n; i++) {
		const struct sw_threat *threat = &all->threats.v[i];
		for (unsigned c = 0; c < 6; c++)
			cells[threat->element * 6 + c].states[threat->state] += threat->kind->stride >> c & 1;
		used[threat->element] = true;
	}
	sw_html_printf(
		html,
		"<details class=\"fold\"%s id=\"r%zu-matrix\"><summary>STRIDE matrix <span class=\"soft\">elements by letter</span></summary>\n"
		"<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th>Element</th>",
		n > MOST_UNFOLDED ? "" : " open", number);
	for (size_t c = 0; c < SW_STRIDE_COUNT; c++)
		sw_html_printf(html, "<th title=\"%s\"><abbr title=\"%s\">%c</abbr></th>", sw_stride_names[c], sw_stride_names[c],
			       sw_stride_names[c][0]);
	sw_html_raw(html, "</tr></thead><tbody>\n");
	for (uint32_t e = 0; e < n; e++) {
		if (!used[e])
			continue;
		sw_html_raw(html, "<tr><th scope=\"row\">");
		sw_html_element(html, number, all->diagram, e);
		sw_html_raw(html, "</th>");
		for (size_t c = 0; c < 6; c++)
			put_cell(html, number, e, &cells[e * 6 + c], "STRIDE"[c]);
		sw_html_raw(html, "</tr>\n");
	}
	sw_html_raw(html, "</tbody></table></div>\n<p class=\"soft key\">");
	for (size_t i = 0; i < 6; i++)
		sw_html_printf(html, "<span class=\"mark %s\"><span aria-hidden=\"true\">%s</span></span> %s ",
			       sw_state_name(sw_html_states[i]), sw_html_state_sign(sw_html_states[i]),
			       sw_state_title(sw_html_states[i]));
	sw_html_raw(html, "</p></details>\n");
}
