/* Drawings held against a small system: which drawn element is which found one, and by what; words of labels, names and
 * flows. What differs is tested through the program: tests/models/check.py. */
#include "unit.h"
#include "../fuzz/check_system.h"
#include "models/flow_words.h"
#include "models/match_words.h"
#include "models/measured.h"

struct made {
	struct sw_arena arena;
	struct sw_diags diags;
	struct check_system system;
	struct sw_drawing drawing;
	struct sw_mapping mapping;
	struct sw_drawn_check check;
};

static void begin(struct made *made) {
	*made = (struct made){0};
	sw_arena_init(&made->arena, (size_t)64 << 20);
	made->diags.arena = &made->arena;
	check_system_init(&made->arena, &made->system);
	sw_push(&made->arena, &made->drawing.diagrams);
}

static struct sw_drawn *add(struct made *made, enum sw_drawn_kind kind, const char *name) {
	struct sw_drawn_diagram *diagram = &made->drawing.diagrams.v[made->drawing.diagrams.n - 1];
	struct sw_drawn *drawn = sw_push(&made->arena, &diagram->elements);
	*drawn = (struct sw_drawn){.kind = kind, .name = sw_str_of(name), .from = -1, .to = -1, .inside = -1, .encrypted = -1,
				   .id = sw_arena_printf(&made->arena, "%zu.%zu", made->drawing.diagrams.n, diagram->elements.n)};
	return drawn;
}

static void check(struct made *made) {
	check_system_export(&made->arena, &made->system);
	sw_check_drawing(&made->arena, &made->drawing, &made->system.diagram, 1, &made->system.exported, &made->mapping, &made->diags, &made->check);
}

/* Names of what a match stands for, with blanks between. */
static struct sw_str found(struct made *made, size_t match) {
	struct sw_str names = {0};
	const sw_found_list *list = &made->check.matches.v[match].found;
	for (size_t i = 0; i < list->n; i++)
		names = sw_arena_printf(&made->arena, "%.*s%s%.*s", SW_ARG(names), i ? " " : "", SW_ARG(made->check.found.v[list->v[i]].element->name));
	return names;
}

static void one(enum sw_drawn_kind kind, const char *name, const char *wanted, enum sw_match_by by) {
	struct made made;
	begin(&made);
	add(&made, kind, name);
	check(&made);
	assert_str(found(&made, 0), wanted);
	assert_int_equal(made.check.matches.v[0].by, by);
	sw_arena_free(&made.arena);
}

static void elements_fit(void **state) {
	(void)state;
	one(SW_DRAWN_PROCESS, "Web", "web", SW_MATCH_NAME);
	one(SW_DRAWN_PROCESS, "web_", "web", SW_MATCH_NAME);
	one(SW_DRAWN_PROCESS, "The web server", "web", SW_MATCH_WORDS);
	one(SW_DRAWN_PROCESS, "NightlyJob", "nightly-job", SW_MATCH_NAME);
	one(SW_DRAWN_PROCESS, "Job", "nightly-job", SW_MATCH_WORDS);
	one(SW_DRAWN_PROCESS, "Shop website", "web", SW_MATCH_IMAGE);
	one(SW_DRAWN_PROCESS, "NGINX", "web", SW_MATCH_IMAGE);
	one(SW_DRAWN_PROCESS, "Backend", "api", SW_MATCH_IMAGE);
	one(SW_DRAWN_STORE, "Orders (PostgreSQL)", "main rows", SW_MATCH_IMAGE);
	one(SW_DRAWN_STORE, "Database", "main rows", SW_MATCH_IMAGE);
	one(SW_DRAWN_STORE, "Rows", "rows main", SW_MATCH_NAME);
	one(SW_DRAWN_PROCESS, "Payment", "", SW_MATCH_NONE);
	one(SW_DRAWN_EXTERNAL, "web", "", SW_MATCH_NONE);
	one(SW_DRAWN_EXTERNAL, "Mobile customer", "clients", SW_MATCH_KIND);
	one(SW_DRAWN_EXTERNAL, "Bank", "", SW_MATCH_NONE);
	one(SW_DRAWN_PROCESS, "Container", "web api nightly-job main rows", SW_MATCH_KIND);
	one(SW_DRAWN_PROCESS, "Docker registry", "docker.io", SW_MATCH_KIND);
	one(SW_DRAWN_PROCESS, "Secrets", "web api nightly-job main", SW_MATCH_KIND);
	one(SW_DRAWN_PROCESS, "", "", SW_MATCH_NONE);
}

