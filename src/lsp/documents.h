/* The documents that the editor holds, and their texts as they change. */
#pragma once
#include "lsp/places.h"
#include "base/out.h"
#include "run/document.h"

enum {
	SW_LSP_DOCUMENTS = 1024, /* open at a time */
	SW_LSP_URI_BYTES = 8192,
};

struct sw_lsp_document {
	struct sw_arena arena;       /* of its names */
	struct sw_str uri;           /* as the client spells it */
	struct sw_str path;          /* absolute, links followed, when it stands beneath the root; else the URI */
	struct sw_document what;     /* as the run takes it; points into `path` */
	struct sw_str shown;         /* its path in the run's sources */
	int64_t version;
	bool has_version;
	struct sw_out buffer;        /* holds the text */
	struct sw_open_text text;    /* the same, for the run */
	bool lost;                   /* too large: nothing is known until the client sends all of it */
	bool dirty;                  /* to be judged again */
	uint64_t uses[SW_LSP_DOCUMENTS / 64]; /* slots of the documents that were read when it was judged last */
};

struct sw_lsp_documents {
	struct sw_lsp_document *v[SW_LSP_DOCUMENTS]; /* by slot; NULL: free */
};

/* Places the document in the project that the request is for. NULL when there are too many, or no memory. `language` is the
 * client's word for what it is. One that was open under this URI is replaced. */
struct sw_lsp_document *sw_lsp_document_open(struct sw_lsp_documents *documents, const struct sw_request *request, struct sw_str uri,
					     struct sw_str language, struct sw_str text);
/* NULL: not open. */
struct sw_lsp_document *sw_lsp_document_find(const struct sw_lsp_documents *documents, struct sw_str uri);
void sw_lsp_document_close(struct sw_lsp_documents *documents, struct sw_lsp_document *document);
/* Puts `text` in the place of the range, or (NULL) of all. */
void sw_lsp_document_edit(struct sw_lsp_document *document, const struct sw_lsp_range *range, struct sw_str text);
/* Whether it may have findings of its own: a Dockerfile or a compose file. */
bool sw_lsp_document_judged(const struct sw_lsp_document *document);
