#include "policy/suppress.h"
#include "base/map.h"
#include "facts/config.h"
#include "facts/contents.h"
#include "facts/rule_ref.h"
#include <assert.h>
#include <stdio.h>

/* Suppressions by what they name: "SOURCE TOOL:RULE", the rule empty where all of the tool's are meant; SOURCE is 0 for
 * entries of files, which speak of a folder. */
SW_VEC_TYPE(bucket, const struct sw_suppression *);

struct held {
	struct sw_arena *arena;
	struct sw_system *system;
	const struct sw_suppress_request *request;
	struct sw_map buckets;
	struct sw_map tools; /* those that hide anything: most rules of most tools need not be looked for */
	bool *parts;         /* of the sources: where a comment speaks; most files have none */
	size_t part_count;
	bool everywhere;     /* an entry of a file speaks of folders */
};

static struct sw_str key_of(struct sw_arena *arena, uint32_t source, struct sw_str tool, struct sw_str rule) {
	return sw_arena_printf(arena, "%u %.*s:%.*s", source, SW_ARG(tool), SW_ARG(rule));
}

static bool is_check(const struct sw_suppress_request *request, struct sw_str id) {
	for (size_t i = 0; i < request->check_count; i++)
		if (sw_str_is(id, request->checks[i]->id))
			return true;
	return false;
}

/* Whether it has an effect today; ours say why not. */
static bool holds(struct held *held, const struct sw_suppression *suppression) {
	bool ours = sw_str_is(suppression->tool, "strideward");
	if (ours && !is_check(held->request, suppression->rule)) {
		sw_diag_add(&held->system->diags, SW_DIAG_WARNING, "accept-unknown-check", suppression->at,
			    "there is no check '%.*s', so nothing is accepted", SW_ARG(suppression->rule));
		return false;
	}
	if (!suppression->until.n || sw_str_cmp(held->request->date, suppression->until) <= 0)
		return true;
	sw_diag_add(&held->system->diags, ours ? SW_DIAG_WARNING : SW_DIAG_NOTE, ours ? "accept-expired" : "suppression-expired",
		    suppression->at, "this held until %.*s and hides nothing any more", SW_ARG(suppression->until));
	return false;
}

static void hold(struct held *held, const struct sw_suppression *suppression) {
	if (!holds(held, suppression))
		return;
	struct sw_str key = key_of(held->arena, suppression->over.source, suppression->tool, suppression->rule);
	struct bucket *bucket = sw_map_get(&held->buckets, key);
	if (!bucket) {
		sw_map_put(held->arena, &held->tools, suppression->tool, held);
		bucket = SW_NEW(held->arena, struct bucket);
		sw_map_put(held->arena, &held->buckets, key, bucket);
	}
	size_t part = suppression->over.source / SW_SOURCES_A_PART;
	if (!suppression->over.source || part >= held->part_count)
		held->everywhere = true;
	else
		held->parts[part] = true;
	*sw_push(held->arena, bucket) = suppression;
}

static bool of_service(const struct held *held, const struct sw_finding *finding, struct sw_str service) {
	const struct sw_subject_row *row = sw_subject_get(held->system, finding->subject);
	return !service.n || (row->kind == SW_SUBJECT_WORKLOAD && sw_str_eq(row->name, service));
}

static bool covers(const struct held *held, const struct sw_suppression *suppression, const struct sw_finding *finding,
		   struct sw_str rule) {
	struct sw_span at = finding->site->at;
	if (suppression->over.source) {
		if (at.start < suppression->over.start || at.start >= suppression->over.end)
			return false;
	} else {
		const struct sw_source *source = sw_source_of(&held->system->sources, at);
		if (!source || !sw_str_starts(source->path, suppression->folder))
			return false;
	}
	if (suppression->except.n && sw_str_contains(suppression->except, sw_arena_printf(held->arena, ",%.*s,", SW_ARG(rule))))
		return false;
	return of_service(held, finding, suppression->service);
}

static void mark(struct held *held, struct sw_finding *finding, const struct sw_suppression *by) {
	finding->is_suppressed = true;
	finding->suppressed_at = by->at;
	finding->suppressed = by->written;
	if (by->reason.n && !sw_str_contains(by->written, by->reason))
		finding->suppressed = sw_arena_printf(held->arena, "%.*s: %.*s", SW_ARG(by->written), SW_ARG(by->reason));
}

/* Tries what names this rule, or all of its tool's, in the finding's file and in entries of files. */
static bool try_rule(struct held *held, struct sw_finding *finding, struct sw_str tool, struct sw_str rule) {
	char key[256]; /* our own references and ids are short; asked for each finding, so it takes no memory */
	if (!sw_map_get(&held->tools, tool))
		return false;
	for (int i = 0; i < 4; i++) {
		int n = snprintf(key, sizeof key, "%u %.*s:%.*s", i < 2 ? finding->site->at.source : 0, SW_ARG(tool),
				 i % 2 ? 0 : (int)rule.n, rule.p);
		assert(n > 0 && (size_t)n < sizeof key);
		const struct bucket *bucket = sw_map_get(&held->buckets, sw_str(key, (size_t)n));
		for (size_t k = 0; bucket && k < bucket->n; k++)
			if (covers(held, bucket->v[k], finding, rule)) {
				mark(held, finding, bucket->v[k]);
				return true;
			}
	}
	return false;
}

