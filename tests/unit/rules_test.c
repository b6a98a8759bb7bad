/* Users' templates as text: the example of docs/rules.md as a whole, what each part makes, what is refused and where. */
#include "unit.h"
#include "base/file.h"
#include "models/merge.h"
#include "readers/models/rules/rules.h"
#include <stdlib.h>

struct reading {
	struct sw_arena arena;
	struct sw_diags diags;
	struct sw_template template;
	const struct sw_template *base;
};

static const struct sw_template *find_base(void *context, struct sw_str name, struct sw_span at) {
	struct reading *reading = context;
	(void)at;
	assert_str(name, "model");
	return reading->base;
}

static int read_rules(struct reading *reading, struct sw_str text, const struct sw_template *base) {
	*reading = (struct reading){.base = base};
	sw_arena_init(&reading->arena, 16 << 20);
	reading->diags.arena = &reading->arena;
	return sw_rules_read(&reading->template, &reading->arena, 1, text, find_base, reading, &reading->diags);
}

/* The first block of YAML in docs/rules.md. */
static struct sw_str example(struct sw_arena *arena) {
	struct sw_err err;
	struct sw_str text, fence = SW_S("```yaml\n");
	const char *root = getenv("SW_ROOT");
	SW_CLEANUP_FD int fd = sw_open_named(sw_arena_printf(arena, "%s/docs/rules.md", root ? root : ".").p, &err);
	assert_true(fd >= 0);
	assert_int_equal(sw_read_all(arena, fd, 1 << 20, &text, &err), 0);
	text = sw_str_from(text, sw_str_find(text, fence) + fence.n);
	return sw_str_sub(text, 0, sw_str_find(text, SW_S("```")));
}

static void draw(struct sw_arena *arena, struct sw_drawing *drawing) {
	static const struct { enum sw_drawn_kind kind; const char *id, *type; int32_t from, to, inside, encrypted; } drawn[] = {
		{SW_DRAWN_PROCESS, "Gateway", "shop.gateway", -1, -1, -1, -1},
		{SW_DRAWN_PROCESS, "Payments", "service", -1, -1, 3, -1},
		{SW_DRAWN_STORE, "Orders", "database", -1, -1, 3, -1},
		{SW_DRAWN_BOX, "inner", "shop.network", -1, -1, -1, -1},
		{SW_DRAWN_FLOW, "pay", "", 0, 1, -1, -1},
		{SW_DRAWN_FLOW, "health check", "", 0, 2, -1, 0},
		{SW_DRAWN_FLOW, "query", "", 0, 2, -1, 1},
		{SW_DRAWN_FLOW, "nightly export", "", 1, 2, -1, -1},
	};
	struct sw_drawn_diagram *diagram = sw_push(arena, &drawing->diagrams);
	for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++)
		*sw_push(arena, &diagram->elements) = (struct sw_drawn){
			.kind = drawn[i].kind, .id = sw_str_of(drawn[i].id), .name = sw_str_of(drawn[i].id), .type = sw_str_of(drawn[i].type),
			.from = drawn[i].from, .to = drawn[i].to, .inside = drawn[i].inside, .encrypted = drawn[i].encrypted};
}

