#include "model_reading.h"
#include "formats/json.h"
#include "formats/json_write.h"

/* A model of version 2 with something of each kind, and things that only Threat Dragon knows. */
static const char shop[] =
	"{\"version\": \"2.3.0\", \"summary\": {\"title\": \"Shop\", \"owner\": \"Ada\", \"description\": \"\", \"id\": 7},\n"
	" \"detail\": {\"contributors\": [{\"name\": \"Bo\"}, {\"name\": \"Cy\"}], \"diagramTop\": 3, \"reviewer\": \"Di\",\n"
	"  \"threatTop\": 5, \"diagrams\": [{\"id\": 2, \"title\": \"Main\", \"diagramType\": \"STRIDE\", \"thumbnail\": \"t.jpg\",\n"
	"   \"version\": \"2.3.0\", \"placeholder\": \"p\", \"cells\": [\n"
	"    {\"id\": \"user\", \"shape\": \"actor\", \"zIndex\": 1, \"position\": {\"x\": 10, \"y\": 20.5},\n"
	"     \"size\": {\"width\": 150, \"height\": 80}, \"data\": {\"type\": \"tm.Actor\", \"name\": \"Cust\\nomer\",\n"
	"     \"outOfScope\": true, \"reasonOutOfScope\": \"a person\", \"providesAuthentication\": true, \"hasOpenThreats\": false,\n"
	"     \"threats\": []}},\n"
	"    {\"id\": \"mystery\", \"shape\": \"whale\", \"zIndex\": 9},\n"
	"    {\"id\": \"web\", \"shape\": \"process\", \"zIndex\": 2, \"position\": {\"x\": 300, \"y\": 20}, \"colour\": \"red\",\n"
	"     \"size\": {\"width\": 100, \"height\": 100}, \"data\": {\"type\": \"tm.Process\", \"name\": \"Web\", \"ours\": [1.50],\n"
	"     \"hasOpenThreats\": true, \"threats\": [\n"
	"      {\"id\": \"t1\", \"title\": \"Flood\", \"type\": \"Denial of service\", \"status\": \"Open\", \"severity\": \"High\",\n"
	"       \"description\": \"Too many requests\", \"mitigation\": \"\", \"modelType\": \"STRIDE\", \"number\": 4, \"score\": \"8\"},\n"
	"      {\"id\": \"t2\", \"title\": \"Old\", \"type\": \"Tampering\", \"status\": \"Accepted\", \"severity\": \"Low\",\n"
	"       \"description\": \"\", \"mitigation\": \"None\", \"number\": 5}]}},\n"
	"    {\"id\": \"db\", \"shape\": \"store\", \"zIndex\": 3, \"position\": {\"x\": 500, \"y\": 20},\n"
	"     \"size\": {\"width\": 150, \"height\": 80}, \"data\": {\"type\": \"tm.Store\", \"name\": \"Orders\",\n"
	"     \"isEncrypted\": true, \"storesCredentials\": true, \"hasOpenThreats\": false}, \"threats\": [\n"
	"      {\"threatId\": \"t3\", \"title\": \"Leak\", \"type\": \"Information disclosure\", \"status\": \"Mitigated\",\n"
	"       \"severity\": \"Medium\", \"description\": \"\", \"mitigation\": \"Keys\"}]},\n"
	"    {\"id\": \"zone\", \"shape\": \"trust-boundary-box\", \"zIndex\": -1, \"position\": {\"x\": 250, \"y\": 0},\n"
	"     \"size\": {\"width\": 500, \"height\": 200}, \"attrs\": {\"label\": {\"text\": \"Cluster\"}},\n"
	"     \"data\": {\"type\": \"tm.BoundaryBox\", \"hasOpenThreats\": false, \"isTrustBoundary\": true}},\n"
	"    {\"id\": \"arc\", \"shape\": \"trust-boundary-curve\", \"zIndex\": 4, \"source\": {\"x\": 200, \"y\": 0},\n"
	"     \"target\": {\"x\": 220, \"y\": 200}, \"vertices\": [{\"x\": 230, \"y\": 100}],\n"
	"     \"data\": {\"type\": \"tm.Boundary\", \"name\": \"Internet\", \"hasOpenThreats\": false}},\n"
	"    {\"id\": \"f1\", \"shape\": \"flow\", \"zIndex\": 5, \"source\": {\"cell\": \"user\", \"port\": \"p1\"},\n"
	"     \"target\": {\"cell\": \"web\"}, \"vertices\": [{\"x\": 200, \"y\": 90}], \"data\": {\"type\": \"tm.Flow\",\n"
	"     \"name\": \"Order\", \"isEncrypted\": true, \"isPublicNetwork\": true, \"isBidirectional\": true,\n"
	"     \"protocol\": \"HTTPS\", \"hasOpenThreats\": false}}]}]}}";

