#include "unit.h"
#include "base/vec.h"
#include "reports/svg/drawn.h"
#include "reports/tmt/report.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct model {
	struct sw_arena arena;
	struct sw_drawing drawing;
	struct sw_template template;
	struct sw_out out;
	bool icons;
};

static struct sw_drawn *add(struct model *model, size_t diagram, enum sw_drawn_kind kind, const char *id, const char *name,
			    double left, double top) {
	struct sw_drawn *drawn = sw_push(&model->arena, &model->drawing.diagrams.v[diagram].elements);
	*drawn = (struct sw_drawn){.kind = kind, .id = sw_str_of(id), .name = sw_str_of(name), .placed = true, .left = left,
				   .top = top, .width = 100, .height = 100, .from = -1, .to = -1, .inside = -1};
	return drawn;
}

static struct sw_drawn *add_flow(struct model *model, size_t diagram, const char *id, const char *name, int32_t from, int32_t to) {
	struct sw_drawn *flow = add(model, diagram, SW_DRAWN_FLOW, id, name, 0, 0);
	flow->from = from;
	flow->to = to;
	flow->from_at = (struct sw_drawn_point){100, 50};
	flow->handle = (struct sw_drawn_point){200, 20};
	flow->to_at = (struct sw_drawn_point){300, 50};
	return flow;
}

static struct sw_drawn_threat *add_threat(struct model *model, const char *diagram, const char *on, const char *title) {
	struct sw_drawn_threat *threat = sw_push(&model->arena, &model->drawing.threats);
	*threat = (struct sw_drawn_threat){.diagram = sw_str_of(diagram), .on = sw_str_of(on), .title = sw_str_of(title),
					   .category = SW_S("Spoofing"), .description = SW_S("Who is it?"), .priority = SW_S("High"),
					   .interaction = SW_S("Kept name"), .modified = SW_S("0001-01-01T00:00:00"),
					   .number = (uint32_t)model->drawing.threats.n + 6};
	return threat;
}

static void add_diagram(struct model *model, const char *id, const char *title) {
	*sw_push(&model->arena, &model->drawing.diagrams) = (struct sw_drawn_diagram){.id = sw_str_of(id), .title = sw_str_of(title)};
}

static void add_column(struct model *model, const char *name, const char *label, bool hidden) {
	*sw_push(&model->arena, &model->template.data) =
		(struct sw_threat_datum){.name = sw_str_of(name), .label = sw_str_of(label), .hidden = hidden};
}

/* Two elements and a flow between them, in one diagram. */
static void open_model(struct model *model) {
	*model = (struct model){0};
	sw_arena_init(&model->arena, 64 << 20);
	sw_out_init(&model->out, -1);
	model->drawing.format = "tm7";
	model->drawing.name = SW_S("Shop");
	model->drawing.template = &model->template;
	add_diagram(model, "d1", "Front");
	add(model, 0, SW_DRAWN_EXTERNAL, "e1", "User", 0, 0);
	add(model, 0, SW_DRAWN_PROCESS, "e2", "Web", 300, 0);
	add_flow(model, 0, "f1", "HTTPS", 0, 1);
}

static void close_model(struct model *model) {
	sw_out_free(&model->out);
	sw_arena_free(&model->arena);
}

static struct sw_str page_of(struct model *model) {
	model->out.n = 0;
	assert_int_equal(sw_tmt_html(&model->out, &model->arena, &model->drawing, SW_S("2026-11-22T05:06:07Z")), 0);
	return sw_out_text(&model->out);
}

static struct sw_str list_of(struct model *model) {
	model->out.n = 0;
	assert_int_equal(sw_tmt_csv(&model->out, &model->arena, &model->drawing), 0);
	return sw_out_text(&model->out);
}

