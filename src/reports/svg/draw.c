#include "reports/svg/layout.h"
#include "reports/markup.h"
#include "reports/svg/text_width.h"
#include <stdlib.h>

enum {
	MOST_BYTES = 512 << 20,
	ROUND = 5, /* radius of a line's corners */
	ARROW = 9,
	MOST_ENDS = 400, /* that a line names */
	WIDE = 1600, /* pixels from which a page should rather scroll than shrink it */
};

static void draw_boundary(struct sw_out *out, const struct sw_svg_picture *picture, uint32_t b, const char *id) {
	const struct sw_boundary *boundary = &picture->diagram->boundaries.v[b];
	const struct sw_svg_rect *at = &picture->at[picture->elements + b];
	const char *kind = sw_boundary_kind_name(boundary->kind);
	struct sw_str name = picture->titles[b];
	sw_out_printf(
		out,
		"<g id=\"%s-b%u\" class=\"boundary %s\"><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"10\"/>"
		"<text x=\"%d\" y=\"%d\">",
		id, b, kind, at->x, at->y, at->w, at->h, at->x + 14, at->y + 23);
	sw_markup_text(out, name);
	if (!sw_str_contains_nocase(boundary->name, sw_str_of(kind)) && sw_str_eq(name, boundary->name))
		sw_out_printf(out, "<tspan dx=\"7\">%s</tspan>", kind);
	sw_out_z(out, "</text></g>\n");
}

static int32_t sign(int32_t n) {
	return (n > 0) - (n < 0);
}

/* Straight stretches with rounded corners. */
static void draw_path(struct sw_out *out, const struct sw_svg_line *line) {
	const struct sw_svg_point *p = line->path.v;
	sw_out_printf(out, "<path d=\"M%d %d", p[0].x, p[0].y);
	for (size_t i = 1; i + 1 < line->path.n; i++) {
		int32_t inx = sign(p[i].x - p[i - 1].x), iny = sign(p[i].y - p[i - 1].y);
		int32_t outx = sign(p[i + 1].x - p[i].x), outy = sign(p[i + 1].y - p[i].y);
		sw_out_printf(out, "L%d %dQ%d %d %d %d", p[i].x - ROUND * inx, p[i].y - ROUND * iny, p[i].x, p[i].y,
			      p[i].x + ROUND * outx, p[i].y + ROUND * outy);
	}
	sw_out_printf(out, "L%d %d\"/>", p[line->path.n - 1].x, p[line->path.n - 1].y);
}

static int32_t root_of(int64_t square) {
	int64_t root = 0;
	for (int64_t bit = 1 << 20; bit; bit >>= 1)
		if ((root + bit) * (root + bit) <= square)
			root += bit;
	return (int32_t)root;
}

static void draw_arrow(struct sw_out *out, struct sw_svg_point from, struct sw_svg_point tip) {
	int32_t x = tip.x - from.x, y = tip.y - from.y, length = root_of((int64_t)x * x + (int64_t)y * y);
	if (!length)
		return;
	int32_t backx = tip.x - ARROW * x / length, backy = tip.y - ARROW * y / length;
	int32_t sidex = -4 * y / length, sidey = 4 * x / length;
	sw_out_printf(out, "<path class=\"arrow\" d=\"M%d %dL%d %dL%d %dZ\"/>", tip.x, tip.y, backx + sidex,
		      backy + sidey, backx - sidex, backy - sidey);
}

static void draw_end_name(struct sw_out *out, const struct sw_svg_picture *picture, sw_svg_end end) {
	sw_markup_text(out, end < picture->elements ? picture->diagram->elements.v[end].name
						    : picture->diagram->boundaries.v[end - picture->elements].name);
}

static void draw_line_title(struct sw_out *out, const struct sw_svg_picture *picture, const struct sw_svg_line *line) {
	static const char *const secrecy[] = {"not known whether it is encrypted", "not encrypted", "encrypted"};
	sw_out_z(out, "<title>");
	draw_end_name(out, picture, line->from);
	sw_out_z(out, " → ");
	draw_end_name(out, picture, line->to);
	for (size_t i = 0; i < line->flows.n && i < 12; i++) {
		sw_out_z(out, i ? ", " : ": ");
		sw_markup_text(out, line->flows.v[i]->label);
	}
	if (line->flows.n > 12)
		sw_out_printf(out, " and %zu more", line->flows.n - 12);
	sw_out_printf(out, " (%s", sw_grade_name(line->flow->grade));
	if (line->secrecy)
		sw_out_printf(out, ", %s", secrecy[line->flow->encrypted]);
	sw_out_z(out, ")");
	if (line->flow->why.n) {
		sw_out_z(out, ". ");
		sw_markup_text(out, line->flow->why);
	}
	sw_out_z(out, "</title>");
}

