#include "report_fixture.h"

#define HOSTILE "\"><script>alert(1)</script>'`&amp;javascript:alert(1)\xe2\x80\xae\xff<!--"

static const char compose_text[] =
	"name: shop\n"
	"services:\n"
	"  web:\n"
	"    image: nginx:1.27\n"
	"    ports: [\"8080:80\"]\n"
	"  api:\n"
	"    build: ./api\n"
	"    environment:\n"
	"\t  DATABASE_URL: postgres://shop:hunter2@db:5432/shop\n"
	"  db:\n"
	"    image: postgres:16\n"
	"    volumes: [db-data:/var/lib/postgresql/data]\n"
	"  worker:\n"
	"    build: ./api\n"
	"    volumes:\n"
	"      - /var/run/docker.sock:/var/run/docker.sock:ro\n";

static const char dockerfile_text[] =
	"FROM node:22\n"
	"WORKDIR /srv\n"
	"COPY . .\n"
	"RUN curl -fsSL https://example.com/install.sh | sh\n"
	"CMD [\"node\", \"server.js\"]\n";

static const struct sw_check checks[] = {
	{.id = "engine-socket-mounted", .severity = SW_CRITICAL, .stride = SW_ELEVATION | SW_DISCLOSURE, .cwe = {250},
	 .refs = {"cis-docker-1.6:5.32", "kics:d6355c88"}, .title = "The engine's socket is handed to a container",
	 .why = "Whoever talks to the engine can start a container that mounts the host. `:ro` limits writing the inode, not talking through it.",
	 .fix = "Remove the mount. Where the engine must be asked, put a filter between:\n  tecnativa/docker-socket-proxy with only what is needed"},
	{.id = "secret-in-environment", .severity = SW_HIGH, .stride = SW_DISCLOSURE, .cwe = {798, 526}, .refs = {"hadolint:DL0000"},
	 .title = "A credential stands in the environment", .why = "It is in the file, in its history and in every inspect.",
	 .fix = "Use secrets: and *_FILE, then rotate it."},
	{.id = "image-runs-as-root", .severity = SW_MEDIUM, .stride = SW_ELEVATION, .cwe = {250}, .refs = {"cis-docker-1.6:4.1", "hadolint:DL3002"},
	 .title = "The first process runs as root", .why = "A flaw in it acts with all rights inside.", .fix = "USER node"},
	{.id = "capabilities-not-dropped", .severity = SW_LOW, .stride = SW_ELEVATION, .cwe = {250}, .title = "cap_drop",
	 .why = "Defaults are more than most need.", .fix = "cap_drop: [ALL]", .practice = true},
	{.id = "root-file-system-writable", .severity = SW_LOW, .stride = SW_TAMPERING, .cwe = {732}, .title = "read_only",
	 .why = "What runs can change itself.", .fix = "read_only: true", .practice = true},
};

static const struct sw_check *const registry[] = {&checks[3], &checks[0], &checks[2], &checks[4], &checks[1]};

static const struct sw_threat_kind kinds[] = {
	{.id = "engine-socket-in-container", .title = "A container commands the engine", .group = "host", .stride = SW_ELEVATION | SW_DISCLOSURE,
	 .describe = "Whoever takes over {on} tells the engine to start what they like, with the host's files inside.",
	 .action = "Take the socket away from {on}, or filter what it may ask.", .main_letter = 'E', .cwe = {250}},
	{.id = "secret-readable-at-runtime", .title = "A secret can be read while it is used", .group = "runtime", .stride = SW_DISCLOSURE,
	 .describe = "The environment of {on} is shown by inspect, by error pages and by children.", .action = "Hand it over as a file.",
	 .main_letter = 'I', .cwe = {526}},
	{.id = "root-process", .title = "The process inside is root", .group = "runtime", .stride = SW_ELEVATION,
	 .describe = "A flaw in {on} acts with all rights inside.", .action = "Run as another user.", .main_letter = 'E', .cwe = {250}},
	{.id = "image-swapped", .title = "Another image comes under the same name", .group = "image", .stride = SW_TAMPERING | SW_SPOOFING,
	 .describe = "The tag of {on} may lead to other bytes tomorrow.", .action = "Pin the digest.", .main_letter = 'T', .cwe = {494}},
	{.id = "intrusion-untraceable", .title = "Nobody could tell afterwards", .group = "runtime", .stride = SW_REPUDIATION,
	 .describe = "What happens in {on} is recorded nowhere else.", .action = "Send logs off the host.", .main_letter = 'R', .cwe = {778}},
	{.id = "traffic-in-clear", .title = "Traffic can be read on its way", .group = "network", .stride = SW_DISCLOSURE | SW_TAMPERING,
	 .describe = "Who stands between reads and changes what {on} says.", .action = "TLS.", .main_letter = 'I', .cwe = {319}},
};