static void several_fit(void **state) {
	(void)state;
	struct made made;
	begin(&made);
	made.system.deployment.workloads.v[1].image = made.system.deployment.workloads.v[3].image;
	add(&made, SW_DRAWN_STORE, "Database");
	check(&made);
	assert_int_equal(made.check.matches.v[0].found.n, 0);
	assert_int_equal(made.check.matches.v[0].fitting.n, 2);
	assert_int_equal(made.check.differences.v[0].kind, SW_DIFFERENCE_ELEMENT_UNCERTAIN);
	sw_arena_free(&made.arena);
	/* Each takes the one that is left. */
	begin(&made);
	add(&made, SW_DRAWN_PROCESS, "web");
	add(&made, SW_DRAWN_PROCESS, "web frontend");
	add(&made, SW_DRAWN_EXTERNAL, "Customer");
	add(&made, SW_DRAWN_EXTERNAL, "Browser");
	check(&made);
	assert_str(found(&made, 0), "web");
	assert_str(found(&made, 1), "");
	assert_str(found(&made, 2), "clients");
	assert_str(found(&made, 3), "clients");
	sw_arena_free(&made.arena);
	begin(&made);
	made.system.deployment.workloads.v[0].replicas = 2;
	add(&made, SW_DRAWN_PROCESS, "web 1");
	add(&made, SW_DRAWN_PROCESS, "web 2");
	sw_push(&made.arena, &made.drawing.diagrams);
	add(&made, SW_DRAWN_PROCESS, "API");
	sw_push(&made.arena, &made.drawing.diagrams);
	add(&made, SW_DRAWN_PROCESS, "Backend");
	check(&made);
	assert_str(found(&made, 0), "web");
	assert_str(found(&made, 1), "web");
	assert_str(found(&made, 2), "api");
	assert_str(found(&made, 3), "api");
	sw_arena_free(&made.arena);
}

static void said_to_fit(void **state) {
	(void)state;
	struct made made;
	begin(&made);
	add(&made, SW_DRAWN_PROCESS, "web");
	add(&made, SW_DRAWN_PROCESS, "Everything");
	add(&made, SW_DRAWN_PROCESS, "Ledger");
	add(&made, SW_DRAWN_PROCESS, "Mainframe");
	*sw_push(&made.arena, &made.mapping.elements) = (struct sw_mapped){SW_S("web"), SW_S("w:api"), {1, 0, 1}, {1, 1, 2}};
	*sw_push(&made.arena, &made.mapping.elements) = (struct sw_mapped){SW_S("1.2"), SW_S("nightly-job"), {1, 2, 3}, {1, 3, 4}};
	*sw_push(&made.arena, &made.mapping.elements) = (struct sw_mapped){SW_S("Everything"), SW_S("web"), {1, 4, 5}, {1, 5, 6}};
	*sw_push(&made.arena, &made.mapping.elements) = (struct sw_mapped){SW_S("nobody"), SW_S("nothing"), {1, 6, 7}, {1, 7, 8}};
	*sw_push(&made.arena, &made.mapping.not_found) = (struct sw_mapped_name){SW_S("Mainframe"), {1, 8, 9}};
	*sw_push(&made.arena, &made.system.deployment.workloads.v[3].annotations) =
		(struct sw_named_at){.name = SW_S("drawn"), .value = SW_S("Ledger"), .known = true};
	check(&made);
	assert_str(found(&made, 0), "api");
	assert_str(found(&made, 1), "nightly-job web");
	assert_int_equal(made.check.matches.v[1].by, SW_MATCH_MAPPING);
	assert_str(found(&made, 2), "main rows");
	assert_int_equal(made.check.matches.v[2].by, SW_MATCH_ANNOTATION);
	assert_true(made.check.matches.v[3].excused);
	assert_int_equal(made.diags.n, 2);
	assert_int_equal(made.diags.v[0].at.start, 6);
	assert_int_equal(made.diags.v[1].at.start, 7);
	sw_arena_free(&made.arena);
}