/* For the page's script: which elements a line stands for, and what runs together with it. */
static void draw_ends(struct sw_out *out, const struct sw_svg_picture *picture, const struct sw_svg_line *line) {
	for (unsigned from = 2; from--;) {
		sw_out_z(out, from ? " data-from=\"" : "\" data-to=\"");
		for (size_t i = 0; i < line->flows.n && i < MOST_ENDS; i++) {
			uint32_t end = from ? line->flows.v[i]->from : line->flows.v[i]->to;
			bool told = false;
			for (size_t k = 0; k < i && !told; k++)
				told = end == (from ? line->flows.v[k]->from : line->flows.v[k]->to);
			if (!told)
				sw_out_printf(out, i ? " %u" : "%u", picture->numbers[end]);
		}
	}
	sw_out_printf(out, "\" data-bundle=\"%u\"", line->bundle);
}

static void draw_line(struct sw_out *out, const struct sw_svg_picture *picture, const struct sw_svg_line *line,
		      const struct sw_svg_options *options) {
	const struct sw_svg_point *p = line->path.v;
	size_t n = line->path.n;
	if (n < 2)
		return;
	sw_out_printf(out, "<g class=\"flow %s\"", sw_grade_name(line->flow->grade));
	if (options->link)
		draw_ends(out, picture, line);
	sw_out_z(out, ">");
	draw_line_title(out, picture, line);
	draw_path(out, line);
	if (line->joins) {
		struct sw_svg_point joint = line->root_is_from ? p[0] : p[n - 1];
		sw_out_printf(out, "<circle class=\"joint\" cx=\"%d\" cy=\"%d\" r=\"3\"/>", joint.x, joint.y);
	}
	if (!line->joins || line->root_is_from)
		draw_arrow(out, p[n - 2], p[n - 1]);
	sw_out_z(out, "</g>\n");
}

static void draw_label(struct sw_out *out, const struct sw_svg_picture *picture, const struct sw_svg_line *line,
		       const struct sw_svg_options *options) {
	const struct sw_svg_rect *at = &line->label_at;
	int32_t x = at->x + 4, y = at->y + at->h / 2;
	sw_out_printf(out, "<g class=\"label %s\"", sw_grade_name(line->flow->grade));
	if (options->link)
		draw_ends(out, picture, line);
	sw_out_printf(out, "><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>", at->x, at->y, at->w, at->h);
	if (line->flow->grade == SW_GRADE_CLAIMED) {
		sw_svg_hand(out, x + 5, y);
		x += SW_SVG_SIGN;
	}
	if (line->secrecy) {
		sw_svg_lock(out, line->flow->encrypted, x + 5, y);
		x += SW_SVG_SIGN;
	}
	if (line->label.n) {
		sw_out_printf(out, "<text x=\"%d\" y=\"%d\">", x, y + 4);
		sw_markup_text(out, line->label);
		sw_out_z(out, "</text>");
	}
	sw_out_z(out, "</g>\n");
}

static void draw_shape(struct sw_out *out, const struct sw_element *element, const struct sw_svg_rect *at) {
	switch (element->shape) {
	case SW_SHAPE_EXTERNAL:
	case SW_SHAPE_PROCESS:
		sw_out_printf(out, "<rect class=\"body\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>", at->x,
			      at->y, at->w, at->h, element->shape == SW_SHAPE_PROCESS ? 18 : 0);
		return;
	case SW_SHAPE_STORE:
		sw_out_printf(
			out,
			"<rect class=\"fill\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/><path class=\"body\" d=\"M%d %dh%dM%d %dh%d\"/>",
			at->x, at->y, at->w, at->h, at->x, at->y, at->w, at->x, at->y + at->h, at->w);
		return;
	}
}

