/* TM-BOM and its form inside CycloneDX: what is read, what comes out again, and bad input. */
#include "model_reading.h"
#include "readers/models/tm_bom/tm_bom.h"

#define SCHEMA "https://github.com/OWASP/www-project-threat-model-library/blob/v1.0.2/threat-model.schema.json"

static const char shop[] =
	"{\"$schema\": \"" SCHEMA "\", \"version\": \"2.1\", \"frozen\": true, \"reviewed_at\": \"2026-01-02\","
	"\"scope\": {\"title\": \"Tea shop\", \"description\": \"Sells tea.\", \"business_criticality\": \"low\", \"data_sensitivity\": [\"pii\"],"
	" \"exposure\": \"external\", \"tier\": \"important\"},"
	"\"trust_zones\": [{\"symbolic_name\": \"inner\", \"title\": \"Inner\", \"description\": \"\"},"
	" {\"symbolic_name\": \"outer\", \"title\": \"Outer\", \"description\": \"\"}],"
	"\"trust_boundaries\": [{\"trust_zone_a\": \"inner\", \"trust_zone_b\": \"outer\", \"access_control_methods\": [\"acl\"]}],"
	"\"actors\": [{\"symbolic_name\": \"shop\", \"title\": \"Guest\", \"description\": \"\", \"type\": \"user\", \"trust_zone\": \"outer\","
	" \"permissions\": \"buys\"}],"
	"\"components\": [{\"symbolic_name\": \"shop\", \"title\": \"Shop\", \"description\": \"The page\", \"trust_zone\": \"inner\"}],"
	"\"data_stores\": [{\"symbolic_name\": \"base\", \"title\": \"Base\", \"description\": \"\", \"type\": \"sql\", \"trust_zone\": \"inner\","
	" \"vendor\": \"V\"}],"
	"\"data_sets\": [{\"symbolic_name\": \"orders\", \"title\": \"Orders\", \"description\": \"\", \"placements\": [{\"data_store\": \"base\","
	" \"encrypted\": true}], \"data_sensitivity\": [\"pii\", \"fin\"], \"record_count\": 12345678901234567890}],"
	"\"data_flows\": [{\"symbolic_name\": \"buy\", \"title\": \"Buy\", \"description\": \"\", \"source\": {\"type\": \"#/$defs/actor\", \"object\": \"shop\"},"
	" \"destination\": {\"type\": \"component\", \"object\": \"shop\"}, \"has_sensitive_data\": true, \"encrypted\": false}],"
	"\"assumptions\": [{\"description\": \"The host is patched\", \"validity\": \"confirmed\", \"topics\": [\"inner\"]}],"
	"\"threat_personas\": [{\"symbolic_name\": \"eve\", \"title\": \"Eve\"}],"
	"\"threats\": [{\"symbolic_name\": \"theft\", \"title\": \"Theft\", \"description\": \"d\", \"components_affected\": [\"shop\"],"
	" \"threat_persona\": \"eve\", \"event\": \"takes tea\", \"sources\": [\"adversary\"], \"weaknesses\": [{\"cwe_id\": 79, \"cwe_title\": \"t\"}]},"
	" {\"symbolic_name\": \"fire\", \"title\": \"Fire\", \"description\": \"\", \"threat_persona\": \"eve\", \"event\": \"burns\","
	" \"sources\": [\"failure\"]}],"
	"\"controls\": [{\"symbolic_name\": \"lock\", \"title\": \"Lock\", \"description\": \"\", \"threats\": [\"theft\"], \"status\": \"active\","
	" \"priority\": \"high\"}, {\"symbolic_name\": \"water\", \"title\": \"Water\", \"description\": \"\", \"threats\": [\"fire\"],"
	" \"status\": \"suggested\", \"priority\": \"low\"}],"
	"\"risks\": [{\"symbolic_name\": \"r\", \"title\": \"R\", \"threats\": [\"theft\"], \"score\": 4, \"level\": \"low\"},"
	" {\"symbolic_name\": \"q\", \"title\": \"Q\", \"threats\": [\"theft\"], \"score\": 20, \"level\": \"very_high\"}],"
	"\"extensions\": {\"example.org/x\": [1.50, null, {}]}}";

static void read_model(struct model *model, struct sw_str text) {
	model_read_as(model, "tm-bom", text);
	assert_int_equal(model->result, 0);
}

