#include "unit.h"
#include "base/out.h"
#include "knowledge/allowlist.h"
#include "knowledge/image_name.h"
#include "readers/config/read.h"

#define D1 "sha256:1111111111111111111111111111111111111111111111111111111111111111"

/* What was read, one line a thing; a row of the tables below holds it. */
static void put(struct sw_out *out, const char *name, struct sw_text_at text) {
	if (text.text.n)
		sw_out_printf(out, " %s=%.*s", name, SW_ARG(text.text));
	assert_true(text.text.n == 0 || text.at.end > text.at.start);
}

static void put_texts(struct sw_out *out, const char *name, const sw_texts *texts) {
	for (size_t i = 0; i < texts->n; i++)
		put(out, name, texts->v[i]);
}

static void dump_rule(struct sw_out *out, const struct sw_allow_rule *rule) {
	sw_out_printf(out, "rule %.*s", SW_ARG(rule->pattern));
	for (size_t i = 0; i < rule->tags.n; i++)
		sw_out_printf(out, " tag=%s%.*s", rule->tags.v[i].negated ? "!" : "", SW_ARG(rule->tags.v[i].glob));
	put_texts(out, "digest", &rule->digests);
	sw_out_printf(out, "%s%s%s%s", rule->need_digest ? " need-digest" : "", rule->need_signature ? " need-signature" : "",
		      rule->signature.present ? " signature" : "", rule->deny ? " deny" : "");
	put(out, "type", rule->signature.type);
	put(out, "key", rule->signature.key);
	put(out, "issuer", rule->signature.issuer);
	put(out, "subject", rule->signature.subject);
	put(out, "until", rule->until);
	put(out, "reason", rule->reason);
	sw_out_z(out, "\n");
}

static void dump_catalogue(struct sw_out *out, const struct sw_own_catalogue *catalogue) {
	for (size_t i = 0; i < catalogue->threats.n; i++) {
		const struct sw_own_threat *row = &catalogue->threats.v[i];
		sw_out_z(out, "threat");
		put(out, "id", row->id);
		put(out, "title", row->title);
		put_texts(out, "on", &row->on);
		put(out, "stride", row->stride);
		put_texts(out, "cwe", &row->cwe);
		put(out, "when", row->when);
		put_texts(out, "raised", &row->raised_by);
		put(out, "stopped", row->stopped_by);
		put_texts(out, "hardened", &row->hardened_by);
		put(out, "start", row->start);
		put(out, "reach", row->reach);
		sw_out_z(out, "\n");
	}
	for (size_t i = 0; i < catalogue->overrides.n; i++) {
		const struct sw_override *row = &catalogue->overrides.v[i];
		sw_out_printf(out, "override%s", row->silence ? " silence" : "");
		put(out, "threat", row->threat);
		put(out, "on", row->on);
		put(out, "priority", row->priority);
		put(out, "reason", row->reason);
		put(out, "until", row->until);
		sw_out_z(out, "\n");
	}
}

