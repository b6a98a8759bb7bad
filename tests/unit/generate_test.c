/* Generation on drawings made here: types and their kinds, properties, crossings, scope, overrides, why, and merging. */
#include "unit.h"
#include "models/geometry.h"
#include "models/merge.h"
#include <math.h>
#include <stdio.h>
#include <time.h>

struct made {
	struct sw_arena arena;
	struct sw_drawing drawing;
	struct sw_template template;
	struct sw_filter_rules rules;
	struct sw_generation generation;
	struct sw_diags diags;
	struct sw_str today;
};

static struct sw_drawn *add(struct made *made, enum sw_drawn_kind kind, const char *id, const char *type, const char *generic) {
	struct sw_drawn *drawn = sw_push(&made->arena, &made->drawing.diagrams.v[0].elements);
	*drawn = (struct sw_drawn){.kind = kind, .id = sw_str_of(id), .name = sw_arena_printf(&made->arena, "The %s", id),
				   .type = sw_str_of(type), .generic = sw_str_of(generic), .from = -1, .to = -1, .inside = -1, .encrypted = -1};
	return drawn;
}

static void place(struct sw_drawn *drawn, double left, double top, double width, double height) {
	drawn->placed = true;
	drawn->left = left, drawn->top = top, drawn->width = width, drawn->height = height;
}

static void bend(struct sw_drawn *drawn, double sx, double sy, double hx, double hy, double tx, double ty) {
	drawn->from_at = (struct sw_drawn_point){sx, sy};
	drawn->handle = (struct sw_drawn_point){hx, hy};
	drawn->to_at = (struct sw_drawn_point){tx, ty};
}

static struct sw_drawn *straight(struct sw_drawn *drawn, double sx, double sy, double tx, double ty) {
	bend(drawn, sx, sy, (sx + tx) / 2, (sy + ty) / 2, tx, ty);
	return drawn;
}

static void property(struct made *made, struct sw_drawn *drawn, const char *key, const char *label, const char *value) {
	*sw_push(&made->arena, &drawn->properties) = (struct sw_drawn_property){
		.kind = SW_PROPERTY_LIST, .key = sw_str_of(key), .label = sw_str_of(label), .value = sw_str_of(value)};
}

static void stencil(struct made *made, const char *id, const char *name, const char *parent) {
	*sw_push(&made->arena, &made->template.stencils) =
		(struct sw_stencil){.id = sw_str_of(id), .name = sw_str_of(name), .parent = sw_str_of(parent)};
}

static struct sw_threat_type *rule(struct made *made, const char *id, const char *include, const char *exclude) {
	struct sw_threat_type *type = sw_push(&made->arena, &made->template.types);
	*type = (struct sw_threat_type){.id = sw_str_of(id), .title = SW_S("{target.Name} from {source.name}"),
					.description = SW_S("{Flow.Name}, {other} {{flow.Name}"), .category = SW_S("T"),
					.include = sw_str_of(include), .exclude = sw_str_of(exclude)};
	return type;
}

/* A client, an app and a database behind a line, with two flows. */
static void begin(struct made *made) {
	*made = (struct made){.template = {.id = SW_S("t")}};
	sw_arena_init(&made->arena, (size_t)256 << 20);
	made->diags.arena = &made->arena;
	made->drawing.template = &made->template;
	struct sw_drawn_diagram *diagram = sw_push(&made->arena, &made->drawing.diagrams);
	diagram->id = SW_S("page");
	stencil(made, "GE.P", "Process", "ROOT");
	stencil(made, "GE.EI", "External", "ROOT");
	stencil(made, "GE.DS", "Store", "ROOT");
	stencil(made, "GE.DF", "Flow", "ROOT");
	stencil(made, "GE.TB.L", "Line", "ROOT");
	stencil(made, "GE.TB.B", "Box", "ROOT");
	stencil(made, "app", "Web app", "GE.P");
	stencil(made, "shop", "Shop ", "app");
	stencil(made, "net", "Network", "GE.TB.L");
	*sw_push(&made->arena, &made->template.categories) =
		(struct sw_threat_category){SW_S("T"), SW_S("Tampering"), SW_S("to change"), SW_S("")};
	add(made, SW_DRAWN_EXTERNAL, "client", "GE.EI", "GE.EI");
	property(made, add(made, SW_DRAWN_PROCESS, "web", "shop", "GE.P"), "root", "Runs as root", "Yes");
	add(made, SW_DRAWN_STORE, "db", "GE.DS", "GE.DS");
	struct sw_drawn *flow = straight(add(made, SW_DRAWN_FLOW, "ask", "GE.DF", "GE.DF"), 0, 0, 100, 0);
	flow->from = 0, flow->to = 1;
	flow = straight(add(made, SW_DRAWN_FLOW, "query", "GE.DF", "GE.DF"), 100, 0, 200, 0);
	flow->from = 1, flow->to = 2;
	straight(add(made, SW_DRAWN_LINE, "edge", "net", "GE.TB.L"), 50, -50, 50, 50);
}

