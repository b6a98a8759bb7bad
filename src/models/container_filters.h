/* The catalogue's expressions as generation filters over drawn properties. Private to models/. */
#pragma once
#include "knowledge/catalogue.h"
#include "knowledge/predicate.h"

/* Include: the flow carries a row of this kind and its condition is not disproved. Exclude: what stops it is there, and no
 * weakness goes round it. */
struct sw_str sw_container_include(struct sw_arena *arena, const struct sw_threat_kind *kind);
struct sw_str sw_container_exclude(struct sw_arena *arena, const struct sw_threat_kind *kind);