static void reads_the_example(void **state) {
	struct reading reading;
	struct sw_arena text;
	struct sw_drawing drawing = {0};
	struct sw_generation generation;
	const struct sw_filter_rules rules = {0};
	(void)state;
	sw_arena_init(&text, 1 << 20);
	assert_int_equal(read_rules(&reading, example(&text), NULL), 0);
	if (reading.diags.n)
		fail_msg("%.*s", SW_ARG(reading.diags.v[0].message));
	assert_int_equal(reading.template.types.n, 2);
	assert_int_equal(reading.template.types.v[0].cwe.v[1], 419);
	assert_int_equal(reading.template.types.v[0].mitigations.n, 2);
	assert_str(reading.template.categories.v[0].name, "Spoofing");
	draw(&text, &drawing);
	sw_generate(&generation, &reading.arena, &drawing, &reading.template, &rules, SW_S("2027-06-30"), &reading.diags);
	assert_int_equal(reading.diags.n, 0);
	const struct { const char *type, *flow, *priority; } expected[] = {
		{"gateway-bypassed", "pay", "High"}, {"traffic-read", "pay", "Critical"}, {"gateway-bypassed", "nightly export", "High"}};
	assert_int_equal(generation.threats.n, 3);
	for (size_t i = 0; i < 3; i++) {
		struct sw_drawn_threat threat = sw_generated_threat(&generation, &generation.threats.v[i]);
		assert_str(threat.type, expected[i].type);
		assert_str(threat.on, expected[i].flow);
		assert_str(threat.priority, expected[i].priority);
	}
	struct sw_drawn_threat threat = sw_generated_threat(&generation, &generation.threats.v[0]);
	assert_str(threat.title, "Payments is reached without Gateway");
	assert_str(threat.stride, "SE");
	assert_str(threat.mitigations, "The service checks the caller's token itself\nOnly the gateway may open connections to the service");
	assert_non_null(generation.threats.v[2].raised);
	assert_int_equal(generation.silenced.n, 1);
	assert_str(generation.silenced.v[0].flow->id, "health check");
	/* A day later the exception has ended. */
	sw_generate(&generation, &reading.arena, &drawing, &reading.template, &rules, SW_S("2027-07-01"), &reading.diags);
	assert_int_equal(generation.threats.n, 4);
	assert_string_equal(reading.diags.v[0].code, "override-ended");
	sw_arena_free(&reading.arena);
	sw_arena_free(&text);
}

#define HEAD "rules: 1\nid: a\n"
#define THREAT "threats: [{id: t, title: T, stride: S, include: \"source is 'GE.P'\""

/* What is wrong, the text that it is pointed at with, and how many threats and overrides are left. */
static const struct {
	const char *text, *says, *at;
	size_t threats, overrides;
} bad[] = {
	{HEAD "thread: []", "a file of rules has no 'thread'; it has: rules id name version author extends types categories threats overrides", "thread", 0, 0},
	{"rules: 1\nname: b", "'id' is missing", "rules: 1\nname: b", 0, 0},
	{HEAD THREAT "}, {id: t, title: T, stride: S}]", "'t' stands here twice", "{id: t, title: T, stride: S}", 1, 0},
	{HEAD THREAT ", without: x}]",
	 "a threat has no 'without'; it has: id title description category stride cwe priority mitigations include exclude", "without", 0, 0},
	{HEAD THREAT ", exclude: source was 'x'}]", "the filter cannot be read: is or . is expected here, at byte 8", "was", 0, 0},
	{HEAD THREAT ", exclude: \"source was 'x'\"}]", "the filter cannot be read: is or . is expected here, at byte 8", "was", 0, 0},
	{HEAD THREAT ", exclude: \"source\\twas 'x'\"}]", "the filter cannot be read: is or . is expected here, at byte 8", "\"source\\twas 'x'\"", 0, 0},
	{HEAD "threats: [{id: t, title: T, stride: SX}]", "stride must be letters of STRIDE, each once", "SX", 0, 0},
	{HEAD "threats: [{id: t, title: T, stride: SS}]", "stride must be letters of STRIDE, each once", "SS", 0, 0},
	{HEAD "threats: [{id: t, title: T}]", "the threat needs a category, or letters of STRIDE", "{id: t, title: T}", 0, 0},
	{HEAD "threats: [{id: t, title: T, category: C}]", "there is no category 'C'", "C", 0, 0},
	{HEAD THREAT ", cwe: [x]}]", "a CWE must be a number, or CWE- and a number", "x", 0, 0},
	{HEAD THREAT ", cwe: [70000]}]", "a CWE must be a number, or CWE- and a number", "70000", 0, 0},
	{HEAD "threats: [t]", "a threat must be a map", "t", 0, 0},
	{HEAD "types: [{id: x, of: y}]", "there is no type 'y' that this one could be a kind of", "{id: x, of: y}", 0, 0},
	{HEAD "types: [{id: x, of: GE.P, properties: [{key: k}]}]", "the property 'k' needs values; the first is what an element starts with", "{key: k}", 0, 0},
	{HEAD "overrides: [{threat: t, effect: hush, reason: r}]", "effect must be silence, raise or priority", "hush", 0, 0},
	{HEAD "overrides: [{threat: t, effect: raise}]", "'reason' is missing", "{threat: t, effect: raise}", 0, 0},
	{HEAD "overrides: [{threat: t, effect: silence, reason: r}]", "an override that silences needs 'until'",
	 "{threat: t, effect: silence, reason: r}", 0, 0},
	{HEAD "overrides: [{threat: t, effect: silence, reason: r, until: 2026-02-30}]",
	 "until must be a day that exists, written as YYYY-MM-DD", "2026-02-30", 0, 0},
	{HEAD "overrides: [{effect: raise, reason: r}]", "an override needs 'threat' or 'on': it would be about everything",
	 "{effect: raise, reason: r}", 0, 0},
	{HEAD "overrides: [{on: x, effect: priority, reason: r}, {on: x, effect: raise, reason: r}]", "'priority' is missing",
	 "{on: x, effect: priority, reason: r}", 0, 1},
};