static struct sw_str picture_of(struct model *model, size_t focus) {
	model->out.n = 0;
	const struct sw_drawn_picture *picture = sw_drawn_picture_of(&model->arena, &model->drawing, &model->drawing.diagrams.v[0]);
	struct sw_drawn_view view = {focus == SIZE_MAX ? sw_drawn_all(picture) : sw_drawn_around(picture, focus), focus, SW_S("Picture"), NULL, NULL, false, model->icons};
	sw_drawn_svg(&model->out, picture, &view);
	assert_int_equal(model->out.failed, 0);
	return sw_out_text(&model->out);
}

static void has(struct sw_str text, const char *part) {
	if (!sw_str_contains(text, sw_str_of(part)))
		fail_msg("lacks \"%s\"", part);
}

static void has_not(struct sw_str text, const char *part) {
	if (sw_str_contains(text, sw_str_of(part)))
		fail_msg("has \"%s\"", part);
}

static void in_order(struct sw_str text, const char *const *parts, size_t count) {
	for (size_t i = 0; i < count; i++) {
		size_t at = sw_str_find(text, sw_str_of(parts[i]));
		if (at == SW_NPOS)
			fail_msg("lacks \"%s\" behind \"%s\"", parts[i], i ? parts[i - 1] : "");
		text = sw_str_from(text, at + strlen(parts[i]));
	}
}

static size_t times(struct sw_str text, const char *part) {
	size_t n = 0;
	for (size_t at; (at = sw_str_find(text, sw_str_of(part))) != SW_NPOS; n++)
		text = sw_str_from(text, at + strlen(part));
	return n;
}

/* ---- the page ---- */

static void page_without_threats(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	struct sw_str page = page_of(&model);
	assert_true(sw_str_starts(page, SW_S("\xef\xbb\xbf\n\t <!DOCTYPE html>\n<html lang=\"en-US\"")));
	has(page, "\n          Created on 2026-11-22 05:06:07 UTC</span>");
	has(page, "<strong>Threat Model Name: </strong>Shop</p>");
	has(page, "<h2 tabindex=\"0\">\n            Diagram: Front</h2><img tabindex=\"0\" src=\"data:image/svg+xml");
	has(page, "<td>Total</td><td>0</td>");
	assert_int_equal(times(page, "<table>"), 2);
	has_not(page, "Interaction:");
	has_not(page, "Notes:");
	has_not(page, "Validation");
	assert_true(sw_str_ends(page, SW_S("</body></html>")));
	close_model(&model);
}

static void empty_model(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	model.drawing = (struct sw_drawing){0};
	struct sw_str page = page_of(&model);
	assert_int_equal(times(page, "<table>"), 1);
	has_not(page, "Diagram:");
	assert_true(sw_str_starts(list_of(&model), SW_S("Id,Title,Category,")));
	close_model(&model);
}

/* Groups by name whatever the case, equal names by first appearance; inside a group the file's order; numbers run on. */
static void order_and_numbers(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	add_flow(&model, 0, "f2", "Admin", 1, 0);
	add_flow(&model, 0, "f3", "https", 1, 0);
	add_flow(&model, 0, "f4", "HTTPS", 1, 0);
	add_threat(&model, "d1", "f4", "fourth flow");
	add_threat(&model, "d1", "f1", "first flow");
	add_threat(&model, "d1", "f2", "admin");
	add_threat(&model, "d1", "f4", "fourth again");
	add_threat(&model, "d1", "f3", "small");
	static const char *const parts[] = {
		"Interaction: Admin</h3><img", "t1\"><span>1. admin</span>", "Interaction: https</h3>", "2. small",
		"Interaction: HTTPS</h3>", "3. fourth flow", "4. fourth again", "<br />", "Interaction: HTTPS</h3>", "5. first flow",
	};
	in_order(page_of(&model), parts, sizeof parts / sizeof *parts);
	close_model(&model);
}

