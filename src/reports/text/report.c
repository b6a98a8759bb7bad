#include "reports/text/report.h"
#include "base/map.h"
#include "reports/images.h"
#include "reports/text/images.h"
#include "reports/text/life.h"
#include "reports/text/lines.h"

enum { MOST_LINES_A_DEPLOYMENT = 52 };

static unsigned count_cards(const struct sw_register *all, enum sw_state state) {
	unsigned n = 0;
	for (size_t i = 0; i < all->cards.n; i++)
		n += all->cards.v[i].state == state;
	return n;
}

static void put_gate(struct sw_text *text) {
	const struct sw_gate_result *gate = &text->report->gate;
	struct sw_arena *arena = text->report->arena;
	if (!gate->asked)
		return;
	if (gate->passed) {
		sw_text_line(text, SW_TEXT_GOOD, 0, sw_arena_printf(arena, "Gate %s: passed", sw_severity_name(gate->level)));
		return;
	}
	sw_text_line(text, SW_TEXT_BAD, 0, sw_arena_printf(arena, "Gate %s: FAILED by %zu threats and %zu findings that are new%s", sw_severity_name(gate->level),
							   gate->threats.n, gate->findings.n, gate->overdue ? " or overdue" : ""));
	for (size_t i = 0; i < gate->threats.n; i++)
		sw_text_line(text, SW_TEXT_PLAIN, 2, sw_arena_printf(arena, "%-8s %.*s", sw_severity_name(gate->threats.v[i]->priority), SW_ARG(gate->threats.v[i]->id)));
	for (size_t i = 0; i < gate->contradicted.n; i++)
		sw_text_line(text, SW_TEXT_PLAIN, 2, sw_arena_printf(arena, "contradicted claim about %.*s on %.*s", SW_ARG(gate->contradicted.v[i]->threat.text),
								     SW_ARG(gate->contradicted.v[i]->on.text)));
	for (size_t i = 0; i < gate->findings.n; i++) {
		struct sw_str place = sw_report_place(text->report, gate->findings.v[i]->site->at);
		sw_text_line(text, SW_TEXT_PLAIN, 2, sw_arena_printf(arena, "%-8s %.*s %s: %.*s", sw_severity_name(gate->findings.v[i]->severity), SW_ARG(place),
								     gate->findings.v[i]->check->id, SW_ARG(gate->findings.v[i]->site->message)));
	}
}

static void put_stories(struct sw_text *text, const struct sw_register *all) {
	for (size_t i = 0; i < all->stories.n; i++) {
		const struct sw_story *story = &all->stories.v[i];
		if (i == 0)
			sw_text_heading(text, SW_S("What could happen"));
		sw_text_ranked(text, story->priority, story->title);
		struct sw_str place = sw_report_place(text->report, story->at);
		sw_text_line(text, SW_TEXT_FIX, 10, sw_arena_printf(text->report->arena, "fix: %.*s (%.*s)", SW_ARG(story->fix), SW_ARG(place)));
	}
}

/* "web, api, worker and 12 more" */
static struct sw_str names_of(const struct sw_text *text, const struct sw_register *all, const struct sw_card *card) {
	struct sw_arena *arena = text->report->arena;
	struct sw_str names = {0};
	size_t shown = card->threats.n > 6 ? 5 : card->threats.n;
	for (size_t i = 0; i < shown; i++) {
		struct sw_str name = all->diagram->elements.v[all->threats.v[card->threats.v[i]].element].name;
		names = names.n ? sw_arena_printf(arena, "%.*s, %.*s", SW_ARG(names), SW_ARG(name)) : name;
	}
	return shown < card->threats.n ? sw_arena_printf(arena, "%.*s and %zu more", SW_ARG(names), card->threats.n - shown) : names;
}

static void put_finding(struct sw_text *text, const struct sw_finding *finding) {
	struct sw_str place = sw_report_place(text->report, finding->site->at);
	if (finding->is_suppressed) {
		sw_text_line(text, SW_TEXT_FAINT, 10, sw_arena_printf(text->report->arena, "by %s, hidden by a comment", finding->check->id));
		return;
	}
	sw_text_line(text, SW_TEXT_PLAIN, 10, sw_arena_printf(text->report->arena, "%.*s  %.*s [%s]", SW_ARG(place), SW_ARG(finding->site->message), finding->check->id));
}

/* How many findings a card shows, so that the report stays readable. */
static size_t shown_findings(const struct sw_register *all) {
	unsigned open = count_cards(all, SW_STATE_OPEN);
	return open > 8 ? 1 : open > 4 ? 2 : 6;
}