static struct sw_drawn *element(struct made *made, size_t i) {
	return &made->drawing.diagrams.v[0].elements.v[i];
}

static void generate(struct made *made) {
	made->diags.n = 0;
	sw_generate(&made->generation, &made->arena, &made->drawing, &made->template, &made->rules, made->today, &made->diags);
}

/* The keys that were generated, with blanks between. */
static struct sw_str keys(struct made *made) {
	struct sw_str all = SW_S("");
	generate(made);
	for (size_t i = 0; i < made->generation.threats.n; i++)
		all = sw_arena_printf(&made->arena, "%.*s%s%.*s", SW_ARG(all), i ? " " : "", SW_ARG(made->generation.threats.v[i].key));
	return all;
}

static void end(struct made *made) {
	sw_arena_free(&made->arena);
}

/* One filter a row against the drawing of begin(): on which of the two flows it holds. */
static const struct {
	const char *include, *exclude, *on;
} filters[] = {
	{"", "", ""},
	{"source is 'GE.EI'", "", "ask"},
	{"target is 'GE.P'", "", "ask"},
	{"target is 'app'", "", "ask"},
	{"target is 'shop'", "", "ask"},
	{"target is 'Shop'", "", ""},
	{"target is [Shop]", "", "ask"},
	{"target is [web app]", "", "ask"},
	{"target is [no such]", "", ""},
	{"source is 'ROOT'", "", ""},
	{"source is 'ROOT' or flow is 'GE.DF'", "", "ask query"},
	{"flow is 'GE.DF'", "target is 'GE.DS'", "ask"},
	{"flow crosses 'GE.TB.L'", "", "ask"},
	{"flow crosses 'net'", "", "ask"},
	{"flow crosses [Network]", "", "ask"},
	{"flow crosses 'GE.TB.B'", "", ""},
	{"flow crosses 'GE.TB'", "", ""},
	{"not flow crosses 'GE.TB.L'", "", "query"},
	{"source.root is 'Yes'", "", "query"},
	{"source.root is 'yes'", "", ""},
	{"source.[Runs as root] is 'Yes'", "", "query"},
	{"source.[[Runs as root] is 'Yes'", "", "query"},
	{"not source.root is 'Yes'", "", "ask"},
	{"flow is 'GE.DF'", "not source.root is 'Yes'", "query"},
	{"flow is 'GE.DF'", "source.other is 'Yes'", "ask query"},
	{"flow is 'GE.DF'", "oops", "ask query"},
	{"oops", "", ""},
};

static void evaluates(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		struct made made;
		struct sw_str on = SW_S("");
		begin(&made);
		rule(&made, "R", filters[i].include, filters[i].exclude);
		generate(&made);
		for (size_t j = 0; j < made.generation.threats.n; j++)
			on = sw_arena_printf(&made.arena, "%.*s%s%.*s", SW_ARG(on), j ? " " : "", SW_ARG(made.generation.threats.v[j].flow->id));
		if (!sw_str_is(on, filters[i].on))
			fail_msg("%s / %s: on '%.*s'", filters[i].include, filters[i].exclude, SW_ARG(on));
		end(&made);
	}
}

