#include "reports/difference/report.h"
#include "reports/markdown/escape.h"
#include "reports/visible.h"

enum { MOST_ITEMS = 8, MOST_WHY = 160, MOST_NAME = 80 };

static struct sw_str in_text(struct sw_arena *arena, struct sw_str text, size_t most) {
	return sw_markdown_text(arena, sw_report_visible(arena, text), most);
}

static void put_group(struct sw_arena *arena, const struct sw_row_group *group, struct sw_out *out) {
	const struct sw_row_change *change = group->first;
	const struct sw_snapshot_row *row = change->after ? change->after : change->before;
	struct sw_str place = sw_difference_place(arena, change);
	sw_out_printf(out, "- **%.*s** ", SW_ARG(in_text(arena, row->priority, MOST_NAME)));
	sw_out_str(out, in_text(arena, row->title.n ? row->title : row->threat, MOST_WHY));
	sw_out_printf(out, " (%.*s: ", SW_ARG(in_text(arena, sw_difference_names(arena, group), MOST_NAME)));
	sw_out_printf(out, "%.*s); ", SW_ARG(in_text(arena, sw_difference_step(arena, change), MOST_NAME)));
	sw_out_printf(out, "%s: %.*s", sw_cause_name(change->cause), SW_ARG(in_text(arena, change->why, MOST_WHY)));
	if (place.n) {
		sw_out_byte(out, ' ');
		sw_out_str(out, sw_markdown_code(arena, sw_report_visible(arena, place)));
	}
	sw_out_byte(out, '\n');
}

int sw_difference_markdown(const struct sw_difference *difference, const struct sw_report_style *style, struct sw_arena *arena, struct sw_out *out) {
	struct sw_row_groups groups;
	size_t told = 0, more = 0;
	(void)style;
	if (!sw_difference_any(difference))
		return 0;
	sw_difference_group(arena, difference, &groups);
	sw_out_printf(out, "**strideward**: %.*s\n", SW_ARG(in_text(arena, sw_difference_headline(arena, difference, &groups), SIZE_MAX)));
	for (size_t i = 0; i < groups.v.n; i++) {
		bool small = groups.v.v[i].class >= SW_ROW_CAME;
		if (!small && told < MOST_ITEMS)
			put_group(arena, &groups.v.v[i], out);
		told += !small && told < MOST_ITEMS;
		more += !small;
	}
	if (more > told)
		sw_out_printf(out, "- and %zu more: run `strideward model diff`\n", more - told);
	return 0;
}