static const char *decided(const struct sw_register *all, const struct sw_card *card) {
	if (!card->decision)
		return "";
	return all->threats.v[card->threats.v[0]].decision_expired ? " (decided, not in force)" : " (decided)";
}

static void put_open_cards(struct sw_text *text, const struct sw_register *all) {
	size_t most = shown_findings(all);
	struct sw_map told = {0}; /* fingerprints: one place under several threats is shown once */
	static char yes;
	unsigned left_out = 0;
	bool started = false;
	for (size_t i = 0; i < all->cards.n; i++) {
		const struct sw_card *card = &all->cards.v[i];
		if (card->state != SW_STATE_OPEN)
			continue;
		if (!started)
			sw_text_heading(text, SW_S("Open threats"));
		started = true;
		if (text->lines > MOST_LINES_A_DEPLOYMENT - 14 && card->priority < SW_HIGH) {
			left_out++;
			continue;
		}
		sw_text_ranked(text, card->priority, sw_arena_printf(text->report->arena, "%s: %.*s%s", card->kind->id, SW_ARG(names_of(text, all, card)),
			decided(all, card)));
		for (size_t f = 0; f < card->findings.n && f < most; f++)
			if (sw_map_put(text->report->arena, &told, sw_str_of(card->findings.v[f]->fingerprint), &yes))
				sw_text_line(text, SW_TEXT_FAINT, 10, sw_arena_printf(text->report->arena, "by %s as above", card->findings.v[f]->check->id));
			else
				put_finding(text, card->findings.v[f]);
		if (card->findings.n > most)
			sw_text_line(text, SW_TEXT_FAINT, 10, sw_arena_printf(text->report->arena, "and %zu more places", card->findings.n - most));
	}
	if (left_out)
		sw_text_line(text, SW_TEXT_FAINT, 0, sw_arena_printf(text->report->arena, "%u more of medium priority or less", left_out));
}

/* Rows that wait for evidence, by what would get it: one line each. */
static void put_needs(struct sw_text *text, const struct sw_register *all) {
	bool started = false;
	for (size_t i = 0; i < all->cards.n; i++) {
		const struct sw_card *card = &all->cards.v[i];
		if (card->state != SW_STATE_NEEDS_EVIDENCE || card->priority < SW_MEDIUM)
			continue;
		if (!started)
			sw_text_heading(text, SW_S("Cannot be decided yet"));
		started = true;
		if (text->lines > MOST_LINES_A_DEPLOYMENT - 8)
			break;
		sw_text_ranked(text, card->priority, sw_arena_printf(text->report->arena, "%s: %.*s", card->kind->id, SW_ARG(names_of(text, all, card))));
	}
}

static void put_baseline(struct sw_text *text, const struct sw_register *all) {
	struct sw_arena *arena = text->report->arena;
	struct sw_str line = {0};
	for (size_t i = 0; i < all->lacks.n; i++) {
		const struct sw_lack *lack = &all->lacks.v[i];
		struct sw_str part = sw_arena_printf(arena, "%s %u of %u%s", lack->check->id, lack->lacking, lack->of, lack->presumed ? "?" : "");
		line = line.n ? sw_arena_printf(arena, "%.*s, %.*s", SW_ARG(line), SW_ARG(part)) : part;
	}
	if (!line.n)
		return;
	sw_text_heading(text, SW_S("Baseline"));
	sw_text_line(text, SW_TEXT_PLAIN, 0, sw_arena_printf(arena, "%u row%s weak: nothing bad was added, nothing stops it. %s that lack: %.*s. `strideward fix --baseline` adds what can be added.",
							     all->counts[SW_STATE_WEAK], all->counts[SW_STATE_WEAK] == 1 ? " is" : "s are",
							     all->diagram->deployment ? "Workloads" : "Builds", SW_ARG(line)));
}

static void put_unseen(struct sw_text *text, const struct sw_register *all) {
	struct sw_arena *arena = text->report->arena;
	struct sw_str line = {0};
	for (size_t i = 0; i < all->unseen.n; i++)
		line = line.n ? sw_arena_printf(arena, "%.*s, %.*s", SW_ARG(line), SW_ARG(all->unseen.v[i])) : all->unseen.v[i];
	if (line.n)
		sw_text_line(text, SW_TEXT_FAINT, 0, sw_arena_printf(arena, "Not seen: %.*s (%u rows not started).", SW_ARG(line), all->counts[SW_STATE_NOT_STARTED]));
	sw_text_line(text, SW_TEXT_FAINT, 0, sw_arena_printf(arena, "Assumed: platform profile %.*s, %zu statements (all in -f html, -f json).",
							     SW_ARG(text->report->profile), all->assumptions.n));
}

