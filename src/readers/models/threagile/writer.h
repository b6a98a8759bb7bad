/* How a drawing becomes a Threagile document: write.c makes the document, write_elements.c what is drawn, write_risks.c its
 * risks. */
#pragma once
#include "readers/models/losses.h"
#include "readers/models/threagile/threagile.h"

struct sw_threagile_writer {
	struct sw_arena *arena;
	struct sw_losses *losses;
	const struct sw_drawing *drawing;
	bool same;             /* the drawing was read from this format: origins are members of its document */
	struct sw_map ids;     /* id in the drawing to the id that is written, as text */
	struct sw_map taken;   /* ids that are written */
	struct sw_map controls; /* of the drawing, by id */
	struct sw_map tags;    /* tags that are used */
	sw_node_strings used;  /* the same in order */
};

/* Adds a member whose title is made unique; `titles` holds those of the map. */
void sw_threagile_entry(struct sw_threagile_writer *writer, struct sw_node *map, struct sw_map *titles, const struct sw_member *origin,
			struct sw_str title, struct sw_node *value);
/* The id that is written for one of the drawing; empty: no such thing. */
struct sw_str sw_threagile_written(const struct sw_threagile_writer *writer, struct sw_str id);
/* Makes an id that the tool takes and nothing else has. */
struct sw_str sw_threagile_make_id(struct sw_threagile_writer *writer, struct sw_str id, struct sw_str name);
/* Puts a map that was made anew; an empty one leaves a member that is null or absent as it is. */
void sw_threagile_put_map(struct sw_threagile_writer *writer, struct sw_node *root, const char *key, struct sw_node *map);
/* Adds a member of what was made; what was read stays as complete as it was. */
void sw_threagile_need(struct sw_threagile_writer *writer, bool made, struct sw_node *map, const char *key, struct sw_node *value);

/* ---- write_elements.c: the maps of the document's members, by title ---- */
bool sw_threagile_is_asset(const struct sw_drawn *drawn);
struct sw_node *sw_threagile_write_data(struct sw_threagile_writer *writer);
struct sw_node *sw_threagile_write_assets(struct sw_threagile_writer *writer);
struct sw_node *sw_threagile_write_boundaries(struct sw_threagile_writer *writer);

/* ---- write_risks.c ---- */
void sw_threagile_write_risks(struct sw_threagile_writer *writer, struct sw_node *root);

#define SW_THREAGILE_NO_PLACE "Threagile has no place for it"