static void states_are_counted(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	add_diagram(&model, "d2", "Back");
	add_flow(&model, 1, "g1", "SQL", -1, -1);
	add_threat(&model, "d1", "f1", "one");
	add_threat(&model, "d1", "f1", "two")->state = SW_DRAWN_MITIGATED;
	add_threat(&model, "d2", "g1", "three")->state = SW_DRAWN_NOT_APPLICABLE;
	struct sw_drawn_threat *threat = add_threat(&model, "d2", "g1", "four");
	threat->state = SW_DRAWN_NEEDS_INVESTIGATION;
	threat->migrated = true;
	static const char *const parts[] = {
		"Threat Model Summary:", "Not Started</td><td>1<", "Not Applicable</td><td>1<", "Needs Investigation</td><td>1<",
		"Mitigation Implemented</td><td>1<", "Total</td><td>4<", "Total Migrated</td><td>1<", "<p class=\"bugtrack\" />",
		"<hr />", "Diagram: Front", "Front Diagram Summary:\n          </h3>", "Total</td><td>2<", "Total Migrated</td><td>0<",
		"1. one", "2. two", "[State: Mitigation Implemented]", "<hr />", "Diagram: Back", "Validation Messages:", "SQL is not attached",
		"Back Diagram Summary:", "Total</td><td>2<", "Total Migrated</td><td>1<",
		"id=\"&#xA;          t3\"><span>3. three</span>\u00a0\n        [State: Not Applicable]\u00a0\n        [Priority: High]\u00a0\n        </h4>",
		"4. four", "[State: Needs Investigation]",
	};
	in_order(page_of(&model), parts, sizeof parts / sizeof *parts);
	close_model(&model);
}

static void rows_and_columns(void **state) {
	(void)state;
	struct model model;
	struct sw_datum_value data[] = {{SW_S("c1"), SW_S("Do it.\r\nThen check. ")}, {SW_S("c3"), SW_S("unseen")}};
	open_model(&model);
	add_column(&model, "Title", "Title", false);
	add_column(&model, "UserThreatDescription", "Description", false);
	add_column(&model, "UserThreatShortDescription", "Short", true);
	add_column(&model, "c1", "Steps", false);
	add_column(&model, "c2", "Remarks", false);
	add_column(&model, "c3", "Hidden", true);
	struct sw_drawn_threat *threat = add_threat(&model, "d1", "f1", "one ");
	threat->justification = SW_S("  ");
	threat->data = data;
	threat->data_count = 2;
	struct sw_str page = page_of(&model);
	static const char *const parts[] = {
		"<span>1. one</span>", "<strong>Category:</strong>", ">Spoofing</td>", "<strong>Description:</strong>", ">Who is it?</td>",
		"<strong>Justification:</strong>", ">&lt;no mitigation provided&gt;</td>",
		"<td id=\"threat-title-property\" role=\"rowheader\" tabindex=\"0\"><strong>Steps:</strong></td>",
		"<td class=\"infotd\" tabindex=\"0\" role=\"gridcell\" headers=\"threat-title-property\">Do it.\nThen check.</td></tr>",
		"<strong>Remarks:</strong></td><td class=\"infotd\" tabindex=\"0\" role=\"gridcell\" headers=\"threat-title-property\" /></tr></table></div>",
	};
	in_order(page, parts, sizeof parts / sizeof *parts);
	has_not(page, "unseen");
	has_not(page, "Short:");
	close_model(&model);
}

/* What a model's other formats know: threats on an element or on nothing, on a flow that is gone, in a diagram that is
 * gone, stale ones. None is lost. */
