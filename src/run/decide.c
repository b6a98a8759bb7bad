/* `decide`: finds rows or cards by name, and proposes entries for .strideward/decisions.yaml, one a row. */
#include "base/say.h"
#include "knowledge/date.h"
#include "reports/visible.h"
#include "run/append.h"
#include "run/decided.h"
#include "run/state.h"
#include "threats/own.h"

struct row {
	const struct sw_register *all;
	const struct sw_threat *threat;
};

struct deciding {
	struct sw_arena *arena;
	const struct sw_report *report;
	const struct sw_decide_request *asked;
	const struct sw_config *config;
	struct sw_str made;
	SW_VEC(struct row) rows;
	sw_strings entries;
};

/* ---- which rows ---- */

/* Deployments share elements: one entry speaks of the row in all of them, and has the term of the gravest. */
static void take(struct deciding *deciding, const struct sw_register *all, const struct sw_threat *threat) {
	for (size_t i = 0; i < deciding->rows.n; i++)
		if (sw_str_eq(deciding->rows.v[i].threat->id, threat->id)) {
			if (threat->priority > deciding->rows.v[i].threat->priority)
				deciding->rows.v[i] = (struct row){all, threat};
			return;
		}
	*sw_push(deciding->arena, &deciding->rows) = (struct row){all, threat};
}

/* THREAT@ELEMENT, the element by its id or its name. */
static bool take_row(struct deciding *deciding, struct sw_str kind, struct sw_str on) {
	size_t before = deciding->rows.n;
	bool found = false;
	for (size_t r = 0; r < deciding->report->registers.n; r++) {
		const struct sw_register *all = &deciding->report->registers.v[r];
		for (size_t i = 0; i < all->threats.n; i++) {
			const struct sw_threat *threat = &all->threats.v[i];
			const struct sw_element *element = &all->diagram->elements.v[threat->element];
			if (!sw_str_is(kind, threat->kind->id) || !(sw_str_eq(on, element->id) || sw_str_eq(on, element->name)))
				continue;
			take(deciding, all, threat);
			found = true;
		}
	}
	return found || deciding->rows.n > before;
}

/* THREAT, where it has one card, or THREAT#N. */
static int take_card(struct deciding *deciding, struct sw_str kind, uint64_t wanted) {
	const struct sw_register *found = NULL;
	const struct sw_card *card = NULL;
	uint64_t n = 0;
	for (size_t r = 0; r < deciding->report->registers.n; r++) {
		const struct sw_register *all = &deciding->report->registers.v[r];
		for (size_t c = 0; c < all->cards.n; c++) {
			if (!sw_str_is(kind, all->cards.v[c].kind->id) || (++n != wanted && wanted))
				continue;
			found = all;
			card = &all->cards.v[c];
		}
	}
	if (!card) {
		sw_say("%.*s has no card%s", SW_ARG(kind), n ? " of that number" : ": nothing of it is open or needs evidence");
		return -1;
	}
	if (!wanted && n > 1) {
		sw_say("%.*s has %llu cards: name one as %.*s#1, or a row as %.*s", SW_ARG(kind), (unsigned long long)n, SW_ARG(kind),
		       SW_ARG(found->threats.v[card->threats.v[0]].id));
		return -1;
	}
	for (size_t i = 0; i < card->threats.n; i++)
		take(deciding, found, &found->threats.v[card->threats.v[i]]);
	return 0;
}

/* What the catalogue calls a row now that was called otherwise before. */
static struct sw_str current(struct sw_str id) {
	for (size_t i = 0; i < sw_threat_kind_count; i++)
		for (unsigned k = 0; k < 4 && sw_threat_kinds[i].formerly[k]; k++)
			if (sw_str_is(id, sw_threat_kinds[i].formerly[k]))
				return sw_str_of(sw_threat_kinds[i].id);
	return id;
}

static int find_rows(struct deciding *deciding) {
	for (size_t i = 0; i < deciding->asked->row_count; i++) {
		struct sw_str name = sw_str_of(deciding->asked->rows[i]);
		size_t at = sw_str_find_byte(name, '@'), hash = at == SW_NPOS ? sw_str_find_byte(name, '#') : SW_NPOS;
		uint64_t number = 0;
		if (at != SW_NPOS) {
			if (take_row(deciding, current(sw_str_sub(name, 0, at)), sw_str_from(name, at + 1)))
				continue;
			bool known = sw_own_kind_of(deciding->config, current(sw_str_sub(name, 0, at))) != NULL;
			sw_say("no row is called %.*s%s", SW_ARG(name), known ? "" : ": there is no such threat");
			return -1;
		}
		if (hash != SW_NPOS && (!sw_str_to_u64(sw_str_from(name, hash + 1), &number) || !number)) {
			sw_say("%.*s: a card is THREAT#1, THREAT#2 …", SW_ARG(name));
			return -1;
		}
		if (take_card(deciding, current(sw_str_sub(name, 0, hash)), number) < 0)
			return -1;
	}
	return 0;
}

