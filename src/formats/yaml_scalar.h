/* What a YAML scalar means under a dialect. kubectl reads by the rules of Go's yaml.v2 (YAML 1.1 booleans), Docker
 * Compose by those of yaml.v3 (core booleans); the numbers of both are Go's integers with 0x, 0o, 0b, a leading zero for
 * octal and underscores, and decimal floats. */
#pragma once
#include "formats/doc.h"

/* Sets kind, integer, number and big of a scalar whose text, style and tag are set; a !!binary also gets its decoded
 * text. NULL, or what makes it unreadable, for a diagnostic. */
const char *sw_yaml_resolve(struct sw_arena *arena, struct sw_node *node, enum sw_dialect dialect);

/* The text of a scalar as the key of a map: kubectl turns booleans and numbers into strings (yes is "true", 5.10 is
 * "5.1") and refuses null and integers beyond 64 bits (false); the others keep what is written. */
bool sw_yaml_key(struct sw_arena *arena, const struct sw_node *node, enum sw_dialect dialect, struct sw_str *key);
