#include "models/geometry.h"
#include "base/limits.h"

/* Farther out nobody draws; below it no product of two differences loses the sign that decides. */
static const double FARTHEST = 1e9;
/* A piece of curve this close to its chord, in drawing units, counts as straight: a hundredth of a pixel. */
static const double STRAIGHT = 0.01;
enum { MOST_HALVINGS = 16, MOST_PAIRS = 1 << 14 };

struct curve {
	struct sw_drawn_point s, c, t;
};

struct extent {
	double left, top, right, bottom;
};

/* False for NaN, too. */
static bool near(struct sw_drawn_point p) {
	return p.x >= -FARTHEST && p.x <= FARTHEST && p.y >= -FARTHEST && p.y <= FARTHEST;
}

static double least(double a, double b) {
	return a < b ? a : b;
}

static double most(double a, double b) {
	return a > b ? a : b;
}

static struct extent extent_of(const struct curve *curve) {
	/* The curve lies in the triangle of its three points. */
	return (struct extent){least(curve->s.x, least(curve->c.x, curve->t.x)), least(curve->s.y, least(curve->c.y, curve->t.y)),
			       most(curve->s.x, most(curve->c.x, curve->t.x)), most(curve->s.y, most(curve->c.y, curve->t.y))};
}

static bool apart(struct extent a, struct extent b) {
	return a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
}