/* What is wrong with a filter is said once, where it stands. */
static void tells_bad_filters(void **state) {
	struct made made;
	(void)state;
	begin(&made);
	struct sw_threat_type *type = rule(&made, "R", "target is [no such] or source.[none] is 'x' or source is [no such]", "source was 'x'");
	type->include_at = (struct sw_span){3, 1000, 1000 + (uint32_t)type->include.n};
	type->exclude_at = (struct sw_span){3, 2000, 2999}; /* not spelt there as it is read: told as a whole */
	generate(&made);
	const struct { const char *code; uint32_t start, end; } expected[] = {
		{"filter-unknown-type", 1000, 1019}, {"filter-unknown-property", 1023, 1043}, {"filter-malformed", 2000, 2999}};
	assert_int_equal(made.diags.n, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(made.diags.v[i].code, expected[i].code);
		assert_int_equal(made.diags.v[i].at.start, expected[i].start);
		assert_int_equal(made.diags.v[i].at.end, expected[i].end);
	}
	end(&made);
}

static void orders_and_keys(void **state) {
	struct made made;
	(void)state;
	begin(&made);
	rule(&made, "B", "flow is 'GE.DF'", "");
	rule(&made, "A", "flow is 'GE.DF'", "");
	assert_str(keys(&made), "Bclientaskweb Aclientaskweb Bwebquerydb Awebquerydb");
	element(&made, 3)->to = -1;
	assert_str(keys(&made), "Bwebquerydb Awebquerydb");
	element(&made, 4)->both_ways = true;
	assert_str(keys(&made), "Bwebquerydb Awebquerydb Bdbqueryweb Adbqueryweb");
	end(&made);
}

static void switches(void **state) {
	struct made made;
	(void)state;
	begin(&made);
	rule(&made, "R", "flow is 'GE.DF'", "");
	element(&made, 3)->out_of_scope = true;
	assert_str(keys(&made), "Rwebquerydb");
	made.rules.flow_scope = SW_FILTER_SCOPE_KEEPS_FLOW;
	assert_str(keys(&made), "Rclientaskweb Rwebquerydb");
	element(&made, 2)->out_of_scope = true;
	assert_str(keys(&made), "Rclientaskweb Rwebquerydb");
	made.rules.end_scope = SW_FILTER_SCOPE_SILENCES_ENDS;
	assert_str(keys(&made), "Rclientaskweb");
	made.template.types.v[0].include = SW_S("not target.none is 'x'");
	assert_str(keys(&made), "Rclientaskweb");
	made.rules.missing = SW_FILTER_MISSING_IS_UNKNOWN;
	assert_str(keys(&made), "");
	made.template.types.v[0].include = SW_S("target is 'ROOT'");
	made.rules.root = SW_FILTER_ROOT_IS_ALL;
	assert_str(keys(&made), "Rclientaskweb");
	end(&made);
}

/* ---- crossings ---- */

static bool meet(const double a[6], const double b[6]) {
	struct sw_drawn first = {0}, second = {0};
	bend(&first, a[0], a[1], a[2], a[3], a[4], a[5]);
	bend(&second, b[0], b[1], b[2], b[3], b[4], b[5]);
	bool met = sw_curves_meet(&first, &second);
	assert_int_equal(met, sw_curves_meet(&second, &first));
	return met;
}

static void crosses_curves(void **state) {
	const double across[] = {0, 50, 50, 50, 100, 50}, down[] = {50, 0, 50, 50, 50, 100}, beside[] = {200, 0, 200, 50, 200, 100};
	/* An arc from corner to corner whose handle pulls it over the line at y = 50, and one that stays above it: the curve
	 * runs through the handle, so that a control point at the handle would not reach. */
	const double over[] = {0, 0, 50, 60, 100, 0}, under[] = {0, 0, 50, 49, 100, 0}, touching[] = {0, 50, 0, 75, 0, 100};
	const double back[] = {0, 0, 120, 0, 0, 0}, stub[] = {110, -10, 110, 0, 110, 10}, dot[] = {50, 50, 50, 50, 50, 50};
	const double nan_line[] = {0, 0, NAN, 50, 100, 100}, infinite[] = {-INFINITY, 50, 50, 50, INFINITY, 50};
	const double far[] = {-1e300, 50, 0, 50, 1e300, 50}, huge[] = {-9e8, 50, 0, 50, 9e8, 50};
	(void)state;
	assert_true(meet(across, down));
	assert_false(meet(across, beside));
	assert_true(meet(across, over));
	assert_false(meet(across, under));
	assert_true(meet(across, touching));
	assert_true(meet(across, across));
	assert_true(meet(back, stub));
	assert_true(meet(across, dot));
	assert_true(meet(over, over));
	assert_false(meet(nan_line, across));
	assert_false(meet(infinite, down));
	assert_false(meet(far, down));
	assert_true(meet(huge, down));
}

