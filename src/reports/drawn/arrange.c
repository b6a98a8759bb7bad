#include "reports/drawn/arrange.h"
#include "models/container_template.h"
#include "reports/svg/layout.h"

/* The pictures in reports are denser than what people like to edit: names stand beside handles there. */
static const double spread = 1.4, grow = 1.15;
static const size_t most_bytes = (size_t)256 << 20;
enum { STAGGER = 16 }; /* between the handles of flows that one line stands for */

struct arranging {
	struct sw_arena *arena;
	struct sw_drawn_diagram *drawn;
	struct sw_diagram diagram; /* the same, as the layout wants it */
	uint32_t *element_of;      /* of the drawing → of the diagram: elements, boundaries or flows */
};

static enum sw_element_kind kind_of(struct sw_str type) {
	for (int kind = 0; kind <= SW_ELEMENT_NETWORK; kind++)
		if (sw_str_eq(type, sw_element_stencil((enum sw_element_kind)kind)))
			return (enum sw_element_kind)kind;
	return SW_ELEMENT_WORKLOAD;
}

static enum sw_boundary_kind boundary_of(struct sw_str type) {
	for (int kind = 0; kind <= SW_BOUNDARY_BUILD; kind++)
		if (sw_str_eq(type, sw_boundary_stencil((enum sw_boundary_kind)kind)))
			return (enum sw_boundary_kind)kind;
	return SW_BOUNDARY_HOST;
}

static int32_t box_number(const struct arranging *arranging, const struct sw_drawn *drawn) {
	return drawn->inside < 0 ? -1 : (int32_t)arranging->element_of[drawn->inside];
}

static enum sw_grade grade_of(const struct sw_drawn *drawn) {
	const struct sw_drawn_property *shown = sw_drawn_property_of(drawn, SW_S(SW_KEY_SHOWN_BY));
	for (int grade = SW_GRADE_CLAIMED; shown && grade <= SW_GRADE_STRUCTURAL; grade++)
		if (sw_str_is(shown->value, sw_grade_name((enum sw_grade)grade)))
			return (enum sw_grade)grade;
	return SW_GRADE_STRUCTURAL;
}

/* Boundaries stand first in an exported drawing, then elements, then flows. */
static void copy(struct arranging *arranging) {
	struct sw_drawn_diagram *drawn = arranging->drawn;
	struct sw_diagram *diagram = &arranging->diagram;
	arranging->element_of = SW_NEW_ARRAY(arranging->arena, uint32_t, drawn->elements.n + 1);
	for (size_t i = 0; i < drawn->elements.n; i++) {
		const struct sw_drawn *one = &drawn->elements.v[i];
		if (one->kind == SW_DRAWN_BOX) {
			arranging->element_of[i] = (uint32_t)diagram->boundaries.n;
			*sw_push(arranging->arena, &diagram->boundaries) = (struct sw_boundary){
				.id = one->id, .name = one->name, .kind = boundary_of(one->type), .parent = box_number(arranging, one)};
		} else if (one->kind == SW_DRAWN_FLOW) {
			arranging->element_of[i] = (uint32_t)diagram->flows.n;
			*sw_push(arranging->arena, &diagram->flows) = (struct sw_flow){
				.id = one->id, .from = arranging->element_of[one->from], .to = arranging->element_of[one->to], .grade = grade_of(one),
				.label = one->name, .protocol = one->protocol};
		} else {
			arranging->element_of[i] = (uint32_t)diagram->elements.n;
			*sw_push(arranging->arena, &diagram->elements) = (struct sw_element){
				.id = one->id, .name = one->name, .kind = kind_of(one->type), .boundary = box_number(arranging, one), .seen = true,
				.shape = one->kind == SW_DRAWN_EXTERNAL ? SW_SHAPE_EXTERNAL : one->kind == SW_DRAWN_STORE ? SW_SHAPE_STORE : SW_SHAPE_PROCESS};
		}
	}
}

static void put_shape(struct sw_drawn *drawn, struct sw_svg_rect at, bool box) {
	double size = box ? spread : grow;
	drawn->width = (double)at.w * size;
	drawn->height = (double)at.h * size;
	drawn->left = (at.x + at.w / 2.0) * spread - drawn->width / 2;
	drawn->top = (at.y + at.h / 2.0) * spread - drawn->height / 2;
	drawn->placed = true;
}