static void dump_config(struct sw_out *out, const struct sw_config *config) {
	const struct sw_allowlist *list = &config->images;
	const struct sw_model *model = &config->model;
	if (config->platform.text.n || config->profile.text.n || config->gate.text.n) {
		sw_out_z(out, "top");
		put(out, "platform", config->platform);
		put(out, "profile", config->profile);
		put(out, "gate", config->gate);
		sw_out_z(out, "\n");
	}
	if (list->present)
		sw_out_printf(out, "list %s%s\n", list->otherwise == SW_ALLOW_WARN ? "warn" : "deny", list->official ? " official" : "");
	for (size_t i = 0; i < list->rules.n; i++)
		dump_rule(out, &list->rules.v[i]);
	for (size_t i = 0; i < model->deployments.n; i++) {
		sw_out_printf(out, "deployment %.*s", SW_ARG(model->deployments.v[i].name.text));
		put_texts(out, "file", &model->deployments.v[i].files);
		sw_out_z(out, "\n");
	}
	for (size_t i = 0; i < model->data.n; i++)
		sw_out_printf(out, "data %.*s %.*s\n", SW_ARG(model->data.v[i].name.text), SW_ARG(model->data.v[i].class.text));
	for (size_t i = 0; i < model->services.n; i++) {
		sw_out_printf(out, "service %.*s", SW_ARG(model->services.v[i].name.text));
		put_texts(out, "stores", &model->services.v[i].stores);
		put(out, "owner", model->services.v[i].owner);
		put(out, "exposure", model->services.v[i].exposure);
		sw_out_z(out, "\n");
	}
	for (size_t i = 0; i < model->flows.n; i++) {
		const struct sw_model_flow *flow = &model->flows.v[i];
		sw_out_printf(out, "flow %.*s>%.*s%s%s", SW_ARG(flow->from.text), SW_ARG(flow->to.text),
			      flow->tls_said ? flow->tls ? " tls" : " clear" : "", flow->absent ? " absent" : "");
		put(out, "why", flow->why);
		sw_out_z(out, "\n");
	}
	for (size_t i = 0; i < model->assumptions.n; i++) {
		const struct sw_model_assumption *row = &model->assumptions.v[i];
		sw_out_printf(out, "assume %.*s=%.*s", SW_ARG(row->key.text), SW_ARG(row->value.text));
		put(out, "owner", row->owner);
		put(out, "until", row->until);
		put(out, "why", row->why);
		sw_out_z(out, "\n");
	}
	dump_catalogue(out, &config->catalogue);
}

static void dump_decisions(struct sw_out *out, const struct sw_decisions *decisions) {
	for (size_t i = 0; i < decisions->v.n; i++) {
		const struct sw_decision *row = &decisions->v.v[i];
		sw_out_printf(out, "%s %s", row->valid ? "valid" : "invalid", sw_decision_kind_name(row->kind));
		put(out, "threat", row->threat);
		put(out, "on", row->on);
		put_texts(out, "covers", &row->covers);
		put(out, "residual", row->residual);
		put(out, "owner", row->owner);
		put(out, "by", row->by);
		put(out, "approved-by", row->approved_by);
		put(out, "ticket", row->ticket);
		put(out, "made", row->made);
		put(out, "until", row->until);
		put(out, "review", row->review);
		put(out, "link", row->link);
		put(out, "digest", row->digest);
		sw_out_z(out, "\n");
	}
}

/* "code@line:column" of each diagnostic, '!' before errors, divided by spaces. */
static void dump_diags(struct sw_out *out, struct sw_arena *arena, struct sw_sources *sources, const struct sw_diags *diags) {
	for (size_t i = 0; i < diags->n; i++) {
		struct sw_source *source = sw_source_of(sources, diags->v[i].at);
		assert_non_null(source);
		struct sw_position at = sw_source_position(arena, source, diags->v[i].at.start);
		sw_out_printf(out, "%s%s%s@%u:%u", i ? " " : "", diags->v[i].level == SW_DIAG_ERROR ? "!" : "",
			      diags->v[i].code, at.line, at.column);
		assert_true(diags->v[i].message.n > 0);
	}
}

struct row {
	const char *text, *read, *diags;
};