static void labels_are_measured(void **state) {
	(void)state;
	assert_null(sw_measured_of(SW_S("Runs unprivileged")));
	assert_null(sw_measured_of(SW_S("Name")));
	assert_null(sw_measured_of(SW_S("")));
	assert_string_equal(sw_measured_of(SW_S("Privileged run as root"))->by[1].name, "image-runs-as-root");
	assert_string_equal(sw_measured_of(SW_S("Running as Root"))->by[0].name, "image-runs-as-root");
	assert_string_equal(sw_measured_of(SW_S("Privileged container?"))->by[0].name, "container-privileged");
	assert_string_equal(sw_measured_of(SW_S("Read-only root file system"))->by[0].name, "root-filesystem-writable");
	assert_string_equal(sw_measured_of(SW_S("Resource Limited"))->by[2].name, "no-cpu-limit");
	assert_string_equal(sw_measured_of(SW_S("Trusted Registry"))->by[0].name, "base-image-not-allowed");
	const struct sw_measured *secrets = sw_measured_of(SW_S("Secret Type"));
	struct sw_str values[] = {SW_S("Token "), SW_S("File"), SW_S("Environment Variable")};
	struct sw_drawn_property property = {.kind = SW_PROPERTY_LIST, .values = {values, 3, 3}};
	assert_int_equal(sw_measured_choice(secrets, &property, SW_YES), 1);
	assert_int_equal(sw_measured_choice(secrets, &property, SW_NO), 2);
	assert_true(sw_measured_choice(secrets, &property, SW_UNKNOWN) == SIZE_MAX);
	assert_int_equal(sw_measured_said(secrets, SW_S(" environment variable")), SW_NO);
	assert_int_equal(sw_measured_said(secrets, SW_S("TRUE")), SW_YES);
	assert_int_equal(sw_measured_said(secrets, SW_S("Token ")), SW_UNKNOWN);
}

static struct sw_drawn_property *list(struct made *made, struct sw_drawn *drawn, const char *label, const char *first, const char *second) {
	struct sw_drawn_property *property = sw_push(&made->arena, &drawn->properties);
	*property = (struct sw_drawn_property){.kind = SW_PROPERTY_LIST, .label = sw_str_of(label), .value = sw_str_of(first)};
	*sw_push(&made->arena, &property->values) = sw_str_of(first);
	*sw_push(&made->arena, &property->values) = sw_str_of(second);
	return property;
}

static void flows_are_measured(void **state) {
	(void)state;
	struct made made;
	begin(&made);
	add(&made, SW_DRAWN_EXTERNAL, "Customer");
	add(&made, SW_DRAWN_PROCESS, "web");
	add(&made, SW_DRAWN_PROCESS, "api");
	for (int i = 0; i < 2; i++) {
		struct sw_drawn *flow = add(&made, SW_DRAWN_FLOW, "calls");
		flow->from = i;
		flow->to = i + 1;
		list(&made, flow, "Flow accessibility", "Internet", "Internal");
		list(&made, flow, "Encrypted", "No", "Yes");
	}
	check(&made);
	const struct sw_drawn *in = &made.drawing.diagrams.v[0].elements.v[3], *on = in + 1;
	assert_str(in->properties.v[0].value, "Internet");
	assert_str(in->properties.v[1].value, "Yes");
	assert_str(on->properties.v[0].value, "Internal");
	assert_str(on->properties.v[1].value, "No");
	assert_int_equal(made.check.measured, 2);
	size_t told = 0;
	for (size_t i = 0; i < made.check.differences.n; i++)
		told += made.check.differences.v[i].kind == SW_DIFFERENCE_PROPERTY;
	assert_int_equal(told, 1);
	sw_arena_free(&made.arena);
}