/* What is being put together. */
struct making {
	struct sw_arena *arena;
	struct sw_system *system;
	struct sw_findings *findings;
	struct sw_diagram *diagram;
	struct sw_register *all;
	struct sw_str evil; /* appended to names */
	uint32_t compose, dockerfile;
};

static struct sw_str name(struct making *making, const char *text) {
	return sw_arena_join(making->arena, sw_str_of(text), making->evil);
}

static struct sw_span find(struct making *making, uint32_t source, const char *text) {
	struct sw_str all = making->system->sources.v[source].text;
	size_t at = sw_str_find(all, sw_str_of(text));
	return at == SW_NPOS ? (struct sw_span){0} : (struct sw_span){source, (uint32_t)at, (uint32_t)(at + strlen(text))};
}

static sw_subject subject(struct making *making, enum sw_subject_kind kind, const char *id, const char *short_name) {
	struct sw_subject_row *row = sw_push(making->arena, &making->system->subjects);
	row->kind = kind;
	row->id = name(making, id);
	row->name = name(making, short_name);
	return (sw_subject)making->system->subjects.n - 1;
}

static struct sw_finding *finding(struct making *making, const struct sw_check *check, sw_subject on, struct sw_span at, const char *message) {
	struct sw_site *site = SW_NEW(making->arena, struct sw_site);
	site->at = at;
	site->message = name(making, message);
	site->severity = check->severity;
	struct sw_finding *made = sw_push(making->arena, &making->findings->findings);
	*made = (struct sw_finding){.check = check, .severity = check->severity, .proven = true, .subject = on, .site = site, .is_new = true};
	memset(made->fingerprint, 'a', 64);
	return made;
}

static const struct sw_value *root_by_default(struct making *making) {
	struct sw_link *chain = SW_NEW_ARRAY(making->arena, struct sw_link, 3);
	chain[0] = (struct sw_link){.layer = SW_LAYER_PLATFORM, .how = SW_HOW_DEFAULTED, .known = true, .value = SW_S("root"), .where = SW_S("profile docker-stock")};
	chain[1] = (struct sw_link){.layer = SW_LAYER_BASE, .how = SW_HOW_UNSEEN, .where = name(making, "image docker.io/library/node:22")};
	chain[2] = (struct sw_link){.layer = SW_LAYER_STAGE, .how = SW_HOW_ABSENT, .at = find(making, making->dockerfile, "FROM node:22")};
	struct sw_value *value = SW_NEW(making->arena, struct sw_value);
	*value = (struct sw_value){.value = SW_S("root"), .presumed = true, .missing = SW_MISSING_BASE_IMAGE, .count = 3, .chain = chain};
	return value;
}

static uint32_t element(struct making *making, const char *id, const char *text, enum sw_element_kind kind, enum sw_shape shape,
			int32_t boundary, const char *role) {
	*sw_push(making->arena, &making->diagram->elements) = (struct sw_element){
		.id = sw_str_of(id), .name = name(making, text), .kind = kind, .shape = shape, .boundary = boundary, .role = sw_str_of(role),
		.seen = kind != SW_ELEMENT_ENGINE && kind != SW_ELEMENT_KERNEL && kind != SW_ELEMENT_REGISTRY,
	};
	return (uint32_t)making->diagram->elements.n - 1;
}

static int32_t flow(struct making *making, uint32_t from, uint32_t to, enum sw_grade grade, const char *label, uint16_t port,
		    enum sw_tri encrypted, const char *why) {
	*sw_push(making->arena, &making->diagram->flows) = (struct sw_flow){
		.id = SW_S("flow"), .from = from, .to = to, .grade = grade, .label = name(making, label), .port = port,
		.encrypted = encrypted, .why = name(making, why),
	};
	return (int32_t)making->diagram->flows.n - 1;
}

