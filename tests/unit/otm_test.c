#include "model_reading.h"
#include "formats/json_write.h"
#include "formats/yaml.h"

static const char shop[] =
	"otmVersion: 0.2.0\n"
	"project: {name: Shop, id: shop, owner: Ada, ownerContact: ada@example.com, tags: [a], attributes: {reviewer: Bo, cost: 5}}\n"
	"representations:\n"
	"  - {name: Page, id: page, type: diagram, size: {width: 900, height: 500}}\n"
	"  - {name: Code, id: code, type: code, repository: {url: 'https://example.com/r'}}\n"
	"assets:\n"
	"  - {name: Orders, id: orders, risk: {confidentiality: 75, integrity: 40, availability: 10.50, comment: c}}\n"
	"trustZones:\n"
	"  - id: net\n"
	"    name: Internet\n"
	"    risk: {trustRating: 5}\n"
	"  - id: cloud\n"
	"    name: Cloud\n"
	"    type: public\n"
	"    risk: {trustRating: 60, comment: ours}\n"
	"    parent: {trustZone: net}\n"
	"    representations:\n"
	"      - {representation: page, id: cloud-box, position: {x: 100, 'y': 50}, size: {width: 700, height: 400}}\n"
	"components:\n"
	"  - id: pod\n"
	"    name: Pod\n"
	"    type: container-group\n"
	"    parent: {trustZone: cloud}\n"
	"    representations:\n"
	"      - {representation: page, id: pod-box, position: {x: 10, 'y': 20}, size: {width: 300, height: 300}}\n"
	"  - id: db\n"
	"    name: DB\n"
	"    type: postgresql\n"
	"    parent: {component: pod}\n"
	"    tags: [sql, 5]\n"
	"    representations:\n"
	"      - {representation: code, id: db-code, file: db.c, line: 3}\n"
	"      - {representation: page, id: db-box, position: {x: 1.5, 'y': 2}, size: {width: 80, height: 40}}\n"
	"    assets: {processed: [orders], stored: [orders]}\n"
	"    threats:\n"
	"      - threat: leak\n"
	"        state: accept\n"
	"        mitigations:\n"
	"          - {mitigation: keys, state: implemented}\n"
	"          - null\n"
	"    attributes: {Out Of Scope: 'true', protocol: x, deep: {a: 1}}\n"
	"  - {id: user, name: User, type: web-client, parent: {trustZone: net}, threats: null}\n"
	"dataflows:\n"
	"  - id: f1\n"
	"    name: Ask\n"
	"    source: user\n"
	"    destination: db\n"
	"    bidirectional: true\n"
	"    assets: [orders]\n"
	"    threats:\n"
	"      - {threat: leak, state: exposed}\n"
	"threats:\n"
	"  - name: Leak\n"
	"    id: leak\n"
	"    description: |\n"
	"      Data leak\n"
	"      away\n"
	"    categories: [Information disclosure, Tampering]\n"
	"    cwes: [CWE-200, '311', odd]\n"
	"    risk: {likelihood: 80, impact: 90, impactComment: bad}\n"
	"  - {name: Idle, id: idle, risk: {impact: 10}}\n"
	"mitigations:\n"
	"  - {name: Keys, id: keys, description: Use keys, riskReduction: 70}\n"
	"unknown: [1, {x: y}]\n";

static void test_reads_the_model(void **state) {
	(void)state;
	struct model model;
	model_read_as(&model, "otm", sw_str_of(shop));
	assert_int_equal(model.result, 0);
	assert_int_equal(model.diags.n, 0);
	assert_str(model.drawing.version, "0.2.0");
	assert_str(model.drawing.reviewer, "Bo");
	assert_int_equal(model.drawing.diagrams.n, 1);
	const struct sw_drawn *elements = model.drawing.diagrams.v[0].elements.v;
	const struct sw_drawn *cloud = drawn_called(&model, "cloud"), *pod = drawn_called(&model, "pod");
	const struct sw_drawn *db = drawn_called(&model, "db"), *flow = drawn_called(&model, "f1");
	assert_int_equal(cloud->kind, SW_DRAWN_BOX);
	assert_true(cloud->trust == 60 && drawn_called(&model, "net")->trust == 5);
	assert_str(elements[cloud->inside].id, "net");
	assert_str(elements[db->inside].id, "pod");
	assert_true(pod->left == 110 && pod->top == 70 && db->left == 111.5 && db->top == 72);
	assert_int_equal(db->kind, SW_DRAWN_STORE);
	assert_int_equal(drawn_called(&model, "user")->kind, SW_DRAWN_EXTERNAL);
	assert_true(db->out_of_scope);
	assert_int_equal(db->assets.n, 1);
	assert_int_equal(db->tags.n, 2);
	assert_true(flow->both_ways);
	assert_str(elements[flow->from].id, "user");
	assert_str(model.drawing.assets.v[0].class, "confidential");
	model_drop(&model);
}