static bool may_be_hidden(const struct held *held, const struct sw_finding *finding) {
	uint32_t source = finding->site->at.source;
	size_t part = source / SW_SOURCES_A_PART;
	return source && (held->everywhere || (part < held->part_count && held->parts[part]));
}

static void try_finding(struct held *held, struct sw_finding *finding) {
	if (!may_be_hidden(held, finding) || try_rule(held, finding, SW_S("strideward"), sw_str_of(finding->check->id)))
		return;
	struct sw_rule_ref ref;
	for (size_t at = 0; sw_rule_ref_next(finding, &at, &ref);) {
		/* Hadolint has ShellCheck in itself, and its comments name its codes. */
		bool shellcheck = sw_str_is(ref.tool, "shellcheck");
		if (try_rule(held, finding, ref.tool, ref.rule) || (shellcheck && try_rule(held, finding, SW_S("hadolint"), ref.rule)))
			return;
	}
}

/* ---- secrets that the configuration allows ---- */

/* A check may speak of an address or a command in which an allowed secret stands, and say something else about it. */
static bool speaks_of_secrets(const struct sw_check *check) {
	static const uint16_t about[] = {798, 538, 540, 522, 526, 214, 259};
	for (size_t i = 0; i < sizeof check->cwe / sizeof *check->cwe; i++)
		for (size_t k = 0; k < sizeof about / sizeof *about; k++)
			if (check->cwe[i] == about[k])
				return true;
	return false;
}

/* Of an image's list of files: each secret has a line of it, in order. */
static const struct sw_allowed_secret *allowed_in_contents(const struct held *held, const struct sw_contents *contents, struct sw_span at) {
	size_t from = 0, end = contents->secrets.n;
	while (from < end) {
		size_t middle = from + (end - from) / 2;
		bool before = contents->secrets.v[middle].at.start < at.start;
		from = before ? middle + 1 : from;
		end = before ? end : middle;
	}
	bool found = from < contents->secrets.n && sw_span_cmp(contents->secrets.v[from].at, at) == 0;
	return found ? sw_secret_allowed(held->system->config, contents->secrets.v[from].secret.fingerprint) : NULL;
}

static const struct sw_allowed_secret *allowed_in_image(const struct held *held, struct sw_span at) {
	size_t part = at.source / SW_SOURCES_A_PART;
	const struct sw_factset *set = part < held->system->factsets.n ? held->system->factsets.v[part] : NULL;
	for (size_t i = 0; set && i < set->images.n; i++) {
		const struct sw_contents *contents = set->images.v[i].contents;
		if (contents && contents->source == at.source)
			return allowed_in_contents(held, contents, at);
	}
	return NULL;
}

/* Of all secrets that stand in the place: one that is not allowed is reason enough to tell. */
static const struct sw_allowed_secret *allowed_in_text(const struct held *held, struct sw_span at) {
	const struct sw_allowed_secret *row = NULL;
	size_t from = 0, end = held->system->secrets.n;
	while (from < end) {
		size_t middle = from + (end - from) / 2;
		bool before = sw_span_cmp(held->system->secrets.v[middle].at, (struct sw_span){at.source, at.start, 0}) < 0;
		from = before ? middle + 1 : from;
		end = before ? end : middle;
	}
	for (; from < held->system->secrets.n; from++) {
		const struct sw_secret_fact *fact = &held->system->secrets.v[from];
		if (fact->at.source != at.source || fact->at.start >= at.end)
			break;
		if (fact->strength != SW_SEEN_PLACEHOLDER && !(row = sw_secret_allowed(held->system->config, fact->fingerprint)))
			return NULL;
	}
	return row;
}

static void try_allowed(const struct held *held, struct sw_finding *finding) {
	struct sw_span at = finding->site->at;
	if (!at.source || finding->is_suppressed || !speaks_of_secrets(finding->check))
		return;
	const struct sw_allowed_secret *row = allowed_in_text(held, at);
	row = row ? row : allowed_in_image(held, at);
	if (!row)
		return;
	finding->is_suppressed = true;
	finding->suppressed_at = row->at;
	finding->suppressed = sw_arena_printf(held->arena, "secrets.allow %.*s: %.*s", SW_ARG(row->fingerprint.text), SW_ARG(row->reason.text));
}

void sw_suppress_apply(struct sw_arena *arena, struct sw_system *system, const struct sw_suppress_request *request,
		       struct sw_findings *findings) {
	struct held held = {.arena = arena, .system = system, .request = request, .part_count = system->sources.part_count};
	held.parts = SW_NEW_ARRAY(arena, bool, held.part_count);
	for (size_t i = 0; i < system->factsets.n; i++)
		for (size_t k = 0; k < system->factsets.v[i]->suppressions.n; k++)
			hold(&held, &system->factsets.v[i]->suppressions.v[k]);
	for (size_t i = 0; i < request->file_count; i++)
		hold(&held, &request->files[i]);
	for (size_t i = 0; held.buckets.used && i < findings->findings.n; i++)
		try_finding(&held, &findings->findings.v[i]);
	for (size_t i = 0; system->config->allowed_secrets.n && i < findings->findings.n; i++)
		try_allowed(&held, &findings->findings.v[i]);
}
