/* TOML 1.0 into the document tree, with the position of everything. What TOML refuses is refused: keys that are there
 * twice, tables that are opened twice, text that is not UTF-8. A byte order mark at the start is passed over. */
#pragma once
#include "formats/doc.h"

/* Reads the document; the root is a map. NULL with an error diagnostic when it is malformed, or beyond the limits in
 * base/limits.h.
 *
 * Dates and times are strings of style SW_STYLE_PLAIN, which nothing else is, with the text as written. The span of a
 * table with a header is that header; of one that only keys with dots or headers further down speak of, the key there.
 * Infinite numbers and "nan" are floats. */
struct sw_node *sw_toml_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);