static const struct row configs[] = {
	{"", "", ""},
	{"# nothing yet\n", "", ""},
	{"version: 1\n", "", ""},
	{"version: 2\ngate: high\n", "top gate=high\n", "!config-version@1:10"},
	{"version: [1]\n", "", "!config-version@1:10"},
	{"gate: low\nplatform: docker-stock\nprofile: all\n", "top platform=docker-stock profile=all gate=low\n", ""},
	{"gate: hihg\n", "", "!config-word@1:7"},
	{"gate: [high]\n", "", "!config-type@1:7"},
	{"platform: docker\n", "", "!config-word@1:11"},
	{"gates: high\n", "", "config-unknown-key@1:1"},
	{"x-own: {a: 1}\ncolour: red\n", "", "config-unknown-key@2:1"},
	{"- gate: high\n", "", "!config-type@1:1"},
	{"just text\n", "", "!config-type@1:1"},
	{"{\"version\": 1, \"gate\": \"medium\"}", "top gate=medium\n", ""},
	/* images */
	{"images:\n", "list deny\n", ""},
	{"images: {}\n", "list deny\n", ""},
	{"images: all\n", "list deny\n", "!config-type@1:9"},
	{"images: {default: warn, official: allow}\n", "list warn official\n", ""},
	{"images: {default: maybe, official: yes}\n", "list deny\n", "!config-word@1:19 !config-word@1:36"},
	{"images: {default: deny, official: deny, rules: []}\n", "list deny\n", ""},
	{"images:\n"
	 "  default: deny\n"
	 "  rules:\n"
	 "    - image: registry.corp.example/base/**\n"
	 "      tags: [\"3.*\", \"!latest\", 3.19]\n"
	 "      require: [digest, signature]\n"
	 "      signature: {type: cosign, key: keys/base.pub, identity: same-repository}\n"
	 "    - image: docker.io/library/debian\n"
	 "      tags: [bookworm-*, trixie-*]\n"
	 "      digests: [" D1 "]\n"
	 "      until: 2027-06-30\n"
	 "      reason: base of the payment service\n"
	 "    - image: ghcr.io/org/*\n"
	 "      signature: {type: sigstore, issuer: \"https://token.example\", subject: \"https://example/org/*\"}\n"
	 "    - image: docker.io/**\n"
	 "      deny: true\n",
	 "list deny\n"
	 "rule registry.corp.example/base/** tag=3.* tag=!latest tag=3.19 need-digest need-signature signature type=cosign "
	 "key=keys/base.pub\n"
	 "rule docker.io/library/debian tag=bookworm-* tag=trixie-* digest=" D1
	 " until=2027-06-30 reason=base of the payment service\n"
	 "rule ghcr.io/org/* signature type=sigstore issuer=https://token.example subject=https://example/org/*\n"
	 "rule docker.io/** deny\n",
	 ""},
	{"images:\n  rules:\n    - image: debian:12\n", "list deny\nrule \n", "!config-image-pattern@3:14"},
	{"images:\n  rules:\n    - image: debian@" D1 "\n", "list deny\nrule \n", "!config-image-pattern@3:14"},
	{"images:\n  rules:\n    - image: ghcr.io/org/\n", "list deny\nrule \n", "!config-image-pattern@3:14"},
	{"images:\n  rules:\n    - tags: [a]\n", "list deny\nrule  tag=a\n", "!config-image-pattern@3:7"},
	{"images:\n  rules:\n    - debian\n", "list deny\n", "!config-type@3:7"},
	{"images: {rules: debian}\n", "list deny\n", "!config-type@1:17"},
	/* a rule with anything wrong in it allows nothing, but a denial holds */
	{"images: {rules: [{image: debian, tags: [\"\"]}]}\n", "list deny\nrule \n", "!config-tag@1:41"},
	{"images: {rules: [{image: debian, tags: stable}]}\n", "list deny\nrule \n", "!config-type@1:40"},
	{"images: {rules: [{image: debian, digests: [sha256:12]}]}\n", "list deny\nrule \n", "!config-digest@1:44"},
	{"images: {rules: [{image: debian, until: tomorrow}]}\n", "list deny\nrule \n", "!config-date@1:41"},
	{"images: {rules: [{image: debian, require: [sbom]}]}\n", "list deny\nrule \n", "!config-word@1:44"},
	{"images: {rules: [{image: debian, deny: \"no\"}]}\n", "list deny\nrule \n", "!config-type@1:40"},
	{"images: {rules: [{image: debian, deny: true, until: never}]}\n", "list deny\nrule docker.io/library/debian deny\n",
	 "!config-date@1:53"},
	{"images: {rules: [{image: debian, tag: [a]}]}\n", "list deny\nrule \n", "config-unknown-key@1:34 !config-rule-void@1:18"},
	/* catalogue */
	{"catalogue:\n", "", ""},
	{"catalogue: {threats: , overrides: }\n", "", ""},
	{"catalogue:\n"
	 "  threats:\n"
	 "    - {id: a, title: b, on: [workload, store], stride: DE, cwe: 400, when: \"fact:published\", raised-by: c, stopped-by: \"all(c, d)\",\n"
	 "       hardened-by: [e], start: network, reach: host}\n"
	 "  overrides:\n"
	 "    - {threat: a*, on: web, silence: true, reason: r, until: 2027-01-31}\n"
	 "    - {on: db, priority: low, reason: r, until: 2027-01-31}\n",
	 "threat id=a title=b on=workload on=store stride=DE cwe=400 when=fact:published raised=c stopped=all(c, d) hardened=e start=network reach=host\n"
	 "override silence threat=a* on=web reason=r until=2027-01-31\n"
	 "override on=db priority=low reason=r until=2027-01-31\n",
	 ""},
	{"catalogue: []\n", "", "!config-type@1:12"},
	{"catalogue: {threats: {}}\n", "", "!config-type@1:22"},
	{"catalogue: {threats: [a]}\n", "", "!config-type@1:23"},
	{"catalogue: {threats: [{id: a, start: moon}]}\n", "", "!config-word@1:38"},
	{"catalogue: {threats: [{id: a, raised_by: b}]}\n", "", "config-unknown-key@1:31 !config-entry-void@1:23"},
	{"catalogue: {overrides: [{threat: a, silence: true, reason: r}]}\n", "", "!config-missing@1:25"},
	{"catalogue: {overrides: [{threat: a, silence: yes please, reason: r, until: 2027-01-31}]}\n", "", "!config-type@1:46"},
	{"catalogue: {overrides: [{threat: a, silence: false, reason: r, until: 2027-01-31}]}\n", "", "!config-missing@1:25"},
	/* model */
	{"model:\n", "", ""},
	{"model:\n"
	 "  deployments: {prod: [compose.yaml, compose.prod.yaml], dev: [compose.yaml]}\n"
	 "  data: {cards: restricted, orders: confidential}\n"
	 "  services: {db: {stores: [cards], owner: team-pay}, web: {exposure: internet}}\n"
	 "  flows: [{from: web, to: api, tls: true}, {from: worker, to: cache, absent: true, why: \"removed\"}]\n"
	 "  assume: [{engine.userns-remap: true, owner: platform, until: 2027-03-31}]\n",
	 "deployment prod file=compose.yaml file=compose.prod.yaml\n"
	 "deployment dev file=compose.yaml\n"
	 "data cards restricted\n"
	 "data orders confidential\n"
	 "service db stores=cards owner=team-pay\n"
	 "service web exposure=internet\n"
	 "flow web>api tls\n"
	 "flow worker>cache absent why=removed\n"
	 "assume engine.userns-remap=true owner=platform until=2027-03-31\n",
	 ""},
	{"model: []\n", "", "!config-type@1:8"},
	{"model: {data: {cards: secret}}\n", "data cards \n", "!config-word@1:23"},
	{"model: {data: [cards]}\n", "", "!config-type@1:15"},
	{"model: {deployments: {prod: compose.yaml}}\n", "", "!config-type@1:29"},
	{"model: {services: {db: {stores: [cards]}}}\n", "service db stores=cards\n", "config-unknown-data@1:34"},
	{"model: {services: {db: {exposure: world}}}\n", "service db\n", "!config-word@1:35"},
	{"model: {services: {db: team}}\n", "", "!config-type@1:24"},
	{"model: {flows: [{from: a}]}\n", "", "!config-missing@1:17"},
	{"model: {flows: [{from: a, to: b, tls: no}]}\n", "flow a>b\n", "!config-type@1:39"},
	{"model: {flows: [{from: a, to: b, tls: false}]}\n", "flow a>b clear\n", ""},
	{"model: {flows: {from: a, to: b}}\n", "", "!config-type@1:16"},
	{"model: {assume: [{owner: x}]}\n", "", "!config-missing@1:18"},
	{"model: {assume: [{a: 1, b: 2}]}\n", "assume a=1\n", "!config-assumption@1:25"},
	{"model: {assume: [{a: [1]}]}\n", "", "!config-type@1:22"},
	{"model: {assume: [yes]}\n", "", "!config-type@1:18"},
};