/* ---- what is written ---- */

enum { COVERED_DIGITS = 32 };

static void put_text(struct deciding *deciding, struct sw_out *out, const char *key, struct sw_str text) {
	if (text.n)
		sw_out_printf(out, "%s: %.*s\n", key, SW_ARG(sw_append_scalar(deciding->arena, text)));
}

static void put(struct deciding *deciding, struct sw_out *out, const char *key, const char *text) {
	put_text(deciding, out, key, sw_str_trim(sw_str_of(text)));
}

static void cover(struct deciding *deciding, struct sw_out *out, struct sw_map *covered, struct sw_str fingerprint, const char *what) {
	static char yes;
	fingerprint = sw_str_sub(fingerprint, 0, COVERED_DIGITS);
	if (sw_map_put(deciding->arena, covered, fingerprint, &yes))
		return;
	sw_out_printf(out, "%s  - \"%.*s\"    # %s\n", covered->used == 1 ? "covers:\n" : "", SW_ARG(fingerprint), what);
}

static void put_covers(struct deciding *deciding, struct sw_out *out, struct sw_str id) {
	struct sw_map covered = {0};
	for (size_t r = 0; r < deciding->report->registers.n; r++)
		for (size_t t = 0; t < deciding->report->registers.v[r].threats.n; t++) {
			const struct sw_threat *threat = &deciding->report->registers.v[r].threats.v[t];
			if (!sw_str_eq(threat->id, id))
				continue;
			for (size_t i = 0; i < threat->weaknesses.n; i++)
				if (threat->weaknesses.v[i].finding && !threat->weaknesses.v[i].presumed)
					cover(deciding, out, &covered, sw_str_of(threat->weaknesses.v[i].finding->fingerprint), threat->weaknesses.v[i].finding->check->id);
			for (size_t i = 0; i < threat->latched.n; i++)
				cover(deciding, out, &covered, threat->latched.v[i], "stood here before");
		}
}

static void put_evidence(struct deciding *deciding, struct sw_out *out) {
	struct sw_str link = sw_str_of(deciding->asked->evidence), digest = {0};
	size_t at = sw_str_find(link, SW_S("@sha256:"));
	if (at != SW_NPOS) {
		digest = sw_str_from(link, at + 1);
		link = sw_str_sub(link, 0, at);
	}
	if (!link.n)
		return;
	sw_out_z(out, "evidence:\n");
	put_text(deciding, out, "  link", link);
	if (digest.n)
		sw_out_printf(out, "  digest: %.*s\n", SW_ARG(digest));
}

static struct sw_str until_of(const struct deciding *deciding, const struct sw_threat *threat, char text[11]) {
	if (deciding->asked->until)
		return sw_str_of(deciding->asked->until);
	sw_date_after(deciding->made, sw_decision_term(threat->priority), text);
	return sw_str_of(text);
}

static void put_entry(struct deciding *deciding, const struct row *row, struct sw_out *out) {
	const struct sw_decide_request *asked = deciding->asked;
	char end[11];
	put(deciding, out, "threat", row->threat->kind->id);
	put_text(deciding, out, "on", row->all->diagram->elements.v[row->threat->element].id);
	put(deciding, out, "kind", asked->kind);
	put(deciding, out, "reason", asked->reason);
	put_covers(deciding, out, row->threat->id);
	put(deciding, out, "residual", asked->residual);
	put(deciding, out, "owner", asked->owner);
	put(deciding, out, "by", asked->by);
	put(deciding, out, "approved-by", asked->approved_by);
	put(deciding, out, "ticket", asked->ticket);
	sw_out_printf(out, "made: %.*s\nuntil: %.*s\n", SW_ARG(deciding->made), SW_ARG(until_of(deciding, row->threat, end)));
	if (asked->review)
		sw_out_printf(out, "review: %s\n", asked->review);
	put_evidence(deciding, out);
}

