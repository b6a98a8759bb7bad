#include "run/protect.h"
#include "base/limits.h"
#include "base/say.h"
#include "readers/config/read.h"
#include "run/revision.h"
#include "run/state.h"

/* A file that a person named: the same one in the revision. */
static void move_named(struct sw_arena *arena, const struct sw_revision *revision, const char **path) {
	if (!*path || !sw_revision_covers(revision, sw_str_of(*path)))
		return;
	if (!sw_revision_exists(revision, arena, revision->top, sw_str_from(sw_str_of(*path), revision->top.n + 1)))
		*path = NULL;
}

/* A file that is looked for: where the work tree has one means nothing, because a change that takes the nearest away
 * would else be held against one farther up, or outside. */
static void move(struct sw_arena *arena, const struct sw_revision *revision, const char *root, const char **path, const char **shown, const char *name) {
	const char *found = sw_revision_upwards(revision, arena, sw_str_of(root), name);
	if (found || (*path && sw_revision_covers(revision, sw_str_of(*path))))
		*path = found;
	if (found && !*shown)
		*shown = name;
}

void sw_request_in_revision(struct sw_arena *arena, const struct sw_revision *revision, struct sw_request *request) {
	const char *root = request->targets[0].root;
	if (request->config_named)
		move_named(arena, revision, &request->config);
	else
		move(arena, revision, root, &request->config, &request->config_shown, ".strideward.yaml");
	move_named(arena, revision, &request->policy);
	move_named(arena, revision, &request->official);
	move(arena, revision, root, &request->decisions, &request->decisions_shown, SW_STATE_DECISIONS);
	move(arena, revision, root, &request->lock, &request->lock_shown, SW_STATE_LOCK);
	move(arena, revision, root, &request->reviews, &request->reviews_shown, SW_STATE_REVIEWS);
	if (request->owners && sw_revision_covers(revision, sw_str_of(request->owners)))
		request->owners = NULL;
	static const char *const owners[] = {".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"};
	for (size_t i = 0; !request->owners && i < sizeof owners / sizeof *owners; i++)
		if (sw_revision_exists(revision, arena, revision->top, sw_str_of(owners[i]))) {
			request->owners = sw_arena_printf(arena, "%.*s/%s", SW_ARG(revision->top), owners[i]).p;
			request->owners_shown = owners[i];
		}
}

/* "main:.strideward.yaml": what a report points at does not stand in the work tree. */
static void name_revision(struct sw_arena *arena, const char *revision, const char **shown) {
	if (*shown)
		*shown = sw_arena_printf(arena, "%s:%s", revision, *shown).p;
}

void sw_scan_protect(struct sw_scan *scan, const struct sw_request *asked, struct sw_request *request) {
	*request = *asked;
	scan->own_from = asked->revision;
	if (!asked->policy_from)
		return;
	struct sw_err err;
	struct sw_revision *base = sw_revision_open(&scan->arena, asked->git, sw_str_of(asked->policy_from), &err);
	if (!base) {
		sw_say("--policy-from: %s", err.text);
		scan->refused = true;
		request->config = request->policy = request->decisions = request->lock = request->reviews = request->owners = NULL;
		request->policy_from = NULL;
		return;
	}
	scan->own_from = base;
	sw_request_in_revision(&scan->arena, base, request);
	struct sw_str outside = base->top;
	const struct {
		const char *path, **shown;
	} files[] = {{request->config, &request->config_shown}, {request->policy, &request->policy_shown},
		     {request->official, &request->official_shown}, {request->decisions, &request->decisions_shown},
		     {request->lock, &request->lock_shown}, {request->reviews, &request->reviews_shown}, {request->owners, &request->owners_shown}};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (files[i].path && sw_str_starts(sw_str_of(files[i].path), outside))
			name_revision(&scan->arena, asked->policy_from, files[i].shown);
	scan->pending = SW_NEW(&scan->arena, struct sw_pending);
	*scan->pending = (struct sw_pending){.revision = sw_str_of(asked->policy_from), .commit = base->id};
}

