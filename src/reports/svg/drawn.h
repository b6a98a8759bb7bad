/* A diagram that somebody drew, as SVG in the places where they drew it: ellipses, boxes, two lines for a store, dashed
 * red boundaries, curves through their handles. A whole diagram, or the surroundings of one thing in it. The same bytes
 * for the same diagram; nothing is loaded from anywhere.
 *
 * A picture is laid out once and can then be written as often as there are views of it. */
#pragma once
#include "base/out.h"
#include "facts/drawing.h"

struct sw_drawn_picture;

struct sw_drawn_area {
	double x, y, w, h;
};

struct sw_drawn_view {
	struct sw_drawn_area area;
	size_t focus;     /* number of an element: all but it and its ends are faded; SIZE_MAX: none */
	struct sw_str title;
	const char *id;   /* prefix of the elements' ids, unique in its page, of letters and digits; NULL: no ids */
	const char *link; /* element number N links to "#" link N; NULL: no links */
	bool alone;       /* a file of its own: brings its style */
	bool icons;       /* so that there are ids free: the pictures that the types of elements have in the template */
};

/* Elements without a size are left out: whoever has a diagram without places gives it some before. */
struct sw_drawn_picture *sw_drawn_picture_of(struct sw_arena *arena, const struct sw_drawing *drawing,
					     const struct sw_drawn_diagram *diagram);
/* What a view has to show: everything, or one element (a flow with its ends) and what lies about it. */
struct sw_drawn_area sw_drawn_all(const struct sw_drawn_picture *picture);
struct sw_drawn_area sw_drawn_around(const struct sw_drawn_picture *picture, size_t element);
/* Writes one <svg> element. */
void sw_drawn_svg(struct sw_out *out, const struct sw_drawn_picture *picture, const struct sw_drawn_view *view);

/* The classes' rules, for a page that holds pictures; and their SHA-256 in base64. */
extern const char sw_drawn_style[], sw_drawn_style_digest[];