/* The smallest decision that is complete; a row adds to it or breaks it. */
#define HEAD "decisions:\n  - threat: root-process\n    on: compose:compose.yaml#db\n"
#define TAIL "    reason: r\n    by: ann\n    made: 2026-08-01\n"
#define COVERS "    covers: [0123456789abcdef]\n"
#define WHOLE HEAD "    kind: accept\n" COVERS TAIL
#define READ " threat=root-process on=compose:compose.yaml#db covers=0123456789abcdef"

static const struct row decision_rows[] = {
	{"", "", ""},
	{"version: 1\ndecisions: []\n", "", ""},
	{"- threat: x\n", "", "!config-type@1:1"},
	{"decisions: {}\n", "", "!config-type@1:12"},
	{"decisions: [x]\n", "", "!config-type@1:13"},
	{WHOLE "    until: 2026-09-01\n", "valid accept" READ " by=ann made=2026-08-01 until=2026-09-01\n", ""},
	{WHOLE "    until: 2026-09-01\n    approved-by: bob\n    owner: team\n    ticket: T-1\n    residual: low\n    review: 2026-08-20\n"
	       "    evidence: {link: \"https://x.example/1\", digest: " D1 "}\n",
	 "valid accept" READ " residual=low owner=team by=ann approved-by=bob ticket=T-1 made=2026-08-01 until=2026-09-01 "
	 "review=2026-08-20 link=https://x.example/1 digest=" D1 "\n",
	 ""},
	{WHOLE, "invalid accept" READ " by=ann made=2026-08-01\n", "!decision-no-term@2:5"},
	{WHOLE "    until: never\n", "invalid accept" READ " by=ann made=2026-08-01\n", "!config-date@9:12"},
	{WHOLE "    until: 2026-7-1\n", "invalid accept" READ " by=ann made=2026-08-01\n", "!config-date@9:12"},
	{WHOLE "    until: 2026-02-30\n", "invalid accept" READ " by=ann made=2026-08-01\n", "!config-date@9:12"},
	{WHOLE "    until: 2026-07-01\n", "invalid accept" READ " by=ann made=2026-08-01 until=2026-07-01\n", "!decision-dates@9:12"},
	{WHOLE "    until: 2026-09-01\n    approved-by: Ann\n",
	 "invalid accept" READ " by=ann approved-by=Ann made=2026-08-01 until=2026-09-01\n", "!decision-self-approved@10:18"},
	{WHOLE "    until: 2026-09-01\n    review: 2026-10-01\n",
	 "valid accept" READ " by=ann made=2026-08-01 until=2026-09-01 review=2026-10-01\n", "decision-dates@10:13"},
	{WHOLE "    until: 2026-09-01\n    residual: none\n",
	 "invalid accept" READ " by=ann made=2026-08-01 until=2026-09-01\n", "!config-word@10:15"},
	{WHOLE "    until: 2026-09-01\n    untill: 2026-09-02\n", "valid accept" READ " by=ann made=2026-08-01 until=2026-09-01\n",
	 "config-unknown-key@10:5"},
	{WHOLE "    until: 2026-09-01\n    evidence: {digest: md5}\n",
	 "invalid accept" READ " by=ann made=2026-08-01 until=2026-09-01\n", "!config-digest@10:24"},
	{HEAD "    kind: forgive\n" COVERS TAIL "    until: 2026-09-01\n",
	 "invalid none" READ " by=ann made=2026-08-01 until=2026-09-01\n", "!decision-kind@4:11"},
	{HEAD "    kind: not-applicable\n" TAIL "    until: 2026-09-01\n",
	 "valid not-applicable threat=root-process on=compose:compose.yaml#db by=ann made=2026-08-01 until=2026-09-01\n", ""},
	{HEAD "    kind: defer\n" TAIL "    until: 2026-09-01\n",
	 "valid defer threat=root-process on=compose:compose.yaml#db by=ann made=2026-08-01 until=2026-09-01\n",
	 "decision-covers-nothing@2:5"},
	{HEAD "    kind: claim\n    covers: [XYZ]\n" TAIL "    until: 2026-09-01\n",
	 "invalid claim threat=root-process on=compose:compose.yaml#db by=ann made=2026-08-01 until=2026-09-01\n",
	 "!decision-fingerprint@5:14"},
	{"decisions:\n  - kind: rotated\n    until: 2026-09-01\n", "invalid rotated until=2026-09-01\n",
	 "!decision-incomplete@2:5 !decision-incomplete@2:5 !decision-incomplete@2:5 !decision-incomplete@2:5 "
	 "!decision-incomplete@2:5"},
};

