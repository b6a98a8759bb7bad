#include "reports/svg/drawn_parts.h"

#define FARTHEST 20000.0 /* pixels from the origin: whatever is drawn beyond is moved here */

enum {
	SEARCH_STEPS = 64, /* along a path, for the place where it leaves a shape */
	HALVINGS = 12,
	FAR_FROM_PORT = 12, /* pixels from which an end is taken to its port */
};

static double safe(double x) {
	if (x >= FARTHEST)
		return FARTHEST;
	if (x <= -FARTHEST)
		return -FARTHEST;
	return x > -FARTHEST && x < FARTHEST ? x : 0; /* no number at all: 0 */
}

static struct sw_drawn_point safe_point(struct sw_drawn_point p) {
	return (struct sw_drawn_point){safe(p.x), safe(p.y)};
}

/* Newton's way, which needs no library. */
static double root(double square) {
	double r = square > 1 ? square : 1;
	for (int i = 0; i < 64; i++)
		r = (r + square / r) / 2;
	return r;
}

double sw_drawn_distance(struct sw_drawn_point a, struct sw_drawn_point b) {
	return root((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

struct sw_drawn_area sw_drawn_union(struct sw_drawn_area a, struct sw_drawn_area b) {
	double left = a.x < b.x ? a.x : b.x, top = a.y < b.y ? a.y : b.y;
	double right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w, bottom = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
	return (struct sw_drawn_area){left, top, right - left, bottom - top};
}

double sw_drawn_shared(struct sw_drawn_area a, struct sw_drawn_area b) {
	double left = a.x > b.x ? a.x : b.x, top = a.y > b.y ? a.y : b.y;
	double right = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w, bottom = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
	return right > left && bottom > top ? (right - left) * (bottom - top) : 0;
}

bool sw_drawn_holds(struct sw_drawn_area area, struct sw_drawn_point point) {
	return point.x >= area.x && point.x <= area.x + area.w && point.y >= area.y && point.y <= area.y + area.h;
}

bool sw_drawn_is_text(const struct sw_drawn *drawn) {
	return drawn->kind == SW_DRAWN_NOTE || sw_str_is(drawn->generic, "GE.A") || sw_str_is(drawn->type, "GE.A");
}

bool sw_drawn_is_box(const struct sw_drawn_item *item) {
	return item->drawn->kind == SW_DRAWN_BOX;
}

static struct sw_drawn_point centre(struct sw_drawn_area at) {
	return (struct sw_drawn_point){at.x + at.w / 2, at.y + at.h / 2};
}

/* Whether a point lies in the shape itself, not only in the rectangle about it. */
static bool within(const struct sw_drawn_item *item, struct sw_drawn_point p) {
	if (item->drawn->kind != SW_DRAWN_PROCESS)
		return sw_drawn_holds(item->at, p);
	struct sw_drawn_point c = centre(item->at);
	double x = (p.x - c.x) / (item->at.w / 2), y = (p.y - c.y) / (item->at.h / 2);
	return x * x + y * y <= 1;
}

struct sw_drawn_point sw_drawn_point_at(const struct sw_drawn_item *item, double t) {
	const struct sw_drawn_point *p = item->corners;
	if (item->curved) {
		double u = 1 - t, a = u * u, b = 2 * u * t, c = t * t;
		return (struct sw_drawn_point){a * p[0].x + b * p[1].x + c * p[2].x, a * p[0].y + b * p[1].y + c * p[2].y};
	}
	double along = t * (double)(item->corner_count - 1);
	size_t i = (size_t)along < item->corner_count - 1 ? (size_t)along : item->corner_count - 2;
	double part = along - (double)i;
	return (struct sw_drawn_point){p[i].x + part * (p[i + 1].x - p[i].x), p[i].y + part * (p[i + 1].y - p[i].y)};
}

/* Where a path that begins in `shape` at `from` leaves it on its way to `to`. */
static double leaves(const struct sw_drawn_item *path, const struct sw_drawn_item *shape, double from, double to) {
	double inside = from, outside = from;
	if (!within(shape, sw_drawn_point_at(path, from)))
		return from;
	for (int step = 1; step <= SEARCH_STEPS; step++) {
		outside = from + (to - from) * step / SEARCH_STEPS;
		if (!within(shape, sw_drawn_point_at(path, outside)))
			break;
		inside = outside;
		if (step == SEARCH_STEPS)
			return from; /* never */
	}
	for (int i = 0; i < HALVINGS; i++) {
		double half = (inside + outside) / 2;
		if (within(shape, sw_drawn_point_at(path, half)))
			inside = half;
		else
			outside = half;
	}
	return outside;
}

/* The point of a shape's edge that a port names; false: it names none. */
static bool port_at(const struct sw_drawn_item *item, struct sw_str port, struct sw_drawn_point *at) {
	double diagonal = item->drawn->kind == SW_DRAWN_PROCESS ? 0.70710678 : 1;
	double y = sw_str_starts(port, SW_S("North")) ? -1 : sw_str_starts(port, SW_S("South")) ? 1 : 0;
	double x = sw_str_ends(port, SW_S("East")) ? 1 : sw_str_ends(port, SW_S("West")) ? -1 : 0;
	if (!(x < 0 || x > 0 || y < 0 || y > 0))
		return false;
	double by = (x < 0 || x > 0) && (y < 0 || y > 0) ? diagonal : 1;
	struct sw_drawn_point c = centre(item->at);
	*at = (struct sw_drawn_point){c.x + x * by * item->at.w / 2, c.y + y * by * item->at.h / 2};
	return true;
}

static const struct sw_drawn_item *end_of(const struct sw_drawn_picture *picture, int32_t number) {
	if (number < 0 || (size_t)number >= picture->count)
		return NULL;
	const struct sw_drawn_item *end = &picture->items[number];
	return end->is_path || !end->shown ? NULL : end;
}

/* An end that was left behind when its shape was moved goes to the port that it names. One that names none and touches
 * its shape points to the middle; what lies in the shape is cut off later, whatever form it has. */
static void attach(struct sw_drawn_point *at, const struct sw_drawn_item *end, struct sw_str port) {
	if (!end)
		return;
	struct sw_drawn_area near = {end->at.x - FAR_FROM_PORT, end->at.y - FAR_FROM_PORT, end->at.w + 2 * FAR_FROM_PORT,
				     end->at.h + 2 * FAR_FROM_PORT};
	struct sw_drawn_point to;
	bool named = port_at(end, port, &to), touches = sw_drawn_holds(near, *at);
	if (named != touches)
		*at = named ? to : centre(end->at);
}

static void put_corners(struct sw_drawn_picture *picture, struct sw_drawn_item *item, struct sw_drawn_point from,
			struct sw_drawn_point to) {
	const struct sw_drawn *drawn = item->drawn;
	size_t bends = drawn->bends.n < SW_DRAWN_MOST_BENDS ? drawn->bends.n : SW_DRAWN_MOST_BENDS;
	item->corners = SW_NEW_ARRAY(picture->arena, struct sw_drawn_point, bends + 3);
	item->corners[0] = from;
	for (size_t i = 0; i < bends; i++)
		item->corners[i + 1] = safe_point(drawn->bends.v[i]);
	item->corners[bends + 1] = to;
	item->corner_count = bends + 2;
}

static void put_curve(struct sw_drawn_picture *picture, struct sw_drawn_item *item, struct sw_drawn_point from,
		      struct sw_drawn_point handle, struct sw_drawn_point to) {
	item->corners = SW_NEW_ARRAY(picture->arena, struct sw_drawn_point, 3);
	item->corner_count = 3;
	item->curved = true;
	item->corners[0] = from;
	item->corners[1] = (struct sw_drawn_point){2 * handle.x - (from.x + to.x) / 2, 2 * handle.y - (from.y + to.y) / 2};
	item->corners[2] = to;
}

bool sw_drawn_is_origin(struct sw_drawn_point p) {
	return !(p.x < 0 || p.x > 0 || p.y < 0 || p.y > 0);
}

/* A flow without places runs from shape to shape; to its own, in a loop above the corner. */
static bool run_between(struct sw_drawn_picture *picture, struct sw_drawn_item *item, const struct sw_drawn_item *from,
			const struct sw_drawn_item *to) {
	if (!from || !to)
		return false;
	struct sw_drawn_point a = centre(from->at), b = centre(to->at);
	if (item->drawn->bends.n) {
		put_corners(picture, item, a, b);
	} else if (from == to) {
		struct sw_drawn_point right = {from->at.x + from->at.w, a.y}, top = {a.x, from->at.y};
		put_curve(picture, item, right, (struct sw_drawn_point){right.x + 24, top.y - 24}, top);
	} else {
		put_curve(picture, item, a, (struct sw_drawn_point){(a.x + b.x) / 2, (a.y + b.y) / 2}, b);
	}
	return true;
}

void sw_drawn_measure(const struct sw_drawn_picture *picture, struct sw_drawn_item *item) {
	const struct sw_drawn_item *source = end_of(picture, item->drawn->from), *target = end_of(picture, item->drawn->to);
	item->first = source ? leaves(item, source, 0, 1) : 0;
	item->last = target ? leaves(item, target, 1, 0) : 1;
	if (item->first >= item->last) {
		item->first = 0;
		item->last = 1;
	}
	struct sw_drawn_point start = sw_drawn_point_at(item, item->first);
	item->bounds = (struct sw_drawn_area){start.x, start.y, 0, 0};
	for (size_t i = 0; i < SW_DRAWN_POINTS; i++) {
		double t = item->first + (item->last - item->first) * (double)i / (SW_DRAWN_POINTS - 1);
		item->points[i] = sw_drawn_point_at(item, t);
		item->bounds = sw_drawn_union(item->bounds, (struct sw_drawn_area){item->points[i].x, item->points[i].y, 0, 0});
	}
	item->bounds = (struct sw_drawn_area){item->bounds.x - 4, item->bounds.y - 4, item->bounds.w + 8, item->bounds.h + 8};
}

static void shape_path(struct sw_drawn_picture *picture, struct sw_drawn_item *item) {
	const struct sw_drawn *drawn = item->drawn;
	const struct sw_drawn_item *source = end_of(picture, drawn->from), *target = end_of(picture, drawn->to);
	struct sw_drawn_point from = safe_point(drawn->from_at), to = safe_point(drawn->to_at), handle = safe_point(drawn->handle);
	item->shown = true;
	bool loop = source && source == target && !drawn->bends.n && sw_drawn_holds(source->at, handle);
	if (loop || (sw_drawn_is_origin(from) && sw_drawn_is_origin(to) && sw_drawn_is_origin(handle))) {
		item->shown = run_between(picture, item, source, target);
	} else {
		attach(&from, source, drawn->from_port);
		attach(&to, target, drawn->to_port);
		if (drawn->bends.n)
			put_corners(picture, item, from, to);
		else if (sw_drawn_is_origin(handle))
			put_curve(picture, item, from, (struct sw_drawn_point){(from.x + to.x) / 2, (from.y + to.y) / 2}, to);
		else
			put_curve(picture, item, from, handle, to);
	}
	if (item->shown)
		sw_drawn_measure(picture, item);
}

static void shape_element(const struct sw_drawn_picture *picture, struct sw_drawn_item *item) {
	const struct sw_drawn *drawn = item->drawn;
	double w = safe(drawn->width), h = safe(drawn->height), inset = picture->inset;
	bool near = drawn->left < FARTHEST && drawn->left > -FARTHEST && drawn->top < FARTHEST && drawn->top > -FARTHEST;
	if (!(w > 0 && h > 0) || !near)
		return;
	w = w > 2 * inset + 10 ? w - 2 * inset : 10;
	h = h > 2 * inset + 10 ? h - 2 * inset : 10;
	item->at = (struct sw_drawn_area){drawn->left + inset, drawn->top + inset, w, h};
	item->bounds = item->at;
	item->shown = true;
}

void sw_drawn_shapes(struct sw_drawn_picture *picture) {
	for (size_t i = 0; i < picture->count; i++) {
		struct sw_drawn_item *item = &picture->items[i];
		item->drawn = &picture->diagram->elements.v[i];
		item->is_path = sw_drawn_is_line(item->drawn);
		if (!item->is_path)
			shape_element(picture, item);
	}
	for (size_t i = 0; i < picture->count; i++)
		if (picture->items[i].is_path)
			shape_path(picture, &picture->items[i]);
	sw_drawn_bend_apart(picture);
}
