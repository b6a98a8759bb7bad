/* How a drawing becomes a TM-BOM: write.c makes the document and its elements, write_threats.c what is said of threats. */
#pragma once
#include "readers/models/losses.h"
#include "readers/models/tm_bom/tm_bom.h"

struct sw_tm_bom_writer {
	struct sw_arena *arena;
	struct sw_losses *losses;
	const struct sw_drawing *drawing;
	bool same;            /* the drawing was read from this format: origins are nodes of its document */
	struct sw_map names;  /* id in the drawing to struct sw_tm_bom_name */
	struct sw_map taken;  /* symbolic names that are written */
};

struct sw_tm_bom_name {
	struct sw_str name;
	enum sw_tm_bom_kind kind;
};

/* A symbolic name that nothing else has; of an origin its own. */
struct sw_str sw_tm_bom_make_name(struct sw_tm_bom_writer *writer, const struct sw_node *origin, struct sw_str id, struct sw_str title);
/* A copy of the origin with name, title and description as the drawing has them. */
struct sw_node *sw_tm_bom_entry(struct sw_tm_bom_writer *writer, const void *origin, struct sw_str name, struct sw_str title,
				struct sw_str description);
/* Puts a list that was made anew, but no empty one where there was none and none is needed. */
void sw_tm_bom_put_list(struct sw_tm_bom_writer *writer, struct sw_node *root, const char *key, struct sw_node *list, bool needed);
void sw_tm_bom_write_threats(struct sw_tm_bom_writer *writer, struct sw_node *root);

#define SW_TM_BOM_NO_PLACE "TM-BOM has no place for it"
#define SW_TM_BOM_REQUIRES "the model does not say it and TM-BOM requires it, so this is written"
