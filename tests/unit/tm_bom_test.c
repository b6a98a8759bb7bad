/* TM-BOM and its form inside CycloneDX: what is read, what comes out again, and bad input. */
#include "unit.h"
#include "formats/json.h"
#include "readers/models/losses.h"
#include "readers/models/tm_bom/tm_bom.h"

#define SCHEMA "https://github.com/OWASP/www-project-threat-model-library/blob/v1.0.2/threat-model.schema.json"

static const char model[] =
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

struct setup {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_drawing drawing;
	struct sw_losses losses;
	struct sw_out out;
};

static void start(struct setup *setup) {
	*setup = (struct setup){0};
	sw_arena_init(&setup->arena, (size_t)64 << 20);
	setup->diags.arena = setup->losses.arena = &setup->arena;
	sw_out_init(&setup->out, -1);
}

static int read_into(struct setup *setup, struct sw_str text) {
	start(setup);
	return sw_tm_bom_read(&setup->drawing, &setup->arena, 1, text, &setup->diags);
}

static void finish(struct setup *setup) {
	sw_out_free(&setup->out);
	sw_arena_free(&setup->arena);
}

static struct sw_str written(struct setup *setup) {
	assert_int_equal(sw_tm_bom_write(&setup->drawing, &setup->arena, &setup->losses, &setup->out), 0);
	return sw_out_text(&setup->out);
}

static void reads_all_parts(void **state) {
	(void)state;
	struct setup setup;
	assert_int_equal(read_into(&setup, sw_str_of(model)), 0);
	assert_int_equal(setup.diags.n, 0);
	const struct sw_drawing *drawing = &setup.drawing;
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
	finish(&setup);
}

static struct sw_str canonical(struct setup *setup, struct sw_str text) {
	const struct sw_node *root = sw_json_read_one(&setup->arena, 1, text, SW_DIALECT_STRICT, &setup->diags);
	assert_non_null(root);
	return sw_node_line(&setup->arena, root, SW_DIALECT_STRICT);
}

static void writes_what_it_read(void **state) {
	(void)state;
	struct setup setup;
	assert_int_equal(read_into(&setup, sw_str_of(model)), 0);
	struct sw_str text = written(&setup), before = canonical(&setup, sw_str_of(model)), after = canonical(&setup, text);
	assert_int_equal(setup.losses.list.n, 0);
	if (!sw_str_eq(before, after))
		fail_msg("%.*s\n%.*s", SW_ARG(before), SW_ARG(after));
	assert_true(sw_str_contains(text, SW_S("12345678901234567890")) && sw_str_contains(text, SW_S("1.50")));
	finish(&setup);
}

static void writes_what_was_changed(void **state) {
	(void)state;
	struct setup setup, again;
	assert_int_equal(read_into(&setup, sw_str_of(model)), 0);
	setup.drawing.diagrams.v[0].elements.v[3].inside = 1;
	setup.drawing.controls.v[0].status = SW_S("retired");
	setup.drawing.threats.v[0].justification = SW_S("nowhere to put");
	*sw_push(&setup.arena, &setup.drawing.threats.v[0].cwe) = 400;
	assert_int_equal(read_into(&again, written(&setup)), 0);
	assert_int_equal(again.diags.n, 0);
	assert_int_equal(again.drawing.diagrams.v[0].elements.v[3].inside, 1);
	assert_int_equal(again.drawing.threats.v[0].state, SW_DRAWN_NEEDS_INVESTIGATION);
	assert_int_equal(again.drawing.threats.v[0].cwe.v[1], 400);
	/* The state that the drawing still has, and the justification. */
	assert_int_equal(setup.losses.list.n, 2);
	finish(&again);
	finish(&setup);
}

static void writes_drawings_of_others(void **state) {
	(void)state;
	struct setup setup, again;
	assert_int_equal(read_into(&setup, sw_str_of(model)), 0);
	setup.drawing.format = "other";
	setup.drawing.origin = NULL;
	setup.drawing.diagrams.v[0].elements.v[2].inside = -1;
	assert_int_equal(read_into(&again, written(&setup)), 0);
	assert_int_equal(again.diags.n, 0);
	assert_true(setup.losses.list.n > 0);
	assert_int_equal(again.drawing.diagrams.v[0].elements.n, 7); /* one zone for what stands in none */
	assert_int_equal(again.drawing.threats.n, 2);
	assert_int_equal(again.drawing.threats.v[0].state, SW_DRAWN_MITIGATED);
	finish(&again);
	finish(&setup);
}

static bool has(const struct sw_diags *diags, const char *code) {
	for (size_t i = 0; i < diags->n; i++)
		if (strcmp(diags->v[i].code, code) == 0)
			return diags->v[i].at.source == 1;
	return false;
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
		struct setup setup;
		int result = read_into(&setup, sw_str_of(cases[i].text));
		if (result != cases[i].result || !has(&setup.diags, cases[i].code))
			fail_msg("%s: %d, %zu diagnostics", cases[i].text, result, setup.diags.n);
		if (result == 0)
			(void)written(&setup);
		finish(&setup);
	}
}

/* Cut off anywhere, it is told and never a model. */
static void tells_truncated_models(void **state) {
	(void)state;
	for (size_t n = 0; n + 1 < sizeof model; n += 7) {
		struct setup setup;
		assert_int_equal(read_into(&setup, sw_str(model, n)), -1);
		assert_true(setup.diags.n > 0);
		finish(&setup);
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
	struct setup setup;
	start(&setup);
	assert_true(sw_cyclonedx_looks_like(SW_S("x.json"), sw_str_of(wrapped)));
	assert_false(sw_tm_bom_looks_like(SW_S("x.json"), sw_str_of(wrapped)));
	assert_true(sw_tm_bom_looks_like(SW_S("x.json"), sw_str_of(model)));
	assert_int_equal(sw_cyclonedx_read(&setup.drawing, &setup.arena, 1, sw_str_of(wrapped), &setup.diags), 0);
	assert_true(has(&setup.diags, "cyclonedx-dangling-reference"));
	const struct sw_drawn_diagram *diagram = &setup.drawing.diagrams.v[0];
	assert_int_equal(diagram->elements.n, 4);
	assert_int_equal(diagram->elements.v[0].kind, SW_DRAWN_BOX);
	assert_int_equal(diagram->elements.v[0].inside, -1);
	assert_int_equal(diagram->elements.v[2].inside, 0);
	assert_true(diagram->elements.v[3].from == 1 && diagram->elements.v[3].to == 2);
	assert_int_equal(setup.drawing.assets.n, 1);
	(void)written(&setup);
	finish(&setup);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_all_parts), cmocka_unit_test(writes_what_it_read), cmocka_unit_test(writes_what_was_changed),
		cmocka_unit_test(writes_drawings_of_others), cmocka_unit_test(tells_bad_models), cmocka_unit_test(tells_truncated_models),
		cmocka_unit_test(reads_what_is_wrapped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