static void test_each_reference_is_a_threat(void **state) {
	(void)state;
	struct model model;
	model_read_as(&model, "otm", sw_str_of(shop));
	assert_int_equal(model.drawing.threats.n, 2);
	const struct sw_drawn_threat *threat = model.drawing.threats.v;
	assert_str(threat[0].key, "leak@db");
	assert_str(threat[0].title, "Leak");
	assert_str(threat[0].stride, "IT");
	assert_str(threat[0].priority, "High");
	assert_int_equal(threat[0].state, SW_DRAWN_NEEDS_INVESTIGATION);
	assert_int_equal(threat[0].cwe.n, 2);
	assert_int_equal(threat[0].cwe.v[1], 311);
	assert_str(threat[0].controls.v[0], "keys");
	assert_str(threat[1].on, "f1");
	assert_str(threat[1].source, "user");
	assert_str(model.drawing.controls.v[0].status, "implemented");
	model_drop(&model);
}

static void test_gives_back_all_that_was_read(void **state) {
	(void)state;
	static const char *const formats[] = {"otm", "otm-yaml"};
	for (size_t i = 0; i < 2; i++) {
		struct model model;
		model_read_as(&model, "otm", sw_str_of(shop));
		assert_same_yaml(model_write_as(&model, formats[i]), sw_str_of(shop));
		assert_int_equal(model.losses.list.n, 0);
		model_drop(&model);
	}
}

static void test_writes_what_changed(void **state) {
	(void)state;
	struct model model, again;
	model_read_as(&model, "otm", sw_str_of(shop));
	model.drawing.threats.v[0].state = SW_DRAWN_MITIGATED;
	model.drawing.threats.v[1].justification = SW_S("nobody\nlistens");
	drawn_called(&model, "db")->left = 200;
	drawn_called(&model, "cloud")->trust = 61;
	drawn_called(&model, "f1")->both_ways = false;
	model_read_as(&again, "otm-yaml", model_write_as(&model, "otm-yaml"));
	assert_int_equal(again.diags.n, 0);
	assert_int_equal(again.drawing.threats.v[0].state, SW_DRAWN_MITIGATED);
	assert_str(again.drawing.threats.v[0].justification, "");
	assert_str(again.drawing.threats.v[1].justification, "nobody\nlistens");
	assert_str(again.drawing.threats.v[1].title, "Leak");
	assert_true(drawn_called(&again, "db")->left == 200 && drawn_called(&again, "cloud")->trust == 61);
	assert_false(drawn_called(&again, "f1")->both_ways);
	model_drop(&again);
	model_drop(&model);
}

/* Without origins everything is written anew. */
static void test_a_model_of_another_format_comes_through(void **state) {
	(void)state;
	struct model model, again;
	model_read_as(&model, "otm", sw_str_of(shop));
	model.drawing.format = "tm7";
	model.drawing.dependencies = SW_S("DNS");
	drawn_called(&model, "f1")->protocol = SW_S("HTTPS");
	drawn_called(&model, "f1")->encrypted = 0;
	model.drawing.threats.v[1].mitigations = SW_S("Shut it\nnow");
	model_read_as(&again, "otm", model_write_as(&model, "otm"));
	assert_int_equal(again.diags.n, 0);
	assert_str(again.drawing.dependencies, "DNS");
	const struct sw_drawn *flow = drawn_called(&again, "f1"), *db = drawn_called(&again, "db");
	assert_str(flow->protocol, "HTTPS");
	assert_int_equal(flow->encrypted, 0);
	assert_true(flow->both_ways && db->left == 111.5 && db->out_of_scope && db->kind == SW_DRAWN_STORE);
	assert_str(db->tags.v[0], "sql");
	assert_int_equal(again.drawing.threats.n, 2);
	assert_str(again.drawing.threats.v[0].title, "Leak");
	assert_str(again.drawing.threats.v[0].stride, "IT");
	assert_str(again.drawing.threats.v[0].priority, "High");
	assert_str(again.drawing.threats.v[0].controls.v[0], "keys");
	assert_int_equal(again.drawing.controls.n, 2);
	assert_str(again.drawing.controls.v[1].description, "Shut it\nnow");
	assert_true(model_loses(&model, "asset \"Orders\": what its integrity and availability are worth, written as 50: the format "
					"wants a number, and the model has none"));
	model_drop(&again);
	model_drop(&model);
}

