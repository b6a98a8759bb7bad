#include "reports/text/life.h"

/* What a change brings along and what is not in force, where policy comes from another revision. */
void sw_text_pending(struct sw_text *text) {
	const struct sw_report *report = text->report;
	const struct sw_pending *pending = report->pending;
	if (!pending)
		return;
	sw_text_heading(text, sw_arena_printf(report->arena, "Policy and decisions are those of %.*s (%.*s)", SW_ARG(pending->revision),
					      SW_ARG(sw_str_sub(pending->commit, 0, 12))));
	if (!pending->v.n)
		sw_text_line(text, SW_TEXT_FAINT, 0, SW_S("The work tree brings no others."));
	for (size_t i = 0; i < pending->v.n; i++) {
		const struct sw_pending_item *item = &pending->v.v[i];
		struct sw_str place = sw_report_place(report, item->at);
		sw_text_line(text, SW_TEXT_PLAIN, 0, sw_arena_printf(report->arena, "pending  %s: %.*s%s%.*s%s", item->what, SW_ARG(item->text),
			     place.n ? " (" : "", SW_ARG(place), place.n ? ")" : ""));
	}
}