static void test_reads_what_is_drawn(void **state) {
	(void)state;
	struct model model;
	model_read_as(&model, "threat-dragon", sw_str_of(shop));
	assert_int_equal(model.result, 0);
	assert_str(model.drawing.name, "Shop");
	assert_str(model.drawing.contributors, "Bo, Cy");
	assert_str(model.drawing.reviewer, "Di");
	assert_int_equal(model.drawing.diagrams.n, 1);
	assert_int_equal(model.drawing.diagrams.v[0].elements.n, 6);
	const struct sw_drawn *user = drawn_called(&model, "user"), *flow = drawn_called(&model, "f1");
	assert_str(user->name, "Cust\nomer");
	assert_int_equal(user->kind, SW_DRAWN_EXTERNAL);
	assert_true(user->out_of_scope && user->placed && user->top == 20.5);
	assert_str(sw_drawn_property_of(user, SW_S("providesAuthentication"))->value, "true");
	assert_str(drawn_called(&model, "zone")->name, "Cluster");
	assert_int_equal(drawn_called(&model, "arc")->kind, SW_DRAWN_LINE);
	assert_int_equal(drawn_called(&model, "db")->encrypted, 1);
	assert_int_equal(drawn_called(&model, "web")->encrypted, -1);
	assert_int_equal(flow->from, 0);
	assert_int_equal(flow->to, 1);
	assert_true(flow->both_ways && flow->encrypted == 1 && flow->handle.x == 200 && flow->bends.n == 1);
	assert_str(flow->protocol, "HTTPS");
	assert_said(&model, "threat-dragon-cell", 9, 5);
	model_drop(&model);
}

static void test_reads_threats_in_data_and_beside_it(void **state) {
	(void)state;
	struct model model;
	model_read_as(&model, "threat-dragon", sw_str_of(shop));
	assert_int_equal(model.drawing.threats.n, 3);
	const struct sw_drawn_threat *threats = model.drawing.threats.v;
	assert_str(threats[0].key, "t1");
	assert_str(threats[0].stride, "D");
	assert_str(threats[0].on, "web");
	assert_int_equal(threats[0].number, 4);
	assert_int_equal(threats[1].state, SW_DRAWN_NEEDS_INVESTIGATION);
	assert_str(threats[1].state_word, "Accepted");
	assert_str(threats[2].key, "t3");
	assert_str(threats[2].mitigations, "Keys");
	assert_int_equal(threats[2].state, SW_DRAWN_MITIGATED);
	model_drop(&model);
}

static void test_gives_back_all_that_was_read(void **state) {
	(void)state;
	struct model model;
	model_read_as(&model, "threat-dragon", sw_str_of(shop));
	assert_same_json(model_write_as(&model, "threat-dragon"), sw_str_of(shop));
	assert_int_equal(model.losses.list.n, 0);
	model_drop(&model);
}

