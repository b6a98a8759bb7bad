/* Reading an Open Threat Model: what its parts share. */
#pragma once
#include "readers/models/otm/otm.h"

struct sw_otm_list {
	const struct sw_node **v;
	size_t n;
};

/* An entry of the model's threats. */
struct sw_otm_kind {
	const struct sw_node *node;
	bool used;
};

struct sw_otm_reading {
	struct sw_drawing *drawing;
	struct sw_fields f;
	const struct sw_node *root;
	struct sw_otm_list zones, components, flows, kinds_list;
	struct sw_map diagrams; /* representation to index */
	struct sw_map controls; /* mitigation to index */
	struct sw_map kinds;    /* threat to sw_otm_kind */
	struct sw_map ids;      /* of zones, components and flows together */
	struct sw_map threats;  /* keys */
	unsigned suffix;        /* of ids that are there twice; each number is tried once, so that it takes no square of time */
};

/* An id that nothing else in `seen` has; said where it is not the one that was written. */
struct sw_str sw_otm_unique(struct sw_otm_reading *reading, struct sw_map *seen, struct sw_str id, struct sw_span at,
			    const char *thing);
/* Zones, components and flows, into the diagrams that they are on. */
void sw_otm_read_elements(struct sw_otm_reading *reading);
/* The references to threats of a component or flow. */
void sw_otm_read_threats(struct sw_otm_reading *reading, const struct sw_node *thing, const struct sw_drawn_diagram *diagram,
			 const struct sw_drawn *on);
