#include "reports/svg/layout.h"
#include <stdlib.h>

/* Places the members of one group: in columns (see columns.c), at heights that keep lines level, with room for labels;
 * loose ones and the base around them. All of it is integer arithmetic with a fixed number of rounds. */

enum {
	GRID_ONLY = 300, /* members; beyond, they are packed without looking at edges */
	ROW_GAP = 30,
	PART_GAP = 40, /* between columns and loose ones */
	BASE_GAP = 60, /* above the base: room for a label on a short line */
	LABEL_ROOM = 120,
};

static int32_t stack(const struct sw_svg_group *group, const struct sw_svg_seat *seats, size_t n) {
	int32_t height = -ROW_GAP;
	for (size_t i = 0; i < n; i++)
		height += group->items.v[seats[i].item].h + ROW_GAP;
	return height;
}

/* Heights of one column's members: as near to what each wants as their order, their distance and the height of the
 * tallest column allow. Pools neighbours that would collide and gives the pool the mean (isotonic regression). */
static void settle(struct sw_arena *arena, struct sw_svg_group *group, const struct sw_svg_seat *seats, size_t n,
		   int32_t tallest) {
	int64_t room = tallest - stack(group, seats, n);
	int64_t *sum = SW_NEW_ARRAY(arena, int64_t, n), *count = SW_NEW_ARRAY(arena, int64_t, n);
	size_t pools = 0;
	int64_t offset = 0;
	for (size_t i = 0; i < n; i++) {
		const struct sw_svg_item *item = &group->items.v[seats[i].item];
		sum[pools] = item->want - item->h / 2 - offset;
		count[pools++] = 1;
		offset += item->h + ROW_GAP;
		while (pools > 1 && sum[pools - 2] * count[pools - 1] >= sum[pools - 1] * count[pools - 2]) {
			sum[pools - 2] += sum[pools - 1];
			count[pools - 2] += count[pools - 1];
			pools--;
		}
	}
	offset = 0;
	for (size_t pool = 0, i = 0; pool < pools; pool++) {
		int64_t base = sum[pool] / count[pool];
		base = base < 0 ? 0 : base > room ? room : base;
		base = base / SW_SVG_GRID * SW_SVG_GRID;
		for (int64_t k = 0; k < count[pool]; k++, i++) {
			struct sw_svg_item *item = &group->items.v[seats[i].item];
			item->y = (int32_t)(base + offset);
			offset += item->h + ROW_GAP;
		}
	}
}

/* Without a wish from outside, a member wants to be level with its neighbours, or to stay where it is. */
static void level(struct sw_arena *arena, struct sw_svg_group *group) {
	size_t n = group->items.n;
	int64_t *sum = SW_NEW_ARRAY(arena, int64_t, n), *count = SW_NEW_ARRAY(arena, int64_t, n);
	for (size_t e = 0; e < group->edges.n; e++) {
		struct sw_svg_item *a = &group->items.v[group->edges.v[e].a], *b = &group->items.v[group->edges.v[e].b];
		sum[group->edges.v[e].a] += b->y + b->h / 2;
		sum[group->edges.v[e].b] += a->y + a->h / 2;
		count[group->edges.v[e].a]++;
		count[group->edges.v[e].b]++;
	}
	for (size_t i = 0; i < n; i++)
		if (!group->items.v[i].wants)
			group->items.v[i].want =
				count[i] ? (int32_t)(sum[i] / count[i]) : group->items.v[i].y + group->items.v[i].h / 2;
}

static void set_heights(struct sw_arena *arena, struct sw_svg_group *group, bool resort) {
	struct sw_svg_seat *seats = SW_NEW_ARRAY(arena, struct sw_svg_seat, group->items.n);
	size_t count = sw_svg_take_seats(group, seats);
	for (size_t i = 0; resort && i < count; i++)
		seats[i].key = group->items.v[seats[i].item].want;
	sw_svg_seat_all(group, seats, count);
	int32_t tallest = 0;
	for (unsigned round = 0; round < 2; round++)
		for (size_t i = 0, next; i < count; i = next) {
			for (next = i + 1; next < count && seats[next].column == seats[i].column; next++)
				;
			int32_t height = stack(group, seats + i, next - i);
			tallest = height > tallest ? height : tallest;
			if (round)
				settle(arena, group, seats + i, next - i, tallest);
		}
}

/* Room between two columns: for the longest label of an edge across, and for the edges that turn there. */
static int32_t room_behind(const struct sw_svg_group *group, int32_t column) {
	int32_t label = 0, turns = 0;
	for (size_t e = 0; e < group->edges.n; e++) {
		const struct sw_svg_edge *edge = &group->edges.v[e];
		int32_t a = group->items.v[edge->a].column, b = group->items.v[edge->b].column;
		if ((a <= column) == (b <= column))
			continue;
		turns++;
		if (a - b == 1 || b - a == 1)
			label = edge->label_width > label ? edge->label_width : label;
	}
	label = label > LABEL_ROOM ? LABEL_ROOM : label;
	int32_t room = group->gap + label + (turns > 12 ? 40 : turns / 3 * SW_SVG_GRID);
	return (room + SW_SVG_GRID - 1) / SW_SVG_GRID * SW_SVG_GRID;
}

