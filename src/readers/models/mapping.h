/* The file that `model check --mapping` names:
 *
 *     elements:                                                  # drawn: found, by name or id; boundaries too
 *       Customer database: db
 *       Backend: [api, worker]                                   # one drawn for several found
 *     not-found: [Payment provider]                              # drawn, and not to be looked for
 *     not-drawn: [prometheus]                                    # found, and need not be drawn
 */
#pragma once
#include "base/diag.h"
#include "facts/mapping.h"

/* What is wrong is a diagnostic, and the rest counts. */
void sw_mapping_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_mapping *mapping, struct sw_diags *diags);