static void draw_element(struct sw_out *out, const struct sw_svg_picture *picture, uint32_t e,
			 const struct sw_svg_options *options, const char *id) {
	static const char *const shapes[] = {"external", "process", "store"};
	const struct sw_element *element = &picture->diagram->elements.v[e];
	const struct sw_svg_rect *at = &picture->at[e];
	enum sw_svg_mark mark = options->marks ? options->marks[e] : SW_SVG_UNMARKED;
	if (options->link)
		sw_out_printf(out, "<a href=\"#%s%u\">", options->link, picture->numbers[e]);
	sw_out_printf(out, "<g id=\"%s-e%u\" class=\"element %s %s%s\"><title>", id, picture->numbers[e], shapes[element->shape],
		      sw_element_kind_name(element->kind), element->seen ? "" : " unseen");
	sw_markup_text(out, element->name);
	sw_out_printf(out, " (%s", sw_element_kind_name(element->kind));
	if (element->role.n) {
		sw_out_z(out, ": ");
		sw_markup_text(out, element->role);
	}
	sw_out_z(out, element->seen ? ")" : "; not looked at)");
	if (element->data.n) {
		sw_out_z(out, ", holds ");
		sw_markup_text(out, element->data);
	}
	sw_out_z(out, "</title>");
	draw_shape(out, element, at);
	sw_out_printf(out, "<text class=\"name\" x=\"%d\" y=\"%d\">", at->x + at->w / 2, at->y + 27);
	sw_markup_text(out, picture->names[e]);
	sw_out_printf(out, "</text><text class=\"role\" x=\"%d\" y=\"%d\">", at->x + at->w / 2, at->y + 44);
	sw_markup_text(out, picture->roles[e]);
	sw_out_z(out, "</text>");
	sw_svg_dot(out, mark, at->x + at->w - (element->shape == SW_SHAPE_PROCESS ? 14 : 10),
		   at->y + (element->shape == SW_SHAPE_PROCESS ? 13 : 11));
	sw_out_z(out, options->link ? "</g></a>\n" : "</g>\n");
}

