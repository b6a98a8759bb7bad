/* Models in the Open Threat Model format, version 0.2 and before, as JSON or YAML. Its threats are kinds, which components
 * and data flows refer to; in a drawing each reference is a threat of its own, whose type is the id of the kind. */
#pragma once
#include "base/map.h"
#include "facts/drawing.h"
#include "readers/models/fields.h"
#include "readers/models/formats.h"
#include "readers/models/losses.h"

#define SW_OTM_DIALECT SW_DIALECT_COMPOSE /* YAML of today; JSON reads the same */

bool sw_otm_looks_like(struct sw_str path, struct sw_str text);
int sw_otm_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);
int sw_otm_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out);
int sw_otm_yaml_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out);

/* Texts of a threat from the kind that it refers to. */
void sw_otm_kind_of_threat(const struct sw_fields *fields, const struct sw_node *kind, struct sw_drawn_threat *threat);
/* How secret data of a class are, from 0 to 100; below 0: the word says nothing. */
double sw_otm_secrecy(struct sw_str class);
/* The entry of `representations` that places something on a diagram; NULL: none. */
const struct sw_node *sw_otm_representation(const struct sw_fields *fields, const struct sw_node *thing, struct sw_str diagram);
/* Data that a component or flow handles, each once. */
void sw_otm_assets(const struct sw_fields *fields, const struct sw_node *thing, struct sw_drawn *drawn);
/* Where something says what the format has no member for: `attributes`, or `properties` in files of version 0.1. */
const char *sw_otm_attributes(const struct sw_node *thing);
