/* Comparing two models: what differs and why, on reports and drawings made by hand. */
#include "unit.h"
#include "formats/json.h"
#include "reports/difference/report.h"

static struct sw_arena arena;

static int setup(void **state) {
	(void)state;
	sw_arena_init(&arena, (size_t)1 << 24);
	return 0;
}

static int teardown(void **state) {
	(void)state;
	sw_arena_free(&arena);
	return 0;
}

/* A report with one row; `rest` are members of that row. */
static struct sw_snapshot *report(const char *provenance, const char *threat, const char *state, const char *rest) {
	struct sw_diags diags = {.arena = &arena};
	struct sw_snapshot *snapshot = SW_NEW(&arena, struct sw_snapshot);
	struct sw_str text = sw_arena_printf(&arena,
		"{\"schema\": \"strideward/report/1\", \"provenance\": {%s}, \"system\": {\"elements\": [{\"id\": \"e\", \"deployment\": \"d\", "
		"\"name\": \"web\", \"kind\": \"workload\"}], \"flows\": [], \"boundaries\": []}, \"findings\": [], \"threats\": [{\"id\": \"%s@e\", "
		"\"threat\": \"%s\", \"title\": \"T\", \"deployment\": \"d\", \"on\": \"e\", \"state\": \"%s\", \"priority\": \"high\", \"presumed\": false%s}]}",
		provenance, threat, threat, state, rest);
	struct sw_node *root = sw_json_read_one(&arena, 0, text, SW_DIALECT_STRICT, &diags);
	assert_non_null(root);
	assert_true(sw_snapshot_of_report(&arena, root, snapshot));
	return snapshot;
}

static const struct sw_row_change *only(const struct sw_snapshot *before, const struct sw_snapshot *after) {
	struct sw_difference *difference = SW_NEW(&arena, struct sw_difference);
	sw_difference_make(&arena, before, after, difference);
	assert_int_equal(difference->rows.n, 1);
	return &difference->rows.v[0];
}

#define DAY "\"version\": \"0.1.0\", \"time\": \"2026-11-20T00:00:00Z\", \"catalogue\": \"aaaaaaaaaaaaaaaa\""
#define LATER "\"version\": \"0.1.0\", \"time\": \"2026-12-20T00:00:00Z\", \"catalogue\": \"aaaaaaaaaaaaaaaa\""
#define EVIDENCE(holds, text, file, line)                                                                                \
	", \"definition\": \"1111111111111111\", \"weaknesses\": [{\"name\": \"x\", \"holds\": " holds ", \"presumed\": false, \"text\": \"" text \
	"\", \"location\": {\"file\": \"" file "\", \"line\": " line "}}], \"controls\": []"

static void test_fact(void **state) {
	(void)state;
	const struct sw_row_change *change = only(report(DAY, "root-process", "mitigated", EVIDENCE("false", "user 1000 (Dockerfile:3)", "Dockerfile", "3")),
						  report(DAY, "root-process", "open", EVIDENCE("true", "user root (Dockerfile:9)", "Dockerfile", "9")));
	assert_int_equal(change->cause, SW_CAUSE_FACT);
	assert_true(change->state && !change->priority);
	assert_str(change->why, "user root (Dockerfile:9); before: user 1000 (Dockerfile:3)");
	assert_str(sw_difference_place(&arena, change), "Dockerfile:9, before Dockerfile:3");
	assert_str(sw_difference_step(&arena, change), "mitigated → open");
}

static void test_same(void **state) {
	(void)state;
	struct sw_difference difference;
	sw_difference_make(&arena, report(DAY, "root-process", "open", EVIDENCE("true", "user root (Dockerfile:9)", "Dockerfile", "9")),
			   report(LATER, "root-process", "open", EVIDENCE("true", "user root (Dockerfile:19)", "Dockerfile", "19")), &difference);
	assert_false(sw_difference_any(&difference));
}

static void test_age(void **state) {
	(void)state;
	const struct sw_row_change *change = only(report(DAY, "root-process", "weak", EVIDENCE("true", "user root", "Dockerfile", "9")),
						  report(LATER, "root-process", "open", EVIDENCE("true", "user root", "Dockerfile", "9")));
	assert_int_equal(change->cause, SW_CAUSE_AGE);
	assert_str(change->why, "judged as of 2026-12-20, before 2026-11-20");
}

static void test_catalogue(void **state) {
	(void)state;
	const struct sw_row_change *change = only(report(DAY, "root-process", "weak", ", \"definition\": \"0000000000000000\""),
						  report(DAY, "root-process", "open", ", \"definition\": \"1111111111111111\""));
	assert_int_equal(change->cause, SW_CAUSE_CATALOGUE);
}

