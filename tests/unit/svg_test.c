#include "unit.h"
#include "reports/svg/layout.h"
#include <stdio.h>
#include <stdlib.h>

/* A small generator, so that the same diagrams come on every machine. */
static uint32_t seed;

static uint32_t draw_number(uint32_t below) {
	seed = seed * 1103515245u + 12345u;
	return (seed >> 8) % below;
}

static uint32_t add_element(struct sw_arena *arena, struct sw_diagram *diagram, const char *name,
			    enum sw_element_kind kind, int32_t boundary) {
	struct sw_element *element = sw_push(arena, &diagram->elements);
	element->id = element->name = sw_str_of(name);
	element->kind = kind;
	element->shape = kind == SW_ELEMENT_STORE    ? SW_SHAPE_STORE
			 : kind == SW_ELEMENT_CLIENT ? SW_SHAPE_EXTERNAL
						     : SW_SHAPE_PROCESS;
	element->boundary = boundary;
	element->seen = true;
	return (uint32_t)diagram->elements.n - 1;
}

static int32_t add_boundary(struct sw_arena *arena, struct sw_diagram *diagram, const char *name,
			    enum sw_boundary_kind kind, int32_t parent) {
	*sw_push(arena, &diagram->boundaries) = (struct sw_boundary){sw_str_of(name), sw_str_of(name), kind, parent, {0}};
	return (int32_t)diagram->boundaries.n - 1;
}

static struct sw_flow *add_flow(struct sw_arena *arena, struct sw_diagram *diagram, uint32_t from, uint32_t to,
				enum sw_grade grade, const char *label) {
	struct sw_flow *flow = sw_push(arena, &diagram->flows);
	flow->from = from;
	flow->to = to;
	flow->grade = grade;
	flow->label = sw_str_of(label);
	flow->port = 80;
	return flow;
}

static void generate(struct sw_arena *arena, struct sw_diagram *diagram, uint32_t elements, uint32_t number) {
	static const char *const names[] = {"a",  "api",          "a-rather-long-name-of-a-service-that-goes-on",
					    "db", "web-frontend", "漢字"};
	static const char *const labels[] = {"", "HTTP 8080", "postgres 5432", "reads /var/lib/something/quite/long"};
	*diagram = (struct sw_diagram){.name = SW_S("generated")};
	seed = number;
	uint32_t boundaries = draw_number(8);
	for (uint32_t i = 0; i < boundaries; i++)
		add_boundary(arena, diagram, i % 3 ? "net" : "a boundary with a long name",
			     (enum sw_boundary_kind)draw_number(5), i ? (int32_t)draw_number(i + 1) - 1 : -1);
	for (uint32_t i = 0; i < elements; i++)
		add_element(arena, diagram, names[draw_number(6)], (enum sw_element_kind)draw_number(11),
			    (int32_t)draw_number(boundaries + 1) - 1);
	uint32_t flows = draw_number(elements * 2 + 1);
	for (uint32_t i = 0; i < flows; i++) {
		uint32_t from = draw_number(elements), to = draw_number(elements);
		add_flow(arena, diagram, from, to, (enum sw_grade)draw_number(5), labels[draw_number(4)])->encrypted =
			(enum sw_tri)draw_number(3);
	}
}