/* Where the straight line from the middle of a shape to a point leaves it. */
static struct sw_drawn_point edge(const struct sw_drawn *shape, struct sw_drawn_point to) {
	struct sw_drawn_point middle = {shape->left + shape->width / 2, shape->top + shape->height / 2};
	double dx = to.x - middle.x, dy = to.y - middle.y, wide = shape->width / 2, high = shape->height / 2;
	double across = dx < 0 ? -dx : dx, down = dy < 0 ? -dy : dy;
	if (across < 1 && down < 1)
		return middle;
	double part = across * high > down * wide ? wide / across : high / down;
	return part >= 1 ? to : (struct sw_drawn_point){middle.x + dx * part, middle.y + dy * part};
}

static struct sw_drawn_point middle_of(const struct sw_svg_line *line) {
	if (line->labelled)
		return (struct sw_drawn_point){(line->label_at.x + line->label_at.w / 2.0) * spread, (line->label_at.y + line->label_at.h / 2.0) * spread};
	const struct sw_svg_point *a = &line->path.v[(line->path.n - 1) / 2], *b = &line->path.v[line->path.n / 2];
	return (struct sw_drawn_point){(a->x + b->x) / 2.0 * spread, (a->y + b->y) / 2.0 * spread};
}

static void put_flow(const struct arranging *arranging, struct sw_drawn *drawn, struct sw_drawn_point handle) {
	const struct sw_drawn *from = &arranging->drawn->elements.v[drawn->from], *to = &arranging->drawn->elements.v[drawn->to];
	drawn->handle = handle;
	drawn->from_at = edge(from, handle);
	drawn->to_at = edge(to, handle);
	drawn->placed = true;
}

static void put_flows(const struct arranging *arranging, const struct sw_svg_picture *picture) {
	struct sw_drawn_point *handles = SW_NEW_ARRAY(arranging->arena, struct sw_drawn_point, arranging->diagram.flows.n + 1);
	bool *known = SW_NEW_ARRAY(arranging->arena, bool, arranging->diagram.flows.n + 1);
	for (size_t l = 0; l < picture->lines.n; l++) {
		const struct sw_svg_line *line = &picture->lines.v[l];
		for (size_t k = 0; line->path.n && k < line->flows.n; k++) {
			size_t flow = (size_t)(line->flows.v[k] - arranging->diagram.flows.v);
			handles[flow] = middle_of(line);
			handles[flow].y += (double)k * STAGGER;
			known[flow] = true;
		}
	}
	for (size_t i = 0; i < arranging->drawn->elements.n; i++) {
		struct sw_drawn *drawn = &arranging->drawn->elements.v[i];
		if (drawn->kind == SW_DRAWN_FLOW && known[arranging->element_of[i]])
			put_flow(arranging, drawn, handles[arranging->element_of[i]]);
	}
}

static void arrange(struct arranging *arranging) {
	struct sw_svg_picture *picture = SW_NEW(arranging->arena, struct sw_svg_picture);
	copy(arranging);
	sw_svg_layout(picture, arranging->arena, &arranging->diagram);
	for (size_t i = 0; i < arranging->drawn->elements.n; i++) {
		struct sw_drawn *drawn = &arranging->drawn->elements.v[i];
		bool box = drawn->kind == SW_DRAWN_BOX;
		if (drawn->kind == SW_DRAWN_FLOW)
			continue;
		struct sw_svg_rect at = picture->at[arranging->element_of[i] + (box ? picture->elements : 0)];
		if (at.w > 0 && at.h > 0)
			put_shape(drawn, at, box);
	}
	put_flows(arranging, picture);
}

bool sw_drawn_arrange(struct sw_drawn_diagram *diagram) {
	struct sw_arena arena;
	struct sw_arena_catch full;
	struct arranging arranging = {.arena = &arena, .drawn = diagram};
	volatile bool done = false;
	sw_arena_init(&arena, most_bytes);
	if (SW_ARENA_TRY(&arena, &full)) {
		arrange(&arranging);
		sw_arena_leave(&arena, &full);
		done = true;
	}
	sw_arena_free(&arena);
	return done;
}
