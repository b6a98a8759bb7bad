/* Threagile's models: what is read, what comes out again, and bad input. */
#include "model_reading.h"
#include "readers/models/threagile/threagile.h"

static const char shop[] =
	"threagile_version: 1.0.0\n"
	"title: Tea shop\n"
	"date: 2026-01-02\n"
	"author:\n  name: Ada\n"
	"business_criticality: important\n"
	"business_overview:\n  description: Sells tea.\n  images:\n"
	"questions:\n  Who pays?: \"\"\n"
	"tags_available:\n  - linux\n"
	"data_assets:\n"
	"  Orders: &orders\n    id: orders\n    description: What people ordered\n    usage: business\n    quantity: many\n"
	"    confidentiality: strictly-confidential\n    integrity: critical\n    availability: critical\n"
	"  Old orders:\n    <<: *orders\n    id: old-orders\n    confidentiality: restricted\n"
	"technical_assets:\n"
	"  Shop:\n    id: shop\n    description: The page\n    type: process\n    technology: web-server\n    internet: true\n"
	"    machine: container\n    out_of_scope: false\n    tags:\n      - linux\n    data_assets_processed:\n      - orders\n"
	"    communication_links:\n"
	"      Store orders:\n        target: base\n        description: writes\n        protocol: jdbc-encrypted\n        vpn: false\n"
	"        data_assets_sent:\n          - orders\n        data_assets_received:\n          - old-orders\n"
	"  Base:\n    id: base\n    description:\n    type: datastore\n    technology: database\n    out_of_scope: true\n"
	"    justification_out_of_scope: bought\n    data_assets_stored:\n      - orders\n      - old-orders\n    communication_links:\n"
	"trust_boundaries:\n"
	"  Inner:\n    id: inner\n    description:\n    type: execution-environment\n    technical_assets_inside:\n      - base\n"
	"    trust_boundaries_nested:\n"
	"  Outer:\n    id: outer\n    description:\n    type: network-virtual-lan\n    technical_assets_inside:\n      - shop\n"
	"    trust_boundaries_nested:\n      - inner\n"
	"shared_runtimes:\n  Host one:\n    id: host-one\n    description:\n    technical_assets_running:\n      - shop\n"
	"individual_risk_categories:\n"
	"  Steam:\n    id: steam\n    description: It is hot\n    mitigation: Wait\n    stride: denial-of-service\n    cwe: 400\n"
	"    risks_identified:\n      Steam at the shop:\n        severity: elevated\n        most_relevant_technical_asset: shop\n"
	"risk_tracking:\n"
	"  steam@shop:\n    status: mitigated\n    justification: cooled\n    ticket: T-1\n    date: 2026-02-03\n    checked_by: Bob\n"
	"  unencrypted-asset@base:\n    status: accepted\n    justification: small\n    ticket:\n    date: 2026-02-04\n    checked_by: Eve\n"
	"diagram_tweak_nodesep: 2\n";

static void read_model(struct model *model, const char *text) {
	model_read_as(model, "threagile", sw_str_of(text));
	assert_int_equal(model->result, 0);
}

static void reads_all_parts(void **state) {
	(void)state;
	struct model model;
	read_model(&model, shop);
	assert_int_equal(model.diags.n, 0);
	const struct sw_drawing *drawing = &model.drawing;
	assert_str(drawing->name, "Tea shop");
	assert_str(drawing->owner, "Ada");
	assert_str(drawing->description, "Sells tea.");
	assert_int_equal(drawing->assets.n, 2);
	assert_str(drawing->assets.v[0].class, "restricted");
	assert_str(drawing->assets.v[1].class, "confidential");
	assert_str(drawing->assets.v[1].description, "What people ordered");
	const struct sw_drawn *elements = drawing->diagrams.v[0].elements.v;
	assert_int_equal(drawing->diagrams.v[0].elements.n, 5);
	assert_int_equal(elements[0].kind, SW_DRAWN_PROCESS);
	assert_str(sw_drawn_property_of(&elements[0], SW_S("internet"))->value, "true");
	assert_int_equal(elements[0].inside, 3);
	assert_int_equal(elements[1].kind, SW_DRAWN_STORE);
	assert_true(elements[1].out_of_scope);
	assert_int_equal(elements[1].assets.n, 2);
	assert_int_equal(elements[2].inside, 3);
	assert_int_equal(elements[3].inside, -1);
	const struct sw_drawn *flow = &elements[4];
	assert_str(flow->id, "shop>store-orders");
	assert_true(flow->from == 0 && flow->to == 1 && flow->encrypted == 1 && flow->assets.n == 2);
	model_drop(&model);
}