static void unusual_places(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	add_threat(&model, "d1", "e2", "on an element");
	add_threat(&model, "d1", "gone", "on a lost flow")->stale = true;
	add_threat(&model, "d1", "", "on nothing");
	add_threat(&model, "d9", "gone", "in a lost diagram");
	add_threat(&model, "d9", "f1", "found by its flow");
	static const char *const parts[] = {
		"Diagram: Front", "Threats on no interaction:", "1. on nothing", "Interaction: HTTPS", "2. found by its flow",
		"Interaction: Kept name", "3. on a lost flow", "No longer generated:", "Element: Web</h3><img", "4. on an element",
		"Diagram: Not in the model", "5. in a lost diagram",
	};
	in_order(page_of(&model), parts, sizeof parts / sizeof *parts);
	assert_int_equal(times(list_of(&model), "\r\n"), 6);
	close_model(&model);
}

static void notes_are_told(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	*sw_push(&model.arena, &model.drawing.notes) = (struct sw_drawn_note){3, SW_S("me"), SW_S("2026-01-02"), SW_S("a < b")};
	static const char *const parts[] = {"<br /><h3 tabindex=\"0\">Notes:</h3><table class=\"bordered\"", ">3</td>", ">a &lt; b</td>", ">2026-01-02</td>", ">me</td>", "Threat Model Summary:"};
	in_order(page_of(&model), parts, sizeof parts / sizeof *parts);
	close_model(&model);
}

#define EVIL "\"><script>alert(1)</script><img src=x onerror=y>'&\xff\xe2\x80\xae"

static void hostile_words(void **state) {
	(void)state;
	struct model model;
	struct sw_datum_value data[] = {{SW_S("c"), SW_S(EVIL)}};
	open_model(&model);
	add_column(&model, "c", EVIL, false);
	model.drawing.name = model.drawing.owner = model.drawing.assumptions = SW_S(EVIL);
	model.drawing.diagrams.v[0].title = SW_S(EVIL);
	for (size_t i = 0; i < 3; i++)
		model.drawing.diagrams.v[0].elements.v[i].name = SW_S(EVIL "\r\n" EVIL);
	model.drawing.diagrams.v[0].elements.v[1].out_of_scope = true;
	model.drawing.diagrams.v[0].elements.v[1].out_of_scope_reason = SW_S(EVIL);
	struct sw_drawn_threat *threat = add_threat(&model, "d1", "f1", EVIL);
	threat->category = threat->description = threat->justification = threat->priority = SW_S(EVIL);
	threat->data = data;
	threat->data_count = 1;
	struct sw_str page = page_of(&model);
	has_not(page, "<script");
	has_not(page, "%3Cscript");
	has_not(page, "<img src=x");
	has_not(page, "\xe2\x80\xae");
	has_not(page, "http://www.w3.org/2000/svg\""); /* in a picture's address it is escaped */
	assert_int_equal(times(page, "<img "), 2);
	has_not(picture_of(&model, SIZE_MAX), "<script");
	close_model(&model);
}

/* ---- CSV ---- */

static void list_of_threats(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	add_column(&model, "c", "Steps, all", false);
	struct sw_drawn_threat *threat = add_threat(&model, "d1", "f1", "a, \"b\"");
	threat->description = SW_S("two\r\nlines");
	threat->changed_by = SW_S("me");
	threat->modified = SW_S("2026-01-02T03:04:05");
	add_threat(&model, "d1", "gone", "plain");
	assert_str(list_of(&model),
		   "Id,Title,Category,Diagram,Interaction,Priority,State,Changed By,Description,Justification,Last Modified,\"Steps, all\"\r\n"
		   "7,\"a, \"\"b\"\"\",Spoofing,Front,HTTPS,High,Not Started,me,\"two\r\nlines\",,2026-01-02T03:04:05,\r\n"
		   "8,plain,Spoofing,Front,Kept name,High,Not Started,,Who is it?,,Generated,\r\n");
	close_model(&model);
}

static void no_formulas(void **state) {
	(void)state;
	static const char *const evil[] = {"=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "=\"a\",b"};
	for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
		struct model model;
		open_model(&model);
		add_threat(&model, "d1", "f1", evil[i]);
		struct sw_str list = list_of(&model), row = sw_str_from(list, sw_str_find(list, SW_S("\r\n")) + 4);
		assert_true(sw_str_starts(row, SW_S("'")) || sw_str_starts(row, SW_S("\"'")));
		close_model(&model);
	}
}