/* A cell of the first version in a file of the second: nothing of it goes when a flag that it has no place for is said. */
static void test_members_without_data_stay_in_the_cell(void **state) {
	(void)state;
	static const char text[] =
		"{\"version\": \"2.0\", \"summary\": {\"title\": \"x\"}, \"detail\": {\"threatTop\": 1, \"diagrams\": [{\"id\": 0, "
		"\"title\": \"d\", \"cells\": [{\"type\": \"tm.Flow\", \"id\": \"f\", \"isEncrypted\": true, \"threats\": [{\"id\": \"t\", "
		"\"title\": \"seen\", \"status\": \"Open\", \"type\": \"Tampering\"}]}]}]}}";
	struct model model, again;
	model_read_as(&model, "threat-dragon", sw_str_of(text));
	assert_int_equal(model.drawing.threats.n, 1);
	model.drawing.diagrams.v[0].elements.v[0].encrypted = 0;
	model_read_as(&again, "threat-dragon", model_write_as(&model, "threat-dragon"));
	assert_int_equal(again.drawing.threats.n, 1);
	assert_int_equal(again.drawing.diagrams.v[0].elements.v[0].encrypted, 0);
	model_drop(&again);
	model_drop(&model);
}

static void test_writes_what_changed_and_nothing_else(void **state) {
	(void)state;
	struct model model, again;
	model_read_as(&model, "threat-dragon", sw_str_of(shop));
	model.drawing.threats.v[0].state = SW_DRAWN_MITIGATED;
	model.drawing.threats.v[1].state = SW_DRAWN_MITIGATED;
	drawn_called(&model, "web")->name = SW_S("Front");
	drawn_called(&model, "web")->left = 310;
	drawn_called(&model, "f1")->from = -1;
	drawn_called(&model, "f1")->from_at = (struct sw_drawn_point){5, 6};
	struct sw_str text = model_write_as(&model, "threat-dragon");
	assert_true(sw_str_contains(text, SW_S("\"colour\": \"red\"")));
	assert_true(sw_str_contains(text, SW_S("1.50")));
	assert_true(sw_str_contains(text, SW_S("whale")));
	model_read_as(&again, "threat-dragon", text);
	assert_int_equal(again.drawing.threats.v[0].state, SW_DRAWN_MITIGATED);
	assert_str(again.drawing.threats.v[1].state_word, "Mitigated");
	assert_str(drawn_called(&again, "web")->name, "Front");
	assert_true(drawn_called(&again, "web")->left == 310 && drawn_called(&again, "web")->top == 20);
	assert_true(drawn_called(&again, "f1")->from == -1 && drawn_called(&again, "f1")->from_at.y == 6);
	assert_true(sw_str_contains(text, SW_S("\"hasOpenThreats\": false")));
	assert_false(sw_str_contains(text, SW_S("\"hasOpenThreats\": true")));
	model_drop(&again);
	model_drop(&model);
}

static const char first_version[] =
	"{\"summary\": {\"title\": \"Old\"}, \"detail\": {\"contributors\": [], \"reviewer\": \"\", \"diagrams\": [\n"
	" {\"title\": \"D\", \"thumbnail\": \"\", \"id\": 0, \"diagramJson\": {\"cells\": [\n"
	"  {\"type\": \"tm.Process\", \"id\": \"p1\", \"size\": {\"width\": 100, \"height\": 100}, \"position\": {\"x\": 1, \"y\": 2},\n"
	"   \"attrs\": {\"text\": {\"text\": \"Worker\"}}, \"z\": 1, \"privilegeLevel\": \"root\",\n"
	"   \"threats\": [{\"title\": \"T\", \"type\": \"Spoofing\", \"status\": \"Open\", \"severity\": \"High\",\n"
	"   \"description\": \"d\", \"mitigation\": \"m\"}]},\n"
	"  {\"type\": \"tm.Store\", \"id\": \"s1\", \"size\": {\"width\": 100, \"height\": 50}, \"position\": {\"x\": 300, \"y\": 2},\n"
	"   \"attrs\": {\"text\": {\"text\": \"Queue\"}}, \"z\": 2},\n"
	"  {\"type\": \"tm.Flow\", \"id\": \"f1\", \"source\": {\"id\": \"p1\"}, \"target\": {\"id\": \"s1\"}, \"vertices\": [],\n"
	"   \"labels\": [{\"attrs\": {\"text\": {\"text\": \"Jobs\"}}}], \"isEncrypted\": true, \"z\": 3}]}}]}}";