static struct sw_flow_said said(const char *name) {
	struct sw_drawn flow = {.kind = SW_DRAWN_FLOW, .name = sw_str_of(name), .encrypted = -1};
	return sw_flow_said(NULL, &flow);
}

static void flows_say(void **state) {
	(void)state;
	static const struct {
		const char *name;
		enum sw_tri encrypted;
		uint16_t port;
	} rows[] = {
		{"HTTPS 443", SW_YES, 443}, {"HTTP 80", SW_NO, 80},          {"HTTP/2", SW_NO, 0}, {"tcp/5432", SW_UNKNOWN, 5432},
		{"TLS 1.3", SW_YES, 0},     {"SQL, not encrypted", SW_NO, 0}, {"no TLS", SW_NO, 0},                  {"port 8443.", SW_UNKNOWN, 8443},
		{"v1.10", SW_UNKNOWN, 0},   {"99999", SW_UNKNOWN, 0},         {"10.0.0.1:6379", SW_UNKNOWN, 6379},   {"", SW_UNKNOWN, 0},
		{"000080", SW_UNKNOWN, 80}, {"12345678", SW_UNKNOWN, 0},      {"00", SW_UNKNOWN, 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sw_flow_said got = said(rows[i].name);
		if (got.encrypted != rows[i].encrypted || (got.port_count ? got.ports[0] : 0) != rows[i].port)
			fail_msg("%s: %d %u", rows[i].name, got.encrypted, got.ports[0]);
	}
	assert_true(said("query results").answer);
	assert_false(said("query").answer);
	struct sw_flow flow = {.label = SW_S("8443/tcp https"), .port = 443};
	struct sw_flow_said https = said("HTTPS 443"), other = said("HTTPS 444"), host = said("8443"), none = said("pages");
	assert_false(sw_flow_other_port(&https, &flow));
	assert_false(sw_flow_other_port(&host, &flow));
	assert_false(sw_flow_other_port(&none, &flow));
	assert_true(sw_flow_other_port(&other, &flow));
	assert_int_equal(sw_flow_port(&flow), 8443);
	assert_int_equal(sw_flow_encryption(&flow), SW_YES);
	struct sw_flow_said clear = said("HTTP");
	assert_true(sw_flow_other_encryption(&clear, &flow));
	assert_false(sw_flow_other_encryption(&none, &flow));
}

static void boundaries_have_names(void **state) {
	(void)state;
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 20);
	assert_str(sw_boundary_plain(&arena, SW_S("Back network")), "back");
	assert_str(sw_boundary_plain(&arena, SW_S("Docker host")), "host");
	assert_str(sw_boundary_plain(&arena, SW_S("Internet Boundary")), "internet");
	assert_str(sw_boundary_plain(&arena, SW_S("Network")), "network");
	assert_str(sw_boundary_plain(&arena, SW_S("")), "");
	assert_str(sw_word_meant(SW_S("database")), "db");
	assert_str(sw_word_meant(SW_S("other")), "other");
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(elements_fit), cmocka_unit_test(several_fit),         cmocka_unit_test(said_to_fit),
		cmocka_unit_test(flows_say),    cmocka_unit_test(labels_are_measured), cmocka_unit_test(boundaries_have_names),
		cmocka_unit_test(flows_are_measured),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