/* Which side of the line from a to b the point lies on: the sign. */
static double side(struct sw_drawn_point a, struct sw_drawn_point b, struct sw_drawn_point p) {
	return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

static bool between(struct sw_drawn_point a, struct sw_drawn_point b, struct sw_drawn_point p) {
	return p.x >= least(a.x, b.x) && p.x <= most(a.x, b.x) && p.y >= least(a.y, b.y) && p.y <= most(a.y, b.y);
}

static bool segments_meet(struct sw_drawn_point a, struct sw_drawn_point b, struct sw_drawn_point c, struct sw_drawn_point d) {
	double ca = side(c, d, a), cb = side(c, d, b), ac = side(a, b, c), ad = side(a, b, d);
	if (((ca > 0 && cb < 0) || (ca < 0 && cb > 0)) && ((ac > 0 && ad < 0) || (ac < 0 && ad > 0)))
		return true;
	return (ca == 0 && between(c, d, a)) || (cb == 0 && between(c, d, b)) || (ac == 0 && between(a, b, c)) ||
	       (ad == 0 && between(a, b, d));
}

static bool straight(const struct curve *curve) {
	double x = curve->s.x - 2 * curve->c.x + curve->t.x, y = curve->s.y - 2 * curve->c.y + curve->t.y;
	/* No point of a quadratic curve is farther from its chord than a quarter of this vector. */
	return x * x + y * y <= 16 * STRAIGHT * STRAIGHT;
}

static struct sw_drawn_point middle(struct sw_drawn_point a, struct sw_drawn_point b) {
	return (struct sw_drawn_point){(a.x + b.x) / 2, (a.y + b.y) / 2};
}

static void halve(const struct curve *curve, struct curve half[static 2]) {
	struct sw_drawn_point first = middle(curve->s, curve->c), second = middle(curve->c, curve->t), at = middle(first, second);
	half[0] = (struct curve){curve->s, first, at};
	half[1] = (struct curve){at, second, curve->t};
}

/* Pairs of pieces that may meet are halved until both are straight. `pairs` counts down: curves that run along each other
 * without touching make many, and then count as not meeting. */
static bool pieces_meet(const struct curve *a, const struct curve *b, unsigned depth, unsigned *pairs) {
	if (!*pairs || (--*pairs, apart(extent_of(a), extent_of(b))))
		return false;
	bool a_straight = straight(a), b_straight = straight(b);
	if (depth == 0 || (a_straight && b_straight))
		return segments_meet(a->s, a->t, b->s, b->t);
	struct curve as[2] = {*a, *a}, bs[2] = {*b, *b};
	unsigned an = 1, bn = 1;
	if (!a_straight)
		halve(a, as), an = 2;
	if (!b_straight)
		halve(b, bs), bn = 2;
	for (unsigned i = 0; i < an; i++)
		for (unsigned j = 0; j < bn; j++)
			if (pieces_meet(&as[i], &bs[j], depth - 1, pairs))
				return true;
	return false;
}

static size_t curve_count(const struct sw_drawn *drawn) {
	return drawn->bends.n ? drawn->bends.n + 1 : 1;
}

/* Part `i` of a drawn line: the curve, or the straight piece between two corners of formats that have them. */
static bool curve_of(const struct sw_drawn *drawn, size_t i, struct curve *curve) {
	if (drawn->bends.n) {
		curve->s = i ? drawn->bends.v[i - 1] : drawn->from_at;
		curve->t = i < drawn->bends.n ? drawn->bends.v[i] : drawn->to_at;
		curve->c = middle(curve->s, curve->t);
	} else {
		struct sw_drawn_point chord = middle(drawn->from_at, drawn->to_at);
		*curve = (struct curve){drawn->from_at, {2 * drawn->handle.x - chord.x, 2 * drawn->handle.y - chord.y}, drawn->to_at};
	}
	return near(curve->s) && near(curve->c) && near(curve->t);
}

static bool meets_curve(const struct sw_drawn *drawn, const struct curve *other, unsigned *pairs) {
	struct curve curve;
	for (size_t i = 0; i < curve_count(drawn) && *pairs; i++)
		if (curve_of(drawn, i, &curve) && pieces_meet(&curve, other, MOST_HALVINGS, pairs))
			return true;
	return false;
}

static bool curves_meet(const struct sw_drawn *a, const struct sw_drawn *b, unsigned *pairs) {
	struct curve curve;
	for (size_t i = 0; i < curve_count(b) && *pairs; i++)
		if (curve_of(b, i, &curve) && meets_curve(a, &curve, pairs))
			return true;
	return false;
}

bool sw_curves_meet(const struct sw_drawn *a, const struct sw_drawn *b) {
	unsigned pairs = MOST_PAIRS;
	return curves_meet(a, b, &pairs);
}

bool sw_box_holds(const struct sw_drawn *box, struct sw_drawn_point point) {
	struct sw_drawn_point from = {box->left, box->top}, to = {box->left + box->width, box->top + box->height};
	return near(from) && near(to) && near(point) && point.x >= from.x && point.x <= to.x && point.y >= from.y && point.y <= to.y;
}

static bool meets_edge(const struct sw_drawn *flow, const struct sw_drawn *box, unsigned *pairs) {
	double right = box->left + box->width, bottom = box->top + box->height;
	struct sw_drawn_point corners[5] = {
		{box->left, box->top}, {right, box->top}, {right, bottom}, {box->left, bottom}, {box->left, box->top}};
	for (size_t i = 0; i < 4; i++) {
		struct curve edge = {corners[i], middle(corners[i], corners[i + 1]), corners[i + 1]};
		if (near(edge.s) && near(edge.t) && meets_curve(flow, &edge, pairs))
			return true;
	}
	return false;
}

/* Whether element `index` is stated to stand in the box, directly or through boxes in it. */
static bool stated_inside(const struct sw_drawn_diagram *diagram, int32_t index, const struct sw_drawn *box) {
	for (unsigned steps = 0; steps < SW_LIMIT_BOX_DEPTH && index >= 0 && (size_t)index < diagram->elements.n; steps++) {
		index = diagram->elements.v[index].inside;
		if (index >= 0 && (size_t)index < diagram->elements.n && &diagram->elements.v[index] == box)
			return true;
	}
	return false;
}

static bool states_place(const struct sw_drawn_diagram *diagram, int32_t index) {
	return index >= 0 && (size_t)index < diagram->elements.n && diagram->elements.v[index].inside >= 0;
}

bool sw_flow_crosses(const struct sw_drawn_diagram *diagram, const struct sw_drawn *flow, const struct sw_drawn *boundary,
		     const struct sw_filter_rules *rules, uint64_t *steps) {
	unsigned pairs = MOST_PAIRS;
	bool crosses;
	if (boundary->kind == SW_DRAWN_LINE)
		crosses = curves_meet(flow, boundary, &pairs);
	else if (!boundary->placed || states_place(diagram, flow->from) || states_place(diagram, flow->to))
		crosses = stated_inside(diagram, flow->from, boundary) != stated_inside(diagram, flow->to, boundary);
	else if (rules->box == SW_FILTER_BOX_BY_CURVE)
		crosses = meets_edge(flow, boundary, &pairs);
	else
		crosses = sw_box_holds(boundary, flow->from_at) != sw_box_holds(boundary, flow->to_at);
	*steps += 1 + MOST_PAIRS - pairs;
	return crosses;
}
