/* What the parts of this reader share. */
#pragma once
#include "readers/suppressions/place.h"
#include "readers/suppressions/read.h"

/* Adds one that hides `rule` of `tool` ("" and "*": all of them) in `over`; nothing when `over` is zero. */
void suppression_add(struct place_reader *reader, const char *tool, struct sw_str rule, struct sw_span over, struct sw_str reason);
/* accept.c: a comment that begins with "strideward:", without that word. */
void accept_read(struct place_reader *reader, struct sw_str text);
/* foreign.c: comments of other tools. */
void foreign_read(struct place_reader *reader, struct sw_str text);