static void says_what_is_wrong(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct reading reading;
		struct sw_str text = sw_str_of(bad[i].text);
		assert_int_equal(read_rules(&reading, text, NULL), 0);
		if (reading.diags.n < 1)
			fail_msg("%s: nothing said", bad[i].text);
		const struct sw_diag *diag = &reading.diags.v[0];
		assert_str(diag->message, bad[i].says);
		assert_str(sw_str_sub(text, diag->at.start, diag->at.end - diag->at.start), bad[i].at);
		assert_int_equal(reading.template.types.n, bad[i].threats);
		assert_int_equal(reading.template.overrides.n, bad[i].overrides);
		sw_arena_free(&reading.arena);
	}
}

static void refuses_what_is_none(void **state) {
	static const char *const texts[] = {"", "a: b", "[1]", "rules: 2\nid: a", "rules: [", HEAD "extends: model"};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct reading reading;
		assert_int_equal(read_rules(&reading, sw_str_of(texts[i]), NULL), -1);
		assert_true(reading.diags.n || i == 5); /* who finds the base says that there is none */
		sw_arena_free(&reading.arena);
	}
	assert_true(sw_rules_looks_like(SW_S("# ours\nrules: 1\n")));
	assert_false(sw_rules_looks_like(SW_S("<a>\nrules: 1\n</a>")));
	assert_false(sw_rules_looks_like(SW_S("id: a\n rules: 1\n")));
}

static void extends(void **state) {
	struct reading base, reading;
	(void)state;
	assert_int_equal(read_rules(&base, SW_S(HEAD "types: [{id: x, of: GE.P}]\n"
		"threats: [{id: one, title: One, stride: S, include: target is 'x'}, {id: two, title: Two, stride: T, include: target is 'x'}]\n"), NULL), 0);
	assert_int_equal(read_rules(&reading, SW_S("rules: 1\nid: b\nextends: model\ntypes: [{id: y, of: x}]\n"
		"threats: [{id: two, title: Other, stride: D, include: target is 'y'}, {id: three, title: Three, stride: R, include: target is 'z'}]\n"),
		&base.template), 0);
	assert_int_equal(reading.template.types.n, 3);
	assert_str(reading.template.types.v[0].title, "One");
	assert_str(reading.template.types.v[1].title, "Other");
	assert_str(reading.template.types.v[2].title, "Three");
	assert_str(base.template.types.v[1].title, "Two");
	assert_int_equal(reading.template.stencils.n, base.template.stencils.n + 1);
	assert_int_equal(reading.template.data.n, base.template.data.n);
	assert_int_equal(reading.diags.n, 1);
	assert_string_equal(reading.diags.v[0].code, "rules-unknown-type");
	assert_int_equal(reading.diags.v[0].level, SW_DIAG_NOTE);
	sw_arena_free(&reading.arena);
	sw_arena_free(&base.arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_example),
		cmocka_unit_test(says_what_is_wrong),
		cmocka_unit_test(refuses_what_is_none),
		cmocka_unit_test(extends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