static void draw(struct sw_out *out, const struct sw_svg_picture *picture, const struct sw_svg_options *options) {
	const char *id = options->id ? options->id : "d";
	int32_t h = picture->h + (options->legend ? sw_svg_legend(NULL, picture, options) : 0);
	if (options->alone)
		sw_out_z(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	sw_out_printf(
		out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sw-dfd%s\" role=\"%s\" aria-labelledby=\"%s-title %s-desc\" "
		"width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n<title id=\"%s-title\">Data-flow diagram of ",
		picture->w > WIDE ? " wide" : "", options->link ? "group" : "img", id, id, picture->w, h, picture->w, h,
		id);
	sw_markup_text(out, picture->diagram->name);
	sw_out_printf(
		out,
		"</title>\n<desc id=\"%s-desc\">%u elements, %zu flows, %u boundaries. An arrow points from who opens the "
		"connection.</desc>\n",
		id, picture->elements, picture->diagram->flows.n, picture->boundaries);
	if (options->alone)
		sw_out_printf(out, "<style>%s</style>\n<rect class=\"sheet\" width=\"%d\" height=\"%d\"/>\n",
			      sw_svg_style, picture->w, h);
	uint32_t deepest = 0;
	for (uint32_t b = 0; b < picture->boundaries; b++)
		deepest = picture->depth[b] > deepest ? picture->depth[b] : deepest;
	for (uint32_t depth = 1; depth <= deepest; depth++)
		for (uint32_t b = 0; b < picture->boundaries; b++)
			if (picture->depth[b] == depth && picture->at[picture->elements + b].w)
				draw_boundary(out, picture, b, id);
	for (unsigned structural = 2; structural-- > 0;) /* what matters is drawn on top */
		for (size_t i = 0; i < picture->lines.n; i++)
			if ((picture->lines.v[i].flow->grade == SW_GRADE_STRUCTURAL) == structural)
				draw_line(out, picture, &picture->lines.v[i], options);
	for (uint32_t e = 0; e < picture->elements; e++)
		draw_element(out, picture, e, options, id);
	for (size_t i = 0; i < picture->lines.n; i++)
		if (picture->lines.v[i].labelled)
			draw_label(out, picture, &picture->lines.v[i], options);
	if (options->legend)
		sw_svg_legend(out, picture, options);
	sw_out_z(out, "</svg>\n");
}

void sw_svg_layout(struct sw_svg_picture *picture, struct sw_arena *arena, const struct sw_diagram *diagram) {
	*picture = (struct sw_svg_picture){.arena = arena,
					   .diagram = diagram,
					   .elements = (uint32_t)diagram->elements.n,
					   .boundaries = (uint32_t)diagram->boundaries.n};
	picture->at = SW_NEW_ARRAY(arena, struct sw_svg_rect, picture->elements + picture->boundaries);
	picture->names = SW_NEW_ARRAY(arena, struct sw_str, picture->elements);
	picture->roles = SW_NEW_ARRAY(arena, struct sw_str, picture->elements);
	sw_svg_tree(picture);
	sw_svg_lines(picture);
	sw_svg_place(picture);
	picture->titles = SW_NEW_ARRAY(arena, struct sw_str, picture->boundaries);
	for (uint32_t b = 0; b < picture->boundaries; b++)
		picture->titles[b] = sw_text_fit(arena, diagram->boundaries.v[b].name, SW_SVG_TITLE_SIZE,
						 picture->at[picture->elements + b].w - 30);
	sw_svg_route(picture);
	sw_svg_labels(picture);
}

/* The part of a diagram that is drawn. `numbers` says which element of the whole each one is. */
static struct sw_diagram *drawn_part(struct sw_arena *arena, const struct sw_diagram *diagram, uint32_t **numbers) {
	struct sw_diagram *part = SW_NEW(arena, struct sw_diagram);
	uint32_t *places = SW_NEW_ARRAY(arena, uint32_t, diagram->elements.n + 1); /* of the whole → of the part, + 1 */
	*numbers = SW_NEW_ARRAY(arena, uint32_t, diagram->elements.n + 1);
	*part = *diagram;
	part->elements.v = SW_NEW_ARRAY(arena, struct sw_element, diagram->elements.n + 1);
	part->elements.n = 0;
	part->flows.v = SW_NEW_ARRAY(arena, struct sw_flow, diagram->flows.n + 1);
	part->flows.n = 0;
	for (uint32_t e = 0; e < diagram->elements.n; e++)
		if (!diagram->elements.v[e].register_only) {
			(*numbers)[part->elements.n] = e;
			part->elements.v[part->elements.n++] = diagram->elements.v[e];
			places[e] = (uint32_t)part->elements.n;
		}
	for (size_t i = 0; i < diagram->flows.n; i++) {
		struct sw_flow flow = diagram->flows.v[i];
		if (flow.from >= diagram->elements.n || flow.to >= diagram->elements.n)
			continue;
		if (flow.carrier_only || !places[flow.from] || !places[flow.to])
			continue;
		flow.from = places[flow.from] - 1;
		flow.to = places[flow.to] - 1;
		part->flows.v[part->flows.n++] = flow;
	}
	return part;
}

static const enum sw_svg_mark *marks_of_part(struct sw_arena *arena, const struct sw_svg_options *options, const uint32_t *numbers, size_t n) {
	enum sw_svg_mark *marks = SW_NEW_ARRAY(arena, enum sw_svg_mark, n + 1);
	for (size_t i = 0; options->marks && i < n; i++)
		marks[i] = options->marks[numbers[i]];
	return options->marks ? marks : NULL;
}

int sw_svg_write(struct sw_out *out, const struct sw_diagram *diagram, const struct sw_svg_options *options) {
	struct sw_arena arena;
	struct sw_arena_catch full;
	sw_arena_init(&arena, MOST_BYTES);
	volatile int result = -1;
	if (SW_ARENA_TRY(&arena, &full)) {
		struct sw_svg_picture *picture = SW_NEW(&arena, struct sw_svg_picture);
		uint32_t *numbers;
		const struct sw_diagram *part = drawn_part(&arena, diagram, &numbers);
		struct sw_svg_options own = *options;
		own.marks = marks_of_part(&arena, options, numbers, part->elements.n);
		sw_svg_layout(picture, &arena, part);
		picture->numbers = numbers;
		draw(out, picture, &own);
		sw_arena_leave(&arena, &full);
		result = 0;
	}
	sw_arena_free(&arena);
	return result;
}
