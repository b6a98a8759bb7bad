/* Threagile's models: what is read, what comes out again, and bad input. */
#include "unit.h"
#include "formats/yaml.h"
#include "readers/models/losses.h"
#include "readers/models/threagile/threagile.h"

static const char model[] =
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

struct setup {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_drawing drawing;
	struct sw_losses losses;
	struct sw_out out;
};

static int read_into(struct setup *setup, const char *text) {
	*setup = (struct setup){0};
	sw_arena_init(&setup->arena, (size_t)64 << 20);
	setup->diags.arena = setup->losses.arena = &setup->arena;
	sw_out_init(&setup->out, -1);
	return sw_threagile_read(&setup->drawing, &setup->arena, 1, sw_str_of(text), &setup->diags);
}

static void finish(struct setup *setup) {
	sw_out_free(&setup->out);
	sw_arena_free(&setup->arena);
}

static struct sw_str written(struct setup *setup) {
	assert_int_equal(sw_threagile_write(&setup->drawing, &setup->arena, &setup->losses, &setup->out), 0);
	return sw_out_text(&setup->out);
}

static bool has(const struct sw_diags *diags, const char *code) {
	for (size_t i = 0; i < diags->n; i++)
		if (strcmp(diags->v[i].code, code) == 0)
			return diags->v[i].at.source == 1;
	return false;
}

static void reads_all_parts(void **state) {
	(void)state;
	struct setup setup;
	assert_int_equal(read_into(&setup, model), 0);
	assert_int_equal(setup.diags.n, 0);
	const struct sw_drawing *drawing = &setup.drawing;
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
	finish(&setup);
}

static void reads_risks_with_their_tracking(void **state) {
	(void)state;
	struct setup setup;
	assert_int_equal(read_into(&setup, model), 0);
	assert_int_equal(setup.drawing.threats.n, 2);
	const struct sw_drawn_threat *steam = &setup.drawing.threats.v[0], *tracked = &setup.drawing.threats.v[1];
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
	finish(&setup);
}

/* Both texts as canonical JSON: the same says the same. */
static void assert_says_the_same(struct setup *setup, struct sw_str a, struct sw_str b) {
	struct sw_yaml_stream first = {0}, second = {0};
	sw_yaml_read(&setup->arena, 1, a, SW_THREAGILE_DIALECT, &first, &setup->diags);
	sw_yaml_read(&setup->arena, 1, b, SW_THREAGILE_DIALECT, &second, &setup->diags);
	assert_true(first.n == 1 && second.n == 1 && setup->diags.n == 0);
	struct sw_str x = sw_node_line(&setup->arena, first.v[0].root, SW_THREAGILE_DIALECT);
	struct sw_str y = sw_node_line(&setup->arena, second.v[0].root, SW_THREAGILE_DIALECT);
	if (!sw_str_eq(x, y))
		fail_msg("%.*s\n%.*s", SW_ARG(x), SW_ARG(y));
}

static void writes_what_it_read(void **state) {
	(void)state;
	struct setup setup;
	assert_int_equal(read_into(&setup, model), 0);
	struct sw_str text = written(&setup);
	assert_int_equal(setup.losses.list.n, 0);
	assert_says_the_same(&setup, sw_str_of(model), text);
	finish(&setup);
}

static void writes_what_was_changed(void **state) {
	(void)state;
	struct setup setup, again;
	assert_int_equal(read_into(&setup, model), 0);
	struct sw_drawn *elements = setup.drawing.diagrams.v[0].elements.v;
	elements[0].name = SW_S("Big shop: \"new\"");
	elements[0].inside = 2;
	elements[4].encrypted = 0;
	elements[4].protocol = SW_S("http");
	setup.drawing.threats.v[0].state = SW_DRAWN_NOT_APPLICABLE;
	setup.drawing.threats.v[1].justification = SW_S("grew");
	struct sw_drawn_threat *made = sw_push(&setup.arena, &setup.drawing.threats);
	*made = (struct sw_drawn_threat){.key = SW_S("k"), .title = SW_S("Spill"), .on = SW_S("base"), .stride = SW_S("T"), .priority = SW_S("High"),
		.state = SW_DRAWN_MITIGATED};
	struct sw_str text = written(&setup);
	assert_int_equal(read_into(&again, sw_arena_str(&setup.arena, text).p), 0);
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
	finish(&again);
	finish(&setup);
}

/* A drawing of no format: what the schema requires is written, and losses say so. */
static void writes_drawings_of_others(void **state) {
	(void)state;
	struct setup setup, again;
	assert_int_equal(read_into(&setup, model), 0);
	setup.drawing.format = "other";
	setup.drawing.origin = NULL;
	struct sw_str text = written(&setup);
	assert_true(setup.losses.list.n > 0);
	assert_int_equal(read_into(&again, sw_arena_str(&setup.arena, text).p), 0);
	assert_int_equal(again.diags.n, 0);
	assert_int_equal(again.drawing.diagrams.v[0].elements.n, 5);
	assert_int_equal(again.drawing.threats.n, 2);
	assert_int_equal(again.drawing.assets.n, 2);
	finish(&again);
	finish(&setup);
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
		struct setup setup;
		int result = read_into(&setup, cases[i].text);
		if (result != cases[i].result || (!has(&setup.diags, cases[i].code) && strcmp(cases[i].code, "yaml-syntax") != 0))
			fail_msg("%s: %d, %zu diagnostics, the first %s", cases[i].text, result, setup.diags.n, setup.diags.n ? setup.diags.v[0].code : "-");
		assert_true(setup.diags.n > 0);
		if (result == 0)
			(void)written(&setup);
		finish(&setup);
	}
}

static void knows_its_files(void **state) {
	(void)state;
	assert_true(sw_threagile_looks_like(SW_S("a.yaml"), sw_str_of(model)));
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