static void test_first_version_becomes_the_second(void **state) {
	(void)state;
	struct model model, again;
	model_read_as(&model, "threat-dragon", sw_str_of(first_version));
	assert_int_equal(model.result, 0);
	assert_str(model.drawing.version, "1");
	assert_str(drawn_called(&model, "f1")->name, "Jobs");
	assert_int_equal(drawn_called(&model, "f1")->to, 1);
	model_read_as(&again, "threat-dragon", model_write_as(&model, "threat-dragon"));
	assert_int_equal(model.losses.list.n, 0);
	assert_int_equal(again.diags.n, 0);
	assert_str(again.drawing.version, "2.3.0");
	assert_str(drawn_called(&again, "p1")->name, "Worker");
	assert_str(sw_drawn_property_of(drawn_called(&again, "p1"), SW_S("privilegeLevel"))->value, "root");
	assert_str(drawn_called(&again, "f1")->name, "Jobs");
	assert_int_equal(drawn_called(&again, "f1")->encrypted, 1);
	assert_int_equal(again.drawing.threats.n, 1);
	assert_str(again.drawing.threats.v[0].mitigations, "m");
	model_drop(&again);
	model_drop(&model);
}

static void test_handles_become_vertices(void **state) {
	(void)state;
	struct model model, again;
	model_read_as(&model, "threat-dragon", sw_str_of(first_version));
	model.drawing.format = "tm7";
	struct sw_drawn *flow = drawn_called(&model, "f1");
	flow->handle = (struct sw_drawn_point){150, 300};
	model_read_as(&again, "threat-dragon", model_write_as(&model, "threat-dragon"));
	flow = drawn_called(&again, "f1");
	assert_int_equal(flow->bends.n, 1);
	assert_true(flow->bends.v[0].x == 150 && flow->bends.v[0].y == 300);
	model_drop(&again);
	model_drop(&model);
}

static void test_tells_what_is_lost(void **state) {
	(void)state;
	struct model model;
	model_read_as(&model, "threat-dragon", sw_str_of(first_version));
	model.drawing.format = "tm7";
	model.drawing.assumptions = SW_S("The network is fine");
	drawn_called(&model, "p1")->trust = 20;
	model.drawing.threats.v[0].state = SW_DRAWN_NEEDS_INVESTIGATION;
	*sw_push(&model.arena, &model.drawing.threats) = model.drawing.threats.v[0];
	model.drawing.threats.v[1].title = SW_S("Gone");
	model.drawing.threats.v[1].on = SW_S("nowhere");
	model_write_as(&model, "threat-dragon");
	assert_true(model_loses(&model, "model \"Old\": assumptions: Threat Dragon has no place for it"));
	assert_true(model_loses(&model, "element \"Worker\": the trust rating: Threat Dragon has no place for it"));
	assert_true(model_loses(&model, "threat \"Gone\": all of it: what it stands on is not drawn, and Threat Dragon keeps "
					"threats with what is drawn"));
	assert_true(model_loses(&model, "threat \"T\": the state Needs Investigation, written as Open: Threat Dragon has no such state"));
	model_drop(&model);
}

#define WITH_CELLS(cells)                                                                                                   \
	"{\"version\":\"2.0\",\"summary\":{\"title\":\"\"},\"detail\":{\"diagrams\":[{\"id\":0,\"cells\":[\n" cells "]}]}}"