static int32_t boundary(struct making *making, const char *text, enum sw_boundary_kind kind, int32_t parent) {
	*sw_push(making->arena, &making->diagram->boundaries) = (struct sw_boundary){name(making, text), name(making, text), kind, parent, {0}};
	return (int32_t)making->diagram->boundaries.n - 1;
}

static struct sw_threat *threat(struct making *making, const struct sw_threat_kind *kind, uint32_t on, int32_t carrier, enum sw_state state,
				enum sw_severity priority, const char *why) {
	struct sw_threat *made = sw_push(making->arena, &making->all->threats);
	*made = (struct sw_threat){
		.kind = kind, .id = SW_S("id"), .element = on, .flow = carrier, .state = state, .priority = priority, .rule = 4,
		.priority_why = name(making, "one step (web:8080 is published) × host (engine socket)"), .why = name(making, why),
		.card = UINT32_MAX, .is_new = true,
	};
	if (state == SW_STATE_MITIGATED)
		made->strength = SW_STRENGTH_DECLARED;
	making->all->counts[state]++;
	making->all->without_owner++;
	return made;
}

static void card(struct making *making, uint32_t at, const struct sw_finding *because, const struct sw_decision *decision) {
	struct sw_threat *of = &making->all->threats.v[at];
	struct sw_card *made = sw_push(making->arena, &making->all->cards);
	*made = (struct sw_card){.kind = of->kind, .state = of->state, .presumed = of->presumed, .priority = of->priority, .decision = decision};
	*sw_push(making->arena, &made->threats) = at;
	if (because)
		*sw_push(making->arena, &made->findings) = because;
	of->card = (uint32_t)making->all->cards.n - 1;
	of->decision = decision;
}

static void make_findings(struct making *making) {
	(void)sw_push(making->arena, &making->system->subjects);
	sw_subject build = subject(making, SW_SUBJECT_BUILD, "build:api/Dockerfile#0", "api/Dockerfile");
	sw_subject api = subject(making, SW_SUBJECT_WORKLOAD, "compose:compose.yaml#api", "api");
	sw_subject worker = subject(making, SW_SUBJECT_WORKLOAD, "compose:compose.yaml#worker", "worker");
	struct sw_span secret = find(making, making->compose, "hunter2");
	*sw_push(making->arena, &making->system->secrets) = (struct sw_secret_fact){
		.at = secret, .kind = SW_S("url-password"), .title = SW_S("password in a URL"), .fingerprint = SW_S("00")};
	*sw_push(making->arena, &making->system->hidden) = (struct sw_hidden){secret, SW_S("url-password")};
	finding(making, &checks[0], worker, find(making, making->compose, "/var/run/docker.sock:/var/run/docker.sock:ro"),
		"worker is handed the engine's socket");
	finding(making, &checks[1], api, find(making, making->compose, "postgres://shop:hunter2@db:5432/shop"), "DATABASE_URL holds a password");
	struct sw_finding *root = finding(making, &checks[2], build, find(making, making->dockerfile, "FROM node:22"), "root by default");
	root->proven = false;
	*sw_push(making->arena, &root->affected) = api;
	*sw_push(making->arena, &root->affected) = worker;
	struct sw_site *site = SW_NEW(making->arena, struct sw_site);
	*site = *root->site;
	site->value = root_by_default(making);
	root->site = site;
	struct sw_finding *hidden = finding(making, &checks[2], worker, (struct sw_span){0}, "no place");
	hidden->is_suppressed = true;
	hidden->suppressed = name(making, "accepted in a comment");
	struct sw_verdict *unknown = sw_push(making->arena, &making->findings->verdicts);
	*unknown = (struct sw_verdict){.check = &checks[2], .subject = api, .status = SW_VERDICT_UNKNOWN, .missing = SW_MISSING_BASE_IMAGE,
				       .why = name(making, "node:22 was not looked at")};
	making->system->diags.arena = making->arena;
	sw_diag_add(&making->system->diags, SW_DIAG_WARNING, "compose-unknown-key", find(making, making->compose, "name: shop"), "unknown key%s",
		    making->evil.n ? HOSTILE : "");
}

