/* TM-BOM, the OWASP threat-model library's JSON: trust zones, actors, components and data stores in them, data flows, data
 * sets with their placements, threats, controls with a status, risks. Zones do not nest, threats have no state: what a
 * control's status says of its threats is what is known. Of one kind names are unique; kinds may share them. */
#pragma once
#include "base/map.h"
#include "readers/models/formats.h"
#include "readers/models/nodes.h"

bool sw_tm_bom_looks_like(struct sw_str path, struct sw_str text);
int sw_tm_bom_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);
int sw_tm_bom_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out);

/* A CycloneDX document whose components are parts of threat models, told apart by properties "cdx:model:…". Only read. */
bool sw_cyclonedx_looks_like(struct sw_str path, struct sw_str text);
int sw_cyclonedx_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);

/* ---- inner contract ---- */

enum sw_tm_bom_kind { SW_TM_BOM_ZONE, SW_TM_BOM_ACTOR, SW_TM_BOM_COMPONENT, SW_TM_BOM_STORE, SW_TM_BOM_FLOW, SW_TM_BOM_KINDS };

/* "actors" and "actor": the list, and what one of them is called where it is referred to. */
extern const struct sw_tm_bom_word {
	const char *list, *one;
	enum sw_drawn_kind drawn;
} sw_tm_bom_words[SW_TM_BOM_KINDS];

const struct sw_node *sw_tm_bom_get(const struct sw_node *map, const char *key);
struct sw_str sw_tm_bom_string(const struct sw_node *map, const char *key);
/* Maps of a list member; what is none is said once, where it stands. `diags` may be NULL. */
typedef SW_VEC(const struct sw_node *) sw_tm_bom_maps;
void sw_tm_bom_list(struct sw_arena *arena, struct sw_diags *diags, const struct sw_node *root, const char *key, sw_tm_bom_maps *maps);
/* The highest level among the document's risks of each threat, by its name: a word as in the file. */
void sw_tm_bom_levels(struct sw_arena *arena, const struct sw_node *root, struct sw_map *levels);

/* What the status of its controls says: all that are to be are active: mitigated; some are named: needs investigation.
 * `controls`: struct sw_drawn_control by id. */
enum sw_drawn_state sw_tm_bom_state(const struct sw_drawn_threat *threat, const struct sw_map *controls);
void sw_tm_bom_controls_by_id(struct sw_arena *arena, const struct sw_drawing *drawing, struct sw_map *controls);