static void test_bad_input_is_said_where_it_stands(void **state) {
	(void)state;
	static const struct {
		const char *text, *code;
		unsigned line, column;
		int result;
	} cases[] = {
		{"[]", "threat-dragon-shape", 1, 1, -1},
		{"{\"summary\": {}, \"detail\": 5}", "threat-dragon-shape", 1, 1, -1},
		{"{\"summary\": {}, \"detail\": {\n \"diagrams\": 7}}", "threat-dragon-type", 2, 14, 0},
		{"{\"summary\": {}, \"detail\": {\"diagrams\": [\n 7]}}", "threat-dragon-type", 2, 2, 0},
		{WITH_CELLS("5"), "threat-dragon-cell", 2, 1, 0},
		{WITH_CELLS("{\"shape\":\"process\",\"id\":\"a\"},\n{\"shape\":\"process\",\"id\":\"a\"}"), "threat-dragon-id", 3, 1, 0},
		{WITH_CELLS("{\"shape\":\"flow\",\"id\":\"f\",\n\"source\":{\"cell\":\"x\"}}"), "threat-dragon-reference", 3, 10, 0},
		{WITH_CELLS("{\"shape\":\"flow\",\"id\":\"f\",\n\"source\":{\"cell\":\"f\"}}"), "threat-dragon-reference", 3, 10, 0},
		{WITH_CELLS("{\"shape\":\"store\",\"id\":\"s\",\"position\":\n{\"x\":1e300,\"y\":0}}"), "threat-dragon-type", 3, 6, 0},
		{WITH_CELLS("{\"shape\":\"store\",\"id\":\"s\",\"data\":{\"threats\":[\n3]}}"), "threat-dragon-type", 3, 1, 0},
		{WITH_CELLS("{\"shape\":\"store\",\"id\":\"s\",\"data\":{\"threats\":[{\n\"status\":\"Weird\"}]}}"), "threat-dragon-status",
		 3, 10, 0},
		{WITH_CELLS("{\"shape\":\"store\",\"id\":\"s\",\"data\":{\"isALog\":\n\"yes\"}}"), "threat-dragon-type", 3, 1, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct model model;
		model_read_as(&model, "threat-dragon", sw_str_of(cases[i].text));
		assert_int_equal(model.result, cases[i].result);
		assert_said(&model, cases[i].code, cases[i].line, cases[i].column);
		if (model.result == 0)
			model_write_as(&model, "threat-dragon");
		model_drop(&model);
	}
}

static void test_truncated_text_is_refused_and_never_crashes(void **state) {
	(void)state;
	for (size_t n = 0; n + 1 < sizeof shop; n += 7) {
		struct model model;
		model_read_as(&model, "threat-dragon", sw_str(shop, n));
		assert_int_equal(model.result, -1);
		assert_true(n == 0 || sw_diags_failed(&model.diags));
		model_drop(&model);
	}
}

static void test_deep_nesting_is_refused(void **state) {
	(void)state;
	char text[4096];
	int n = snprintf(text, sizeof text, "{\"summary\":{},\"detail\":{\"diagrams\":[{\"cells\":");
	memset(text + n, '[', 2000);
	struct model model;
	model_read_as(&model, "threat-dragon", sw_str(text, (size_t)n + 2000));
	assert_int_equal(model.result, -1);
	assert_true(sw_diags_failed(&model.diags));
	model_drop(&model);
}

static void test_same_id_twice_keeps_both(void **state) {
	(void)state;
	static const char text[] = WITH_CELLS("{\"shape\":\"process\",\"id\":\"aa\"},\n{\"shape\":\"store\",\"id\":\"aa\",\"threats\":"
					      "[{\"id\":\"t\",\"title\":\"x\"},{\"id\":\"t\",\"title\":\"y\"}]}");
	struct model model;
	model_read_as(&model, "threat-dragon", sw_str_of(text));
	assert_int_equal(model.drawing.diagrams.v[0].elements.n, 2);
	assert_str(model.drawing.diagrams.v[0].elements.v[1].id, "aa#2");
	assert_str(model.drawing.threats.v[1].key, "t#2");
	assert_str(model.drawing.threats.v[0].on, "aa#2");
	model_drop(&model);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads_what_is_drawn),
		cmocka_unit_test(test_reads_threats_in_data_and_beside_it),
		cmocka_unit_test(test_gives_back_all_that_was_read),
		cmocka_unit_test(test_members_without_data_stay_in_the_cell),
		cmocka_unit_test(test_writes_what_changed_and_nothing_else),
		cmocka_unit_test(test_first_version_becomes_the_second),
		cmocka_unit_test(test_handles_become_vertices),
		cmocka_unit_test(test_tells_what_is_lost),
		cmocka_unit_test(test_bad_input_is_said_where_it_stands),
		cmocka_unit_test(test_truncated_text_is_refused_and_never_crashes),
		cmocka_unit_test(test_deep_nesting_is_refused),
		cmocka_unit_test(test_same_id_twice_keeps_both),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