static void test_goes_to_threat_dragon(void **state) {
	(void)state;
	struct model model, again;
	model_read_as(&model, "otm", sw_str_of(shop));
	model_read_as(&again, "threat-dragon", model_write_as(&model, "threat-dragon"));
	assert_int_equal(again.diags.n, 0);
	assert_true(drawn_called(&again, "db")->left == 111.5);
	assert_str(again.drawing.threats.v[0].state_word, "Accepted");
	assert_str(again.drawing.threats.v[0].mitigations, "Use keys");
	assert_true(model_loses(&model, "2 boundaries: the trust rating: Threat Dragon has no place for it"));
	assert_true(model_loses(&model, "2 threats: its CWE numbers: Threat Dragon has no place for it"));
	model_drop(&again);
	model_drop(&model);
}

static void test_a_boundary_by_place_becomes_a_parent(void **state) {
	(void)state;
	static const char text[] =
		"{\"version\":\"2.0\",\"summary\":{\"title\":\"T\",\"id\":1},\"detail\":{\"diagrams\":[{\"id\":0,\"title\":\"D\",\"cells\":["
		"{\"id\":\"outer\",\"shape\":\"trust-boundary-box\",\"position\":{\"x\":0,\"y\":0},\"size\":{\"width\":500,\"height\":500}},"
		"{\"id\":\"inner\",\"shape\":\"trust-boundary-box\",\"position\":{\"x\":50,\"y\":50},\"size\":{\"width\":200,\"height\":200}},"
		"{\"id\":\"in\",\"shape\":\"process\",\"position\":{\"x\":100,\"y\":100},\"size\":{\"width\":50,\"height\":50}},"
		"{\"id\":\"out\",\"shape\":\"store\",\"position\":{\"x\":900,\"y\":100},\"size\":{\"width\":50,\"height\":50}},"
		"{\"id\":\"half\",\"shape\":\"flow\",\"source\":{\"cell\":\"in\"},\"target\":{\"x\":1,\"y\":1}}]}]}}";
	struct model model, again;
	model_read_as(&model, "threat-dragon", sw_str_of(text));
	model_read_as(&again, "otm", model_write_as(&model, "otm"));
	assert_int_equal(again.diags.n, 0);
	const struct sw_drawn *elements = again.drawing.diagrams.v[0].elements.v;
	assert_str(elements[drawn_called(&again, "in")->inside].id, "inner");
	assert_str(elements[drawn_called(&again, "inner")->inside].id, "outer");
	assert_str(elements[drawn_called(&again, "out")->inside].name, "Outside all boundaries");
	assert_true(drawn_called(&again, "in")->left == 100 && drawn_called(&again, "out")->left == 900);
	assert_true(model_loses(&model, "flow: all of it: it is not attached at both ends, as the Open Threat Model wants it"));
	model_drop(&again);
	model_drop(&model);
}

static void test_two_diagrams_stay_two(void **state) {
	(void)state;
	static const char text[] =
		"otmVersion: 0.2.0\nproject: {name: T, id: t}\n"
		"representations: [{name: A, id: a, type: diagram}, {name: B, id: b, type: diagram}]\n"
		"trustZones: [{id: z1, name: Z1, risk: {trustRating: 1}}, {id: z2, name: Z2, risk: {trustRating: 2}}]\n"
		"components:\n"
		"- {id: c1, name: C1, type: x, parent: {trustZone: z1}, representations: [{representation: a, id: r1}]}\n"
		"- {id: c2, name: C2, type: x, parent: {trustZone: z2}, representations: [{representation: b, id: r2}]}\n";
	struct model model;
	model_read_as(&model, "otm", sw_str_of(text));
	assert_int_equal(model.drawing.diagrams.v[0].elements.n, 2);
	assert_int_equal(model.drawing.diagrams.v[1].elements.n, 2);
	assert_same_yaml(model_write_as(&model, "otm"), sw_str_of(text));
	model_drop(&model);
}

