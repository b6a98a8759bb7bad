#include "reports/svg/layout.h"
#include "reports/svg/text_width.h"

enum { ROW = 24, SAMPLE = 36, BETWEEN = 22, LEFT = 20 };

struct legend {
	struct sw_out *out;
	int32_t x, y, w;
};

/* Room for one sign and its words; gives where the sign starts. */
static int32_t place(struct legend *legend, int32_t sign, const char *words) {
	int32_t text = sw_text_width(sw_str_of(words), SW_SVG_LABEL_SIZE);
	if (legend->x > LEFT && legend->x + sign + 6 + text > legend->w - LEFT) {
		legend->x = LEFT;
		legend->y += ROW;
	}
	int32_t at = legend->x;
	legend->x += sign + 6 + text + BETWEEN;
	if (legend->out)
		sw_out_printf(legend->out, "<text x=\"%d\" y=\"%d\">%s</text>", at + sign + 6, legend->y + 4, words);
	return at;
}

static void grades(struct legend *legend, const struct sw_svg_picture *picture) {
	static const struct {
		enum sw_grade grade;
		const char *words;
	} rows[] = {
		{SW_GRADE_OBSERVED, "seen at work"},
		{SW_GRADE_CONFIGURED, "configured"},
		{SW_GRADE_GUESSED, "guessed (?)"},
		{SW_GRADE_CLAIMED, "claimed by people"},
		{SW_GRADE_STRUCTURAL, "how containers work"},
	};
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		bool occurs = false;
		for (size_t i = 0; i < picture->lines.n; i++)
			occurs |= picture->lines.v[i].flow->grade == rows[k].grade;
		if (!occurs)
			continue;
		int32_t x = place(legend, SAMPLE, rows[k].words);
		if (!legend->out)
			continue;
		sw_out_printf(legend->out, "<g class=\"flow %s\"><path d=\"M%d %dH%d\"/></g>",
			      sw_grade_name(rows[k].grade), x, legend->y, x + SAMPLE);
		if (rows[k].grade == SW_GRADE_CLAIMED)
			sw_svg_hand(legend->out, x + SAMPLE / 2, legend->y);
	}
}

static void locks(struct legend *legend, const struct sw_svg_picture *picture) {
	static const enum sw_tri order[] = {SW_YES, SW_NO, SW_UNKNOWN};
	static const char *const words[] = {"encrypted", "not encrypted", "encryption not known"};
	for (size_t k = 0; k < 3; k++) {
		bool occurs = false;
		for (size_t i = 0; i < picture->lines.n; i++)
			occurs |= picture->lines.v[i].secrecy && picture->lines.v[i].flow->encrypted == order[k];
		if (!occurs)
			continue;
		int32_t x = place(legend, 10, words[k]);
		if (legend->out)
			sw_svg_lock(legend->out, order[k], x + 5, legend->y);
	}
}

static void dots(struct legend *legend, const struct sw_svg_picture *picture, const struct sw_svg_options *options) {
	static const enum sw_svg_mark order[] = {SW_SVG_ALARM, SW_SVG_CARE, SW_SVG_FINE};
	static const char *const words[] = {"open threat, high or critical", "weak, or to be looked at",
					    "threats mitigated"};
	for (size_t k = 0; options->marks && k < 3; k++) {
		bool occurs = false;
		for (uint32_t i = 0; i < picture->elements; i++)
			occurs |= options->marks[i] == order[k];
		if (!occurs)
			continue;
		int32_t x = place(legend, 16, words[k]);
		if (legend->out)
			sw_svg_dot(legend->out, order[k], x + 8, legend->y);
	}
}

int32_t sw_svg_legend(struct sw_out *out, const struct sw_svg_picture *picture, const struct sw_svg_options *options) {
	struct legend legend = {out, LEFT, picture->h + 10, picture->w};
	if (out)
		sw_out_z(out, "<g class=\"legend\">");
	grades(&legend, picture);
	locks(&legend, picture);
	dots(&legend, picture, options);
	if (out)
		sw_out_z(out, "</g>\n");
	return legend.y + 20 - picture->h;
}