/* Refuses what would have no effect, before anything is written. */
static int check(const struct deciding *deciding, const struct row *row) {
	const struct sw_decide_request *asked = deciding->asked;
	const struct sw_threat *threat = row->threat;
	char end[11];
	int64_t term = sw_date_days(deciding->made, until_of(deciding, threat, end));
	enum sw_decision_kind kind = sw_decision_kind_of(sw_str_of(asked->kind));
	if (term < 0 || term > sw_decision_term(threat->priority)) {
		sw_say("%.*s: %s priority may be decided for %d days at most", SW_ARG(threat->id), sw_severity_name(threat->priority),
		       sw_decision_term(threat->priority));
		return -1;
	}
	if ((threat->state == SW_STATE_MITIGATED || threat->state == SW_STATE_NOT_APPLICABLE) && kind != SW_DECIDE_ROTATED) {
		sw_say("%.*s is %s: there is nothing to decide", SW_ARG(threat->id), sw_state_name(threat->state));
		return -1;
	}
	if (kind == SW_DECIDE_ROTATED && !threat->kind->latched) {
		sw_say("%.*s: only secrets can be rotated", SW_ARG(threat->id));
		return -1;
	}
	for (size_t i = 0; kind == SW_DECIDE_CLAIM && i < threat->weaknesses.n; i++)
		if (threat->weaknesses.v[i].finding && !threat->weaknesses.v[i].presumed) {
			sw_say("%.*s: %s fails, and no claim stands against that", SW_ARG(threat->id), threat->weaknesses.v[i].finding->check->id);
			return -1;
		}
	return 0;
}

static void say_approval(const struct deciding *deciding, const struct row *row) {
	struct sw_decision decision = {.kind = sw_decision_kind_of(sw_str_of(deciding->asked->kind)),
				       .approved_by.text = sw_str_of(deciding->asked->approved_by)};
	const char *wants = sw_decision_wants(&deciding->config->approvers, &decision, row->threat->priority);
	if (wants)
		sw_say("%.*s: pending, because %s", SW_ARG(row->threat->id), wants);
}

static int make_entries(struct deciding *deciding) {
	for (size_t i = 0; i < deciding->rows.n; i++) {
		SW_CLEANUP_OUT struct sw_out out;
		sw_out_init(&out, -1);
		if (check(deciding, &deciding->rows.v[i]) < 0)
			return -1;
		put_entry(deciding, &deciding->rows.v[i], &out);
		*sw_push(deciding->arena, &deciding->entries) = sw_arena_str(deciding->arena, sw_out_text(&out));
	}
	return 0;
}

static int propose(struct deciding *deciding, struct sw_scan *scan, const struct sw_request *request) {
	struct sw_append append = {.before = scan->decisions_text, .absent = !request->decisions, .list = "decisions",
		.head = SW_S("# What was decided about threats, by whom, until when: docs/decisions.md of strideward says how to read it.\n"),
		.entries = deciding->entries.v, .count = deciding->entries.n};
	return sw_append_propose(deciding->arena, &append, SW_STATE_DECISIONS, request->decisions ? request->decisions_shown : SW_STATE_DECISIONS,
				 request->changes_fd);
}

static int decide(struct sw_scan *scan, const struct sw_request *request, struct sw_out *out) {
	struct deciding deciding = {.arena = &scan->arena, .report = &scan->report, .asked = request->decide, .config = &scan->config,
				    .made = scan->report.date};
	if (find_rows(&deciding) < 0 || make_entries(&deciding) < 0 || propose(&deciding, scan, request) < 0)
		return 2;
	for (size_t i = 0; i < deciding.rows.n; i++) {
		const struct sw_threat *threat = deciding.rows.v[i].threat;
		char end[11];
		sw_out_printf(out, "%s %.*s (%s, %s) until %.*s\n", request->decide->kind, SW_ARG(sw_report_visible(&scan->arena, threat->id)), sw_state_name(threat->state),
			      sw_severity_name(threat->priority), SW_ARG(until_of(&deciding, threat, end)));
		say_approval(&deciding, &deciding.rows.v[i]);
	}
	return 0;
}

int sw_run_decide(struct sw_request *request, struct sw_worker *worker) {
	struct sw_scan scan = {0};
	struct sw_err err;
	SW_CLEANUP_OUT struct sw_out out;
	sw_scan_join(&scan, request, worker);
	sw_scan_judge(&scan, request);
	sw_out_init(&out, request->dump_fd);
	/* A row that is not there because its file could not be read would look like one that was misspelt. */
	int status = scan.unreadable ? 2 : 0;
	if (request->decide->list)
		sw_decided_list(&scan.report, &out);
	else if (scan.unreadable)
		sw_say("nothing is decided while something named cannot be read");
	else
		status = decide(&scan, request, &out);
	if (sw_out_flush(&out, &err) == 0)
		return status;
	sw_say("%s", err.text);
	return 2;
}
