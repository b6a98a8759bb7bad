/* Threagile's model: one YAML document of data assets, technical assets with their communication links, trust
 * boundaries, shared runtimes, and risks that people identified or track. Everything is a map from a title to a map with
 * an id. What the neutral type has no place for becomes a property of its element or an extra, and comes out of the
 * document that was read. */
#pragma once
#include "base/map.h"
#include "readers/models/formats.h"
#include "readers/models/nodes.h"

/* YAML as Go reads it. */
#define SW_THREAGILE_DIALECT SW_DIALECT_COMPOSE

bool sw_threagile_looks_like(struct sw_str path, struct sw_str text);
int sw_threagile_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);
int sw_threagile_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out);

/* ---- inner contract ---- */

struct sw_threagile_reader {
	struct sw_arena *arena;
	struct sw_diags *diags;
	struct sw_drawing *drawing;
	struct sw_drawn_diagram *diagram; /* the only one */
	const struct sw_node *root;
	struct sw_map elements;  /* id of an asset or a boundary to its number + 1 */
	struct sw_map assets;    /* id of data to anything */
	struct sw_map threats;   /* key to its number + 1 */
};

/* The member as a map of maps: calls `each` for every one that is a map, and says what is not. */
typedef void sw_threagile_each(struct sw_threagile_reader *reader, const struct sw_member *member, const struct sw_node *map);
void sw_threagile_each_of(struct sw_threagile_reader *reader, const struct sw_node *parent, const char *key, sw_threagile_each *each);
/* Its value, or NULL. */
const struct sw_node *sw_threagile_get(const struct sw_node *map, const char *key);
struct sw_str sw_threagile_string(const struct sw_node *map, const char *key);
struct sw_span sw_threagile_at(const struct sw_member *member);
/* ---- read_risks.c ---- */
void sw_threagile_risks(struct sw_threagile_reader *reader);

/* ---- words.c ---- */
/* 1 and 0: the protocol encrypts or does not; -1: it leaves no machine, or nothing is known. */
int32_t sw_threagile_encrypts(struct sw_str protocol);
/* The protocol's word for what another format calls it; empty: none fits. */
struct sw_str sw_threagile_protocol(struct sw_arena *arena, struct sw_str protocol, int32_t encrypted);
/* Confidentiality as a class of data, and back; the order of what is worth more is kept. */
struct sw_str sw_threagile_class(struct sw_str confidentiality);
struct sw_str sw_threagile_confidentiality(struct sw_str class);
enum sw_drawn_state sw_threagile_state(struct sw_str status);
const char *sw_threagile_status(enum sw_drawn_state state);
/* Whether the word may stand in the member; members without a list of words take every text. */
bool sw_threagile_allows(const char *key, struct sw_str word);
/* The tool's id of a link: of its source and its title. */
struct sw_str sw_threagile_link_id(struct sw_arena *arena, struct sw_str source, struct sw_str title);