/* Two arcs that run along each other at any distance end, and soon. */
static void ends_on_parallels(void **state) {
	(void)state;
	for (double gap = 1; gap > 1e-12; gap /= 10) {
		const double a[] = {0, 0, 500, 800, 1000, 0}, b[] = {0, gap, 500, 800 + gap, 1000, gap};
		meet(a, b);
	}
}

static void crosses_boxes(void **state) {
	struct made made;
	(void)state;
	begin(&made);
	element(&made, 5)->kind = SW_DRAWN_NOTE;
	struct sw_drawn *outer = add(&made, SW_DRAWN_BOX, "outer", "GE.TB.B", "GE.TB.B"), *inner;
	place(outer, 50, -50, 200, 100);
	rule(&made, "R", "flow crosses 'GE.TB.B'", "");
	assert_str(keys(&made), "Rclientaskweb");
	/* A box in the box: the second flow ends in it, the first in neither. */
	inner = add(&made, SW_DRAWN_BOX, "inner", "GE.TB.B", "GE.TB.B");
	place(inner, 150, -20, 100, 40);
	assert_str(keys(&made), "Rclientaskweb Rwebquerydb");
	/* Leaving and coming back counts only where the curve decides. */
	place(element(&made, 6), -10, -50, 300, 100);
	place(element(&made, 7), 900, 900, 10, 10);
	bend(element(&made, 3), 0, 0, 50, 300, 100, 0);
	assert_str(keys(&made), "");
	made.rules.box = SW_FILTER_BOX_BY_CURVE;
	assert_str(keys(&made), "Rclientaskweb");
	/* A box without a place, or with an end that is not finite, is crossed by nothing. */
	element(&made, 6)->left = NAN;
	assert_str(keys(&made), "");
	element(&made, 6)->placed = false;
	assert_str(keys(&made), "");
	/* What is stated decides: web stands in inner, inner in outer, and db in outer. */
	element(&made, 1)->inside = 7;
	element(&made, 7)->inside = 6;
	element(&made, 2)->inside = 6;
	assert_str(keys(&made), "Rclientaskweb Rwebquerydb");
	element(&made, 2)->inside = 7;
	assert_str(keys(&made), "Rclientaskweb");
	element(&made, 6)->inside = 7; /* a ring ends */
	keys(&made);
	end(&made);
}

static void follows_bends(void **state) {
	struct sw_drawn flow = {0}, line = {0};
	struct sw_drawn_point corners[] = {{0, 100}, {100, 100}};
	(void)state;
	straight(&flow, 0, 0, 100, 0);
	straight(&line, 50, 50, 50, 150);
	assert_false(sw_curves_meet(&flow, &line));
	flow.bends.v = corners;
	flow.bends.n = 2;
	assert_true(sw_curves_meet(&flow, &line));
	assert_true(sw_curves_meet(&line, &flow));
}

/* ---- texts, why, overrides ---- */