enum what { CONFIG, DECISIONS };

static void read_row(const struct row *row, enum what what) {
	struct sw_arena arena;
	sw_arena_init(&arena, 1 << 24);
	struct sw_sources sources = {0};
	struct sw_diags diags = {.arena = &arena};
	struct sw_str text = sw_str_of(row->text);
	uint32_t source = sw_source_add(&arena, &sources, SW_S("f"), text);
	SW_CLEANUP_OUT struct sw_out out, said;
	sw_out_init(&out, -1);
	sw_out_init(&said, -1);
	if (what == CONFIG) {
		struct sw_config config;
		sw_config_read(&arena, source, text, &config, &diags);
		assert_true(config.present);
		dump_config(&out, &config);
	} else {
		struct sw_decisions decisions;
		sw_decisions_read(&arena, source, text, &decisions, &diags);
		assert_true(decisions.present);
		dump_decisions(&out, &decisions);
	}
	dump_diags(&said, &arena, &sources, &diags);
	if (!sw_str_is(sw_out_text(&out), row->read) || !sw_str_is(sw_out_text(&said), row->diags))
		fail_msg("%s\n--- read\n%.*s--- expected\n%s--- diagnostics\n%.*s\n--- expected\n%s", row->text,
			 SW_ARG(sw_out_text(&out)), row->read, SW_ARG(sw_out_text(&said)), row->diags);
	sw_arena_free(&arena);
}

