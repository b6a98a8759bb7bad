/* The analysis of a document: a scan of it alone, and what of the scan stands in it. One is alive at a time. */
#pragma once
#include "lsp/documents.h"
#include "run/scan.h"

/* A finding, or what a reader had to say; exactly one is set. */
struct sw_lsp_item {
	const struct sw_finding *finding;
	const struct sw_diag *diag;
	struct sw_span at;         /* in the document; the zero span: its beginning */
	struct sw_lsp_range range;
};

struct sw_lsp_source {
	uint32_t number;
	struct sw_lsp_lines lines;
};

struct sw_lsp_judged {
	const struct sw_lsp_document *document; /* NULL: none is alive */
	struct sw_scan scan;
	SW_VEC(struct sw_lsp_item) items; /* by place; suppressed findings are left out */
	struct sw_lsp_lines lines;        /* of the document */
	SW_VEC(struct sw_lsp_source) others; /* sources that evidence stands in, made on first use */
	char time[32];
};

/* Judges the document as it is now; what was alive before is freed. False when it takes too much memory: then nothing is
 * alive. `documents` are what counts before the disk. */
bool sw_lsp_judge(struct sw_lsp_judged *judged, const struct sw_request *request, struct sw_worker *worker,
		  struct sw_lsp_documents *documents, struct sw_lsp_document *document);
void sw_lsp_judged_free(struct sw_lsp_judged *judged);
/* The range of a span that has a source, in the document or elsewhere. */
struct sw_lsp_range sw_lsp_range_of(struct sw_lsp_judged *judged, struct sw_span at);
/* Whether the span stands in the document. */
bool sw_lsp_in_document(const struct sw_lsp_judged *judged, struct sw_span at);
/* "YYYY-MM-DD", so many days from today, UTC. */
void sw_lsp_date(char date[32], int days);
