#include "reports/html/page.h"

/* Elements by the six letters: how many threats stand in which state. A threat counts in its main letter's column. */

static size_t column_of(const struct sw_threat_kind *kind) {
	const char *letters = "STRIDE";
	size_t i = 0;
	while (i < 5 && letters[i] != kind->main_letter)
		i++;
	return i;
}

struct cell {
	uint32_t states[SW_STATE_NEEDS_EVIDENCE + 1];
};

static void put_cell(struct sw_html *html, const struct cell *cell, const char *letter) {
	const char *worst = "empty";
	for (size_t i = 6; i-- > 0;)
		if (cell->states[sw_html_states[i]])
			worst = sw_state_name(sw_html_states[i]);
	sw_html_printf(html, "<td class=\"%s\" data-letter=\"%s\">", worst, letter);
	for (size_t i = 0; i < 6; i++) {
		enum sw_state state = sw_html_states[i];
		if (cell->states[state])
			sw_html_printf(
				html,
				"<span class=\"mark %s\" title=\"%s: %u\"><span aria-hidden=\"true\">%s</span>%u</span>",
				sw_state_name(state), sw_state_title(state), cell->states[state],
				sw_html_state_sign(state), cell->states[state]);
	}
	sw_html_raw(html, "</td>");
}

void sw_html_matrix(struct sw_html *html, size_t number) {
	static const char *const words[] = {"Spoofing",          "Tampering",
					    "Repudiation",       "Information disclosure",
					    "Denial of service", "Elevation of privilege"};
	const struct sw_register *all = &html->report->registers.v[number];
	size_t n = all->diagram->elements.n;
	if (!all->threats.n)
		return;
	struct cell *cells = SW_NEW_ARRAY(html->report->arena, struct cell, n * 6);
	bool *used = SW_NEW_ARRAY(html->report->arena, bool, n);
	for (size_t i = 0; i < all->threats.n; i++) {
		const struct sw_threat *threat = &all->threats.v[i];
		cells[threat->element * 6 + column_of(threat->kind)].states[threat->state]++;
		used[threat->element] = true;
	}
	sw_html_printf(
		html,
		"<details class=\"fold\" id=\"r%zu-matrix\"><summary>STRIDE matrix <span class=\"soft\">elements by letter</span></summary>\n"
		"<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th>Element</th>",
		number);
	for (size_t c = 0; c < 6; c++)
		sw_html_printf(html, "<th title=\"%s\"><abbr title=\"%s\">%c</abbr></th>", words[c], words[c],
			       "STRIDE"[c]);
	sw_html_raw(html, "</tr></thead><tbody>\n");
	for (uint32_t e = 0; e < n; e++) {
		if (!used[e])
			continue;
		sw_html_raw(html, "<tr><th scope=\"row\">");
		sw_html_element(html, number, all->diagram, e);
		sw_html_raw(html, "</th>");
		for (size_t c = 0; c < 6; c++)
			put_cell(html, &cells[e * 6 + c], words[c]);
		sw_html_raw(html, "</tr>\n");
	}
	sw_html_raw(html, "</tbody></table></div>\n<p class=\"soft key\">");
	for (size_t i = 0; i < 6; i++)
		sw_html_printf(html, "<span class=\"mark %s\"><span aria-hidden=\"true\">%s</span></span> %s ",
			       sw_state_name(sw_html_states[i]), sw_html_state_sign(sw_html_states[i]),
			       sw_state_title(sw_html_states[i]));
	sw_html_raw(html, "</p></details>\n");
}
