/* The template of containers: stencils for what containers are made of and run on, a type of threat for each row of the
 * catalogue, with STRIDE, CWE, what raises and what stops it as include and exclude filters. Made from the catalogue, so
 * the two cannot differ.
 *
 * The Threat Modeling Tool knows threats on flows only. A threat of an element rides on one flow that begins or ends there:
 * the flow's property "Carries threats of KIND" says at which end the element stands. */
#pragma once
#include "base/arena.h"
#include "facts/template.h"
#include "knowledge/catalogue.h"

/* The template; always the same. */
struct sw_template *sw_container_template(struct sw_arena *arena);
/* Whether a template is it, of whatever version. */
bool sw_is_container_template(const struct sw_template *template);

/* Ids of stencils. */
struct sw_str sw_element_stencil(enum sw_element_kind kind);
struct sw_str sw_boundary_stencil(enum sw_boundary_kind kind);
/* Of the flow that carries threats of a kind by nature: "SW.kernel"; NULL carrier: of any other connection. */
struct sw_str sw_flow_stencil(struct sw_arena *arena, const char *carrier);

/* Kinds of carriers, as the catalogue names them. */
struct sw_carrier {
	const char *name;
	const char *title;      /* of its flow's stencil */
	bool at_source;         /* the element stands by nature where the flow begins */
};
extern const struct sw_carrier sw_carriers[];
extern const size_t sw_carrier_count;
/* Key of the property that says which end's threats of that kind a flow carries: "carriesKernel". */
struct sw_str sw_carrier_key(struct sw_arena *arena, const char *carrier);
/* Its answers: Nothing, Its source, Its target. */
extern const struct sw_str sw_carried[3];

/* The row that a type of threat is, or NULL. */
const struct sw_threat_kind *sw_threat_kind_of_type(struct sw_str type);

/* Columns of the register beside the tool's own, which are known by sw_column_id of these. */
#define SW_COLUMN_STATE "state by evidence"
#define SW_COLUMN_ACTION "action items"
#define SW_COLUMN_EVIDENCE "evidence"
#define SW_COLUMN_STRIDE "STRIDE"
#define SW_COLUMN_CWE "CWE"
#define SW_COLUMN_OWNER "owner"
/* Key of an attribute of flows: whether they are encrypted: Not known, Yes, No. */
#define SW_KEY_ENCRYPTED "encrypted"
/* Key of an attribute of flows: what shows them: a grade's name. */
#define SW_KEY_SHOWN_BY "shownBy"