/* Left edges by column, the columns' own height and width. */
static void set_columns(struct sw_arena *arena, struct sw_svg_group *group) {
	int32_t columns = 0, x = 0, top = INT32_MAX, bottom = 0;
	for (size_t i = 0; i < group->items.n; i++) {
		struct sw_svg_item *item = &group->items.v[i];
		if (item->stand != SW_SVG_COLUMN)
			continue;
		columns = item->column >= columns ? item->column + 1 : columns;
		top = item->y < top ? item->y : top;
	}
	int32_t *wide = SW_NEW_ARRAY(arena, int32_t, (size_t)columns + 1),
		*left = SW_NEW_ARRAY(arena, int32_t, (size_t)columns + 1);
	for (size_t i = 0; i < group->items.n; i++) {
		const struct sw_svg_item *item = &group->items.v[i];
		if (item->stand == SW_SVG_COLUMN && item->w > wide[item->column])
			wide[item->column] = item->w;
	}
	for (int32_t c = 0; c < columns; c++) {
		left[c] = x;
		x += wide[c] + (c + 1 < columns ? room_behind(group, c) : 0);
	}
	for (size_t i = 0; i < group->items.n; i++) {
		struct sw_svg_item *item = &group->items.v[i];
		if (item->stand != SW_SVG_COLUMN)
			continue;
		item->x = left[item->column] + (wide[item->column] - item->w) / 2 / SW_SVG_GRID * SW_SVG_GRID;
		item->y -= top;
		bottom = item->y + item->h > bottom ? item->y + item->h : bottom;
	}
	group->w = x;
	group->h = bottom;
}

/* Loose members fill columns of about equal height, beside or beneath the others, whichever keeps the group compact. */
static void pack_loose(struct sw_arena *arena, struct sw_svg_group *group) {
	struct sw_svg_seat *seats = SW_NEW_ARRAY(arena, struct sw_svg_seat, group->items.n);
	int64_t area = 0, height = 0;
	int32_t tallest = 0;
	size_t count = 0;
	for (size_t i = 0; i < group->items.n; i++) {
		const struct sw_svg_item *item = &group->items.v[i];
		if (item->stand != SW_SVG_LOOSE)
			continue;
		seats[count++] = (struct sw_svg_seat){0, item->wants ? item->want : INT32_MAX, (uint32_t)i, (uint32_t)i};
		area += (int64_t)(item->w + PART_GAP) * (item->h + ROW_GAP);
		height += item->h + ROW_GAP;
		tallest = item->h + ROW_GAP > tallest ? item->h + ROW_GAP : tallest;
	}
	if (!count)
		return;
	sw_svg_seat_all(group, seats, count);
	bool beside = group->h > group->w;
	int64_t limit =
		group->narrow ? height : tallest; /* of a column: so high that the whole is a little wider than high */
	while (limit * limit * 3 / 2 < area)
		limit += SW_SVG_GRID;
	if (beside && group->h > limit)
		limit = group->h;
	if (!beside && group->w && height * 220 / limit > group->w)
		limit = height * 220 / group->w > limit ? height * 220 / group->w : limit;
	int32_t x = beside ? group->w + PART_GAP : 0, top = beside || !group->h ? 0 : group->h + PART_GAP;
	int32_t y = top, wide = 0;
	for (size_t i = 0; i < count; i++) {
		struct sw_svg_item *item = &group->items.v[seats[i].item];
		if (y > top && y + item->h > top + limit) {
			x += wide + PART_GAP;
			y = top;
			wide = 0;
		}
		item->x = x;
		item->y = y;
		y += item->h + ROW_GAP;
		wide = item->w > wide ? item->w : wide;
		group->w = x + item->w > group->w ? x + item->w : group->w;
		group->h = item->y + item->h > group->h ? item->y + item->h : group->h;
	}
}

static void set_base(struct sw_svg_group *group) {
	int32_t x = 0, y = group->h ? group->h + BASE_GAP : 0, limit = group->w > 500 ? group->w : 500;
	for (size_t i = 0; i < group->items.n; i++) {
		struct sw_svg_item *item = &group->items.v[i];
		if (item->stand != SW_SVG_BASE)
			continue;
		if (x && x + item->w > limit) {
			x = 0;
			y += item->h + ROW_GAP;
		}
		item->x = x;
		item->y = y;
		x += item->w + PART_GAP;
		group->w = item->x + item->w > group->w ? item->x + item->w : group->w;
		group->h = item->y + item->h > group->h ? item->y + item->h : group->h;
	}
}

void sw_svg_arrange(struct sw_arena *arena, struct sw_svg_group *group) {
	bool first = !group->placed;
	group->placed = true;
	group->w = group->h = 0;
	if (first && group->items.n > GRID_ONLY) {
		group->edges.n = 0;
		for (size_t i = 0; i < group->items.n; i++)
			if (group->items.v[i].stand == SW_SVG_COLUMN)
				group->items.v[i].stand = SW_SVG_LOOSE;
	} else if (first) {
		sw_svg_columns(arena, group);
	}
	if (first)
		set_heights(arena, group, false);
	for (unsigned round = 0; round < 3; round++) {
		level(arena, group);
		set_heights(arena, group, !first && !round && !group->ordered);
	}
	set_columns(arena, group);
	pack_loose(arena, group);
	set_base(group);
}