static void fills_texts(void **state) {
	struct made made;
	(void)state;
	begin(&made);
	struct sw_threat_type *type = rule(&made, "R", "source is 'GE.EI'", "");
	struct sw_threat_datum preset = {.name = SW_S("Priority")}, own = {.name = SW_S("todo")}, column = {.name = SW_S("Priority")};
	*sw_push(&made.arena, &preset.values) = SW_S("Low");
	*sw_push(&made.arena, &own.values) = SW_S("patch");
	*sw_push(&made.arena, &type->data) = preset;
	*sw_push(&made.arena, &type->data) = own;
	*sw_push(&made.arena, &made.template.data) = (struct sw_threat_datum){.name = SW_S("Title")};
	*sw_push(&made.arena, &made.template.data) = column;
	*sw_push(&made.arena, &made.template.data) = (struct sw_threat_datum){.name = SW_S("todo")};
	generate(&made);
	struct sw_drawn_threat threat = sw_generated_threat(&made.generation, &made.generation.threats.v[0]);
	assert_str(threat.title, "The web from The client");
	assert_str(threat.description, "The ask, {other} {The ask");
	assert_str(threat.category, "Tampering");
	assert_str(threat.short_text, "to change");
	assert_str(threat.stride, "T");
	assert_str(threat.priority, "Low");
	assert_str(threat.interaction, "The ask");
	assert_int_equal(threat.data_count, 3);
	assert_str(threat.data[0].value, "The web from The client");
	assert_str(threat.data[1].value, "Low");
	assert_str(threat.data[2].key, "todo");
	assert_str(threat.data[2].value, "patch");
	/* A preset that the register does not offer is none. */
	*sw_push(&made.arena, &made.template.data.v[1].values) = SW_S("worst");
	generate(&made);
	assert_str(sw_generated_threat(&made.generation, &made.generation.threats.v[0]).priority, "worst");
	end(&made);
}

static void says_why(void **state) {
	struct made made;
	(void)state;
	begin(&made);
	rule(&made, "R", "flow crosses 'net' and source.root is 'No' or target is 'app'", "source is 'GE.DS' or target.root is 'No'");
	generate(&made);
	assert_int_equal(made.generation.threats.n, 1);
	sw_answers why = sw_generated_why(&made.generation, &made.generation.threats.v[0]);
	const struct { const char *text, *seen; bool exclude; enum sw_tri holds; } expected[] = {
		{"flow crosses 'net'", "The edge", false, SW_YES}, {"source.root is 'No'", "", false, SW_NO},
		{"target is 'app'", "The web (Shop )", false, SW_YES}, {"source is 'GE.DS'", "The client (External)", true, SW_NO},
		{"target.root is 'No'", "Yes", true, SW_NO}};
	assert_int_equal(why.n, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_str(why.v[i].text, expected[i].text);
		assert_str(why.v[i].seen, expected[i].seen);
		assert_int_equal(why.v[i].exclude, expected[i].exclude);
		assert_int_equal(why.v[i].holds, expected[i].holds);
	}
	end(&made);
}

static void override(struct made *made, const char *type, const char *on, enum sw_override_effect effect, const char *priority, const char *until) {
	*sw_push(&made->arena, &made->template.overrides) = (struct sw_threat_override){
		sw_str_of(type), sw_str_of(on), effect, sw_str_of(priority), SW_S("we said so"), sw_str_of(until), {0}};
}

static void overrides(void **state) {
	struct made made;
	(void)state;
	begin(&made);
	made.today = SW_S("2026-06-15");
	rule(&made, "R", "source is 'GE.EI'", "");
	override(&made, "R", "The client", SW_OVERRIDE_SILENCE, "", "2026-06-15");
	assert_str(keys(&made), "");
	assert_int_equal(made.generation.silenced.n, 1);
	assert_str(made.generation.silenced.v[0].silenced->reason, "we said so");
	made.today = SW_S("2026-06-16");
	assert_str(keys(&made), "Rclientaskweb");
	assert_int_equal(made.diags.n, 1);
	assert_string_equal(made.diags.v[0].code, "override-ended");
	made.today = SW_S("");
	assert_str(keys(&made), "");
	override(&made, "", "db", SW_OVERRIDE_RAISE, "Low", "");
	assert_str(keys(&made), "Rwebquerydb");
	assert_str(sw_generated_threat(&made.generation, &made.generation.threats.v[0]).priority, "Low");
	override(&made, "R", "ask", SW_OVERRIDE_RAISE, "", ""); /* the last one counts */
	override(&made, "R", "", SW_OVERRIDE_PRIORITY, "Critical", "");
	assert_str(keys(&made), "Rclientaskweb Rwebquerydb");
	assert_str(sw_generated_threat(&made.generation, &made.generation.threats.v[0]).priority, "Critical");
	assert_null(made.generation.threats.v[0].raised);
	assert_non_null(made.generation.threats.v[1].raised);
	override(&made, "X", "nobody", SW_OVERRIDE_SILENCE, "", "");
	keys(&made);
	assert_int_equal(made.diags.n, 2);
	assert_string_equal(made.diags.v[0].code, "override-unknown-threat");
	assert_string_equal(made.diags.v[1].code, "override-nothing-drawn");
	end(&made);
}

