#include "readers/models/place.h"
#include <math.h>

enum {
	GAP_X = 120, GAP_Y = 80, /* room for the labels of flows */
	PADDING = 40, TITLE = 30,
	WIDTH = 120, HEIGHT = 80, ROUND = 100,
	NESTED = 100, /* boxes around each other that follow what stands in them */
	MOST_HELD = 10000, /* elements of a diagram that are held against each other; nobody draws so many */
};

struct placing {
	struct sw_drawn_diagram *diagram;
	uint32_t *depth;    /* of elements inside each other, from 1; 0: not known yet */
	int32_t *first;     /* first element inside this one, or -1 */
	int32_t *next;      /* next one in the same place */
	uint32_t *by_depth; /* elements, outermost first, in the file's order */
	bool *settled;      /* it has its place, or surrounds what has */
	size_t n;
};

/* Only what has no place of its own stands where it is stated to be: who drew the others said where they are. */
static int32_t parent_of(const struct placing *placing, size_t i) {
	const struct sw_drawn *drawn = &placing->diagram->elements.v[i];
	int32_t inside = drawn->inside;
	if (placing->settled[i] || sw_drawn_is_line(drawn) || inside < 0 || (size_t)inside >= placing->n)
		return -1;
	const struct sw_drawn *parent = &placing->diagram->elements.v[inside];
	return sw_drawn_is_line(parent) || placing->settled[inside] ? -1 : inside;
}

/* Makes the box large enough for what it is stated to hold. */
static void surround(struct sw_drawn *box, const struct sw_drawn *drawn, double padding, bool first) {
	double left = drawn->left - padding, top = drawn->top - padding - TITLE;
	double right = drawn->left + drawn->width + padding, bottom = drawn->top + drawn->height + padding;
	if (!first) {
		left = fmin(left, box->left);
		top = fmin(top, box->top);
		right = fmax(right, box->left + box->width);
		bottom = fmax(bottom, box->top + box->height);
	}
	box->left = left;
	box->top = top;
	box->width = right - left;
	box->height = bottom - top;
}

/* Boxes without a place stand around those of their elements that have one. */
static void settle(struct placing *placing) {
	struct sw_drawn *all = placing->diagram->elements.v;
	for (size_t i = 0; i < placing->n; i++)
		placing->settled[i] = all[i].placed;
	for (size_t i = 0; i < placing->n; i++) {
		int32_t at = all[i].placed && !sw_drawn_is_line(&all[i]) ? all[i].inside : -1;
		for (int level = 1; level < NESTED && at >= 0 && (size_t)at < placing->n && !all[at].placed && !sw_drawn_is_line(&all[at]); level++) {
			surround(&all[at], &all[i], level * (double)PADDING, !placing->settled[at]);
			placing->settled[at] = true;
			at = all[at].inside;
		}
	}
}

/* Depths by walking up to what is known and back. A circle of elements inside each other is opened where it is met. */
static void find_depths(struct placing *placing, uint32_t *stack) {
	for (size_t i = 0; i < placing->n; i++) {
		size_t n = 0;
		int32_t at = (int32_t)i;
		while (at >= 0 && placing->depth[at] == 0) {
			placing->depth[at] = UINT32_MAX; /* on the way */
			stack[n++] = (uint32_t)at;
			at = parent_of(placing, (size_t)at);
		}
		uint32_t depth = at < 0 || placing->depth[at] == UINT32_MAX ? 0 : placing->depth[at];
		while (n-- > 0)
			placing->depth[stack[n]] = ++depth;
	}
}

static void sort_by_depth(struct sw_arena *arena, struct placing *placing) {
	size_t *starts = SW_NEW_ARRAY(arena, size_t, placing->n + 2);
	for (size_t i = 0; i < placing->n; i++)
		starts[placing->depth[i] + 1]++;
	for (size_t d = 1; d < placing->n + 2; d++)
		starts[d] += starts[d - 1];
	for (size_t i = 0; i < placing->n; i++)
		placing->by_depth[starts[placing->depth[i]]++] = (uint32_t)i;
}

static void link_children(struct placing *placing) {
	for (size_t i = 0; i < placing->n; i++)
		placing->first[i] = -1;
	for (size_t i = placing->n; i-- > 0;) {
		int32_t parent = parent_of(placing, i);
		if (parent < 0 || placing->depth[i] <= placing->depth[parent])
			continue;
		placing->next[i] = placing->first[parent];
		placing->first[parent] = (int32_t)i;
	}
}

/* A chain of elements set in rows about as wide as high; with `move` they are put at their places, else only measured. */
static void arrange(struct placing *placing, int32_t first, double left, double top, bool move, double *width,
		    double *height) {
	size_t count = 0, column = 0;
	for (int32_t at = first; at >= 0; at = placing->next[at])
		count++;
	size_t columns = (size_t)ceil(sqrt((double)count));
	double x = left, y = top, row = 0;
	*width = *height = 0;
	for (int32_t at = first; at >= 0; at = placing->next[at]) {
		struct sw_drawn *drawn = &placing->diagram->elements.v[at];
		if (column == columns) {
			column = 0;
			x = left;
			y += row + GAP_Y;
			row = 0;
		}
		if (move) {
			drawn->left = x;
			drawn->top = y;
		}
		row = fmax(row, drawn->height);
		*width = fmax(*width, x + drawn->width - left);
		*height = fmax(*height, y + row - top);
		x += drawn->width + GAP_X;
		column++;
	}
}

