/* Documents of other tools' files, read leniently: what is not there or has another form is passed over. */
#pragma once
#include "formats/doc.h"
#include "readers/suppressions/read.h"

/* The first document; NULL when there is none or it is no map. */
const struct sw_node *entry_document(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);
/* The scalar as text with its place; empty otherwise. */
struct sw_text_at entry_text(const struct sw_node *node);
/* Adds the scalars of a list, or those between the commas of a scalar. */
void entry_texts(struct sw_arena *arena, const struct sw_node *node, sw_texts *texts);
struct sw_node *entry_get(const struct sw_node *map, const char *key);
