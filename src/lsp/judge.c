#include "lsp/judge.h"
#include "base/limits.h"
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ITEMS = 5000 }; /* that an editor is told of one document */

void sw_lsp_date(char date[32], int days) {
	time_t clock = time(NULL) + (time_t)days * 86400;
	struct tm utc;
	gmtime_r(&clock, &utc);
	strftime(date, 32, "%Y-%m-%d", &utc);
}

void sw_lsp_judged_free(struct sw_lsp_judged *judged) {
	if (judged->document)
		sw_scan_free(&judged->scan);
	*judged = (struct sw_lsp_judged){0};
}

bool sw_lsp_in_document(const struct sw_lsp_judged *judged, struct sw_span at) {
	const struct sw_source *source = sw_source_of(&judged->scan.system.sources, at);
	return source && sw_str_eq(source->path, judged->document->shown);
}

static const struct sw_lsp_lines *lines_of(struct sw_lsp_judged *judged, struct sw_span at) {
	if (sw_lsp_in_document(judged, at))
		return &judged->lines;
	for (size_t i = 0; i < judged->others.n; i++)
		if (judged->others.v[i].number == at.source)
			return &judged->others.v[i].lines;
	struct sw_lsp_lines lines = sw_lsp_lines(&judged->scan.arena, sw_source_of(&judged->scan.system.sources, at)->text);
	struct sw_lsp_source *other = sw_push(&judged->scan.arena, &judged->others);
	*other = (struct sw_lsp_source){at.source, lines};
	return &other->lines;
}

struct sw_lsp_range sw_lsp_range_of(struct sw_lsp_judged *judged, struct sw_span at) {
	at = sw_span_origin(&judged->scan.system.sources, at);
	const struct sw_lsp_lines *lines = lines_of(judged, at);
	return (struct sw_lsp_range){sw_lsp_place_of(lines, at.start), sw_lsp_place_of(lines, at.end)};
}

/* The line feed behind the words is no part of them. */
static struct sw_span without_line_end(struct sw_str text, struct sw_span at) {
	while (at.end > at.start && at.end <= text.n && (text.p[at.end - 1] == '\n' || text.p[at.end - 1] == '\r'))
		at.end--;
	return at;
}

static void add(struct sw_lsp_judged *judged, const struct sw_finding *finding, const struct sw_diag *diag, struct sw_span at) {
	if (judged->items.n == MOST_ITEMS)
		return;
	at = without_line_end(judged->lines.text, sw_span_origin(&judged->scan.system.sources, at));
	*sw_push(&judged->scan.arena, &judged->items) = (struct sw_lsp_item){
		finding, diag, at, {sw_lsp_place_of(&judged->lines, at.start), sw_lsp_place_of(&judged->lines, at.end)}};
}

/* What has no place of its own is told where its subject stands. */
static void add_finding(struct sw_lsp_judged *judged, const struct sw_finding *finding) {
	struct sw_span at = finding->site->at;
	if (!at.source)
		at = sw_subject_get(&judged->scan.system, finding->subject)->at;
	if (!finding->is_suppressed && sw_lsp_in_document(judged, at))
		add(judged, finding, NULL, at);
}

static int item_order(const void *left, const void *right) {
	const struct sw_lsp_item *a = left, *b = right;
	if (a->at.start != b->at.start)
		return a->at.start < b->at.start ? -1 : 1;
	if (a->at.end != b->at.end)
		return a->at.end < b->at.end ? -1 : 1;
	/* The lists were in order already: of one list, earlier elements come first. */
	if (a->finding && b->finding)
		return a->finding < b->finding ? -1 : a->finding > b->finding;
	return a->diag && b->diag ? (a->diag < b->diag ? -1 : a->diag > b->diag) : (a->diag != NULL) - (b->diag != NULL);
}

static void collect(struct sw_lsp_judged *judged) {
	const struct sw_scan *scan = &judged->scan;
	judged->lines = sw_lsp_lines(&judged->scan.arena, judged->document->text.text);
	for (size_t i = 0; i < scan->findings.findings.n; i++)
		add_finding(judged, &scan->findings.findings.v[i]);
	for (size_t i = 0; i < scan->system.diags.n; i++) {
		const struct sw_diag *diag = &scan->system.diags.v[i];
		if (sw_lsp_in_document(judged, diag->at))
			add(judged, NULL, diag, diag->at);
		else if (!diag->at.source && sw_str_eq(diag->path, judged->document->shown))
			add(judged, NULL, diag, (struct sw_span){0});
	}
	if (judged->items.n)
		qsort(judged->items.v, judged->items.n, sizeof *judged->items.v, item_order);
}

/* Texts of open documents by path, as the run asks for them. */
static void lay_over(struct sw_arena *arena, struct sw_map *open, struct sw_lsp_documents *documents) {
	for (size_t i = 0; i < SW_LSP_DOCUMENTS; i++)
		if (documents->v[i] && !documents->v[i]->lost) {
			documents->v[i]->text.used = false;
			sw_map_put(arena, open, documents->v[i]->path, &documents->v[i]->text);
		}
}

static void remember_uses(const struct sw_lsp_documents *documents, struct sw_lsp_document *document) {
	memset(document->uses, 0, sizeof document->uses);
	for (size_t i = 0; i < SW_LSP_DOCUMENTS; i++)
		if (documents->v[i] && documents->v[i]->text.used)
			document->uses[i / 64] |= (uint64_t)1 << i % 64;
}

/* Scans and collects; everything is freed again when memory runs out. */
static bool run(struct sw_lsp_judged *judged, const struct sw_request *request, struct sw_worker *worker) {
	struct sw_arena_catch catch;
	bool complete = sw_scan_document(&judged->scan, request, worker);
	if (complete && SW_ARENA_TRY(&judged->scan.arena, &catch)) {
		collect(judged);
		sw_arena_leave(&judged->scan.arena, &catch);
		return true;
	}
	sw_lsp_judged_free(judged);
	return false;
}

/* A configuration may have been written since the start. */
static void find_config(struct sw_arena *arena, struct sw_request *request) {
	struct sw_str path = sw_arena_printf(arena, "%s/.strideward.yaml", request->targets[0].root);
	if (request->config || access(path.p, F_OK) != 0)
		return;
	request->config = path.p;
	request->config_shown = ".strideward.yaml";
}

bool sw_lsp_judge(struct sw_lsp_judged *judged, const struct sw_request *request, struct sw_worker *worker,
		  struct sw_lsp_documents *documents, struct sw_lsp_document *document) {
	struct sw_request own = *request;
	struct sw_map open = {0};
	struct sw_arena arena;
	struct sw_arena_catch catch;
	volatile bool complete = false;
	sw_lsp_judged_free(judged);
	sw_arena_init(&arena, SW_LIMIT_FACTSET_BYTES);
	if (!document->lost && SW_ARENA_TRY(&arena, &catch)) {
		lay_over(&arena, &open, documents);
		sw_lsp_date(judged->time, 0);
		strcat(judged->time, "T00:00:00Z");
		own.document = &document->what;
		own.open = &open;
		find_config(&arena, &own);
		own.time = judged->time;
		own.jobs = 1;
		judged->document = document;
		complete = run(judged, &own, worker);
		sw_arena_leave(&arena, &catch);
	}
	remember_uses(documents, document);
	sw_arena_free(&arena);
	document->dirty = false;
	return complete;
}
