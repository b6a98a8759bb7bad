#include "reports/svg/drawn_parts.h"
#include <stdlib.h>

enum {
	MARGIN = 14,
	AROUND = 60, /* what is shown about an element, in a view of it */
};

static struct sw_drawn_area with_margin(struct sw_drawn_area area) {
	return (struct sw_drawn_area){area.x - MARGIN, area.y - MARGIN, area.w + 2 * MARGIN, area.h + 2 * MARGIN};
}

struct sw_drawn_area sw_drawn_all(const struct sw_drawn_picture *picture) {
	struct sw_drawn_area all = {0, 0, 160, 40};
	bool any = false;
	for (size_t i = 0; i < picture->count; i++)
		if (picture->items[i].shown) {
			all = any ? sw_drawn_union(all, picture->items[i].bounds) : picture->items[i].bounds;
			any = true;
		}
	return with_margin(all);
}

struct sw_drawn_area sw_drawn_around(const struct sw_drawn_picture *picture, size_t element) {
	if (element >= picture->count || !picture->items[element].shown)
		return sw_drawn_all(picture);
	const struct sw_drawn *drawn = picture->items[element].drawn;
	struct sw_drawn_area area = picture->items[element].bounds;
	int32_t ends[] = {drawn->from, drawn->to};
	for (size_t i = 0; drawn->kind == SW_DRAWN_FLOW && i < 2; i++)
		if (ends[i] >= 0 && (size_t)ends[i] < picture->count && picture->items[ends[i]].shown)
			area = sw_drawn_union(area, picture->items[ends[i]].bounds);
	if (!picture->items[element].is_path) /* where its flows come from */
		area = (struct sw_drawn_area){area.x - AROUND, area.y - AROUND, area.w + 2 * AROUND, area.h + 2 * AROUND};
	return with_margin(area);
}

struct seat {
	int layer;
	double size;
	uint32_t item;
};

static int by_layer(const void *a, const void *b) {
	const struct seat *x = a, *y = b;
	if (x->layer != y->layer)
		return x->layer - y->layer;
	if (x->size < y->size || x->size > y->size)
		return x->size < y->size ? 1 : -1;
	return (x->item > y->item) - (x->item < y->item);
}

static void put_in_order(struct sw_drawn_picture *picture) {
	struct seat *seats = SW_NEW_ARRAY(picture->arena, struct seat, picture->count + 1);
	picture->order = SW_NEW_ARRAY(picture->arena, uint32_t, picture->count + 1);
	for (size_t i = 0; i < picture->count; i++) {
		const struct sw_drawn_item *item = &picture->items[i];
		bool box = sw_drawn_is_box(item);
		seats[i] = (struct seat){box ? 0 : item->is_path ? 1 : 2, box ? item->at.w * item->at.h : 0, (uint32_t)i};
	}
	qsort(seats, picture->count, sizeof *seats, by_layer);
	for (size_t i = 0; i < picture->count; i++)
		picture->order[i] = seats[i].item;
}

struct sw_drawn_picture *sw_drawn_picture_of(struct sw_arena *arena, const struct sw_drawing *drawing,
					     const struct sw_drawn_diagram *diagram) {
	struct sw_drawn_picture *picture = SW_NEW(arena, struct sw_drawn_picture);
	picture->arena = arena;
	picture->diagram = diagram;
	picture->count = diagram->elements.n;
	picture->items = SW_NEW_ARRAY(arena, struct sw_drawn_item, picture->count + 1);
	picture->in_view = SW_NEW_ARRAY(arena, bool, picture->count + 1);
	/* The Microsoft tool's measures hold the handles around a shape. */
	picture->inset = drawing->format && sw_str_is(sw_str_of(drawing->format), "tm7") ? 5 : 0;
	sw_drawn_shapes(picture);
	sw_drawn_labels(picture);
	sw_drawn_icons(picture, drawing->template);
	put_in_order(picture);
	return picture;
}
