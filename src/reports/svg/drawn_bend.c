#include "reports/svg/drawn_parts.h"
#include <stdlib.h>

enum { BOW = 30 }; /* pixels between the middles of flows side by side */

struct pair {
	int32_t low, high;
	uint32_t item;
};

static int by_pair(const void *a, const void *b) {
	const struct pair *x = a, *y = b;
	if (x->low != y->low)
		return x->low < y->low ? -1 : 1;
	if (x->high != y->high)
		return x->high < y->high ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

/* A flow that nobody bent: its handle, if it has one, lies in the middle of its ends. */
static bool is_straight(const struct sw_drawn *flow) {
	double x = flow->handle.x * 2 - flow->from_at.x - flow->to_at.x, y = flow->handle.y * 2 - flow->from_at.y - flow->to_at.y;
	return flow->kind == SW_DRAWN_FLOW && flow->from >= 0 && flow->to >= 0 && flow->from != flow->to && !flow->bends.n &&
	       ((x * x + y * y < 4 && !flow->from_port.n && !flow->to_port.n) || sw_drawn_is_origin(flow->handle));
}

void sw_drawn_bend_apart(struct sw_drawn_picture *picture) {
	SW_VEC(struct pair) pairs = {0};
	for (size_t i = 0; i < picture->count; i++) {
		const struct sw_drawn *flow = picture->items[i].drawn;
		if (picture->items[i].shown && picture->items[i].is_path && picture->items[i].curved && is_straight(flow))
			*sw_push(picture->arena, &pairs) = (struct pair){flow->from < flow->to ? flow->from : flow->to,
									  flow->from < flow->to ? flow->to : flow->from, (uint32_t)i};
	}
	if (pairs.n)
		qsort(pairs.v, pairs.n, sizeof *pairs.v, by_pair);
	for (size_t i = 0, end; i < pairs.n; i = end) {
		for (end = i + 1; end < pairs.n && pairs.v[end].low == pairs.v[i].low && pairs.v[end].high == pairs.v[i].high;)
			end++;
		for (size_t k = i; end - i > 1 && k < end; k++) {
			struct sw_drawn_item *item = &picture->items[pairs.v[k].item];
			bool forth = item->drawn->from == pairs.v[k].low;
			struct sw_drawn_point a = item->corners[forth ? 0 : 2], b = item->corners[forth ? 2 : 0];
			double length = sw_drawn_distance(a, b), by = ((double)(k - i) - (double)(end - i - 1) / 2) * BOW * 2;
			if (length < 1)
				continue;
			item->corners[1].x += by * (b.y - a.y) / length;
			item->corners[1].y -= by * (b.x - a.x) / length;
			sw_drawn_measure(picture, item);
		}
	}
}
