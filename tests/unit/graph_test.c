/* Diagrams as Mermaid, DOT, draw.io and PlantUML: what is drawn, how lines look, and names that try to leave their place. */
#include "unit.h"
#include "graph_checks.h"
#include "report_fixture.h"

static const char *const hostile[] = {
	"a\"b", "x\ny\r\nz", "[b](c){d}", "-->|x| n9", "]]>", "%%{init: {\"x\":1}}%%", "@enduml", "\n@enduml\n@startuml", "<script>alert(1)</script>",
	"\x01\x07\x1b[31m", "\\N\\G\\", "\\\"", "&lt;&#34;", "`**md**`", "style a:b#34; x", "%getenv(\"HOME\")", "!include /etc/passwd", "end", "subgraph",
	"\"];n9[label=\"", "<img:/etc/passwd>", "[[http://x]]", "\xe2\x80\xae" "abc", "", "#quot;", "classDef x:#fff;", "<U+0022>", "$x ##y",
	"-- s -- __u__", "\xff\xfe\xc0", "\xef\xac\x82\xc2\xb0\xc2\xb0" "34\xc2\xb6\xc3\x9f", "--><!--", "' \t '", "}", "{", ";",
};
enum { HOSTILE = sizeof hostile / sizeof *hostile };

/* Boxes inside each other with a node in each, and a ring of flows, all called by hostile names. */
static void draw_hostile(struct sw_arena *arena, struct sw_drawn_diagram *diagram) {
	static const enum sw_drawn_kind kinds[] = {SW_DRAWN_PROCESS, SW_DRAWN_EXTERNAL, SW_DRAWN_STORE, SW_DRAWN_NOTE};
	*diagram = (struct sw_drawn_diagram){.id = SW_S("d"), .title = sw_str_of(hostile[5]), .zoom = 1};
	for (size_t i = 0; i < HOSTILE; i++)
		*sw_push(arena, &diagram->elements) = (struct sw_drawn){.kind = SW_DRAWN_BOX, .name = sw_str_of(hostile[i]), .from = -1, .to = -1,
			.inside = i % 4 ? (int32_t)i - 1 : -1};
	for (size_t i = 0; i < HOSTILE; i++)
		*sw_push(arena, &diagram->elements) = (struct sw_drawn){.kind = kinds[i % 4], .name = sw_str_of(hostile[i]), .from = -1, .to = -1,
			.inside = (int32_t)i, .out_of_scope = i % 5 == 0};
	for (size_t i = 0; i < HOSTILE; i++)
		*sw_push(arena, &diagram->elements) = (struct sw_drawn){.kind = SW_DRAWN_FLOW, .name = sw_str_of(hostile[i]),
			.protocol = sw_str_of(hostile[HOSTILE - 1 - i]), .from = HOSTILE + (int32_t)i, .to = HOSTILE + (int32_t)((i + 1) % HOSTILE),
			.encrypted = (int32_t)(i % 3) - 1, .both_ways = i % 2 == 0, .inside = -1};
}

static void names_stay_in_labels(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)64 << 20);
	struct sw_drawn_diagram diagram;
	sw_graphs graphs = {0};
	draw_hostile(&arena, &diagram);
	for (size_t i = 0; i < 3; i++) {
		sw_graph_of_drawn(&arena, &diagram, NULL, sw_push(&arena, &graphs));
		assert_int_equal(graphs.v[i].nodes.n, HOSTILE);
		assert_int_equal(graphs.v[i].boxes.n, HOSTILE + 1);
		assert_int_equal(graphs.v[i].edges.n, HOSTILE);
		check_graphs(&graphs);
	}
	sw_arena_free(&arena);
}

static void boxes_in_rings_are_cut(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)64 << 20);
	struct sw_drawn_diagram diagram = {.zoom = 1};
	enum { DEEP = 500 };
	for (int32_t i = 0; i < DEEP; i++)
		*sw_push(&arena, &diagram.elements) = (struct sw_drawn){.kind = SW_DRAWN_BOX, .name = SW_S("b"), .from = -1, .to = -1,
			.inside = i == DEEP - 1 ? DEEP - 3 : i + 1};
	sw_graphs graphs = {0};
	sw_graph_of_drawn(&arena, &diagram, NULL, sw_push(&arena, &graphs));
	assert_int_equal(graphs.v[0].boxes.n, DEEP + 1);
	check_graphs(&graphs);
	sw_arena_free(&arena);
}

static size_t count(struct sw_str text, struct sw_str word) {
	size_t n = 0;
	for (; text.n; text = sw_str_from(text, 1))
		n += sw_str_starts(text, word);
	return n;
}

