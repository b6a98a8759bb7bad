#include "reports/svg/drawn_parts.h"
#include "reports/markup.h"

enum {
	ARROW = 9,
	MOST_ASIDE = 60,  /* things that are not what a view is about, in a view that is about one */
	MOST_TOLD = 40,   /* flows named in the description */
	MOST_NAME = 400,  /* bytes */
};

/* A tenth of a pixel is exact enough, and written the same in every locale. */
void sw_drawn_number(struct sw_out *out, double x) {
	long tenths = (long)(x * 10 + (x < 0 ? -0.5 : 0.5));
	const char *sign = tenths < 0 ? "-" : "";
	tenths = tenths < 0 ? -tenths : tenths;
	if (tenths % 10)
		sw_out_printf(out, "%s%ld.%ld", sign, tenths / 10, tenths % 10);
	else
		sw_out_printf(out, "%s%ld", sign, tenths / 10);
}

static void attribute(struct sw_out *out, const char *name, double x) {
	sw_out_printf(out, " %s=\"", name);
	sw_drawn_number(out, x);
	sw_out_byte(out, '"');
}

static void point(struct sw_out *out, char letter, struct sw_drawn_point p) {
	sw_out_byte(out, letter);
	sw_drawn_number(out, p.x);
	sw_out_byte(out, ' ');
	sw_drawn_number(out, p.y);
}

static void rectangle(struct sw_out *out, struct sw_drawn_area at, const char *more) {
	sw_out_z(out, "<rect");
	attribute(out, "x", at.x);
	attribute(out, "y", at.y);
	attribute(out, "width", at.w);
	attribute(out, "height", at.h);
	sw_out_printf(out, "%s/>", more);
}

/* A name in one line. */
static void put_name(struct sw_out *out, const struct sw_drawn *drawn) {
	struct sw_str rest = sw_str_sub(sw_str_trim(drawn->name), 0, MOST_NAME), line;
	bool first = true;
	while (sw_str_split(&rest, '\n', &line)) {
		if (!first)
			sw_out_byte(out, ' ');
		sw_markup_text(out, sw_str_trim(line));
		first = false;
	}
}

static void put_text(struct sw_out *out, const struct sw_drawn_item *item) {
	double top = item->text_at.y + (item->text_at.h - (double)item->row_count * SW_DRAWN_ROW) / 2;
	for (size_t i = 0; i < item->row_count; i++) {
		sw_out_z(out, "<text");
		attribute(out, "x", item->text_at.x + item->text_at.w / 2);
		attribute(out, "y", top + (double)i * SW_DRAWN_ROW + 11.5);
		sw_out_byte(out, '>');
		sw_markup_text(out, item->rows[i]);
		sw_out_z(out, "</text>");
	}
}

static const struct sw_drawn *end_of(const struct sw_drawn_picture *picture, int32_t end) {
	return end >= 0 && (size_t)end < picture->count ? picture->items[end].drawn : NULL;
}

static void put_ends(struct sw_out *out, const struct sw_drawn_picture *picture, const struct sw_drawn *flow) {
	const struct sw_drawn *from = end_of(picture, flow->from), *to = end_of(picture, flow->to);
	if (from)
		put_name(out, from);
	else
		sw_out_z(out, "nothing");
	sw_out_z(out, flow->both_ways ? " ↔ " : " → ");
	if (to)
		put_name(out, to);
	else
		sw_out_z(out, "nothing");
}

static void put_title(struct sw_out *out, const struct sw_drawn_picture *picture, const struct sw_drawn *drawn) {
	bool typed = drawn->properties.n && drawn->properties.v[0].kind == SW_PROPERTY_HEADER;
	struct sw_str type = typed ? drawn->properties.v[0].label : (struct sw_str){0};
	sw_out_z(out, "<title>");
	put_name(out, drawn);
	if (drawn->kind == SW_DRAWN_FLOW) {
		sw_out_z(out, ": ");
		put_ends(out, picture, drawn);
	} else if (type.n && !sw_str_eq(type, drawn->name)) {
		sw_out_z(out, " (");
		sw_markup_text(out, sw_str_sub(type, 0, MOST_NAME));
		sw_out_byte(out, ')');
	}
	if (drawn->out_of_scope) {
		sw_out_z(out, ", out of scope");
		if (drawn->out_of_scope_reason.n) {
			sw_out_z(out, ": ");
			sw_markup_text(out, sw_str_sub(drawn->out_of_scope_reason, 0, MOST_NAME));
		}
	}
	sw_out_z(out, "</title>");
}