static void configurations(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof configs / sizeof *configs; i++)
		read_row(&configs[i], CONFIG);
}

static void decisions(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof decision_rows / sizeof *decision_rows; i++)
		read_row(&decision_rows[i], DECISIONS);
}

/* A file that is no YAML is told about and leaves no list behind; the run ends with status 2 then. */
static void broken_yaml(void **state) {
	(void)state;
	static const char *const texts[] = {"images: [", "a: b: c", "\t", "gate: high\ngate: low\n", "images: {{ x }}"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct sw_arena arena;
		struct sw_config config;
		sw_arena_init(&arena, 1 << 24);
		struct sw_diags diags = {.arena = &arena};
		sw_config_read(&arena, 1, sw_str_of(texts[i]), &config, &diags);
		if (!sw_diags_failed(&diags))
			fail_msg("%s", texts[i]);
		sw_arena_free(&arena);
	}
}

/* The rule that decided leads back to its line. */
static void rules_know_their_line(void **state) {
	(void)state;
	struct sw_arena arena;
	struct sw_config config;
	sw_arena_init(&arena, 1 << 24);
	struct sw_sources sources = {0};
	struct sw_diags diags = {.arena = &arena};
	struct sw_str text = SW_S("images:\n  rules:\n    - image: quay.io/**\n    - image: quay.io/x/y\n      deny: true\n");
	uint32_t source = sw_source_add(&arena, &sources, SW_S("f"), text);
	sw_config_read(&arena, source, text, &config, &diags);
	struct sw_image_ref ref = sw_image_ref_parse(&arena, SW_S("quay.io/x/y:1"), true);
	struct sw_allow_decision got = sw_allowlist_decide(&arena, &config.images, &ref, SW_S("2026-08-22"));
	assert_int_equal(got.verdict, SW_DENIED);
	assert_str(sw_span_text(&sources, got.at), "quay.io/x/y");
	assert_int_equal(sw_source_position(&arena, sw_source_of(&sources, got.at), got.at.start).line, 4);
	sw_arena_free(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(configurations), cmocka_unit_test(decisions), cmocka_unit_test(broken_yaml),
		cmocka_unit_test(rules_know_their_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