/* ---- merging ---- */

static void stored(struct made *made, const char *key, const char *type, const char *on, uint32_t number) {
	struct sw_drawn_threat *threat = sw_push(&made->arena, &made->drawing.threats);
	*threat = (struct sw_drawn_threat){.key = sw_str_of(key), .type = sw_str_of(type), .on = sw_str_of(on), .number = number,
					   .title = SW_S("by hand"), .state = SW_DRAWN_MITIGATED, .priority = SW_S("Low"),
					   .justification = SW_S("done")};
}

static void merges(void **state) {
	struct made made;
	const struct sw_generated **of;
	(void)state;
	begin(&made);
	rule(&made, "R", "flow is 'GE.DF'", "target is 'GE.DS' and source.root is 'Yes'");
	rule(&made, "S", "source is 'GE.EI'", "");
	stored(&made, "Rwebquerydb", "R", "query", 7);
	stored(&made, "Rclientaskweb", "R", "ask", 3);
	stored(&made, "Rxyz", "R", "y", 4);
	stored(&made, "Qclientaskweb", "Q", "ask", 5);
	stored(&made, "mine", "", "ask", 6);
	generate(&made);
	struct sw_merged merged = sw_merge(&made.drawing, &made.generation, &of, &made.diags);
	assert_int_equal(merged.kept, 2);
	assert_int_equal(merged.stale, 3);
	assert_int_equal(merged.added, 1);
	assert_int_equal(made.drawing.threats.n, 6);
	const struct sw_drawn_threat *threats = made.drawing.threats.v;
	assert_true(threats[0].stale);
	assert_str(threats[0].stale_why, "its exclude filter holds: target is 'Store'; source's \"Runs as root\" is 'Yes'");
	assert_str(threats[0].title, "by hand");
	assert_false(threats[1].stale);
	assert_str(threats[1].title, "by hand");
	assert_str(threats[1].justification, "done");
	assert_str(threats[1].priority, "Low");
	assert_int_equal(threats[1].state, SW_DRAWN_MITIGATED);
	assert_ptr_equal(of[1]->type, &made.template.types.v[0]);
	assert_str(threats[2].stale_why, "its flow is not drawn any more");
	assert_str(threats[3].stale_why, "the template has no such type of threat");
	assert_false(threats[4].stale);
	assert_null(of[4]);
	assert_str(threats[5].key, "Sclientaskweb");
	assert_int_equal(threats[5].number, 8);
	assert_int_equal(threats[5].state, SW_DRAWN_NOT_STARTED);
	/* Once more changes nothing; what is generated again is not stale. */
	element(&made, 1)->properties.v[0].value = SW_S("No");
	generate(&made);
	merged = sw_merge(&made.drawing, &made.generation, NULL, &made.diags);
	assert_int_equal(merged.added, 0);
	assert_int_equal(merged.kept, 4);
	assert_false(made.drawing.threats.v[0].stale);
	end(&made);
}

static void says_why_stale(void **state) {
	struct made made;
	(void)state;
	begin(&made);
	rule(&made, "R", "source is 'GE.EI'", "");
	override(&made, "R", "ask", SW_OVERRIDE_SILENCE, "", "");
	stored(&made, "Rclientaskweb", "R", "ask", 1);
	stored(&made, "Rwebquerydb", "R", "query", 2);
	generate(&made);
	sw_merge(&made.drawing, &made.generation, NULL, &made.diags);
	assert_str(made.drawing.threats.v[0].stale_why, "an override silences it: we said so");
	assert_str(made.drawing.threats.v[1].stale_why, "its include filter does not hold: source is 'External' is false");
	element(&made, 4)->out_of_scope = true;
	generate(&made);
	sw_merge(&made.drawing, &made.generation, NULL, &made.diags);
	assert_str(made.drawing.threats.v[1].stale_why, "its flow is marked as out of scope");
	element(&made, 4)->to = -1;
	generate(&made);
	sw_merge(&made.drawing, &made.generation, NULL, &made.diags);
	assert_str(made.drawing.threats.v[1].stale_why, "an end of its flow is not attached");
	made.drawing.threats.v[1].source = SW_S("web");
	made.drawing.threats.v[1].target = SW_S("db");
	element(&made, 4)->to = 0;
	generate(&made);
	sw_merge(&made.drawing, &made.generation, NULL, &made.diags);
	assert_str(made.drawing.threats.v[1].stale_why, "its flow leads from or to another element now");
	end(&made);
}

