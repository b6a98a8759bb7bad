#include "reports/svg/layout.h"
#include <stdlib.h>

/* Deals the members of one group out to columns, from left to right by who opens to whom, and finds an order within each
 * column that crosses few edges. */

enum {
	MOST_COLUMNS = 6,
	MOST_IN_COLUMN = 8,
	SWEEPS = 8,
	UNIT = 1 << 10, /* distance of neighbours in a column while the order is sought */
};

struct links { /* neighbours of item i: to[first[i]] … */
	uint32_t *first, *to;
};

static struct links link_up(struct sw_arena *arena, const struct sw_svg_group *group, bool forward) {
	size_t n = group->items.n, m = group->edges.n;
	struct links links = {SW_NEW_ARRAY(arena, uint32_t, n + 2), SW_NEW_ARRAY(arena, uint32_t, m + 1)};
	for (size_t i = 0; i < m; i++)
		links.first[(forward ? group->edges.v[i].a : group->edges.v[i].b) + 2]++;
	for (size_t i = 2; i < n + 2; i++)
		links.first[i] += links.first[i - 1];
	for (size_t i = 0; i < m; i++) {
		const struct sw_svg_edge *edge = &group->edges.v[i];
		links.to[links.first[(forward ? edge->a : edge->b) + 1]++] = forward ? edge->b : edge->a;
	}
	return links;
}

/* Order of a depth-first walk's ends, reversed: an order in which every edge leads forward, but for those that close
 * circles. The walk begins at what is reached from outside, then at what only opens. */
static uint32_t *walk(struct sw_arena *arena, const struct sw_svg_group *group, const struct links *out,
		      const struct links *in) {
	size_t n = group->items.n;
	uint32_t *order = SW_NEW_ARRAY(arena, uint32_t, n), *stack = SW_NEW_ARRAY(arena, uint32_t, n);
	uint32_t *next = SW_NEW_ARRAY(arena, uint32_t, n);
	bool *seen = SW_NEW_ARRAY(arena, bool, n);
	size_t put = n;
	for (unsigned round = 0; round < 3; round++)
		for (size_t i = n; i-- > 0;) {
			bool begins =
				round == 0 ? group->items.v[i].entry : round == 2 || in->first[i] == in->first[i + 1];
			if (seen[i] || !begins)
				continue;
			size_t depth = 0;
			stack[depth++] = (uint32_t)i;
			seen[i] = true;
			while (depth) {
				uint32_t at = stack[depth - 1];
				uint32_t edge = out->first[at] + next[at];
				if (edge == out->first[at + 1]) {
					order[--put] = at;
					depth--;
					continue;
				}
				next[at]++;
				if (!seen[out->to[edge]]) {
					seen[out->to[edge]] = true;
					stack[depth++] = out->to[edge];
				}
			}
		}
	return order;
}

/* Longer chains share columns, or nobody could read the picture on a page. */
static int32_t most_columns(const struct sw_svg_group *group) {
	size_t n = group->items.n;
	int32_t most = group->narrow ? 1 : n <= 16 ? 4 : n <= 30 ? 5 : MOST_COLUMNS;
	return most < group->most ? most : group->most;
}

static void find_columns(struct sw_arena *arena, struct sw_svg_group *group) {
	size_t n = group->items.n;
	struct links out = link_up(arena, group, true), in = link_up(arena, group, false);
	uint32_t *order = walk(arena, group, &out, &in), *place = SW_NEW_ARRAY(arena, uint32_t, n);
	int32_t *rank = SW_NEW_ARRAY(arena, int32_t, n), most = 0, columns = most_columns(group);
	for (size_t i = 0; i < n; i++)
		place[order[i]] = (uint32_t)i;
	for (size_t i = 0; i < n; i++) {
		uint32_t at = order[i];
		for (uint32_t e = out.first[at]; e < out.first[at + 1]; e++)
			if (place[out.to[e]] > place[at] && rank[out.to[e]] <= rank[at])
				rank[out.to[e]] = rank[at] + 1;
		most = rank[at] > most ? rank[at] : most;
	}
	for (size_t i = n; i-- > 0;) { /* who only opens stands right before the first it opens to */
		uint32_t at = order[i];
		int32_t least = INT32_MAX;
		for (uint32_t e = out.first[at]; e < out.first[at + 1]; e++)
			if (place[out.to[e]] > place[at] && rank[out.to[e]] < least)
				least = rank[out.to[e]];
		if (in.first[at] == in.first[at + 1] && least != INT32_MAX)
			rank[at] = least - 1;
	}
	for (size_t i = 0; i < n; i++) {
		struct sw_svg_item *item = &group->items.v[i];
		if (item->stand == SW_SVG_BASE)
			continue;
		bool alone = in.first[i] == in.first[i + 1] && out.first[i] == out.first[i + 1];
		if (item->column < 0 && alone)
			item->stand = SW_SVG_LOOSE;
		else if (item->column < 0)
			item->column = most < columns ? rank[i] : rank[i] * columns / (most + 1);
	}
}

