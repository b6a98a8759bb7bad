#include "reports/checked/report.h"
#include "reports/text/lines.h"

static const char *const headings[] = {
	[SW_DIFFERENCE_ELEMENT_NOT_FOUND] = "Drawn and not found",
	[SW_DIFFERENCE_ELEMENT_UNCERTAIN] = "Drawn, and several fit",
	[SW_DIFFERENCE_ELEMENT_NOT_DRAWN] = "Found and not drawn",
	[SW_DIFFERENCE_FLOW_NOT_FOUND] = "Connections drawn that cannot be",
	[SW_DIFFERENCE_FLOW_NOT_DRAWN] = "Connections found and not drawn",
	[SW_DIFFERENCE_ENCRYPTION] = "Encryption drawn differently",
	[SW_DIFFERENCE_PORT] = "Ports drawn differently",
	[SW_DIFFERENCE_DIRECTION] = "Directions drawn differently",
	[SW_DIFFERENCE_BOUNDARY] = "Boundaries drawn differently",
	[SW_DIFFERENCE_PROPERTY] = "Clicked differently from what was measured",
};

static void put_part(struct sw_text *text, const struct sw_checked_report *report, enum sw_difference_kind kind) {
	bool headed = false;
	for (size_t i = 0; i < report->check->differences.n; i++) {
		const struct sw_drawn_difference *difference = &report->check->differences.v[i];
		if (difference->kind != kind)
			continue;
		if (!headed)
			sw_text_heading(text, sw_str_of(headings[kind]));
		headed = true;
		struct sw_str place = sw_report_place(report->scan, difference->at);
		sw_text_line(text, SW_TEXT_PLAIN, 2, sw_text_one_line(report->arena, difference->message));
		if (place.n)
			sw_text_line(text, SW_TEXT_FAINT, 4, place);
	}
	if (headed)
		sw_text_line(text, SW_TEXT_FIX, 2, sw_arena_printf(report->arena, "To settle: %s", sw_difference_next(kind)));
}

static void put_moved(struct sw_text *text, const struct sw_checked_report *report) {
	struct sw_arena *arena = report->arena;
	if (report->moved->n)
		sw_text_heading(text, SW_S("States that the evidence moves"));
	for (size_t i = 0; i < report->moved->n; i++) {
		const struct sw_moved_threat *moved = &report->moved->v[i];
		struct sw_str title = sw_text_one_line(arena, moved->threat->title), flow = sw_text_one_line(arena, moved->threat->interaction);
		const char *after = moved->stale ? "does not arise any more" : sw_drawn_state_title(moved->threat->state);
		sw_text_line(text, SW_TEXT_PLAIN, 2, sw_arena_printf(arena, "%.*s (%.*s): %s%s%s", SW_ARG(title), SW_ARG(flow),
								     moved->is_new ? "new" : sw_drawn_state_title(moved->before), moved->is_new ? ", " : " → ", after));
	}
}

static void put_summary(struct sw_text *text, const struct sw_checked_report *report) {
	const struct sw_drawn_check *check = report->check;
	size_t matched = 0;
	for (size_t i = 0; i < check->matches.n; i++)
		matched += check->matches.v[i].found.n > 0;
	sw_text_line(text, check->differences.n ? SW_TEXT_BAD : SW_TEXT_GOOD, 0,
		     check->differences.n ? sw_arena_printf(report->arena, "The drawing and what was found differ in %zu %s.", check->differences.n,
							    check->differences.n == 1 ? "point" : "points")
					  : SW_S("The drawing agrees with what was found."));
	sw_text_line(text, SW_TEXT_FAINT, 0, sw_arena_printf(report->arena, "%zu of %zu drawn elements were found.", matched, check->matches.n));
}

int sw_checked_lines(const struct sw_checked_report *report, const struct sw_report_style *style, struct sw_out *out) {
	struct sw_text text = {.style = style, .out = out};
	put_summary(&text, report);
	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
		put_part(&text, report, (enum sw_difference_kind)i);
	put_moved(&text, report);
	return out->failed ? -1 : 0;
}
