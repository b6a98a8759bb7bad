/* Document trees that writers of models make: a copy of what was read in which only that is changed which the drawing
 * says differently, so that whatever the neutral type lacks comes out again as it went in. Trees that were read are never
 * changed: a copy shares its children. */
#pragma once
#include "base/map.h"
#include "base/vec.h"
#include "facts/drawing.h"
#include "formats/doc.h"

typedef SW_VEC(struct sw_str) sw_node_strings;

struct sw_node *sw_node_make(struct sw_arena *arena, enum sw_node_kind kind);
struct sw_node *sw_node_text(struct sw_arena *arena, struct sw_str text);
struct sw_node *sw_node_truth(struct sw_arena *arena, bool value);
struct sw_node *sw_node_int(struct sw_arena *arena, int64_t value);
struct sw_node *sw_node_number(struct sw_arena *arena, double value);
struct sw_node *sw_node_texts(struct sw_arena *arena, const struct sw_str *texts, size_t count);
/* The same map with members of its own, of those with one key the one that answers; an empty map for anything else. */
struct sw_node *sw_node_copy(struct sw_arena *arena, const struct sw_node *map, enum sw_dialect dialect);

/* Adds a member whose key is not there, or an item. Only to nodes made here. */
void sw_node_append(struct sw_arena *arena, struct sw_node *map, struct sw_str key, struct sw_node *value);
void sw_node_add(struct sw_arena *arena, struct sw_node *list, struct sw_node *item);
/* Sets the member `key`, in the place where it is. NULL removes it. */
void sw_node_put(struct sw_arena *arena, struct sw_node *map, const char *key, struct sw_node *value);

/* The member `key` says so afterwards; one that says so already stays as it is written, and what is absent need not be
 * there to be empty. White space around text is not compared. */
void sw_node_say(struct sw_arena *arena, struct sw_node *map, const char *key, struct sw_str text);
void sw_node_say_truth(struct sw_arena *arena, struct sw_node *map, const char *key, bool value);
void sw_node_say_all(struct sw_arena *arena, struct sw_node *map, const char *key, const struct sw_str *texts, size_t count);
/* Adds the member where it is absent. */
void sw_node_need(struct sw_arena *arena, struct sw_node *map, const char *key, struct sw_node *value);

/* Text of a scalar, trimmed; empty for anything else. */
struct sw_str sw_node_string(const struct sw_node *node);
/* The scalars of a list, or one scalar alone. */
void sw_node_strings_of(struct sw_arena *arena, const struct sw_node *node, sw_node_strings *strings);

/* All of them in one text, `between` them. */
struct sw_str sw_node_join(struct sw_arena *arena, const sw_node_strings *strings, const char *between);
/* The name, or where it is taken the name with a number between `before` and `after`; it is taken afterwards. All values
 * of `taken` are put here. */
struct sw_str sw_node_unique(struct sw_arena *arena, struct sw_map *taken, struct sw_str name, const char *before, const char *after);
/* The values of a map by key. */
void sw_node_index(struct sw_arena *arena, const struct sw_node *map, struct sw_map *values);

/* Small letters and digits, everything between as one dash; empty when there are none. */
struct sw_str sw_node_dashed(struct sw_arena *arena, struct sw_str text);
/* Members that `known` (words divided by blanks) does not name become extras under "prefix/key". */
void sw_node_rest(struct sw_arena *arena, enum sw_dialect dialect, sw_drawn_extras *extras, const struct sw_node *map, const char *prefix,
		  const char *known);

/* A value on one line for people and for extras: text as it is, everything else as canonical JSON. */
struct sw_str sw_node_line(struct sw_arena *arena, const struct sw_node *node, enum sw_dialect dialect);

/* Columns of the Threat Modeling Tool's register that a threat has fields for: they need no place of their own. */
#define SW_STANDARD_DATA "Title UserThreatCategory UserThreatShortDescription UserThreatDescription StateInformation InteractionString " \
			 "PossibleMitigations Priority SDLPhase"
