/* One document that an editor holds, with what belongs to it: compose files that are one deployment with it, Dockerfiles
 * that its services are built from. Called by the steps of a scan when the request names a document; what an editor holds
 * counts before what is on disk. */
#pragma once
#include "run/tree.h"

struct sw_document {
	bool outside;               /* not beneath the target: judged alone, nothing beside it is read */
	struct sw_str inner;        /* path beneath the target; outside, the name of its text in request->open */
	enum sw_artifact_kind kind; /* as the editor says; UNKNOWN: by its name */
};

/* A text that an editor holds. sw_request.open leads to it from the file's absolute path, or from the name that an outside
 * document has. */
struct sw_open_text {
	struct sw_str text;
	bool used; /* set when it is read */
};

/* The text of the file at `inner` beneath `root` (NULL: of an outside document), or NULL; marks it as used. */
const struct sw_open_text *sw_open_text_find(const struct sw_map *open, struct sw_arena *arena, const char *root, struct sw_str inner);

/* The document, and the compose files beside it that may be one deployment with it. */
void sw_document_find(struct sw_arena *arena, const struct sw_request *request, struct sw_artifacts *artifacts);
/* After deployments were grouped: keeps those that the document is part of, and adds the Dockerfiles that they build. */
void sw_document_complete(struct sw_arena *arena, const struct sw_request *request, struct sw_worker *worker,
			  struct sw_artifacts *artifacts);