static void test_bad_input_is_said_where_it_stands(void **state) {
	(void)state;
	static const struct {
		const char *text, *code;
		unsigned line, column;
		int result;
	} cases[] = {
		{"", "otm-shape", 1, 1, -1},
		{"- otmVersion\n", "otm-shape", 1, 1, -1},
		{"project: {}\n", "otm-shape", 1, 1, -1},
		{"{\"otmVersion\": \"0.2.0\",\n \"components\": 4}", "otm-type", 2, 16, 0},
		{"otmVersion: 1\ncomponents:\n  - 5\n", "otm-type", 3, 5, 0},
		{"otmVersion: 1\ncomponents:\n  - {id: a, name: [x]}\n", "otm-type", 3, 19, 0},
		{"otmVersion: 1\ncomponents:\n  - {id: a, parent: {trustZone: z}}\n", "otm-reference", 3, 21, 0},
		{"otmVersion: 1\ncomponents:\n  - {id: a, parent: {component: a}}\n", "otm-reference", 3, 5, 0},
		{"otmVersion: 1\ncomponents:\n  - {id: a, parent: {component: b}}\n  - {id: b, parent: {component: a}}\n", "otm-reference", 4,
		 5, 0},
		{"otmVersion: 1\ncomponents:\n  - id: a\n  - id: a\n", "otm-id", 4, 5, 0},
		{"otmVersion: 1\ncomponents:\n  - name: a\n", "otm-id", 3, 5, 0},
		{"otmVersion: 1\ndataflows:\n  - {id: f, source: x, destination: y}\n", "otm-reference", 3, 21, 0},
		{"otmVersion: 1\ndataflows:\n  - {id: f}\n", "otm-reference", 3, 5, 0},
		{"otmVersion: 1\ncomponents:\n  - id: a\n    threats:\n      - threat: t\n", "otm-reference", 5, 9, 0},
		{"otmVersion: 1\ntrustZones:\n  - {id: z, risk: {trustRating: 1e99}}\n", "otm-type", 3, 33, 0},
		{"otmVersion: 1\n---\nx: 1\n", "otm-shape", 3, 1, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct model model;
		model_read_as(&model, "otm", sw_str_of(cases[i].text));
		assert_int_equal(model.result, cases[i].result);
		assert_said(&model, cases[i].code, cases[i].line, cases[i].column);
		if (model.result == 0) {
			model_write_as(&model, "otm");
			model_write_as(&model, "otm-yaml");
			model_write_as(&model, "threat-dragon");
		}
		model_drop(&model);
	}
}

static void test_truncated_text_never_crashes(void **state) {
	(void)state;
	for (size_t n = 0; n < sizeof shop; n += 5) {
		struct model model;
		model_read_as(&model, "otm", sw_str(shop, n));
		if (model.result == 0) {
			model_write_as(&model, "otm-yaml");
			model_write_as(&model, "threat-dragon");
		} else {
			assert_true(sw_diags_failed(&model.diags));
		}
		model_drop(&model);
	}
}

/* A chain of components deeper than any stack would take. */
static void test_long_chains_are_walked(void **state) {
	(void)state;
	enum { MANY = 20000 };
	SW_CLEANUP_OUT struct sw_out text;
	sw_out_init(&text, -1);
	sw_out_z(&text, "{\"otmVersion\":\"0.2.0\",\"project\":{\"name\":\"n\",\"id\":\"i\"},\"components\":[");
	for (int i = 0; i < MANY; i++)
		sw_out_printf(&text, "%s{\"id\":\"c%d\",\"name\":\"c\",\"type\":\"t\",\"parent\":{\"component\":\"c%d\"}}", i ? "," : "", i,
			      (i + 1) % MANY);
	sw_out_z(&text, "]}");
	struct model model;
	model_read_as(&model, "otm", sw_out_text(&text));
	assert_int_equal(model.result, 0);
	assert_int_equal(model.diags.n, 1);
	assert_int_equal(model.drawing.diagrams.v[0].elements.n, MANY);
	model_write_as(&model, "otm");
	model_drop(&model);
}

/* Nothing overlaps what does not hold it, and what stands in a box lies between its sides. */
static void test_what_has_no_place_gets_one(void **state) {
	(void)state;
	static const char text[] =
		"otmVersion: 0.2.0\nproject: {name: T, id: t}\n"
		"trustZones: [{id: z1, name: Z1, risk: {trustRating: 1}}, {id: z2, name: Z2, risk: {trustRating: 2}, parent: {trustZone: z1}}]\n"
		"components:\n"
		"- {id: c1, name: A, type: x, parent: {trustZone: z1}}\n- {id: c2, name: B, type: x, parent: {trustZone: z2}}\n"
		"- {id: c3, name: C, type: sql, parent: {trustZone: z2}}\n- {id: c4, name: D, type: x, parent: {component: c1}}\n"
		"- {id: c5, name: E, type: x, parent: {trustZone: z1}}\n"
		"dataflows: [{id: f, name: F, source: c2, destination: c5}]\n";
	struct model model;
	model_read_as(&model, "otm", sw_str_of(text));
	const struct sw_drawn *v = model.drawing.diagrams.v[0].elements.v;
	size_t n = model.drawing.diagrams.v[0].elements.n - 1;
	for (size_t i = 0; i < n; i++) {
		assert_true(v[i].width > 0 && v[i].height > 0 && !v[i].placed);
		if (v[i].inside >= 0) {
			const struct sw_drawn *box = &v[v[i].inside];
			assert_true(v[i].left > box->left && v[i].left + v[i].width < box->left + box->width);
			assert_true(v[i].top > box->top && v[i].top + v[i].height < box->top + box->height);
		}
		for (size_t k = 0; k < i; k++)
			if (v[i].inside == v[k].inside)
				assert_true(v[i].left >= v[k].left + v[k].width || v[i].top >= v[k].top + v[k].height ||
					    v[k].left >= v[i].left + v[i].width || v[k].top >= v[i].top + v[i].height);
	}
	const struct sw_drawn *flow = drawn_called(&model, "f"), *from = drawn_called(&model, "c2");
	assert_true(flow->from_at.x >= from->left && flow->from_at.x <= from->left + from->width);
	assert_true(flow->handle.x == (flow->from_at.x + flow->to_at.x) / 2);
	assert_same_yaml(model_write_as(&model, "otm"), sw_str_of(text));
	model_drop(&model);
}

static void test_a_zone_stands_around_what_has_a_place(void **state) {
	(void)state;
	static const char text[] =
		"otmVersion: 0.2.0\nproject: {name: T, id: t}\nrepresentations: [{name: A, id: a, type: diagram}]\n"
		"trustZones: [{id: z1, name: Z1, risk: {trustRating: 1}}]\n"
		"components:\n"
		"- {id: c1, name: A, type: x, parent: {trustZone: z1}, representations: [{representation: a, id: r, position: {x: 500, 'y': 300},"
		" size: {width: 80, height: 60}}]}\n";
	struct model model;
	model_read_as(&model, "otm", sw_str_of(text));
	const struct sw_drawn *zone = drawn_called(&model, "z1"), *inside = drawn_called(&model, "c1");
	assert_true(inside->left == 500 && zone->left < 500 && zone->left + zone->width > 580 && zone->top < 300);
	assert_false(zone->placed);
	model_drop(&model);
}

/* Ids that are all the same, and those that ours could run into, take no square of time. */
static void test_many_ids_twice(void **state) {
	(void)state;
	enum { MANY = 20000 };
	SW_CLEANUP_OUT struct sw_out text;
	sw_out_init(&text, -1);
	sw_out_z(&text, "{\"otmVersion\":\"0.2.0\",\"project\":{\"name\":\"n\",\"id\":\"i\"},\"components\":[");
	for (int i = 0; i < MANY; i++)
		sw_out_printf(&text, "%s{\"id\":\"a#%d\",\"name\":\"c\",\"type\":\"t\"},{\"id\":\"a\",\"name\":\"c\",\"type\":\"t\"}",
			      i ? "," : "", i);
	sw_out_z(&text, "]}");
	struct model model;
	model_read_as(&model, "otm", sw_out_text(&text));
	assert_int_equal(model.result, 0);
	assert_int_equal(model.drawing.diagrams.v[0].elements.n, 2 * MANY);
	model_drop(&model);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads_the_model),
		cmocka_unit_test(test_each_reference_is_a_threat),
		cmocka_unit_test(test_gives_back_all_that_was_read),
		cmocka_unit_test(test_writes_what_changed),
		cmocka_unit_test(test_a_model_of_another_format_comes_through),
		cmocka_unit_test(test_goes_to_threat_dragon),
		cmocka_unit_test(test_a_boundary_by_place_becomes_a_parent),
		cmocka_unit_test(test_two_diagrams_stay_two),
		cmocka_unit_test(test_bad_input_is_said_where_it_stands),
		cmocka_unit_test(test_truncated_text_never_crashes),
		cmocka_unit_test(test_long_chains_are_walked),
		cmocka_unit_test(test_many_ids_twice),
		cmocka_unit_test(test_what_has_no_place_gets_one),
		cmocka_unit_test(test_a_zone_stands_around_what_has_a_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