static void make_diagram(struct making *making) {
	int32_t outside = boundary(making, "outside", SW_BOUNDARY_OUTSIDE, -1), host = boundary(making, "host", SW_BOUNDARY_HOST, -1);
	int32_t net = boundary(making, "default", SW_BOUNDARY_NETWORK, host), supply = boundary(making, "supply", SW_BOUNDARY_SUPPLY, -1);
	uint32_t client = element(making, "element:client", "client", SW_ELEMENT_CLIENT, SW_SHAPE_EXTERNAL, outside, "");
	uint32_t web = element(making, "w:web", "web", SW_ELEMENT_WORKLOAD, SW_SHAPE_PROCESS, net, "web server");
	uint32_t api = element(making, "w:api", "api", SW_ELEMENT_WORKLOAD, SW_SHAPE_PROCESS, net, "");
	uint32_t db = element(making, "w:db", "db", SW_ELEMENT_WORKLOAD, SW_SHAPE_PROCESS, net, "relational database");
	uint32_t worker = element(making, "w:worker", "worker", SW_ELEMENT_WORKLOAD, SW_SHAPE_PROCESS, host, "");
	uint32_t data = element(making, "v:db-data", "db-data", SW_ELEMENT_STORE, SW_SHAPE_STORE, host, "volume");
	uint32_t engine = element(making, "engine", "engine", SW_ELEMENT_ENGINE, SW_SHAPE_PROCESS, host, "");
	uint32_t hub = element(making, "r:docker.io", "docker.io", SW_ELEMENT_REGISTRY, SW_SHAPE_EXTERNAL, supply, "");
	flow(making, client, web, SW_GRADE_CONFIGURED, "HTTP 8080", 8080, SW_NO, "port is published");
	flow(making, web, api, SW_GRADE_GUESSED, "HTTP 3000", 3000, SW_UNKNOWN, "depends_on");
	flow(making, api, db, SW_GRADE_CONFIGURED, "postgres 5432", 5432, SW_UNKNOWN, "DATABASE_URL");
	flow(making, db, data, SW_GRADE_CONFIGURED, "writes", 0, SW_UNKNOWN, "mount");
	flow(making, worker, engine, SW_GRADE_CONFIGURED, "engine API", 0, SW_UNKNOWN, "socket is mounted");
	flow(making, hub, engine, SW_GRADE_CONFIGURED, "pulls nginx:1.27", 443, SW_YES, "image");
	flow(making, worker, db, SW_GRADE_CLAIMED, "postgres 5432", 5432, SW_YES, "annotation");
	making->diagram->flows.v[making->diagram->flows.n - 1].absent = true;
	*sw_push(making->arena, &making->diagram->blind) = name(making, "calls that code makes without configuration");
}

static void add_evidence(struct making *making, struct sw_threat *of, const struct sw_finding *because) {
	*sw_push(making->arena, &of->weaknesses) = (struct sw_evidence){
		.name = sw_str_of(because->check->id), .holds = SW_YES, .text = because->site->message, .at = because->site->at, .finding = because};
	*sw_push(making->arena, &of->controls) = (struct sw_evidence){.name = SW_S("user-namespace"), .holds = SW_UNKNOWN, .text = name(making, "the engine was not seen")};
}