static bool overlap(const struct sw_svg_rect *a, const struct sw_svg_rect *b) {
	return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

static bool holds(const struct sw_svg_rect *outer, const struct sw_svg_rect *inner) {
	return inner->x > outer->x && inner->y > outer->y && inner->x + inner->w < outer->x + outer->w &&
	       inner->y + inner->h < outer->y + outer->h;
}

static void check_places(const struct sw_svg_picture *picture) {
	uint32_t n = picture->elements, m = picture->boundaries;
	struct sw_svg_rect sheet = {-1, -1, picture->w + 2, picture->h + 2};
	for (uint32_t a = 0; a < n + m; a++) {
		if (!picture->at[a].w)
			continue; /* a boundary in which nothing stands */
		assert_true(holds(&sheet, &picture->at[a]));
		if (picture->parent[a] < m)
			assert_true(holds(&picture->at[n + picture->parent[a]], &picture->at[a]));
		for (uint32_t b = 0; b < a; b++) {
			bool related = (a >= n && sw_svg_inside(picture, b, a - n)) ||
				       (b >= n && sw_svg_inside(picture, a, b - n));
			if (picture->at[b].w && !related && overlap(&picture->at[a], &picture->at[b]))
				fail_msg("ends %u and %u overlap", a, b);
		}
	}
}

static void check_lines(const struct sw_svg_picture *picture) {
	for (size_t i = 0; i < picture->lines.n; i++) {
		const struct sw_svg_line *line = &picture->lines.v[i];
		assert_false(line->straight);
		assert_true(line->path.n >= 2);
		for (size_t k = 0; k + 1 < line->path.n; k++) {
			struct sw_svg_point a = line->path.v[k], b = line->path.v[k + 1];
			assert_true(a.x == b.x || a.y == b.y);
			struct sw_svg_rect run = {a.x < b.x ? a.x : b.x, a.y < b.y ? a.y : b.y, abs(a.x - b.x),
						  abs(a.y - b.y)};
			for (uint32_t e = 0; e < picture->elements; e++) {
				const struct sw_svg_rect *at = &picture->at[e];
				if (run.x < at->x + at->w && at->x < run.x + run.w + !run.w && run.y < at->y + at->h &&
				    at->y < run.y + run.h + !run.h && (run.w || run.x > at->x) &&
				    (run.h || run.y > at->y))
					fail_msg("line %zu runs through element %u", i, e);
			}
		}
		if (!line->labelled)
			continue;
		for (uint32_t e = 0; e < picture->elements; e++)
			assert_false(overlap(&line->label_at, &picture->at[e]));
		for (size_t k = 0; k < i; k++)
			if (picture->lines.v[k].labelled)
				assert_false(overlap(&line->label_at, &picture->lines.v[k].label_at));
	}
}

static void nothing_overlaps(void **state) {
	(void)state;
	for (uint32_t elements = 1; elements <= 60; elements++) {
		struct sw_arena arena;
		struct sw_diagram diagram;
		struct sw_svg_picture picture;
		sw_arena_init(&arena, (size_t)1 << 30);
		generate(&arena, &diagram, elements, elements * 7919);
		sw_svg_layout(&picture, &arena, &diagram);
		check_places(&picture);
		check_lines(&picture);
		sw_arena_free(&arena);
	}
}

static void write_twice(const struct sw_diagram *diagram, const struct sw_svg_options *options) {
	SW_CLEANUP_OUT struct sw_out first, second;
	sw_out_init(&first, -1);
	sw_out_init(&second, -1);
	assert_int_equal(sw_svg_write(&first, diagram, options), 0);
	assert_int_equal(sw_svg_write(&second, diagram, options), 0);
	assert_true(first.n > 100 && sw_str_eq(sw_out_text(&first), sw_out_text(&second)));
}

static void same_bytes_again(void **state) {
	(void)state;
	struct sw_arena arena;
	struct sw_diagram diagram;
	sw_arena_init(&arena, (size_t)1 << 26);
	generate(&arena, &diagram, 37, 4711);
	write_twice(&diagram, &(struct sw_svg_options){.alone = true, .legend = true});
	sw_arena_free(&arena);
}

static void large_diagrams_are_bounded(void **state) {
	(void)state;
	struct sw_arena arena;
	struct sw_diagram diagram;
	sw_arena_init(&arena, (size_t)1 << 28);
	generate(&arena, &diagram, 2000, 1);
	write_twice(&diagram, &(struct sw_svg_options){.legend = true});
	struct sw_svg_picture picture;
	sw_svg_layout(&picture, &arena, &diagram);
	check_places(&picture);
	sw_arena_free(&arena);
}

/* Parents in a circle, ends that do not exist, names that try to be markup. */
static void hostile_diagrams(void **state) {
	(void)state;
	struct sw_arena arena;
	struct sw_diagram diagram = {.name = SW_S("</title><script>alert(1)</script>")};
	sw_arena_init(&arena, (size_t)1 << 24);
	add_boundary(&arena, &diagram, "\"><script>", SW_BOUNDARY_HOST, 1);
	add_boundary(&arena, &diagram, "two", SW_BOUNDARY_NETWORK, 0);
	add_boundary(&arena, &diagram, "", SW_BOUNDARY_NETWORK, 77);
	add_element(&arena, &diagram, "\"><script>alert(1)</script>", SW_ELEMENT_WORKLOAD, 0);
	add_element(&arena, &diagram,
		    "\xff\xfe\xe2\x80\xae"
		    "cod\x01",
		    SW_ELEMENT_STORE, 1);
	add_element(&arena, &diagram, "", SW_ELEMENT_CLIENT, 99);
	add_flow(&arena, &diagram, 0, 1, SW_GRADE_CONFIGURED, "<b>&\"'");
	add_flow(&arena, &diagram, 0, 0, SW_GRADE_CONFIGURED, "self");
	add_flow(&arena, &diagram, 2, 5000, SW_GRADE_GUESSED, "nowhere");
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	assert_int_equal(sw_svg_write(&out, &diagram, &(struct sw_svg_options){.link = "row-", .alone = true}), 0);
	struct sw_str text = sw_out_text(&out);
	assert_false(sw_str_contains_nocase(text, SW_S("<script")));
	assert_false(sw_str_contains(text, SW_S("<b>")));
	assert_false(sw_str_contains(text, SW_S("\xe2\x80\xae")));
	assert_true(sw_str_contains(text, SW_S("[U+202E]")));
	assert_false(sw_str_contains(text, SW_S("\xff")));
	assert_true(sw_str_contains(text, SW_S("href=\"#row-0\"")));
	sw_arena_free(&arena);
}

static void empty_diagram(void **state) {
	(void)state;
	struct sw_diagram diagram = {0};
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	assert_int_equal(sw_svg_write(&out, &diagram, &(struct sw_svg_options){0}), 0);
	assert_true(sw_str_ends(sw_out_text(&out), SW_S("</svg>\n")));
}

/* A picture that was looked at and found right, byte for byte. SW_UPDATE=1 writes it anew. */
static void golden_picture(void **state) {
	(void)state;
	struct sw_arena arena;
	struct sw_diagram diagram = {.name = SW_S("small")};
	sw_arena_init(&arena, (size_t)1 << 24);
	int32_t outside = add_boundary(&arena, &diagram, "outside", SW_BOUNDARY_OUTSIDE, -1);
	int32_t host = add_boundary(&arena, &diagram, "host", SW_BOUNDARY_HOST, -1);
	int32_t net = add_boundary(&arena, &diagram, "default", SW_BOUNDARY_NETWORK, host);
	uint32_t client = add_element(&arena, &diagram, "client", SW_ELEMENT_CLIENT, outside);
	uint32_t web = add_element(&arena, &diagram, "web", SW_ELEMENT_WORKLOAD, net);
	uint32_t db = add_element(&arena, &diagram, "db", SW_ELEMENT_WORKLOAD, net);
	uint32_t data = add_element(&arena, &diagram, "db-data", SW_ELEMENT_STORE, host);
	uint32_t kernel = add_element(&arena, &diagram, "kernel", SW_ELEMENT_KERNEL, host);
	add_flow(&arena, &diagram, client, web, SW_GRADE_CONFIGURED, "HTTPS 443")->encrypted = SW_YES;
	add_flow(&arena, &diagram, web, db, SW_GRADE_GUESSED, "postgres 5432");
	add_flow(&arena, &diagram, db, data, SW_GRADE_CONFIGURED, "writes")->port = 0;
	add_flow(&arena, &diagram, web, kernel, SW_GRADE_STRUCTURAL, "system calls");
	add_flow(&arena, &diagram, db, kernel, SW_GRADE_STRUCTURAL, "system calls");
	static const enum sw_svg_mark marks[] = {SW_SVG_UNMARKED, SW_SVG_CARE, SW_SVG_ALARM, SW_SVG_FINE,
						 SW_SVG_UNMARKED};
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	assert_int_equal(
		sw_svg_write(&out, &diagram, &(struct sw_svg_options){.marks = marks, .alone = true, .legend = true}), 0);
	struct sw_str path =
		sw_arena_printf(&arena, "%s/tests/golden/svg/small.svg", getenv("SW_ROOT") ? getenv("SW_ROOT") : ".");
	if (getenv("SW_UPDATE")) {
		FILE *to = fopen(path.p, "wb");
		assert_non_null(to);
		fwrite(out.p, 1, out.n, to);
		fclose(to);
	}
	FILE *from = fopen(path.p, "rb");
	assert_non_null(from);
	char *kept = sw_arena_alloc(&arena, 1 << 20);
	size_t n = fread(kept, 1, 1 << 20, from);
	fclose(from);
	if (!sw_str_eq(sw_str(kept, n), sw_out_text(&out)))
		fail_msg("the picture differs from tests/golden/svg/small.svg; look at both, then SW_UPDATE=1");
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_overlaps),
		cmocka_unit_test(same_bytes_again),
		cmocka_unit_test(large_diagrams_are_bounded),
		cmocka_unit_test(hostile_diagrams),
		cmocka_unit_test(empty_diagram),
		cmocka_unit_test(golden_picture),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