/* Innermost first: an element that holds others is as large as they need. */
static void measure(struct placing *placing) {
	for (size_t i = placing->n; i-- > 0;) {
		uint32_t at = placing->by_depth[i];
		struct sw_drawn *drawn = &placing->diagram->elements.v[at];
		if (placing->settled[at] || sw_drawn_is_line(drawn))
			continue;
		drawn->width = drawn->kind == SW_DRAWN_PROCESS ? ROUND : WIDTH;
		drawn->height = drawn->kind == SW_DRAWN_PROCESS ? ROUND : HEIGHT;
		if (placing->first[at] < 0)
			continue;
		double width, height;
		arrange(placing, placing->first[at], 0, 0, false, &width, &height);
		drawn->width = width + 2 * PADDING;
		drawn->height = height + 2 * PADDING + TITLE;
	}
}

static int32_t outermost(struct placing *placing, double *bottom) {
	int32_t first = -1;
	for (size_t i = placing->n; i-- > 0;) {
		const struct sw_drawn *drawn = &placing->diagram->elements.v[i];
		if (sw_drawn_is_line(drawn))
			continue;
		if (placing->settled[i]) {
			*bottom = fmax(*bottom, drawn->top + drawn->height + GAP_Y);
		} else if (placing->depth[i] == 1) {
			placing->next[i] = first;
			first = (int32_t)i;
		}
	}
	return first;
}

static void put_all(struct placing *placing) {
	double width, height, bottom = PADDING;
	int32_t first = outermost(placing, &bottom);
	arrange(placing, first, PADDING, bottom, true, &width, &height);
	for (size_t i = 0; i < placing->n; i++) {
		uint32_t at = placing->by_depth[i];
		const struct sw_drawn *drawn = &placing->diagram->elements.v[at];
		arrange(placing, placing->first[at], drawn->left + PADDING, drawn->top + PADDING + TITLE, true, &width, &height);
	}
}

static struct sw_drawn_point middle_of(const struct sw_drawn *drawn) {
	return (struct sw_drawn_point){drawn->left + drawn->width / 2, drawn->top + drawn->height / 2};
}

/* Where the line from the element's middle to `towards` leaves its sides. */
static struct sw_drawn_point edge_of(const struct sw_drawn *drawn, struct sw_drawn_point towards) {
	struct sw_drawn_point middle = middle_of(drawn);
	double dx = towards.x - middle.x, dy = towards.y - middle.y;
	double part = fmax(drawn->width > 0 ? fabs(dx) * 2 / drawn->width : 0, drawn->height > 0 ? fabs(dy) * 2 / drawn->height : 0);
	if (part <= 1)
		return middle; /* it lies inside */
	return (struct sw_drawn_point){middle.x + dx / part, middle.y + dy / part};
}

static bool is_zero(struct sw_drawn_point point) {
	return point.x == 0 && point.y == 0;
}

static void join(struct sw_drawn_diagram *diagram, struct sw_drawn *line) {
	const struct sw_drawn *from = line->from >= 0 ? &diagram->elements.v[line->from] : NULL;
	const struct sw_drawn *to = line->to >= 0 ? &diagram->elements.v[line->to] : NULL;
	size_t bends = line->bends.n;
	struct sw_drawn_point start = from ? middle_of(from) : line->from_at, end = to ? middle_of(to) : line->to_at;
	if (from && is_zero(line->from_at))
		line->from_at = edge_of(from, bends ? line->bends.v[0] : end);
	if (to && is_zero(line->to_at))
		line->to_at = edge_of(to, bends ? line->bends.v[bends - 1] : start);
	if (!is_zero(line->handle))
		return;
	line->handle = bends ? line->bends.v[bends / 2]
			     : (struct sw_drawn_point){(line->from_at.x + line->to_at.x) / 2, (line->from_at.y + line->to_at.y) / 2};
}

void sw_place(struct sw_arena *arena, struct sw_drawn_diagram *diagram) {
	size_t n = diagram->elements.n;
	struct placing placing = {diagram, SW_NEW_ARRAY(arena, uint32_t, n), SW_NEW_ARRAY(arena, int32_t, n),
				  SW_NEW_ARRAY(arena, int32_t, n), SW_NEW_ARRAY(arena, uint32_t, n),
				  SW_NEW_ARRAY(arena, bool, n), n};
	for (size_t i = 0; i < n; i++)
		placing.next[i] = -1;
	settle(&placing);
	find_depths(&placing, SW_NEW_ARRAY(arena, uint32_t, n));
	sort_by_depth(arena, &placing);
	link_children(&placing);
	measure(&placing);
	put_all(&placing);
	for (size_t i = 0; i < n; i++)
		if (sw_drawn_is_line(&diagram->elements.v[i]))
			join(diagram, &diagram->elements.v[i]);
}

int32_t sw_place_inside(const struct sw_drawn_diagram *diagram, size_t element) {
	const struct sw_drawn *drawn = &diagram->elements.v[element];
	if (drawn->inside >= 0 || diagram->elements.n > MOST_HELD)
		return drawn->inside;
	struct sw_drawn_point middle = middle_of(drawn);
	double own = drawn->width * drawn->height, smallest = INFINITY;
	int32_t best = -1;
	for (size_t i = 0; i < diagram->elements.n; i++) {
		const struct sw_drawn *box = &diagram->elements.v[i];
		double area = box->width * box->height;
		if (box->kind != SW_DRAWN_BOX || i == element || area >= smallest || middle.x < box->left || middle.y < box->top ||
		    middle.x > box->left + box->width || middle.y > box->top + box->height)
			continue;
		/* Of boxes alike in size the first holds the others. */
		if (drawn->kind == SW_DRAWN_BOX && (area < own || (area == own && i > element)))
			continue;
		best = (int32_t)i;
		smallest = area;
	}
	return best;
}