/* ---- what is large ---- */

/* 500 flows among 300 elements and 20 boundaries, half of them arcs, and 200 types of threats with some 30 atoms each:
 * the size of a model of 2 MB. Prints how long it takes; the time is not judged, for machines differ. */
static void large(struct made *made) {
	static char ids[2000][8];
	begin(made);
	made->drawing.diagrams.v[0].elements.n = 0;
	for (unsigned i = 0; i < 2000; i++)
		snprintf(ids[i], sizeof ids[i], "e%u", i);
	for (unsigned i = 0; i < 60; i++)
		stencil(made, ids[i], ids[i], i % 3 == 0 ? "GE.P" : i % 3 == 1 ? "app" : "GE.DS");
	for (unsigned i = 0; i < 300; i++) {
		struct sw_drawn *drawn = add(made, SW_DRAWN_PROCESS, ids[i], ids[i % 60], "GE.P");
		for (unsigned p = 0; p < 12; p++)
			property(made, drawn, ids[p], ids[p], (i + p) % 3 ? "Yes" : "No");
	}
	for (unsigned i = 0; i < 500; i++) {
		struct sw_drawn *flow = add(made, SW_DRAWN_FLOW, ids[500 + i], "GE.DF", "GE.DF");
		flow->from = (int32_t)(i * 7 % 300), flow->to = (int32_t)(i * 13 % 300);
		double x = i * 37 % 2000, y = i * 91 % 2000;
		bend(flow, x, y, x + 100, y + 30 + i % 50, x + 300, y + i % 300);
	}
	for (unsigned i = 0; i < 20; i++) {
		struct sw_drawn *boundary = add(made, i % 2 ? SW_DRAWN_BOX : SW_DRAWN_LINE, ids[1200 + i], i % 2 ? "GE.TB.B" : "net", i % 2 ? "GE.TB.B" : "GE.TB.L");
		place(boundary, i * 100, i * 50, 400, 300);
		bend(boundary, i * 100, 0, i * 100 + 60, 1000, i * 100, 2000);
	}
	for (unsigned i = 0; i < 200; i++) {
		struct sw_str include = SW_S("flow crosses 'net' and (source is 'GE.DS'");
		for (unsigned a = 0; a < 25; a++)
			include = sw_arena_printf(&made->arena, "%.*s or %s.e%u is '%s' and target is 'e%u'", SW_ARG(include),
						  a % 2 ? "source" : "target", (a + i) % 12, a % 3 ? "No" : "Maybe", (i + a) % 60);
		include = sw_arena_join(&made->arena, include, SW_S(")"));
		rule(made, ids[1500 + i], include.p, "target is 'GE.DS' and source.e3 is 'Yes'");
	}
}

static void is_quick(void **state) {
	struct made made;
	struct timespec before, after;
	(void)state;
	large(&made);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
	generate(&made);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
	assert_true(made.generation.threats.n > 100);
	double ms = (double)(after.tv_sec - before.tv_sec) * 1e3 + (double)(after.tv_nsec - before.tv_nsec) / 1e6;
	print_message("# 500 flows, 200 types, %zu threats: %.1f ms\n", made.generation.threats.n, ms);
	end(&made);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(evaluates),
		cmocka_unit_test(tells_bad_filters),
		cmocka_unit_test(orders_and_keys),
		cmocka_unit_test(switches),
		cmocka_unit_test(crosses_curves),
		cmocka_unit_test(ends_on_parallels),
		cmocka_unit_test(crosses_boxes),
		cmocka_unit_test(follows_bends),
		cmocka_unit_test(fills_texts),
		cmocka_unit_test(says_why),
		cmocka_unit_test(overrides),
		cmocka_unit_test(merges),
		cmocka_unit_test(says_why_stale),
		cmocka_unit_test(is_quick),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