static void reads_risks_with_their_tracking(void **state) {
	(void)state;
	struct model model;
	read_model(&model, shop);
	assert_int_equal(model.drawing.threats.n, 2);
	const struct sw_drawn_threat *steam = &model.drawing.threats.v[0], *tracked = &model.drawing.threats.v[1];
	assert_str(steam->key, "steam@shop");
	assert_str(steam->stride, "D");
	assert_str(steam->priority, "elevated");
	assert_str(steam->on, "shop");
	assert_true(steam->cwe.n == 1 && steam->cwe.v[0] == 400);
	assert_int_equal(steam->state, SW_DRAWN_MITIGATED);
	assert_str(steam->justification, "cooled");
	assert_str(tracked->type, "unencrypted-asset");
	assert_str(tracked->on, "base");
	assert_int_equal(tracked->state, SW_DRAWN_NEEDS_INVESTIGATION);
	assert_str(tracked->state_word, "accepted");
	model_drop(&model);
}

static void writes_what_it_read(void **state) {
	(void)state;
	struct model model;
	read_model(&model, shop);
	struct sw_str text = model_write_as(&model, "threagile");
	assert_int_equal(model.losses.list.n, 0);
	assert_same_yaml(sw_str_of(shop), text);
	model_drop(&model);
}

static void writes_what_was_changed(void **state) {
	(void)state;
	struct model model, again;
	read_model(&model, shop);
	struct sw_drawn *elements = model.drawing.diagrams.v[0].elements.v;
	elements[0].name = SW_S("Big shop: \"new\"");
	elements[0].inside = 2;
	elements[4].encrypted = 0;
	elements[4].protocol = SW_S("http");
	model.drawing.threats.v[0].state = SW_DRAWN_NOT_APPLICABLE;
	model.drawing.threats.v[1].justification = SW_S("grew");
	struct sw_drawn_threat *made = sw_push(&model.arena, &model.drawing.threats);
	*made = (struct sw_drawn_threat){.key = SW_S("k"), .title = SW_S("Spill"), .on = SW_S("base"), .stride = SW_S("T"), .priority = SW_S("High"),
		.state = SW_DRAWN_MITIGATED};
	struct sw_str text = model_write_as(&model, "threagile");
	read_model(&again, sw_arena_str(&model.arena, text).p);
	assert_int_equal(again.diags.n, 0);
	const struct sw_drawn *now = again.drawing.diagrams.v[0].elements.v;
	assert_str(now[0].name, "Big shop: \"new\"");
	assert_int_equal(now[0].inside, 2);
	assert_str(now[4].protocol, "http");
	assert_int_equal(again.drawing.threats.n, 3);
	assert_int_equal(again.drawing.threats.v[0].state, SW_DRAWN_NOT_APPLICABLE);
	assert_str(again.drawing.threats.v[1].title, "Spill");
	assert_str(again.drawing.threats.v[1].priority, "high");
	assert_int_equal(again.drawing.threats.v[1].state, SW_DRAWN_MITIGATED);
	assert_str(again.drawing.threats.v[2].justification, "grew");
	model_drop(&again);
	model_drop(&model);
}

