#include "reports/svg/layout.h"
#include "base/out.h"

/* All signs are about 12 pixels high and stand around (x, y). */

void sw_svg_lock(struct sw_out *out, enum sw_tri encrypted, int32_t x, int32_t y) {
	static const char *const words[] = {"not known whether it is encrypted", "not encrypted", "encrypted"};
	static const char *const classes[] = {"unknown", "open", "closed"};
	/* An open lock's shackle hangs free on one side; where nothing is known the body is hollow and asks. */
	static const char *const shackle[] = {"M-3 -1V-3A3 3 0 0 1 3 -3V-1", "M-3 -1V-4A3 3 0 0 1 2 -5",
					      "M-3 -1V-3A3 3 0 0 1 3 -3V-1"};
	sw_out_printf(out,
		      "<g class=\"lock %s\" transform=\"translate(%d %d)\"><title>%s</title><path d=\"%s\"/>"
		      "<rect x=\"-4\" y=\"-1\" width=\"8\" height=\"6\" rx=\"1\"/>",
		      classes[encrypted], x, y, words[encrypted], shackle[encrypted]);
	if (encrypted == SW_UNKNOWN)
		sw_out_z(out, "<path class=\"ask\" d=\"M-1 1A1 1 0 1 1 0 2V2.5M0 3.8V4\"/>");
	sw_out_z(out, "</g>");
}

void sw_svg_hand(struct sw_out *out, int32_t x, int32_t y) {
	sw_out_printf(out,
		      "<g class=\"hand\" transform=\"translate(%d %d)\"><title>claimed by an annotation</title>"
		      "<path d=\"M-3 5V-3M-3 -3A1 1 0 0 1 -1 -3V0M-1 0V-5A1 1 0 0 1 1 -5V0M1 0V-4A1 1 0 0 1 3 -4V1"
		      "M3 1A1 1 0 0 1 5 1C5 4 4 6 1 6H0C-2 6 -3 5 -5 1\"/></g>",
		      x, y);
}

void sw_svg_dot(struct sw_out *out, enum sw_svg_mark mark, int32_t x, int32_t y) {
	switch (mark) {
	case SW_SVG_ALARM:
		sw_out_printf(
			out,
			"<g class=\"dot alarm\" transform=\"translate(%d %d)\"><path d=\"M-3 -7H3L7 -3V3L3 7H-3L-7 3V-3Z\"/>"
			"<path class=\"sign\" d=\"M0 -4V1M0 3.6V4\"/></g>",
			x, y);
		return;
	case SW_SVG_CARE:
		sw_out_printf(out,
			      "<g class=\"dot care\" transform=\"translate(%d %d)\"><path d=\"M0 -7L8 6H-8Z\"/>"
			      "<path class=\"sign\" d=\"M0 -3V1.5M0 4V4.2\"/></g>",
			      x, y);
		return;
	case SW_SVG_FINE:
		sw_out_printf(out,
			      "<g class=\"dot fine\" transform=\"translate(%d %d)\"><circle r=\"7\"/>"
			      "<path class=\"sign\" d=\"M-3 0L-1 3L3 -3\"/></g>",
			      x, y);
		return;
	case SW_SVG_UNMARKED: return;
	}
}