static void reads_all_parts(void **state) {
	(void)state;
	struct model model;
	read_model(&model, sw_str_of(shop));
	assert_int_equal(model.diags.n, 0);
	const struct sw_drawing *drawing = &model.drawing;
	assert_str(drawing->name, "Tea shop");
	assert_str(drawing->version, "1.0.2");
	const struct sw_drawn *elements = drawing->diagrams.v[0].elements.v;
	assert_int_equal(drawing->diagrams.v[0].elements.n, 6);
	assert_int_equal(elements[0].kind, SW_DRAWN_BOX);
	assert_int_equal(elements[2].kind, SW_DRAWN_EXTERNAL);
	assert_int_equal(elements[2].inside, 1);
	assert_str(elements[2].id, "shop");
	assert_str(elements[3].id, "component/shop");
	assert_int_equal(elements[4].kind, SW_DRAWN_STORE);
	assert_str(elements[4].assets.v[0], "orders");
	assert_true(elements[5].from == 2 && elements[5].to == 3 && elements[5].encrypted == 0);
	assert_str(drawing->assets.v[0].class, "pii, fin");
	assert_str(drawing->assumed.v[0].validity, "confirmed");
	const struct sw_drawn_threat *theft = &drawing->threats.v[0], *fire = &drawing->threats.v[1];
	assert_str(theft->on, "component/shop");
	assert_int_equal(theft->cwe.v[0], 79);
	assert_str(theft->priority, "very_high");
	assert_int_equal(theft->state, SW_DRAWN_MITIGATED);
	assert_int_equal(fire->state, SW_DRAWN_NEEDS_INVESTIGATION);
	assert_str(drawing->controls.v[1].status, "suggested");
	model_drop(&model);
}

static void writes_what_it_read(void **state) {
	(void)state;
	struct model model;
	read_model(&model, sw_str_of(shop));
	struct sw_str text = model_write_as(&model, "tm-bom");
	assert_int_equal(model.losses.list.n, 0);
	assert_same_json(sw_str_of(shop), text);
	assert_true(sw_str_contains(text, SW_S("12345678901234567890")) && sw_str_contains(text, SW_S("1.50")));
	model_drop(&model);
}

static void writes_what_was_changed(void **state) {
	(void)state;
	struct model model, again;
	read_model(&model, sw_str_of(shop));
	model.drawing.diagrams.v[0].elements.v[3].inside = 1;
	model.drawing.controls.v[0].status = SW_S("retired");
	model.drawing.threats.v[0].justification = SW_S("nowhere to put");
	*sw_push(&model.arena, &model.drawing.threats.v[0].cwe) = 400;
	read_model(&again, model_write_as(&model, "tm-bom"));
	assert_int_equal(again.diags.n, 0);
	assert_int_equal(again.drawing.diagrams.v[0].elements.v[3].inside, 1);
	assert_int_equal(again.drawing.threats.v[0].state, SW_DRAWN_NEEDS_INVESTIGATION);
	assert_int_equal(again.drawing.threats.v[0].cwe.v[1], 400);
	/* The state that the drawing still has, and the justification. */
	assert_int_equal(model.losses.list.n, 2);
	model_drop(&again);
	model_drop(&model);
}

static void writes_drawings_of_others(void **state) {
	(void)state;
	struct model model, again;
	read_model(&model, sw_str_of(shop));
	model.drawing.format = "other";
	model.drawing.origin = NULL;
	model.drawing.diagrams.v[0].elements.v[2].inside = -1;
	read_model(&again, model_write_as(&model, "tm-bom"));
	assert_int_equal(again.diags.n, 0);
	assert_true(model.losses.list.n > 0);
	assert_int_equal(again.drawing.diagrams.v[0].elements.n, 7); /* one zone for what stands in none */
	assert_int_equal(again.drawing.threats.n, 2);
	assert_int_equal(again.drawing.threats.v[0].state, SW_DRAWN_MITIGATED);
	model_drop(&again);
	model_drop(&model);
}

