/* From the files of a deployment to one document tree: documents and files merged in their order, extends and include
 * resolved. What cannot be followed stays in the tree and gets a diagnostic. */
#pragma once
#include "base/limits.h"
#include "readers/compose/merge.h"

enum sw_compose_state { SW_EXTENDS_UNSEEN, SW_EXTENDS_BUSY, SW_EXTENDS_DONE };

/* One service of a file, with what it extends merged in once it was asked for. */
struct sw_compose_extended {
	enum sw_compose_state state;
	struct sw_node *node;
};

/* One document of one file. */
struct sw_compose_document {
	struct sw_str path;          /* from the first file's folder */
	const struct sw_compose_context *context;
	struct sw_node *root;        /* a map */
	struct sw_map extended;      /* service -> struct sw_compose_extended */
	struct sw_compose_document *next; /* of the same file */
};

/* The state of one loading. */
struct sw_compose_loading {
	struct sw_compose_reader *r;
	struct sw_map files;         /* path and context -> struct sw_compose_document, the first one */
	struct sw_map contexts;      /* of included files */
	size_t count;                /* compose files read */
	size_t bytes;                /* in all of them */
	struct sw_str including[SW_LIMIT_COMPOSE_DEPTH + 1]; /* files that are being read, outermost first */
};

/* Sets up *r and its first source, which is `text`. */
void sw_compose_start(struct sw_compose_reader *r, struct sw_factset *set, struct sw_str text, const struct sw_compose_files *files);
/* The whole model of the deployment; NULL when the first file holds none. */
struct sw_node *sw_compose_load(struct sw_compose_reader *r, struct sw_str text);

/* read.c: loads, and reads what was loaded into the set; the model, or NULL. */
const struct sw_node *sw_compose_read_all(struct sw_compose_reader *r, struct sw_str text);

/* The first format had no `services:`; each key of the top level is a service. */
bool sw_compose_is_legacy(const struct sw_node *root);

/* The documents of a file; NULL, with a diagnostic at `at`, when it is not there or holds none. Each file is read once for
 * each context. */
struct sw_compose_document *sw_compose_document_open(struct sw_compose_loading *l, const struct sw_compose_context *context,
						     struct sw_str path, struct sw_span at);
/* Notes that a file, from the first one's folder, is part of the deployment: all of it, or one service of it. */
void sw_compose_part_read(struct sw_compose_reader *r, struct sw_str path, struct sw_str service, struct sw_span at);
/* The files at `paths` (from the first file's folder) as one model. `depth` counts includes. */
struct sw_node *sw_compose_model(struct sw_compose_loading *l, const struct sw_compose_context *context, const struct sw_compose_names *paths,
				 unsigned depth);
/* extend.c: the document with every `extends` resolved; `before` is the model that it will be laid over. */
struct sw_node *sw_compose_extend(struct sw_compose_loading *l, struct sw_compose_document *document, const struct sw_node *before);
/* include.c: `root` with what it includes; the include key is gone. */
struct sw_node *sw_compose_include(struct sw_compose_loading *l, const struct sw_compose_context *context, struct sw_node *root, unsigned depth);