/* ---- pictures ---- */

static void shapes(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	add(&model, 0, SW_DRAWN_STORE, "e3", "Store", 300, 200);
	struct sw_drawn *box = add(&model, 0, SW_DRAWN_BOX, "b", "Host", 250, -50);
	box->width = 300;
	box->height = 400;
	struct sw_drawn *line = add_flow(&model, 0, "l", "Internet", -1, -1);
	line->kind = SW_DRAWN_LINE;
	add(&model, 0, SW_DRAWN_NOTE, "n", "one\r\ntwo", 0, 300);
	struct sw_str svg = picture_of(&model, SIZE_MAX);
	has(svg, "<rect x=\"5\" y=\"5\" width=\"90\" height=\"90\" class=\"body\"/>"); /* the tool's measures hold a margin */
	has(svg, "<ellipse class=\"body\" cx=\"350\" cy=\"50\" rx=\"45\" ry=\"45\"/>");
	has(svg, "<path class=\"body\" d=\"M305 205L395 205M305 295L395 295\"/>");
	has(svg, "<g class=\"box\"><title>Host</title><rect x=\"255\" y=\"-45\" width=\"290\" height=\"390\"/>");
	has(svg, "<g class=\"line\"><title>Internet</title><path d=\"M100 50Q200 -10 300 50\"/>"); /* through its handle */
	has(svg, ">one</text><text");
	has(svg, "<desc>User → Web by HTTPS</desc>");
	has(svg, "<title>HTTPS: User → Web</title>");
	close_model(&model);
}

/* Where a number stands behind a text. */
static double number_behind(struct sw_str text, const char *before) {
	size_t at = sw_str_find(text, sw_str_of(before));
	assert_int_not_equal(at, SW_NPOS);
	return strtod(text.p + at + strlen(before), NULL);
}

static double second_number_behind(struct sw_str text, const char *before) {
	char *end;
	size_t at = sw_str_find(text, sw_str_of(before));
	assert_int_not_equal(at, SW_NPOS);
	strtod(text.p + at + strlen(before), &end);
	return strtod(end, NULL);
}

static void ends_are_cut(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	model.drawing.format = "otm";
	struct sw_drawn *flow = &model.drawing.diagrams.v[0].elements.v[2];
	flow->from_at = flow->handle = flow->to_at = (struct sw_drawn_point){0, 0}; /* from middle to middle */
	struct sw_str svg = picture_of(&model, SIZE_MAX);
	double from = number_behind(svg, "HTTPS: User → Web</title><path d=\"M");
	assert_true(from > 99.5 && from < 100.5);
	double tip = number_behind(svg, "<path class=\"tip\" d=\"M");
	assert_true(tip > 299.5 && tip < 300.5);
	flow->from_at = (struct sw_drawn_point){100, 500}; /* left behind */
	flow->handle = (struct sw_drawn_point){200, 50};
	flow->to_at = (struct sw_drawn_point){300, 50};
	flow->from_port = SW_S("East");
	from = number_behind(picture_of(&model, SIZE_MAX), "HTTPS: User → Web</title><path d=\"M");
	assert_true(from > 99.5 && from < 100.5);
	close_model(&model);
}

static void loops_and_bends(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	struct sw_drawn *flow = &model.drawing.diagrams.v[0].elements.v[2];
	flow->to = 0;
	flow->from_at = flow->to_at = flow->handle = (struct sw_drawn_point){50, 50};
	assert_int_equal(times(picture_of(&model, SIZE_MAX), "class=\"tip\""), 1);
	flow->to = 1;
	flow->both_ways = true;
	*sw_push(&model.arena, &flow->bends) = (struct sw_drawn_point){50, 400};
	*sw_push(&model.arena, &flow->bends) = (struct sw_drawn_point){350, 400};
	flow->from_at = flow->handle = flow->to_at = (struct sw_drawn_point){0, 0};
	struct sw_str svg = picture_of(&model, SIZE_MAX);
	assert_int_equal(times(svg, "class=\"tip\""), 2);
	has(svg, "L50 400L350 400L350 9");
	close_model(&model);
}

