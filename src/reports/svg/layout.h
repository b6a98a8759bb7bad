/* The inner contract of the drawing: a picture is a diagram with a rectangle for each element and boundary, and lines
 * that stand for one or more flows. Steps, in order: lines, boundaries (which calls layout for each group), route,
 * labels, draw. All measures are whole pixels; rectangles and lines stand on a grid, so that a line can keep its
 * distance by counting. */
#pragma once
#include "base/vec.h"
#include "reports/svg/svg.h"

enum {
	SW_SVG_GRID = 10,      /* pixels */
	SW_SVG_NAME_SIZE = 130, /* font sizes in tenths of a pixel */
	SW_SVG_ROLE_SIZE = 105,
	SW_SVG_LABEL_SIZE = 105,
	SW_SVG_TITLE_SIZE = 115,
	SW_SVG_SIGN = 14,      /* width of a lock or a hand before a label */
};

struct sw_svg_point {
	int32_t x, y;
};

struct sw_svg_rect {
	int32_t x, y, w, h;
};

/* An end of a line: an element by its number, or behind the last element a boundary. */
typedef uint32_t sw_svg_end;

struct sw_svg_line {
	sw_svg_end from, to;
	const struct sw_flow *flow; /* the first of those it stands for; they agree in grade and encryption */
	SW_VEC(const struct sw_flow *) flows;
	struct sw_str label;        /* as drawn; empty: none */
	int32_t label_width;        /* sign included */
	bool secrecy;               /* whether it is encrypted is a question here: not for files and sockets */
	/* Lines that say the same and share an end run together into it, and carry one label; those of a client that
	 * reaches many run together out of it, and each has its own. */
	uint32_t bundle;
	bool labels_itself;
	bool root_is_from;          /* the shared end */
	SW_VEC(struct sw_svg_point) path; /* from → to */
	bool straight;              /* not routed: drawn beneath the nodes */
	bool joins;                 /* its path ends (root_is_from: begins) on another line of the bundle */
	bool labelled;
	struct sw_svg_rect label_at;
};

struct sw_svg_picture {
	struct sw_arena *arena;
	const struct sw_diagram *diagram;
	const uint32_t *numbers; /* of each element in the whole diagram, of which the drawn part is laid out */
	uint32_t elements, boundaries;
	struct sw_svg_rect *at;  /* one an end */
	uint32_t *parent;        /* one an end: number of its boundary; `boundaries` stands for the sheet */
	uint32_t *depth;         /* one a boundary and the sheet: nesting, the sheet is 0 */
	struct sw_str *names;    /* one an element: fitted */
	struct sw_str *roles;
	struct sw_str *titles;   /* one a boundary: fitted */
	SW_VEC(struct sw_svg_line) lines;
	uint32_t bundles;
	int32_t w, h;
};

/* ---- draw.c ---- */
/* All steps but the drawing itself. */
void sw_svg_layout(struct sw_svg_picture *picture, struct sw_arena *arena, const struct sw_diagram *diagram);

/* ---- lines.c ---- */
/* Flows to lines: parallel ones that agree become one, structural ones to several members of a boundary end at it. */
void sw_svg_lines(struct sw_svg_picture *picture);

/* ---- boundaries.c ---- */
/* The tree of boundaries; then places for everything, inner groups first. */
void sw_svg_tree(struct sw_svg_picture *picture);
void sw_svg_place(struct sw_svg_picture *picture);
bool sw_svg_inside(const struct sw_svg_picture *picture, sw_svg_end end, uint32_t boundary);
/* Where a boundary's name stands. */
struct sw_svg_rect sw_svg_title(const struct sw_svg_picture *picture, uint32_t boundary);

/* ---- layout.c ---- */
enum sw_svg_stand {
	SW_SVG_COLUMN, /* in a column, by who opens to whom */
	SW_SVG_BASE,   /* in the row beneath the others */
	SW_SVG_LOOSE,  /* nothing in its group talks to it: packed beside the columns; found, not given */
};

struct sw_svg_item {
	int32_t w, h, x, y;  /* x and y are given back, counted from the group's corner */
	int32_t column;      /* given: fixed when not negative; given back */
	int32_t want;        /* where its centre should be, when `wants` */
	bool wants;
	enum sw_svg_stand stand;
	bool entry;          /* reached from outside: what it opens to stands right of it, whatever calls back */
	uint32_t order;      /* place within its column; kept from one call to the next */
};

struct sw_svg_edge {
	uint32_t a, b;       /* items; a opens */
	int32_t label_width;
};

/* The members of one boundary, or of the sheet. */
struct sw_svg_group {
	SW_VEC(struct sw_svg_item) items;
	SW_VEC(struct sw_svg_edge) edges;
	bool placed;         /* columns and order were found by an earlier call */
	bool narrow;         /* one column */
	int32_t most;        /* columns */
	bool ordered;        /* the order of items is the order in their columns */
	int32_t gap;         /* least distance between columns */
	int32_t w, h;        /* given back */
};

void sw_svg_arrange(struct sw_arena *arena, struct sw_svg_group *group);

/* ---- columns.c ---- */
/* A member's sort key within its column. */
struct sw_svg_seat {
	int32_t column;
	int64_t key;
	uint32_t order, item;
};

/* Finds column and order of each member, or that it is loose. */
void sw_svg_columns(struct sw_arena *arena, struct sw_svg_group *group);
/* Members that stand in columns, with their order as key; gives their number. */
size_t sw_svg_take_seats(const struct sw_svg_group *group, struct sw_svg_seat *seats);
/* Sorts seats by column and key; orders count from 0 in each column afterwards. */
void sw_svg_seat_all(struct sw_svg_group *group, struct sw_svg_seat *seats, size_t count);

/* ---- route.c ---- */
void sw_svg_route(struct sw_svg_picture *picture);

/* ---- labels.c ---- */
void sw_svg_labels(struct sw_svg_picture *picture);

/* ---- glyphs.c: signs drawn around a point; no font is needed ---- */
void sw_svg_lock(struct sw_out *out, enum sw_tri encrypted, int32_t x, int32_t y);
void sw_svg_hand(struct sw_out *out, int32_t x, int32_t y);
void sw_svg_dot(struct sw_out *out, enum sw_svg_mark mark, int32_t x, int32_t y);

/* ---- legend.c ---- */
/* Explains the signs that occur, in rows beneath the picture; `out` NULL: only measures. The height it takes. */
int32_t sw_svg_legend(struct sw_out *out, const struct sw_svg_picture *picture, const struct sw_svg_options *options);
