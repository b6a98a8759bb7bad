/* A language server for Dockerfiles and compose files over a pair of descriptors, after the Language Server Protocol 3.17:
 * each change of a document is judged as a scan would judge it, with the editor's texts in the place of the files. One
 * message is answered after the other; what several changes in a row make of a document is judged once. */
#pragma once
#include "lsp/frames.h"
#include "lsp/judge.h"
#include "lsp/message.h"

enum sw_lsp_state {
	SW_LSP_WAITING,  /* for "initialize" */
	SW_LSP_RUNNING,
	SW_LSP_SHUT,     /* only "exit" may follow */
	SW_LSP_ENDED,
};

struct sw_lsp {
	struct sw_request request; /* one target: the project's folder */
	struct sw_worker *worker;
	struct sw_frames frames;
	struct sw_lsp_writer writer;
	struct sw_lsp_documents documents;
	struct sw_lsp_judged judged;
	enum sw_lsp_state state;
	int status;                /* when ENDED */
};

/* Serves until "exit" or the end of the input. Returns the exit status: 0 after "shutdown" and "exit", else 1. */
int sw_lsp_run(const struct sw_request *request, int in, int out, struct sw_worker *worker);

/* The same in parts. Answers go to `out`; -1 keeps them in memory. */
void sw_lsp_init(struct sw_lsp *server, const struct sw_request *request, int out, struct sw_worker *worker);
void sw_lsp_feed(struct sw_lsp *server, struct sw_str bytes);
void sw_lsp_free(struct sw_lsp *server);

/* ---- between the files of this folder ---- */

/* requests.c: carries out a message; `params` may be NULL. */
void sw_lsp_request(struct sw_lsp *server, const struct sw_node *id, struct sw_str method, const struct sw_node *params);
void sw_lsp_notification(struct sw_lsp *server, struct sw_str method, const struct sw_node *params);
/* Judges and publishes the documents that changed. */
void sw_lsp_settle(struct sw_lsp *server);
/* The analysis of the document as it is now; false when there is none. */
bool sw_lsp_look_at(struct sw_lsp *server, struct sw_lsp_document *document);

/* diagnostics.c: `judged` NULL: the document is too large. */
void sw_lsp_publish(struct sw_lsp *server, const struct sw_lsp_document *document, struct sw_lsp_judged *judged);
/* Takes back what was published. */
void sw_lsp_publish_nothing(struct sw_lsp *server, const struct sw_lsp_document *document);
/* One diagnostic as an element of a list. */
void sw_lsp_put_diagnostic(struct sw_json *json, struct sw_lsp *server, const struct sw_lsp_item *item);
/* How the client knows the file of a source; empty: it has no name there. */
struct sw_str sw_lsp_source_uri(struct sw_lsp *server, const struct sw_source *source);

/* hover.c, actions.c: write the result; the judged document is the one asked about. */
void sw_lsp_put_hover(struct sw_json *json, struct sw_lsp *server, struct sw_lsp_place place);
void sw_lsp_put_actions(struct sw_json *json, struct sw_lsp *server, struct sw_lsp_range range);