/* Straight flows between the same two do not lie on each other; those that a person bent stay as they are. */
static void side_by_side(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	struct sw_drawn *flow = &model.drawing.diagrams.v[0].elements.v[2];
	flow->handle.y = 50;
	*add_flow(&model, 0, "f2", "back", 1, 0) = (struct sw_drawn){.kind = SW_DRAWN_FLOW, .name = SW_S("back"), .from = 1, .to = 0};
	add_flow(&model, 0, "f3", "bent", 0, 1);
	struct sw_str svg = picture_of(&model, SIZE_MAX);
	assert_true(second_number_behind(svg, "HTTPS: User → Web</title><path d=\"M") > 52);
	assert_true(second_number_behind(svg, "back: Web → User</title><path d=\"M") < 48);
	assert_true(second_number_behind(svg, "bent: User → Web</title><path d=\"M") < 48);
	close_model(&model);
}

/* Icons come from the template: pictures of two kinds, each once, and nothing that only claims to be one. */
static void icons(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	static const char *const images[] = {"iVBORw0KGgoAAA==", "/9j/4AAQ", "iVBORw0KGgo\"/><script>", "PHN2Zz4="};
	for (size_t i = 0; i < 4; i++) {
		static const char *const ids[] = {"s0", "s1", "s2", "s3"};
		*sw_push(&model.arena, &model.template.stencils) = (struct sw_stencil){.id = sw_str_of(ids[i]), .image = sw_str_of(images[i])};
		add(&model, 0, SW_DRAWN_PROCESS, ids[i], "Typed", 0, 200)->type = sw_str_of(ids[i]);
	}
	model.drawing.diagrams.v[0].elements.v[0].type = SW_S("s0");
	has_not(picture_of(&model, SIZE_MAX), "base64");
	model.icons = true;
	struct sw_str svg = picture_of(&model, SIZE_MAX);
	assert_int_equal(times(svg, "<image "), 2);
	assert_int_equal(times(svg, "<use "), 3);
	has(svg, "href=\"data:image/png;base64,iVBORw0KGgoAAA==\"/>");
	has(svg, "<use class=\"icon\" href=\"#icon1\" transform=\"translate(20.3 20.3) scale(0.59)\"/>");
	has_not(svg, "script");
	close_model(&model);
}

/* A crop shows the flow and its ends, fades what lies about, and leaves out what lies elsewhere. */
static void crops(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	add(&model, 0, SW_DRAWN_PROCESS, "near", "Near", 150, 60);
	add(&model, 0, SW_DRAWN_PROCESS, "far", "Far", 2000, 2000);
	struct sw_str svg = picture_of(&model, 2);
	has(svg, "<g class=\"element aside\"><title>Near</title>");
	has(svg, "<g class=\"element\"><title>Web</title>");
	has(svg, "<g class=\"flow focus\">");
	has_not(svg, "Far");
	has(picture_of(&model, SIZE_MAX), "Far");
	close_model(&model);
}

