/* What the Microsoft Threat Modeling Tool tells about a model, from any drawn model: its report as a page, and its list of
 * threats as CSV. Stored threats are told as they stand; their order in the file is data. */
#pragma once
#include "base/out.h"
#include "facts/drawing.h"

/* The report as one page that loads nothing: parts, order, numbers and markup as the tool writes them, with pictures
 * drawn anew as SVG. `time`: RFC 3339. */
int sw_tmt_html(struct sw_out *out, struct sw_arena *arena, const struct sw_drawing *drawing, struct sw_str time);
/* The list of threats: the tool's columns, then the template's own. A cell that a spreadsheet would take for a formula
 * begins with an apostrophe. */
int sw_tmt_csv(struct sw_out *out, struct sw_arena *arena, const struct sw_drawing *drawing);
