/* Parts of a .tm7 and .tb7 as the tool writes them: every declaration, order and empty tag of the originals. Prefixes in
 * fragments are the tool's: `a` for arrays, `i` and `z` as at the root, and whatever a fragment declares itself. */
#pragma once
#include "formats/xml_write.h"
#include "readers/models/losses.h"
#include "readers/models/tm7/tree.h"

struct sw_tm7_put {
	struct sw_xml_writer xml;
	struct sw_arena *arena;
	struct sw_losses *losses;
	const struct sw_drawing *drawing;
	struct sw_map elements; /* by id; made when it is first asked for */
	uint32_t ids; /* z:Id given out so far */
	/* A fragment is made for this element, whose prefixes may be others than the tool's; its ids are marks until the whole
	 * document is numbered. NULL: a whole document. */
	const struct sw_xml_node *inside;
};

/* The KnowledgeBase element, embedded or alone. */
void sw_tm7_put_template(struct sw_tm7_put *put, const struct sw_template *template);
void sw_tb7_put_template(struct sw_tm7_put *put, const struct sw_template *template);

/* One KeyValueOf… pair of Borders or Lines, of ThreatInstances; a surface; a note; one property. */
void sw_tm7_put_element(struct sw_tm7_put *put, const struct sw_drawn_diagram *diagram, const struct sw_drawn *drawn);
void sw_tm7_put_threat(struct sw_tm7_put *put, const struct sw_drawn_threat *threat);
void sw_tm7_put_diagram(struct sw_tm7_put *put, const struct sw_drawn_diagram *diagram);
void sw_tm7_put_note(struct sw_tm7_put *put, const struct sw_drawn_note *note);
void sw_tm7_put_property(struct sw_tm7_put *put, const struct sw_drawn_property *property);
/* All of a model. */
void sw_tm7_put_model(struct sw_tm7_put *put);

/* The declarations that a fragment's first element needs; behind its opening. */
void sw_tm7_put_declarations(struct sw_tm7_put *put, bool arrays, bool ids);

/* Whether a .tm7 can hold the threat: it stands on a flow. */
bool sw_tm7_holds(struct sw_tm7_put *put, const struct sw_drawn_threat *threat);
/* The properties of a threat as they are to be written: its own in their order, with the texts of its fields. */
size_t sw_tm7_threat_data(struct sw_arena *arena, const struct sw_drawn_threat *threat, struct sw_datum_value **data);
struct sw_str sw_tm7_threat_key(struct sw_arena *arena, const struct sw_drawn_threat *threat);
struct sw_str sw_tm7_double(struct sw_arena *arena, double value);
/* The id if it is a GUID, else a GUID that is always the same for it; of the empty id the zero GUID. */
struct sw_str sw_tm7_guid(struct sw_arena *arena, struct sw_str id);

/* A copy with what the drawing lacks and a .tm7 cannot do without: a template with the generic types, if it has none;
 * places on the paper; types and properties of elements; numbers of threats that are each there once. Of a drawing that was
 * read from a .tm7 only what is new in it is completed. */
const struct sw_drawing *sw_tm7_completed(struct sw_arena *arena, const struct sw_drawing *drawing);
