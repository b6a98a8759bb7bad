/* A data-flow diagram as SVG: our own layout, the same bytes for the same diagram. Called by reports/html for the
 * picture in the page and by the SVG format for a file of its own. */
#pragma once
#include "base/out.h"
#include "facts/diagram.h"

/* What a reader should think at first sight of an element. Drawn as shape and colour. */
enum sw_svg_mark { SW_SVG_UNMARKED, SW_SVG_FINE, SW_SVG_CARE, SW_SVG_ALARM };

struct sw_svg_options {
	const char *id;                /* prefix of all ids, unique in its page, of letters and digits; NULL: "d" */
	const char *link;              /* element number N links to "#" link N; NULL: no links */
	const enum sw_svg_mark *marks; /* one an element; NULL: none */
	bool alone;                    /* a file of its own: brings its style and background */
	bool legend;                   /* signs that occur are explained below */
};

/* Writes one <svg> element. -1: the diagram took more memory than a picture may, and nothing was written. */
int sw_svg_write(struct sw_out *out, const struct sw_diagram *diagram, const struct sw_svg_options *options);

/* The classes' rules, for a page that holds pictures. Colours are custom properties that the page may set. */
extern const char sw_svg_style[], sw_svg_style_digest[]; /* and its SHA-256 in base64 */