static void make_register(struct making *making) {
	const struct sw_finding *findings = making->findings->findings.v;
	struct sw_decision *decision = SW_NEW(making->arena, struct sw_decision);
	*decision = (struct sw_decision){.kind = SW_DECIDE_ACCEPT, .reason.text = name(making, "internal network only"), .owner.text = name(making, "team-pay"),
					 .by.text = SW_S("ann"), .approved_by.text = SW_S("bob"), .until.text = SW_S("2026-12-05"), .valid = true};
	add_evidence(making, threat(making, &kinds[0], 4, 4, SW_STATE_OPEN, SW_CRITICAL, "worker holds the engine's socket"), &findings[0]);
	add_evidence(making, threat(making, &kinds[1], 2, 2, SW_STATE_OPEN, SW_HIGH, "a password stands in DATABASE_URL"), &findings[1]);
	threat(making, &kinds[2], 2, -1, SW_STATE_WEAK, SW_MEDIUM, "root by default, and nothing stops it")->presumed = true;
	threat(making, &kinds[3], 7, 5, SW_STATE_MITIGATED, SW_LOW, "pinned by digest");
	threat(making, &kinds[4], 1, -1, SW_STATE_NEEDS_EVIDENCE, SW_LOW, "the log driver is the engine's")->needs = name(making, "strideward collect");
	threat(making, &kinds[5], 1, 0, SW_STATE_OPEN, SW_MEDIUM, "HTTP without TLS");
	threat(making, &kinds[4], 6, -1, SW_STATE_NOT_STARTED, SW_INFO, "nothing is known about the engine");
	threat(making, &kinds[5], 5, -1, SW_STATE_NOT_APPLICABLE, SW_INFO, "a file crosses no wire");
	card(making, 0, &findings[0], NULL);
	card(making, 1, &findings[1], NULL);
	card(making, 5, NULL, decision);
	card(making, 2, &findings[2], NULL);
	card(making, 4, NULL, NULL);
	card(making, 3, NULL, NULL);
	*sw_push(making->arena, &making->all->stories) = (struct sw_story){
		.priority = SW_CRITICAL, .card = 0, .title = name(making, "web:8080 → worker → engine socket → host"),
		.text = name(making, "web is reachable from outside and shares a network with worker. Worker holds the engine's socket, and whoever holds it owns the host."),
		.fix = name(making, "Remove the socket from worker."), .at = findings[0].site->at};
	*sw_push(making->arena, &making->all->stories) = (struct sw_story){
		.priority = SW_HIGH, .card = 1, .title = name(making, "reader of the repository → DATABASE_URL → db"),
		.text = name(making, "The password stands in the file. Every reader has it."), .fix = name(making, "Use a secret, rotate it."),
		.at = findings[1].site->at};
	*sw_push(making->arena, &making->all->lacks) = (struct sw_lack){&checks[3], 4, 4, false};
	*sw_push(making->arena, &making->all->lacks) = (struct sw_lack){&checks[4], 4, 4, true};
	*sw_push(making->arena, &making->all->unseen) = name(making, "engine: strideward collect");
	*sw_push(making->arena, &making->all->assumptions) = SW_S("docker-stock: the engine filters system calls");
}

void report_fixture_init(struct report_fixture *fixture, bool hostile) {
	*fixture = (struct report_fixture){0};
	sw_arena_init(&fixture->arena, (size_t)64 << 20);
	struct sw_arena *arena = &fixture->arena;
	struct sw_report *report = &fixture->report;
	struct making making = {arena, SW_NEW(arena, struct sw_system), SW_NEW(arena, struct sw_findings), NULL, NULL,
				hostile ? SW_S(HOSTILE) : SW_S(""), 0, 0};
	making.diagram = sw_push(arena, &report->diagrams);
	making.all = sw_push(arena, &report->registers);
	making.all->diagram = making.diagram;
	making.diagram->id = SW_S("deployment:compose.yaml");
	making.diagram->name = name(&making, "shop");
	making.compose = sw_source_add(arena, &making.system->sources, name(&making, "compose.yaml"), sw_str_of(compose_text));
	making.dockerfile = sw_source_add(arena, &making.system->sources, name(&making, "api/Dockerfile"), sw_str_of(dockerfile_text));
	make_findings(&making);
	make_diagram(&making);
	make_register(&making);
	report->arena = arena;
	making.system->config = SW_NEW(arena, struct sw_config);
	report->system = making.system;
	report->findings = making.findings;
	report->checks = registry;
	report->check_count = sizeof registry / sizeof *registry;
	report->gate = (struct sw_gate_result){.asked = true, .level = SW_HIGH};
	*sw_push(arena, &report->gate.findings) = &making.findings->findings.v[0];
	*sw_push(arena, &report->gate.threats) = &making.all->threats.v[0];
	report->has_baseline = true;
	report->version = "0.1.0";
	report->time = SW_S("2026-11-21T12:00:00Z");
	report->date = SW_S("2026-11-21");
	report->profile = SW_S("docker-stock");
	*sw_push(arena, &report->targets) = name(&making, "shop");
	report->artifacts = 2;
}

void report_fixture_free(struct report_fixture *fixture) {
	sw_arena_free(&fixture->arena);
}
