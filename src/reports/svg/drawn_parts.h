/* The inner contract of a drawn picture. Steps: shapes (coordinates made safe, ends cut at edges), flows
 * bent apart, labels, and then drawing. All coordinates are the drawing's own units, taken as pixels. */
#pragma once
#include "base/vec.h"
#include "reports/svg/drawn.h"

enum {
	SW_DRAWN_FONT = 120,     /* tenths of a pixel */
	SW_DRAWN_ROW = 15,       /* from one line of text to the next */
	SW_DRAWN_POINTS = 33,    /* that stand for a curve where it is measured */
	SW_DRAWN_MOST_BENDS = 64,
	SW_DRAWN_MOST_ROWS = 12,
};

/* A type's picture from the template. */
struct sw_drawn_icon {
	struct sw_str type, base64;
	const char *media;
	bool at_corner; /* the right lower one; else in the middle */
};

/* One element, boundary or flow as it is drawn. */
struct sw_drawn_item {
	const struct sw_drawn *drawn;
	bool shown;
	bool is_path;                    /* a flow or a line; else a shape */
	struct sw_drawn_area at;         /* of a shape */
	struct sw_drawn_point *corners;  /* of a path: from, control and to of a curve, or all corners */
	size_t corner_count;
	bool curved;
	double first, last;              /* the part of the path that is drawn: what lies under its ends is not */
	struct sw_drawn_point points[SW_DRAWN_POINTS]; /* along the drawn part */
	struct sw_str rows[SW_DRAWN_MOST_ROWS]; /* its text */
	size_t row_count;
	struct sw_drawn_area text_at;
	struct sw_drawn_area bounds;     /* all of it */
	size_t icon;                     /* number in the picture's icons + 1; 0: none */
};

struct sw_drawn_picture {
	struct sw_arena *arena;
	const struct sw_drawn_diagram *diagram;
	struct sw_drawn_item *items;     /* one an element, same order */
	size_t count;
	SW_VEC(struct sw_drawn_icon) icons;
	double inset;                    /* by which a shape is smaller than its place */
	bool *in_view;                   /* scratch of a view that is being written, which takes no memory by this */
	uint32_t *order;                 /* boxes from the largest to the smallest, then the others */
};

/* ---- drawn_shapes.c ---- */
void sw_drawn_shapes(struct sw_drawn_picture *picture);
/* Of a path with corners: cuts off what lies under its ends, and measures the rest. */
void sw_drawn_measure(const struct sw_drawn_picture *picture, struct sw_drawn_item *item);
struct sw_drawn_point sw_drawn_point_at(const struct sw_drawn_item *item, double t);
double sw_drawn_distance(struct sw_drawn_point a, struct sw_drawn_point b);
/* Both are 0: formats without places leave it so. */
bool sw_drawn_is_origin(struct sw_drawn_point p);
bool sw_drawn_is_box(const struct sw_drawn_item *item);
/* A text that stands alone: a note, however it was stored. */
bool sw_drawn_is_text(const struct sw_drawn *drawn);
struct sw_drawn_area sw_drawn_union(struct sw_drawn_area a, struct sw_drawn_area b);
/* The square measure that two share. */
double sw_drawn_shared(struct sw_drawn_area a, struct sw_drawn_area b);
bool sw_drawn_holds(struct sw_drawn_area area, struct sw_drawn_point point);

/* ---- drawn_icons.c ---- */
/* Finds the icons of shapes: those that are base64 of PNG or JPEG and not too large. */
void sw_drawn_icons(struct sw_drawn_picture *picture, const struct sw_template *template);
void sw_drawn_put_icons(struct sw_out *out, const struct sw_drawn_picture *picture);
void sw_drawn_put_icon(struct sw_out *out, const struct sw_drawn_picture *picture, const struct sw_drawn_item *item);
/* A number as it is written in all pictures. */
void sw_drawn_number(struct sw_out *out, double x);

/* ---- drawn_bend.c ---- */
/* Straight flows between the same two would lie on each other: they are bent apart. */
void sw_drawn_bend_apart(struct sw_drawn_picture *picture);

/* ---- drawn_labels.c ---- */
/* Breaks names into rows and finds places for those of flows and boundaries. */
void sw_drawn_labels(struct sw_drawn_picture *picture);