/* Labels stand beside elements and each other. */
static void labels_do_not_overlap(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	for (int i = 0; i < 4; i++) {
		struct sw_drawn *flow = add_flow(&model, 0, "f", "A label", 0, 1);
		flow->handle.y = 20 + 6 * i;
	}
	struct sw_str svg = picture_of(&model, SIZE_MAX);
	double at[8][4];
	size_t n = 0;
	for (size_t next; (next = sw_str_find(svg, SW_S("</title><rect x=\""))) != SW_NPOS && n < 8;) {
		svg = sw_str_from(svg, next + 8);
		if (!sw_str_contains(sw_str_sub(svg, 0, sw_str_find(svg, SW_S("/>"))), SW_S("rx=\"3\"")))
			continue;
		at[n][0] = number_behind(svg, " x=\"");
		at[n][1] = number_behind(svg, " y=\"");
		at[n][2] = number_behind(svg, " width=\"");
		at[n++][3] = number_behind(svg, " height=\"");
	}
	assert_int_equal(n, 5);
	for (size_t a = 0; a < n; a++)
		for (size_t b = 0; b < a; b++)
			assert_true(at[a][0] >= at[b][0] + at[b][2] || at[b][0] >= at[a][0] + at[a][2] ||
				    at[a][1] >= at[b][1] + at[b][3] || at[b][1] >= at[a][1] + at[a][3]);
	close_model(&model);
}

static void hostile_places(void **state) {
	(void)state;
	static const double bad[] = {NAN, INFINITY, -INFINITY, 1e308, -1e308, 1e-320, 0, -5};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		for (size_t j = 0; j < sizeof bad / sizeof *bad; j++) {
			struct model model;
			open_model(&model);
			struct sw_drawn *e = model.drawing.diagrams.v[0].elements.v;
			e[0].left = bad[i];
			e[0].height = bad[j];
			e[1].width = bad[i];
			e[1].top = bad[j];
			e[2].handle.x = bad[i];
			e[2].to_at = (struct sw_drawn_point){bad[j], bad[i]};
			e[2].to = (int32_t)i * 1000 - 2000; /* none of the diagram's */
			struct sw_str svg = picture_of(&model, i % 2 ? SIZE_MAX : 2);
			has_not(svg, "nan");
			has_not(svg, "inf");
			has_not(svg, "0000000");
			close_model(&model);
		}
}

static void long_names_end(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	size_t n = 1 << 20;
	char *name = sw_arena_alloc(&model.arena, n);
	memset(name, 'w', n);
	model.drawing.diagrams.v[0].elements.v[0].name = sw_str(name, n);
	model.drawing.diagrams.v[0].elements.v[2].name = sw_str(name, n);
	struct sw_str svg = picture_of(&model, SIZE_MAX);
	assert_true(svg.n < 20000);
	has(svg, "…</text>");
	close_model(&model);
}

static void many_flows(void **state) {
	(void)state;
	struct model model;
	open_model(&model);
	for (int i = 0; i < 600; i++)
		add(&model, 0, SW_DRAWN_PROCESS, "e", "Element", i % 30 * 150, i / 30 * 150);
	for (int i = 0; i < 600; i++)
		add_flow(&model, 0, "f", "Flow", i % 500, (i * 7) % 500)->handle.x = i;
	struct sw_str svg = picture_of(&model, SIZE_MAX);
	assert_int_equal(times(svg, "class=\"tip\""), 601);
	assert_true(picture_of(&model, 700).n < 400000);
	close_model(&model);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(page_without_threats), cmocka_unit_test(empty_model), cmocka_unit_test(order_and_numbers),
		cmocka_unit_test(states_are_counted), cmocka_unit_test(rows_and_columns), cmocka_unit_test(unusual_places),
		cmocka_unit_test(notes_are_told), cmocka_unit_test(hostile_words), cmocka_unit_test(list_of_threats),
		cmocka_unit_test(no_formulas), cmocka_unit_test(shapes), cmocka_unit_test(ends_are_cut),
		cmocka_unit_test(loops_and_bends), cmocka_unit_test(side_by_side), cmocka_unit_test(icons), cmocka_unit_test(crops),
		 cmocka_unit_test(labels_do_not_overlap),
		cmocka_unit_test(hostile_places), cmocka_unit_test(long_names_end), cmocka_unit_test(many_flows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