static int by_seat(const void *left, const void *right) {
	const struct sw_svg_seat *a = left, *b = right;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return a->item < b->item ? -1 : a->item > b->item;
}

void sw_svg_seat_all(struct sw_svg_group *group, struct sw_svg_seat *seats, size_t count) {
	if (count)
		qsort(seats, count, sizeof *seats, by_seat);
	uint32_t order = 0;
	for (size_t i = 0; i < count; i++) {
		order = i && seats[i].column == seats[i - 1].column ? order + 1 : 0;
		group->items.v[seats[i].item].order = order;
		seats[i].order = order;
	}
}

size_t sw_svg_take_seats(const struct sw_svg_group *group, struct sw_svg_seat *seats) {
	size_t count = 0;
	for (size_t i = 0; i < group->items.n; i++) {
		const struct sw_svg_item *item = &group->items.v[i];
		if (item->stand == SW_SVG_COLUMN)
			seats[count++] = (struct sw_svg_seat){item->column, item->order, item->order, (uint32_t)i};
	}
	return count;
}

/* Barycentres, alternately of the neighbours to the left and to the right. */
static void find_order(struct sw_arena *arena, struct sw_svg_group *group) {
	size_t n = group->items.n;
	struct sw_svg_seat *seats = SW_NEW_ARRAY(arena, struct sw_svg_seat, n);
	int64_t *at = SW_NEW_ARRAY(arena, int64_t, n), *sum = SW_NEW_ARRAY(arena, int64_t, n);
	int64_t *count = SW_NEW_ARRAY(arena, int64_t, n);
	uint32_t *height = SW_NEW_ARRAY(arena, uint32_t, n + MOST_COLUMNS);
	sw_svg_seat_all(group, seats, sw_svg_take_seats(group, seats));
	for (unsigned sweep = 0; sweep < SWEEPS; sweep++) {
		size_t seated = sw_svg_take_seats(group, seats);
		memset(height, 0, (n + MOST_COLUMNS) * sizeof *height);
		memset(sum, 0, n * sizeof *sum);
		memset(count, 0, n * sizeof *count);
		for (size_t i = 0; i < seated; i++)
			height[seats[i].column]++;
		for (size_t i = 0; i < seated; i++)
			at[seats[i].item] = (2 * (int64_t)seats[i].order + 1 - height[seats[i].column]) * UNIT / 2;
		for (size_t e = 0; e < group->edges.n; e++) {
			uint32_t ends[2] = {group->edges.v[e].a, group->edges.v[e].b};
			for (unsigned k = 0; k < 2; k++) {
				int32_t own = group->items.v[ends[k]].column, other = group->items.v[ends[!k]].column;
				if (sweep % 2 ? other > own : other < own) {
					sum[ends[k]] += at[ends[!k]];
					count[ends[k]]++;
				}
			}
		}
		for (size_t i = 0; i < seated; i++) {
			uint32_t item = seats[i].item;
			seats[i].key = count[item] ? sum[item] / count[item] : at[item];
		}
		sw_svg_seat_all(group, seats, seated);
	}
}

/* A column that is too long is dealt out, one by one, to several side by side. */
static void split_columns(struct sw_arena *arena, struct sw_svg_group *group) {
	struct sw_svg_seat *seats = SW_NEW_ARRAY(arena, struct sw_svg_seat, group->items.n);
	size_t count = sw_svg_take_seats(group, seats);
	sw_svg_seat_all(group, seats, count);
	int32_t column = 0;
	for (size_t i = 0, next; i < count; i = next) {
		for (next = i + 1; next < count && seats[next].column == seats[i].column; next++)
			;
		size_t parts = group->narrow ? 1 : (next - i + MOST_IN_COLUMN - 1) / MOST_IN_COLUMN;
		for (size_t k = i; k < next; k++) {
			struct sw_svg_item *item = &group->items.v[seats[k].item];
			item->column = column + (int32_t)((k - i) % parts);
			item->order = (uint32_t)((k - i) / parts);
		}
		column += (int32_t)parts;
	}
}

void sw_svg_columns(struct sw_arena *arena, struct sw_svg_group *group) {
	find_columns(arena, group);
	for (size_t i = 0; i < group->items.n; i++)
		group->items.v[i].order = (uint32_t)i;
	if (!group->ordered)
		find_order(arena, group);
	split_columns(arena, group);
}