/* ---- what the change brings along ---- */

struct comparing {
	struct sw_scan *scan;
	const struct sw_config *base, *change;
};

static void add(struct comparing *c, const char *what, struct sw_str text, struct sw_span at) {
	*sw_push(&c->scan->arena, &c->scan->pending->v) = (struct sw_pending_item){what, text, at};
}

static struct sw_str or_none(struct sw_str text) {
	return text.n ? text : SW_S("not said");
}

static void compare_word(struct comparing *c, const char *what, struct sw_text_at base, struct sw_text_at change) {
	if (!sw_str_eq(base.text, change.text))
		add(c, what, sw_arena_printf(&c->scan->arena, "%.*s, instead of %.*s", SW_ARG(or_none(change.text)), SW_ARG(or_none(base.text))), change.at);
}

static struct sw_str body(const struct comparing *c, struct sw_span span) {
	return sw_str_trim(sw_span_text(&c->scan->own, span));
}

static bool has_rule(const struct comparing *c, const struct sw_allowlist *list, const struct sw_allow_rule *wanted) {
	for (size_t i = 0; i < list->rules.n; i++)
		if (list->rules.v[i].deny == wanted->deny && sw_str_eq(body(c, list->rules.v[i].body), body(c, wanted->body)))
			return true;
	return false;
}

static void compare_lists(struct comparing *c, const char *what, const struct sw_allowlist *base, const struct sw_allowlist *change) {
	for (size_t i = 0; i < change->rules.n; i++)
		if (!has_rule(c, base, &change->rules.v[i]))
			add(c, what, sw_arena_printf(&c->scan->arena, "%s %.*s", change->rules.v[i].deny ? "denies" : "allows", SW_ARG(change->rules.v[i].written)), change->rules.v[i].body);
	for (size_t i = 0; i < base->rules.n; i++)
		if (!has_rule(c, change, &base->rules.v[i]))
			add(c, what, sw_arena_printf(&c->scan->arena, "takes away the rule about %.*s", SW_ARG(base->rules.v[i].written)), (struct sw_span){0});
	if (base->present != change->present)
		add(c, what, change->present ? SW_S("brings in a list of allowed images") : SW_S("takes away the list of allowed images"), change->at);
	else if (base->otherwise != change->otherwise)
		add(c, what, change->otherwise == SW_ALLOW_WARN ? SW_S("only warns of what no rule allows") : SW_S("denies what no rule allows"), change->otherwise_at);
	if (base->official != change->official)
		add(c, what, change->official ? SW_S("allows Docker's official images") : SW_S("does not allow Docker's official images by themselves"), change->official_at);
}

static bool has_assumption(const struct sw_model *model, const struct sw_model_assumption *wanted) {
	for (size_t i = 0; i < model->assumptions.n; i++) {
		const struct sw_model_assumption *one = &model->assumptions.v[i];
		if (sw_str_eq(one->key.text, wanted->key.text) && sw_str_eq(one->value.text, wanted->value.text) && sw_str_eq(one->until.text, wanted->until.text))
			return true;
	}
	return false;
}

static void compare_assumptions(struct comparing *c) {
	const struct sw_model *base = &c->base->model, *change = &c->change->model;
	for (size_t i = 0; i < change->assumptions.n; i++)
		if (!has_assumption(base, &change->assumptions.v[i]))
			add(c, "assumption", sw_arena_printf(&c->scan->arena, "%.*s: %.*s", SW_ARG(change->assumptions.v[i].key.text), SW_ARG(change->assumptions.v[i].value.text)), change->assumptions.v[i].at);
	for (size_t i = 0; i < base->assumptions.n; i++)
		if (!has_assumption(change, &base->assumptions.v[i]))
			add(c, "assumption", sw_arena_printf(&c->scan->arena, "takes away %.*s", SW_ARG(base->assumptions.v[i].key.text)), (struct sw_span){0});
}

