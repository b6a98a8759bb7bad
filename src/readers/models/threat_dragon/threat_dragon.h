/* Models of OWASP Threat Dragon: version 2 is read and written; version 1 is read, and written as version 2. */
#pragma once
#include "base/map.h"
#include "facts/drawing.h"
#include "formats/doc.h"
#include "readers/models/fields.h"
#include "readers/models/formats.h"
#include "readers/models/losses.h"

bool sw_threat_dragon_looks_like(struct sw_str path, struct sw_str text);
int sw_threat_dragon_read(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text,
			  struct sw_diags *diags);
int sw_threat_dragon_write(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses,
			   struct sw_out *out);

/* What a cell is called: its data's type and its shape. */
struct sw_dragon_kind {
	enum sw_drawn_kind kind;
	const char *type, *shape;
};
extern const struct sw_dragon_kind sw_dragon_kinds[];

/* Something that the data of a cell say of it and the neutral type holds as a property. */
struct sw_dragon_flag {
	enum sw_drawn_kind kind;
	const char *key, *label;
	bool text;         /* else a truth value */
	const char *alias; /* label of the same property elsewhere; may be NULL */
};
extern const struct sw_dragon_flag sw_dragon_flags[];
extern const size_t sw_dragon_flag_count;

/* Which kind of thing a cell is; NULL: none that is known. */
const struct sw_dragon_kind *sw_dragon_kind_of(const struct sw_node *cell);
/* The map that holds what the cell says: `data`, or in version 1 the cell. */
const struct sw_node *sw_dragon_data(const struct sw_node *cell);
/* The name as it is shown. */
struct sw_str sw_dragon_name(const struct sw_node *cell);
/* Threats of a cell: in `data`, or beside it as the schema has it. May be NULL. */
const struct sw_node *sw_dragon_threats(const struct sw_node *cell);
/* The names of the people who contributed, with commas. */
struct sw_str sw_dragon_contributors(const struct sw_fields *fields, const struct sw_node *detail);

struct sw_dragon_writing {
	const struct sw_drawing *drawing;
	struct sw_arena *arena;
	struct sw_losses *losses;
	bool same;                         /* it was read from version 2: origins are cells, threats and diagrams */
	struct sw_map *threats;            /* what stands on an element: id to chain of indices */
	size_t *next_threat;               /* the next on the same element; SIZE_MAX: none */
	struct sw_map controls;            /* by id */
	uint32_t top;                      /* largest number of a threat */
	const struct sw_drawn_diagram *diagram;
	struct sw_map *elements;           /* of the diagram: id to index */
};

/* Cell and threat as the writer gives them. */
struct sw_node *sw_dragon_cell(struct sw_dragon_writing *writing, size_t element);
/* `open`: set when it needs somebody; `changed`: set when its state is not what was read. */
struct sw_node *sw_dragon_threat(struct sw_dragon_writing *writing, const struct sw_drawn_threat *threat, bool *open,
				 bool *changed);
/* First of the threats on an element; SIZE_MAX: none. */
size_t sw_dragon_first_threat(const struct sw_dragon_writing *writing, struct sw_str element);