static void put_inactive(struct sw_text *text, const struct sw_register *all) {
	struct sw_str names = sw_deployment_inactive(text->report->arena, all->diagram->deployment);
	if (names.n)
		sw_text_line(text, SW_TEXT_FAINT, 0, sw_arena_printf(text->report->arena, "Started only with a profile, and judged all the same: %.*s.", SW_ARG(names)));
}

static void put_decisions(struct sw_text *text, const struct sw_register *all) {
	for (size_t i = 0; i < all->threats.n; i++) {
		const struct sw_threat *threat = &all->threats.v[i];
		if (threat->decision && threat->decision_expired)
			sw_text_line(text, SW_TEXT_BAD, 0, sw_arena_printf(text->report->arena, "Decision %s: %.*s; %.*s", sw_standing_name(threat->standing),
									   SW_ARG(threat->id), SW_ARG(threat->standing_why)));
	}
}

/* One line for each override that rows of this register have: what is folded away is told, with its reason. */
static void put_overrides(struct sw_text *text, const struct sw_register *all) {
	struct sw_arena *arena = text->report->arena;
	const struct sw_own_catalogue *own = &text->report->system->config->catalogue;
	for (size_t i = 0; i < own->overrides.n; i++) {
		const struct sw_override *row = &own->overrides.v[i];
		const struct sw_threat *first = NULL;
		size_t rows = 0;
		for (size_t t = 0; t < all->threats.n; t++)
			if (all->threats.v[t].silence == row || all->threats.v[t].override == row) {
				first = first ? first : &all->threats.v[t];
				rows++;
			}
		if (!rows)
			continue;
		struct sw_str place = sw_report_place(text->report, row->at), more = {0};
		if (rows > 1)
			more = sw_arena_printf(arena, " and %zu more", rows - 1);
		struct sw_str what = row->silence ? SW_S("Silenced") : sw_arena_printf(arena, "Priority set to %.*s", SW_ARG(row->priority.text));
		sw_text_line(text, SW_TEXT_FAINT, 0, sw_arena_printf(arena, "%.*s until %.*s: %.*s%.*s; %.*s (%.*s)", SW_ARG(what), SW_ARG(row->until.text),
			SW_ARG(first->id), SW_ARG(more), SW_ARG(row->reason.text), SW_ARG(place)));
	}
}

static void put_register(struct sw_text *text, const struct sw_register *all) {
	struct sw_arena *arena = text->report->arena;
	text->lines = 0;
	sw_text_line(text, SW_TEXT_STRONG, 0, sw_arena_printf(arena, "%.*s: %u open, %u weak, %u need evidence, %u mitigated, %u not started, %u not applicable",
		SW_ARG(all->diagram->name), all->counts[SW_STATE_OPEN], all->counts[SW_STATE_WEAK], all->counts[SW_STATE_NEEDS_EVIDENCE],
		all->counts[SW_STATE_MITIGATED], all->counts[SW_STATE_NOT_STARTED], all->counts[SW_STATE_NOT_APPLICABLE]));
	put_stories(text, all);
	put_open_cards(text, all);
	put_decisions(text, all);
	put_overrides(text, all);
	put_needs(text, all);
	put_baseline(text, all);
	put_inactive(text, all);
	put_unseen(text, all);
	sw_out_byte(text->out, '\n');
}

enum { MOST_OTHERS = 10 };

/* Proven findings that no open threat shows, because nothing runs that they threaten yet: one line a check. Practices
 * and what is only presumed stand in the baseline line. */
