#include "reports/difference/report.h"
#include "reports/text/lines.h"

static const char *const titles[] = {
	[SW_ROW_OPENED] = "Opened", [SW_ROW_MOVED] = "Another state or priority", [SW_ROW_DECIDED] = "Decided otherwise",
	[SW_ROW_CLOSED] = "Closed", [SW_ROW_CAME] = "Came, not open", [SW_ROW_WENT] = "Went, was not open",
};

enum { MOST_PARTS = 40, MOST_SMALL = 5, MOST_STATES = 12 };

static void put_group(struct sw_text *text, struct sw_arena *arena, const struct sw_row_group *group) {
	const struct sw_row_change *change = group->first;
	const struct sw_snapshot_row *row = change->after ? change->after : change->before;
	struct sw_str place = sw_difference_place(arena, change);
	enum sw_severity severity;
	struct sw_str line = sw_arena_printf(arena, "%.*s on %.*s: %.*s", SW_ARG(row->threat), SW_ARG(sw_difference_names(arena, group)),
					     SW_ARG(sw_difference_step(arena, change)));
	if (sw_severity_of(row->priority, &severity))
		sw_text_ranked(text, severity, line);
	else
		sw_text_line(text, SW_TEXT_PLAIN, 0, sw_arena_printf(arena, "%.*s  %.*s", SW_ARG(row->priority), SW_ARG(line)));
	line = sw_arena_printf(arena, "%s: %.*s%s%.*s%s", sw_cause_name(change->cause), SW_ARG(change->why), place.n ? " (" : "", SW_ARG(place), place.n ? ")" : "");
	sw_text_line(text, SW_TEXT_FAINT, 4, line);
}

/* Rows that came or went with their elements and were never open: how many, by state. */
static void put_counts(struct sw_text *text, struct sw_arena *arena, const struct sw_row_groups *groups, enum sw_row_class class) {
	struct {
		struct sw_str state;
		size_t n;
	} states[MOST_STATES] = {{.n = 0}};
	size_t count = 0;
	for (size_t i = 0; i < groups->v.n; i++) {
		const struct sw_row_change *change = groups->v.v[i].first;
		struct sw_str state = (change->after ? change->after : change->before)->state;
		size_t k = 0;
		if (groups->v.v[i].class != class)
			continue;
		while (k < count && !sw_str_eq(states[k].state, state))
			k++;
		if (k == MOST_STATES)
			k = MOST_STATES - 1;
		else if (k == count)
			states[count++].state = state;
		states[k].n += groups->v.v[i].on.n;
	}
	struct sw_str line = {0};
	for (size_t k = 0; k < count; k++)
		line = sw_arena_join(arena, line, sw_arena_printf(arena, "%s%zu %.*s", k ? ", " : "", states[k].n, SW_ARG(states[k].state)));
	sw_text_line(text, SW_TEXT_PLAIN, 0, line);
}

static void put_rows(struct sw_text *text, struct sw_arena *arena, const struct sw_row_groups *groups) {
	for (unsigned class = SW_ROW_OPENED; class <= SW_ROW_WENT; class++) {
		if (!groups->rows[class])
			continue;
		sw_text_heading(text, sw_str_of(titles[class]));
		if ((class == SW_ROW_CAME || class == SW_ROW_WENT) && groups->rows[class] > MOST_SMALL) {
			put_counts(text, arena, groups, (enum sw_row_class)class);
			continue;
		}
		for (size_t i = 0; i < groups->v.n; i++)
			if (groups->v.v[i].class == class)
				put_group(text, arena, &groups->v.v[i]);
	}
}

static void put_parts(struct sw_text *text, struct sw_arena *arena, const struct sw_difference *difference) {
	static const char marks[] = "+-~";
	if (!difference->parts.n)
		return;
	sw_text_heading(text, SW_S("Elements, flows, boundaries"));
	for (size_t i = 0; i < difference->parts.n && i < MOST_PARTS; i++)
		sw_text_line(text, SW_TEXT_PLAIN, 0, sw_arena_printf(arena, "%c %.*s", marks[difference->parts.v[i].change],
			     SW_ARG(sw_difference_part(arena, difference, &difference->parts.v[i]))));
	if (difference->parts.n > MOST_PARTS)
		sw_text_line(text, SW_TEXT_PLAIN, 0, sw_arena_printf(arena, "and %zu more: -f json lists all", difference->parts.n - MOST_PARTS));
}

int sw_difference_text(const struct sw_difference *difference, const struct sw_report_style *style, struct sw_arena *arena, struct sw_out *out) {
	struct sw_text text = {.style = style, .out = out};
	struct sw_row_groups groups;
	sw_difference_group(arena, difference, &groups);
	sw_text_line(&text, SW_TEXT_STRONG, 0, sw_arena_printf(arena, "%.*s → %.*s: %.*s", SW_ARG(difference->before->named),
		     SW_ARG(difference->after->named), SW_ARG(sw_difference_headline(arena, difference, &groups))));
	put_rows(&text, arena, &groups);
	put_parts(&text, arena, difference);
	return 0;
}