static void lines_show_how_sure_a_flow_is(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)64 << 20);
	struct sw_diagram diagram = {.name = SW_S("shop")};
	static const enum sw_grade grades[] = {SW_GRADE_OBSERVED, SW_GRADE_CONFIGURED, SW_GRADE_GUESSED, SW_GRADE_CLAIMED, SW_GRADE_STRUCTURAL};
	*sw_push(&arena, &diagram.boundaries) = (struct sw_boundary){.name = SW_S("host"), .parent = -1};
	*sw_push(&arena, &diagram.elements) = (struct sw_element){.name = SW_S("web"), .shape = SW_SHAPE_PROCESS};
	*sw_push(&arena, &diagram.elements) = (struct sw_element){.name = SW_S("image"), .register_only = true, .boundary = -1};
	*sw_push(&arena, &diagram.elements) = (struct sw_element){.name = SW_S("db"), .shape = SW_SHAPE_STORE, .boundary = -1};
	for (size_t i = 0; i < sizeof grades / sizeof *grades; i++)
		*sw_push(&arena, &diagram.flows) = (struct sw_flow){.from = 0, .to = 2, .grade = grades[i], .label = SW_S("sql"), .encrypted = SW_NO};
	*sw_push(&arena, &diagram.flows) = (struct sw_flow){.from = 0, .to = 1, .label = SW_S("runs")};
	*sw_push(&arena, &diagram.flows) = (struct sw_flow){.from = 0, .to = 2, .label = SW_S("gone"), .absent = true};
	*sw_push(&arena, &diagram.flows) = (struct sw_flow){.from = 0, .to = 2, .label = SW_S("carries"), .carrier_only = true};
	sw_graphs graphs = {0};
	sw_graph_of_diagram(&arena, &diagram, sw_push(&arena, &graphs));
	check_graphs(&graphs);
	assert_int_equal(graphs.v[0].edges.n, 5);
	static const struct {
		const char *format, *dashed, *bold;
	} rows[] = {{"mermaid", " -.->", " ==>"}, {"dot", "style=dashed, label", "style=bold"}, {"drawio", "endArrow=block;dashed=1", "strokeWidth=3"},
		    {"plantuml", "-[dashed]->", "-[bold]->"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, -1);
		sw_graph_format_of(sw_str_of(rows[i].format))->write(&out, &graphs);
		struct sw_str text = sw_out_text(&out);
		assert_int_equal(count(text, sw_str_of(rows[i].dashed)), 1);
		assert_int_equal(count(text, sw_str_of(rows[i].bold)), 1);
		assert_int_equal(count(text, SW_S("(claimed)")), 1);
		assert_int_equal(count(text, SW_S("(not encrypted)")), 5);
		assert_int_equal(count(text, SW_S("gone")) + count(text, SW_S("carries")) + count(text, SW_S("image")), 0);
	}
	sw_arena_free(&arena);
}

static void reports_of_a_scan(void **state) {
	(void)state;
	static sw_report_writer *const writers[] = {sw_report_mermaid, sw_report_dot, sw_report_drawio, sw_report_plantuml};
	for (int bad = 0; bad < 2; bad++) {
		struct report_fixture fixture;
		report_fixture_init(&fixture, bad);
		sw_graphs graphs = {0};
		for (size_t i = 0; i < fixture.report.diagrams.n; i++)
			sw_graph_of_diagram(&fixture.arena, &fixture.report.diagrams.v[i], sw_push(&fixture.arena, &graphs));
		check_graphs(&graphs);
		for (size_t i = 0; i < sizeof writers / sizeof *writers; i++) {
			SW_CLEANUP_OUT struct sw_out out, again;
			sw_out_init(&out, -1);
			sw_out_init(&again, -1);
			assert_int_equal(writers[i](&fixture.report, NULL, &out), 0);
			sw_graph_formats[i].write(&again, &graphs);
			assert_true(sw_str_eq(sw_out_text(&out), sw_out_text(&again)));
		}
		report_fixture_free(&fixture);
	}
}

/* The order of rows: the sheet's container before what is in it, so that places count from its corner. */
static void places_count_from_the_container(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, (size_t)64 << 20);
	struct sw_drawn_diagram diagram = {.zoom = 1};
	*sw_push(&arena, &diagram.elements) = (struct sw_drawn){.name = SW_S("in"), .from = -1, .to = -1, .inside = -1, .placed = true,
		.left = 130, .top = 70, .width = 60, .height = 40};
	*sw_push(&arena, &diagram.elements) = (struct sw_drawn){.kind = SW_DRAWN_BOX, .name = SW_S("box"), .from = -1, .to = -1, .inside = -1,
		.placed = true, .left = 100, .top = 50, .width = 300, .height = 200};
	sw_graphs graphs = {0};
	sw_graph_of_drawn(&arena, &diagram, NULL, sw_push(&arena, &graphs));
	SW_CLEANUP_OUT struct sw_out out;
	sw_out_init(&out, -1);
	sw_graph_drawio(&out, &graphs);
	struct sw_str text = sw_out_text(&out);
	assert_true(sw_str_contains(text, SW_S("parent=\"b0\"><mxGeometry x=\"30\" y=\"20\" width=\"60\" height=\"40\"")));
	assert_true(sw_str_find(text, SW_S("id=\"b0\"")) < sw_str_find(text, SW_S("id=\"n0\"")));
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_stay_in_labels), cmocka_unit_test(boxes_in_rings_are_cut), cmocka_unit_test(lines_show_how_sure_a_flow_is),
		cmocka_unit_test(reports_of_a_scan), cmocka_unit_test(places_count_from_the_container),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