static void test_policy(void **state) {
	(void)state;
	const struct sw_row_change *change = only(report(DAY ", \"policy\": \"1111\"", "unapproved-publisher", "mitigated", EVIDENCE("false", "allowed", "Dockerfile", "1")),
						  report(DAY ", \"policy\": \"2222\"", "unapproved-publisher", "open",
							 ", \"definition\": \"1111111111111111\", \"weaknesses\": [{\"name\": \"base-image-not-allowed\", \"holds\": true, \"text\": \"no rule\"}]"));
	assert_int_equal(change->cause, SW_CAUSE_POLICY);
}

static void test_decision(void **state) {
	(void)state;
	static const char evidence[] = EVIDENCE("true", "user root", "Dockerfile", "9");
	struct sw_str decided = sw_arena_printf(&arena, "%s, \"decision\": {\"kind\": \"accept\", \"reason\": \"r\", \"by\": \"dana\", \"until\": \"2026-12-01\", \"holds\": true}", evidence);
	struct sw_str over = sw_arena_printf(&arena, "%s, \"decision\": {\"kind\": \"accept\", \"reason\": \"r\", \"by\": \"dana\", \"until\": \"2026-12-01\", \"holds\": false}", evidence);
	const struct sw_row_change *change = only(report(DAY, "root-process", "open", evidence), report(DAY, "root-process", "open", decided.p));
	assert_int_equal(change->cause, SW_CAUSE_DECISION);
	assert_str(change->why, "accept by dana until 2026-12-01: r");
	change = only(report(DAY, "root-process", "open", decided.p), report(LATER, "root-process", "open", over.p));
	assert_int_equal(change->cause, SW_CAUSE_AGE);
	change = only(report(DAY, "root-process", "open", decided.p), report(DAY, "root-process", "open", evidence));
	assert_int_equal(change->cause, SW_CAUSE_DECISION);
	assert_str(change->why, "withdrawn: accept by dana until 2026-12-01: r");
}

static struct sw_snapshot *drawn(const char *name, enum sw_drawn_state threat_state, const char *justification) {
	struct sw_drawing *drawing = SW_NEW(&arena, struct sw_drawing);
	struct sw_snapshot *snapshot = SW_NEW(&arena, struct sw_snapshot);
	struct sw_sources sources = {0};
	struct sw_drawn_diagram *diagram = sw_push(&arena, &drawing->diagrams);
	diagram->id = SW_S("d");
	*sw_push(&arena, &diagram->elements) = (struct sw_drawn){.kind = SW_DRAWN_PROCESS, .id = SW_S("p"), .name = sw_str_of(name), .encrypted = -1, .inside = -1};
	*sw_push(&arena, &drawing->threats) = (struct sw_drawn_threat){
		.key = SW_S("k"), .type = SW_S("S1"), .diagram = SW_S("d"), .on = SW_S("p"), .title = SW_S("Spoofing"), .priority = SW_S("High"),
		.state = threat_state, .justification = sw_str_of(justification)};
	sw_snapshot_of_drawing(&arena, drawing, &sources, snapshot);
	return snapshot;
}

static void test_drawing(void **state) {
	(void)state;
	struct sw_difference difference;
	const struct sw_row_change *change = only(drawn("web", SW_DRAWN_NOT_STARTED, NULL), drawn("web", SW_DRAWN_MITIGATED, "TLS"));
	assert_int_equal(change->cause, SW_CAUSE_DECISION);
	assert_str(sw_difference_step(&arena, change), "Not Started → Mitigation Implemented");
	sw_difference_make(&arena, drawn("web", SW_DRAWN_MITIGATED, "TLS"), drawn("shop", SW_DRAWN_MITIGATED, "TLS"), &difference);
	assert_int_equal(difference.rows.n, 0);
	assert_int_equal(difference.parts.n, 1);
	assert_str(sw_difference_part(&arena, &difference, &difference.parts.v[0]), "element shop: name shop, before web");
}

static void test_not_ours(void **state) {
	(void)state;
	struct sw_diags diags = {.arena = &arena};
	struct sw_snapshot snapshot = {0};
	static const char *const texts[] = {"{}", "[]", "null", "{\"schema\": 1}", "{\"schema\": \"strideward/report/2\"}"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_false(sw_snapshot_of_report(&arena, sw_json_read_one(&arena, 0, sw_str_of(texts[i]), SW_DIALECT_STRICT, &diags), &snapshot));
	struct sw_node *odd = sw_json_read_one(&arena, 0, SW_S("{\"schema\": \"strideward/report/1\", \"threats\": [1, {\"id\": 5, \"weaknesses\": {}}, null], \"system\": [], \"findings\": 3}"), SW_DIALECT_STRICT, &diags);
	assert_true(sw_snapshot_of_report(&arena, odd, &snapshot));
	assert_int_equal(snapshot.rows.n, 3);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fact), cmocka_unit_test(test_same), cmocka_unit_test(test_age), cmocka_unit_test(test_catalogue),
		cmocka_unit_test(test_policy), cmocka_unit_test(test_decision), cmocka_unit_test(test_drawing), cmocka_unit_test(test_not_ours),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