static bool has_text(const sw_texts *texts, struct sw_str wanted) {
	for (size_t i = 0; i < texts->n; i++)
		if (sw_str_eq(texts->v[i].text, wanted))
			return true;
	return false;
}

static void compare_people(struct comparing *c, const char *what, const sw_texts *base, const sw_texts *change) {
	for (size_t i = 0; i < change->n; i++)
		if (!has_text(base, change->v[i].text))
			add(c, what, sw_arena_printf(&c->scan->arena, "adds %.*s", SW_ARG(change->v[i].text)), change->v[i].at);
	for (size_t i = 0; i < base->n; i++)
		if (!has_text(change, base->v[i].text))
			add(c, what, sw_arena_printf(&c->scan->arena, "takes away %.*s", SW_ARG(base->v[i].text)), (struct sw_span){0});
}

static bool allows(const struct sw_config *config, const struct sw_allowed_secret *wanted) {
	for (size_t i = 0; i < config->allowed_secrets.n; i++) {
		const struct sw_allowed_secret *one = &config->allowed_secrets.v[i];
		if (sw_str_eq(one->fingerprint.text, wanted->fingerprint.text) && sw_str_eq(one->reason.text, wanted->reason.text))
			return true;
	}
	return false;
}

static void compare_allowed_secrets(struct comparing *c) {
	const struct sw_config *base = c->base, *change = c->change;
	for (size_t i = 0; i < change->allowed_secrets.n; i++) {
		const struct sw_allowed_secret *row = &change->allowed_secrets.v[i];
		if (!allows(base, row))
			add(c, "allowed secret", sw_arena_printf(&c->scan->arena, "%.*s: %.*s", SW_ARG(row->fingerprint.text), SW_ARG(row->reason.text)), row->at);
	}
	for (size_t i = 0; i < base->allowed_secrets.n; i++)
		if (!allows(change, &base->allowed_secrets.v[i]))
			add(c, "allowed secret", sw_arena_printf(&c->scan->arena, "takes away %.*s", SW_ARG(base->allowed_secrets.v[i].fingerprint.text)), (struct sw_span){0});
}

static bool has_decision(const struct comparing *c, const struct sw_decisions *decisions, size_t count, const struct sw_decision *wanted) {
	for (size_t i = 0; i < count; i++)
		if (sw_str_eq(body(c, decisions->v.v[i].at), body(c, wanted->at)))
			return true;
	return false;
}

static struct sw_str decision_text(struct comparing *c, const struct sw_decision *decision) {
	return sw_arena_printf(&c->scan->arena, "%s %.*s on %.*s", sw_decision_kind_name(decision->kind), SW_ARG(decision->threat.text), SW_ARG(decision->on.text));
}

/* Rows and overrides that stand alike in both are none of the change's. */
struct entry {
	const char *what;
	struct sw_str text; /* for people */
	struct sw_span at;
};

typedef SW_VEC(struct entry) entries;

static void gather_entries(struct comparing *c, const struct sw_own_catalogue *own, entries *list) {
	struct sw_arena *arena = &c->scan->arena;
	for (size_t i = 0; i < own->threats.n; i++)
		*sw_push(arena, list) = (struct entry){"own threat", own->threats.v[i].id.text, own->threats.v[i].at};
	for (size_t i = 0; i < own->overrides.n; i++) {
		const struct sw_override *row = &own->overrides.v[i];
		struct sw_str threat = row->threat.text.n ? row->threat.text : SW_S("*"), on = row->on.text.n ? row->on.text : SW_S("*");
		*sw_push(arena, list) = (struct entry){"override", row->silence
			? sw_arena_printf(arena, "silences %.*s on %.*s", SW_ARG(threat), SW_ARG(on))
			: sw_arena_printf(arena, "%.*s on %.*s is %.*s", SW_ARG(threat), SW_ARG(on), SW_ARG(row->priority.text)), row->at};
	}
}