static void put_body(struct sw_out *out, const struct sw_drawn_item *item) {
	struct sw_drawn_area at = item->at;
	if (sw_drawn_is_text(item->drawn))
		return;
	switch (item->drawn->kind) {
	case SW_DRAWN_PROCESS:
		sw_out_z(out, "<ellipse class=\"body\"");
		attribute(out, "cx", at.x + at.w / 2);
		attribute(out, "cy", at.y + at.h / 2);
		attribute(out, "rx", at.w / 2);
		attribute(out, "ry", at.h / 2);
		sw_out_z(out, "/>");
		break;
	case SW_DRAWN_STORE:
		rectangle(out, at, " class=\"inner\"");
		sw_out_z(out, "<path class=\"body\" d=\"");
		point(out, 'M', (struct sw_drawn_point){at.x, at.y});
		point(out, 'L', (struct sw_drawn_point){at.x + at.w, at.y});
		point(out, 'M', (struct sw_drawn_point){at.x, at.y + at.h});
		point(out, 'L', (struct sw_drawn_point){at.x + at.w, at.y + at.h});
		sw_out_z(out, "\"/>");
		break;
	case SW_DRAWN_BOX: rectangle(out, at, ""); break;
	case SW_DRAWN_EXTERNAL: rectangle(out, at, " class=\"body\""); break;
	case SW_DRAWN_LINE:
	case SW_DRAWN_FLOW:
	case SW_DRAWN_NOTE: break;
	}
}

static void put_tip(struct sw_out *out, const struct sw_drawn_item *item, bool at_start) {
	size_t end = at_start ? 0 : SW_DRAWN_POINTS - 1, back = end;
	struct sw_drawn_point tip = item->points[end];
	while (back != SW_DRAWN_POINTS - 1 - end && sw_drawn_distance(tip, item->points[back]) < ARROW)
		back += at_start ? 1 : (size_t)-1;
	double length = sw_drawn_distance(tip, item->points[back]);
	if (length < 0.5)
		return;
	double x = (tip.x - item->points[back].x) / length, y = (tip.y - item->points[back].y) / length;
	struct sw_drawn_point foot = {tip.x - ARROW * x, tip.y - ARROW * y};
	sw_out_z(out, "<path class=\"tip\" d=\"");
	point(out, 'M', tip);
	point(out, 'L', (struct sw_drawn_point){foot.x - 3.6 * y, foot.y + 3.6 * x});
	point(out, 'L', (struct sw_drawn_point){foot.x + 3.6 * y, foot.y - 3.6 * x});
	sw_out_z(out, "Z\"/>");
}

/* The drawn part of the path. A part of a curve is a curve of the same kind, whose control point is where the tangents
 * of its ends meet. */
static void put_path(struct sw_out *out, const struct sw_drawn_item *item) {
	const struct sw_drawn_point *p = item->corners;
	double a = item->first, b = item->last;
	sw_out_z(out, "<path d=\"");
	point(out, 'M', item->points[0]);
	if (item->curved) {
		double u = 1 - a, v = 1 - b, mixed = u * b + a * v;
		struct sw_drawn_point control = {u * v * p[0].x + mixed * p[1].x + a * b * p[2].x,
						 u * v * p[0].y + mixed * p[1].y + a * b * p[2].y};
		point(out, 'Q', control);
		point(out, ' ', item->points[SW_DRAWN_POINTS - 1]);
	} else {
		for (size_t i = 1; i + 1 < item->corner_count; i++) {
			double t = (double)i / (double)(item->corner_count - 1);
			if (t > a && t < b)
				point(out, 'L', p[i]);
		}
		point(out, 'L', item->points[SW_DRAWN_POINTS - 1]);
	}
	sw_out_z(out, "\"/>");
}

static const char *class_of(const struct sw_drawn_item *item) {
	switch (item->drawn->kind) {
	case SW_DRAWN_FLOW: return "flow";
	case SW_DRAWN_LINE: return "line";
	case SW_DRAWN_BOX: return "box";
	case SW_DRAWN_PROCESS:
	case SW_DRAWN_EXTERNAL:
	case SW_DRAWN_STORE:
	case SW_DRAWN_NOTE: break;
	}
	return "element";
}

/* Whether a view is about it: it is not faded, and always drawn. */
static bool belongs(const struct sw_drawn_picture *picture, const struct sw_drawn_view *view, size_t i) {
	if (view->focus >= picture->count)
		return true;
	const struct sw_drawn *focus = picture->items[view->focus].drawn;
	const struct sw_drawn *drawn = picture->items[i].drawn;
	if (i == view->focus || (focus->kind == SW_DRAWN_FLOW && ((int64_t)i == focus->from || (int64_t)i == focus->to)) ||
	    (drawn->kind == SW_DRAWN_FLOW && (drawn->from == (int64_t)view->focus || drawn->to == (int64_t)view->focus)))
		return true;
	return !picture->items[i].is_path && sw_drawn_is_box(&picture->items[i]);
}

