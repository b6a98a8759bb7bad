/* Writing an Open Threat Model: what its parts share. */
#pragma once
#include "readers/models/otm/otm.h"

struct sw_otm_writing {
	const struct sw_drawing *drawing;
	struct sw_arena *arena;
	struct sw_losses *losses;
	struct sw_fields f;               /* for looking at what was read; its diagnostics are dropped */
	bool same;                        /* it was read from this format: origins are its maps */
	struct sw_map on;                 /* what stands on an element: id to chain of indices */
	size_t *next_threat;              /* the next on the same element; SIZE_MAX: none */
	struct sw_map old_kinds;          /* threat of the model that was read, by id */
	struct sw_map kinds, kind_ids;    /* written threats, by what they say; and their ids */
	struct sw_map mitigations;        /* written mitigations by id */
	struct sw_map texts;              /* mitigations made of texts, by threat and text */
	struct sw_map controls;           /* mitigations of the drawing by id */
	unsigned suffix;                  /* of ids that are taken; each number is tried once */
	struct sw_node *threats_node, *mitigations_node;
	const struct sw_drawn_diagram *diagram;
	struct sw_node *zone_outside;     /* for what stands in no boundary; NULL: not needed so far */
	struct sw_node *zones, *components, *flows;
};

/* Zones, components and flows of the diagram. */
void sw_otm_write_elements(struct sw_otm_writing *writing);
/* The references to threats of an element; NULL: none. */
struct sw_node *sw_otm_write_threats(struct sw_otm_writing *writing, const struct sw_drawn *on, const struct sw_node *old);
/* Puts `text` as an attribute, where it is not empty. */
void sw_otm_say_attribute(struct sw_otm_writing *writing, struct sw_node *map, struct sw_str key, struct sw_str text);