static bool has_entry(const struct comparing *c, const entries *list, const struct entry *wanted) {
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].what == wanted->what && sw_str_eq(body(c, list->v[i].at), body(c, wanted->at)))
			return true;
	return false;
}

static void compare_catalogue(struct comparing *c) {
	entries base = {0}, change = {0};
	gather_entries(c, &c->base->catalogue, &base);
	gather_entries(c, &c->change->catalogue, &change);
	for (size_t i = 0; i < change.n; i++)
		if (!has_entry(c, &base, &change.v[i]))
			add(c, change.v[i].what, change.v[i].text, change.v[i].at);
	for (size_t i = 0; i < base.n; i++)
		if (!has_entry(c, &change, &base.v[i]))
			add(c, base.v[i].what, sw_arena_printf(&c->scan->arena, "takes away: %.*s", SW_ARG(base.v[i].text)), (struct sw_span){0});
}

/* Those of the change take part, marked, so that a report can show what they would do. */
static void compare_decisions(struct comparing *c, const struct sw_decisions *change) {
	struct sw_decisions *base = &c->scan->decisions;
	size_t count = base->v.n;
	for (size_t i = 0; i < count; i++)
		if (!has_decision(c, change, change->v.n, &base->v.v[i]))
			add(c, "decision", sw_arena_printf(&c->scan->arena, "takes away: %.*s", SW_ARG(decision_text(c, &base->v.v[i]))), (struct sw_span){0});
	for (size_t i = 0; i < change->v.n; i++) {
		if (has_decision(c, base, count, &change->v.v[i]))
			continue;
		struct sw_decision *decision = sw_push(&c->scan->arena, &base->v);
		*decision = change->v.v[i];
		decision->proposed = true;
		add(c, "decision", decision_text(c, decision), decision->at);
	}
}

void sw_scan_set_apart(struct sw_scan *scan, const struct sw_request *asked, struct sw_diags *diags) {
	const struct sw_revision *base = scan->own_from;
	struct sw_config *change = SW_NEW(&scan->arena, struct sw_config);
	struct sw_decisions decisions = {0};
	struct sw_str text;
	struct comparing c = {scan, &scan->config, change};
	scan->own_from = asked->revision;
	uint32_t source = sw_scan_read_own(scan, asked->config, asked->config_shown, SW_LIMIT_FILE_BYTES, &text);
	if (source)
		sw_config_read(&scan->arena, source, text, change, diags);
	source = sw_scan_read_own(scan, asked->decisions, asked->decisions_shown, SW_LIMIT_FILE_BYTES, &text);
	if (source)
		sw_decisions_read(&scan->arena, source, text, &decisions, diags);
	if (asked->policy && sw_revision_covers(base, sw_str_of(asked->policy))) {
		source = sw_scan_read_own(scan, asked->policy, asked->policy_shown, SW_LIMIT_FILE_BYTES, &text);
		if (source)
			sw_policy_read(&scan->arena, source, text, &change->policy, diags);
	} else {
		change->policy = scan->config.policy;
	}
	scan->own_from = base;
	compare_word(&c, "gate", scan->config.gate, change->gate);
	compare_word(&c, "profile", scan->config.profile, change->profile);
	compare_word(&c, "platform", scan->config.platform, change->platform);
	compare_lists(&c, "images", &scan->config.images, &change->images);
	compare_lists(&c, "policy", &scan->config.policy, &change->policy);
	compare_assumptions(&c);
	compare_people(&c, "risk approvers", &scan->config.approvers.risk, &change->approvers.risk);
	compare_people(&c, "security approvers", &scan->config.approvers.security, &change->approvers.security);
	compare_catalogue(&c);
	compare_allowed_secrets(&c);
	compare_decisions(&c, &decisions);
	scan->config.model.deployments = change->model.deployments;
	scan->config.model.data = change->model.data;
	scan->config.model.services = change->model.services;
	scan->config.model.flows = change->model.flows;
	scan->config.about = change->about;
}
