/* JSON with the position of everything: the grammar of RFC 8259 and nothing beside it, nesting at most
 * SW_LIMIT_DOCUMENT_DEPTH, all members kept. Text that is not UTF-8, and halves of surrogate pairs, become U+FFFD with a
 * warning. A byte order mark at the start of the text is passed over. */
#pragma once
#include "formats/doc.h"

/* Reads one JSON value and the white space around it. Returns NULL with an error diagnostic when it is malformed. `*at`
 * is the byte to start at and is moved to the first byte of what follows, so that several values in a row can be read;
 * at the end of the text NULL without a diagnostic. */
struct sw_node *sw_json_read(struct sw_arena *arena, uint32_t source, struct sw_str text, size_t *at,
			     enum sw_dialect dialect, struct sw_diags *diags);

/* The same for a text that must hold exactly one value. */
struct sw_node *sw_json_read_one(struct sw_arena *arena, uint32_t source, struct sw_str text, enum sw_dialect dialect,
				 struct sw_diags *diags);
