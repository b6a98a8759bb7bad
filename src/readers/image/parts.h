/* What the parts of the reader of images share; private to this folder. */
#pragma once
#include "formats/doc.h"
#include "readers/image/store.h"

/* Text that grows in the arena. */
struct sw_image_text {
	struct sw_arena *arena;
	char *p;
	size_t n, cap;
};

void sw_image_put(struct sw_image_text *text, struct sw_str more);

/* instruction.c: what entries of a history leave behind for those after them. */
struct sw_image_lines {
	struct sw_image_text text;
	const struct sw_image *image;
	struct sw_map env_names, label_names; /* that the configuration knows */
	struct sw_map env;     /* name → struct sw_str *: what ENV said last */
	struct sw_map labels, args; /* the same of labels and build arguments */
	struct sw_str shell;   /* what shell forms are given to, with a blank at its end: "/bin/sh -c " */
};

/* Adds one entry of the history as an instruction of a Dockerfile, on one line where that is possible. */
void sw_image_put_entry(struct sw_image_lines *lines, struct sw_str created_by);
/* Adds NAME="value" as an instruction of its own. */
void sw_image_put_pair(struct sw_image_lines *lines, const char *keyword, struct sw_str name, struct sw_str value);

/* history.c: reads image->history from the list `history` of the configuration; NULL: there is none. Needs image->env. */
void sw_image_read_history(struct sw_factset *set, struct sw_image *image, const struct sw_node *history);

/* config.c: reads a verified configuration into *image, whose path, names and digests are set. False when it is none. */
bool sw_image_read_config(struct sw_image_store *store, struct sw_str name, struct sw_str text, struct sw_image *image);

/* A member of a document as the engine reads it; NULL: not there, or null. */
static inline const struct sw_node *sw_image_get(const struct sw_node *map, const char *key) {
	const struct sw_node *node = sw_doc_get(map, key, SW_DIALECT_ENGINE);
	return node && node->kind != SW_NODE_NULL ? node : NULL;
}

/* Its text; empty when it is no string. */
static inline struct sw_str sw_image_get_text(const struct sw_node *map, const char *key) {
	const struct sw_node *node = sw_image_get(map, key);
	return sw_node_is(node, SW_NODE_STRING) ? node->text : (struct sw_str){0};
}