/* A drawing of no format: what the schema requires is written, and losses say so. */
static void writes_drawings_of_others(void **state) {
	(void)state;
	struct model model, again;
	read_model(&model, shop);
	model.drawing.format = "other";
	model.drawing.origin = NULL;
	struct sw_str text = model_write_as(&model, "threagile");
	assert_true(model.losses.list.n > 0);
	read_model(&again, sw_arena_str(&model.arena, text).p);
	assert_int_equal(again.diags.n, 0);
	assert_int_equal(again.drawing.diagrams.v[0].elements.n, 5);
	assert_int_equal(again.drawing.threats.n, 2);
	assert_int_equal(again.drawing.assets.n, 2);
	model_drop(&again);
	model_drop(&model);
}

static void tells_bad_models(void **state) {
	(void)state;
	static const struct {
		const char *text, *code;
		int result;
	} cases[] = {
		{"", "threagile-empty", -1},
		{"[1, 2]", "threagile-not-a-model", -1},
		{"title: x\n", "threagile-not-a-model", -1},
		{"threagile_version: 1\ntitle: [\n", "yaml-syntax", -1},
		{"threagile_version: 1\ntechnical_assets: 3\n", "threagile-wrong-type", 0},
		{"threagile_version: 1\ntechnical_assets:\n  A: 3\n", "threagile-wrong-type", 0},
		{"threagile_version: 1\ntechnical_assets:\n  A:\n    type: process\n", "threagile-no-id", 0},
		{"threagile_version: 1\ntechnical_assets:\n  A: {id: a, type: process}\n  B: {id: a, type: process}\n", "threagile-duplicate-id", 0},
		{"threagile_version: 1\ntechnical_assets:\n  A: {id: a, type: boat}\n", "threagile-unknown-word", 0},
		{"threagile_version: 1\ntechnical_assets:\n  A: {id: a, type: process, communication_links: {x: {target: b}}}\n",
		 "threagile-dangling-reference", 0},
		{"threagile_version: 1\ntechnical_assets:\n  A: {id: a, type: process, communication_links: [x]}\n", "threagile-wrong-type", 0},
		{"threagile_version: 1\ntrust_boundaries:\n  A: {id: a, trust_boundaries_nested: [b]}\n  B: {id: b, trust_boundaries_nested: [a]}\n",
		 "threagile-boundary-ring", 0},
		{"threagile_version: 1\ntrust_boundaries:\n  A: {id: a, trust_boundaries_nested: [a]}\n", "threagile-boundary-ring", 0},
		{"threagile_version: 1\ntechnical_assets: {X: {id: x, type: process}}\ntrust_boundaries:\n  A: {id: a, technical_assets_inside: [x]}\n"
		 "  B: {id: b, technical_assets_inside: [x, y]}\n", "threagile-two-boundaries", 0},
		{"threagile_version: 1\nincludes: [x.yaml]\n", "threagile-includes", 0},
		{"threagile_version: 1\nrisk_tracking: {a@b: {status: done}}\n", "threagile-unknown-word", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct model model;
		model_read_as(&model, "threagile", sw_str_of(cases[i].text));
		if (model.result != cases[i].result || (!model_says(&model, cases[i].code) && strcmp(cases[i].code, "yaml-syntax") != 0))
			fail_msg("%s: %d, %zu diagnostics, the first %s", cases[i].text, model.result, model.diags.n, model.diags.n ? model.diags.v[0].code : "-");
		assert_true(model.diags.n > 0);
		if (model.result == 0)
			(void)model_write_as(&model, "threagile");
		model_drop(&model);
	}
}

static void knows_its_files(void **state) {
	(void)state;
	assert_true(sw_threagile_looks_like(SW_S("a.yaml"), sw_str_of(shop)));
	assert_false(sw_threagile_looks_like(SW_S("a.yaml"), SW_S("services: {}\n")));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_all_parts), cmocka_unit_test(reads_risks_with_their_tracking), cmocka_unit_test(writes_what_it_read),
		cmocka_unit_test(writes_what_was_changed), cmocka_unit_test(writes_drawings_of_others), cmocka_unit_test(tells_bad_models),
		cmocka_unit_test(knows_its_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