static void open_item(struct sw_out *out, const struct sw_drawn_picture *picture, const struct sw_drawn_view *view, size_t i,
		      const char *more) {
	const struct sw_drawn_item *item = &picture->items[i];
	sw_out_printf(out, "<g class=\"%s%s%s%s%s\">", class_of(item), more, item->drawn->out_of_scope ? " out" : "",
		      belongs(picture, view, i) ? "" : " aside", i == view->focus ? " focus" : "");
}

static void put_item(struct sw_out *out, const struct sw_drawn_picture *picture, const struct sw_drawn_view *view, size_t i) {
	const struct sw_drawn_item *item = &picture->items[i];
	if (view->link)
		sw_out_printf(out, "<a href=\"#%s%zu\">", view->link, i);
	open_item(out, picture, view, i, "");
	if (view->id)
		sw_out_printf(out, "<g id=\"%s%zu\">", view->id, i);
	put_title(out, picture, item->drawn);
	if (item->is_path) {
		put_path(out, item);
	} else {
		put_body(out, item);
		if (view->icons)
			sw_drawn_put_icon(out, picture, item);
		put_text(out, item);
	}
	sw_out_printf(out, "%s</g>%s\n", view->id ? "</g>" : "", view->link ? "</a>" : "");
}

/* What stands above everything: arrow heads, which else would hide beneath a shape that they touch, and labels. */
static void put_label(struct sw_out *out, const struct sw_drawn_picture *picture, const struct sw_drawn_view *view, size_t i) {
	const struct sw_drawn_item *item = &picture->items[i];
	open_item(out, picture, view, i, " label");
	if (item->drawn->kind == SW_DRAWN_FLOW) {
		put_tip(out, item, false);
		if (item->drawn->both_ways)
			put_tip(out, item, true);
	}
	if (item->row_count) {
		put_title(out, picture, item->drawn);
		rectangle(out, item->text_at, " rx=\"3\"");
		put_text(out, item);
	}
	sw_out_z(out, "</g>\n");
}

static void put_description(struct sw_out *out, const struct sw_drawn_picture *picture, const struct sw_drawn_view *view) {
	size_t told = 0, more = 0;
	sw_out_z(out, "<desc>");
	for (size_t i = 0; i < picture->count; i++) {
		const struct sw_drawn *drawn = picture->items[i].drawn;
		if (drawn->kind != SW_DRAWN_FLOW || !picture->items[i].shown || (view->focus < picture->count && view->focus != i))
			continue;
		if (told == MOST_TOLD) {
			more++;
			continue;
		}
		sw_out_z(out, told++ ? "; " : "");
		put_ends(out, picture, drawn);
		sw_out_z(out, " by ");
		put_name(out, drawn);
	}
	if (more)
		sw_out_printf(out, "; and %zu more flows", more);
	sw_out_z(out, "</desc>\n");
}

/* Boundaries beneath, then lines, elements, and arrow heads and labels of lines on top. Lines before elements: their ends are cut
 * at the edges, and where one passes beneath an element its name stays readable. */
void sw_drawn_svg(struct sw_out *out, const struct sw_drawn_picture *picture, const struct sw_drawn_view *view) {
	size_t aside = 0;
	bool *drawn = picture->in_view;
	sw_out_z(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sw-drawn\" role=\"img\"");
	attribute(out, "width", view->area.w);
	attribute(out, "height", view->area.h);
	sw_out_z(out, " viewBox=\"");
	sw_drawn_number(out, view->area.x);
	point(out, ' ', (struct sw_drawn_point){view->area.y, view->area.w});
	sw_out_byte(out, ' ');
	sw_drawn_number(out, view->area.h);
	sw_out_z(out, "\">");
	if (view->title.n) {
		sw_out_z(out, "<title>");
		sw_markup_text(out, view->title);
		sw_out_z(out, "</title>");
	}
	put_description(out, picture, view);
	if (view->alone)
		sw_out_printf(out, "<style>%s</style>\n", sw_drawn_style);
	if (view->icons)
		sw_drawn_put_icons(out, picture);
	rectangle(out, view->area, " class=\"sheet\"");
	sw_out_byte(out, '\n');
	for (size_t k = 0; k < picture->count; k++) {
		size_t i = picture->order[k];
		const struct sw_drawn_item *item = &picture->items[i];
		struct sw_drawn_area reach = {item->bounds.x, item->bounds.y, item->bounds.w + 1, item->bounds.h + 1};
		drawn[i] = item->shown && sw_drawn_shared(reach, view->area) > 0;
		if (drawn[i] && !belongs(picture, view, i))
			drawn[i] = ++aside <= MOST_ASIDE;
		if (drawn[i])
			put_item(out, picture, view, i);
	}
	for (size_t i = 0; i < picture->count; i++)
		if (drawn[i] && picture->items[i].is_path)
			put_label(out, picture, view, i);
	sw_out_z(out, "</svg>\n");
}