static void tells_bad_models(void **state) {
	(void)state;
	static const struct {
		const char *text, *code;
		int result;
	} cases[] = {
		{"[]", "tm-bom-not-a-model", -1},
		{"{\"scope\": 3}", "tm-bom-not-a-model", -1},
		{"{\"scope\": {}, \"trust_zones\": 3}", "tm-bom-wrong-type", 0},
		{"{\"scope\": {}, \"actors\": [3]}", "tm-bom-wrong-type", 0},
		{"{\"scope\": {}, \"actors\": [{}]}", "tm-bom-no-name", 0},
		{"{\"scope\": {}, \"actors\": [{\"symbolic_name\": \"a\"}, {\"symbolic_name\": \"a\"}]}", "tm-bom-duplicate-name", 0},
		{"{\"scope\": {}, \"actors\": [{\"symbolic_name\": \"a\", \"trust_zone\": \"z\"}]}", "tm-bom-dangling-reference", 0},
		{"{\"scope\": {}, \"data_flows\": [{\"symbolic_name\": \"a\", \"source\": 3}]}", "tm-bom-dangling-reference", 0},
		{"{\"scope\": {}, \"controls\": [{\"symbolic_name\": \"a\", \"threats\": [\"t\"]}]}", "tm-bom-dangling-reference", 0},
		{"{\"scope\": {}, \"data_sets\": [{\"symbolic_name\": \"a\", \"placements\": [{\"data_store\": \"t\"}, 4]}]}", "tm-bom-wrong-type", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct model model;
		model_read_as(&model, "tm-bom", sw_str_of(cases[i].text));
		if (model.result != cases[i].result || !model_says(&model, cases[i].code))
			fail_msg("%s: %d, %zu diagnostics", cases[i].text, model.result, model.diags.n);
		if (model.result == 0)
			(void)model_write_as(&model, "tm-bom");
		model_drop(&model);
	}
}

/* Cut off anywhere, it is told and never a model. */
static void tells_truncated_models(void **state) {
	(void)state;
	for (size_t n = 0; n + 1 < sizeof shop; n += 7) {
		struct model model;
		model_read_as(&model, "tm-bom", sw_str(shop, n));
		assert_int_equal(model.result, -1);
		assert_true(model.diags.n > 0);
		model_drop(&model);
	}
}

static const char wrapped[] =
	"{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"metadata\": {\"component\": {\"name\": \"Shop\"}}, \"components\": ["
	"{\"type\": \"library\", \"name\": \"not a part\"},"
	"{\"type\": \"threat-model\", \"bom-ref\": \"d\", \"name\": \"Page\", \"components\": ["
	"{\"type\": \"threat-model\", \"bom-ref\": \"f\", \"name\": \"buys\", \"properties\": [{\"name\": \"cdx:model:type\", \"value\": \"dataflow\"},"
	" {\"name\": \"cdx:model:dataflow:source\", \"value\": \"a\"}, {\"name\": \"cdx:model:dataflow:destination\", \"value\": \"s\"},"
	" {\"name\": \"cdx:model:dataflow:protocol\", \"value\": \"HTTP\"}]},"
	"{\"type\": \"threat-model\", \"bom-ref\": \"a\", \"name\": \"Guest\", \"properties\": [{\"name\": \"cdx:model:type\", \"value\": \"actor\"}]},"
	"{\"type\": \"threat-model\", \"bom-ref\": \"s\", \"name\": \"Base\", \"properties\": [{\"name\": \"cdx:model:type\", \"value\": \"datastore\"},"
	" {\"name\": \"cdx:model:inBoundary\", \"value\": \"b\"}, {\"name\": \"cdx:model:inBoundary\", \"value\": \"x\"}]},"
	"{\"type\": \"threat-model\", \"bom-ref\": \"b\", \"name\": \"Inner\", \"properties\": [{\"name\": \"cdx:model:type\", \"value\": \"boundary\"},"
	" {\"name\": \"cdx:model:inBoundary\", \"value\": \"b\"}]},"
	"{\"type\": \"threat-model\", \"bom-ref\": \"b\", \"name\": \"Twice\"}]},"
	"{\"type\": \"threat-model\", \"bom-ref\": \"o\", \"name\": \"Orders\", \"properties\": [{\"name\": \"cdx:model:type\", \"value\": \"asset\"},"
	" {\"name\": \"cdx:model:storedBy\", \"value\": \"s\"}]}]}";

static void reads_what_is_wrapped(void **state) {
	(void)state;
	struct model model;
	assert_true(sw_cyclonedx_looks_like(SW_S("x.json"), sw_str_of(wrapped)));
	assert_false(sw_tm_bom_looks_like(SW_S("x.json"), sw_str_of(wrapped)));
	assert_true(sw_tm_bom_looks_like(SW_S("x.json"), sw_str_of(shop)));
	model_read_as(&model, "cyclonedx", sw_str_of(wrapped));
	assert_int_equal(model.result, 0);
	assert_true(model_says(&model, "cyclonedx-dangling-reference"));
	const struct sw_drawn_diagram *diagram = &model.drawing.diagrams.v[0];
	assert_int_equal(diagram->elements.n, 4);
	assert_int_equal(diagram->elements.v[0].kind, SW_DRAWN_BOX);
	assert_int_equal(diagram->elements.v[0].inside, -1);
	assert_int_equal(diagram->elements.v[2].inside, 0);
	assert_true(diagram->elements.v[3].from == 1 && diagram->elements.v[3].to == 2);
	assert_int_equal(model.drawing.assets.n, 1);
	(void)model_write_as(&model, "tm-bom");
	model_drop(&model);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_all_parts), cmocka_unit_test(writes_what_it_read), cmocka_unit_test(writes_what_was_changed),
		cmocka_unit_test(writes_drawings_of_others), cmocka_unit_test(tells_bad_models), cmocka_unit_test(tells_truncated_models),
		cmocka_unit_test(reads_what_is_wrapped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