static void put_others(struct sw_text *text) {
	const struct sw_report *report = text->report;
	struct sw_map shown = {0}, checks = {0}; /* fingerprints; check id → number of its findings */
	static char yes;
	SW_VEC(const struct sw_finding *) first = {0};
	for (size_t r = 0; r < report->registers.n; r++)
		for (size_t c = 0; c < report->registers.v[r].cards.n; c++)
			for (size_t f = 0; f < report->registers.v[r].cards.v[c].findings.n; f++)
				sw_map_put(report->arena, &shown, sw_str_of(report->registers.v[r].cards.v[c].findings.v[f]->fingerprint), &yes);
	for (size_t i = 0; i < report->findings->findings.n; i++) {
		const struct sw_finding *finding = &report->findings->findings.v[i];
		if (finding->is_suppressed || finding->check->practice || !finding->proven || finding->severity == SW_INFO || sw_map_get(&shown, sw_str_of(finding->fingerprint)) ||
		    sw_report_is_of_image(report, finding))
			continue;
		uintptr_t n = (uintptr_t)sw_map_get(&checks, sw_str_of(finding->check->id)) + 1;
		sw_map_put(report->arena, &checks, sw_str_of(finding->check->id), (void *)n);
		if (n == 1)
			*sw_push(report->arena, &first) = finding;
	}
	for (size_t i = 0; i < first.n && i < MOST_OTHERS; i++) {
		struct sw_str place = sw_report_place(report, first.v[i]->site->at), more = {0};
		uintptr_t n = (uintptr_t)sw_map_get(&checks, sw_str_of(first.v[i]->check->id));
		if (i == 0)
			sw_text_line(text, SW_TEXT_STRONG, 0, SW_S("Other findings"));
		if (n > 1)
			more = sw_arena_printf(report->arena, " and %zu more", (size_t)n - 1);
		sw_text_ranked(text, first.v[i]->severity, sw_arena_printf(report->arena, "%.*s  %.*s [%s]%.*s", SW_ARG(place),
			SW_ARG(first.v[i]->site->message), first.v[i]->check->id, SW_ARG(more)));
	}
	if (first.n > MOST_OTHERS)
		sw_text_line(text, SW_TEXT_FAINT, 0, sw_arena_printf(report->arena, "and findings of %zu more checks (-f html, -f json)", first.n - MOST_OTHERS));
	if (first.n)
		sw_out_byte(text->out, '\n');
}

enum { MOST_HIDDEN = 10 };

/* What comments, and other tools' files, hide: said once, so that nobody hides anything unseen. */
static void put_hidden(struct sw_text *text) {
	const struct sw_report *report = text->report;
	size_t hidden = 0;
	for (size_t i = 0; i < report->findings->findings.n; i++)
		hidden += report->findings->findings.v[i].is_suppressed;
	if (!hidden)
		return;
	sw_text_line(text, SW_TEXT_STRONG, 0, sw_arena_printf(report->arena, "Hidden by comments: %zu", hidden));
	for (size_t i = 0, shown = 0; i < report->findings->findings.n && shown < MOST_HIDDEN; i++) {
		const struct sw_finding *finding = &report->findings->findings.v[i];
		if (!finding->is_suppressed)
			continue;
		struct sw_str place = sw_report_place(report, finding->site->at);
		struct sw_str by = sw_report_place(report, finding->suppressed_at);
		sw_text_line(text, SW_TEXT_FAINT, 2, sw_arena_printf(report->arena, "%.*s  %s, by %.*s: %.*s", SW_ARG(place), finding->check->id,
								     SW_ARG(by), SW_ARG(finding->suppressed)));
		shown++;
	}
	if (hidden > MOST_HIDDEN)
		sw_text_line(text, SW_TEXT_FAINT, 2, sw_arena_printf(report->arena, "and %zu more (-f html, -f json)", hidden - MOST_HIDDEN));
	sw_out_byte(text->out, '\n');
}

static void put_diagnostics(struct sw_text *text) {
	const struct sw_diags *diags = &text->report->system->diags;
	unsigned shown = 0, notes = 0;
	for (size_t i = 0; i < diags->n; i++) {
		const struct sw_diag *diag = &diags->v[i];
		if (diag->level == SW_DIAG_NOTE || (diag->level == SW_DIAG_WARNING && shown >= 5) || shown >= 20) {
			notes++;
			continue;
		}
		struct sw_str place = diag->at.source ? sw_report_place(text->report, diag->at) : diag->path;
		sw_text_line(text, diag->level == SW_DIAG_ERROR ? SW_TEXT_BAD : SW_TEXT_PLAIN, 0,
			     sw_arena_printf(text->report->arena, "%.*s: %s: %.*s [%s]", SW_ARG(place), sw_diag_level_name(diag->level), SW_ARG(diag->message), diag->code));
		shown++;
	}
	if (notes)
		sw_text_line(text, SW_TEXT_FAINT, 0, sw_arena_printf(text->report->arena, "%u more note%s about the inputs (-f json)", notes, notes == 1 ? "" : "s"));
}

int sw_report_text(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	struct sw_text text = {.report = report, .style = style, .out = out};
	put_gate(&text);
	if (style->quiet)
		return 0;
	if (!report->registers.n && !sw_report_images(report).n)
		sw_text_line(&text, SW_TEXT_STRONG, 0, report->artifacts ? SW_S("Nothing that could be modelled was found in what was read.")
			: SW_S("No Dockerfile or compose file was found."));
	for (size_t i = 0; i < report->registers.n; i++)
		put_register(&text, &report->registers.v[i]);
	sw_text_images(&text);
	sw_text_pending(&text);
	sw_text_life(&text);
	put_others(&text);
	put_hidden(&text);
	put_diagnostics(&text);
	return 0;
}
