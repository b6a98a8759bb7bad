/* The XML of the Microsoft Threat Modeling Tool's files: what stands where, and how its values are read. Names are bound
 * by name space, since prefixes change their meaning with the depth. Shared by the reader and the writer, so that "the
 * file says so already" means the same to both. */
#pragma once
#include "base/map.h"
#include "facts/drawing.h"
#include "formats/xml.h"

#define SW_TM7_MODEL SW_S("http://schemas.datacontract.org/2004/07/ThreatModeling.Model")
#define SW_TM7_ABSTRACTS SW_S("http://schemas.datacontract.org/2004/07/ThreatModeling.Model.Abstracts")
#define SW_TM7_KNOWLEDGE SW_S("http://schemas.datacontract.org/2004/07/ThreatModeling.KnowledgeBase")
#define SW_TM7_INTERFACES SW_S("http://schemas.datacontract.org/2004/07/ThreatModeling.Interfaces")
#define SW_TM7_STORAGE SW_S("http://schemas.datacontract.org/2004/07/ThreatModeling.ExternalStorage.OM")
#define SW_TM7_ARRAYS SW_S("http://schemas.microsoft.com/2003/10/Serialization/Arrays")
#define SW_TM7_SERIALIZATION SW_S("http://schemas.microsoft.com/2003/10/Serialization/")
#define SW_TM7_INSTANCE SW_S("http://www.w3.org/2001/XMLSchema-instance")
#define SW_TM7_SCHEMA SW_S("http://www.w3.org/2001/XMLSchema")

#define SW_TM7_NOBODY SW_S("00000000-0000-0000-0000-000000000000") /* end of a flow that is not attached */

/* A document that was read. What is read from it points here as its origin. */
struct sw_tm7 {
	struct sw_arena *arena;
	struct sw_diags *diags;
	const struct sw_xml_document *document;
	bool template_file; /* .tb7: names without name spaces */
	bool wrapped;       /* somebody's formatter wrapped the lines: line breaks in texts mean nothing */
	struct sw_map ids;  /* z:Id to its node; only when the document has references */
	bool has_references;
	size_t reference_bytes; /* that references may still lead to */
};

/* Whether the document has references, and was wrapped. Call once. */
void sw_tm7_prepare(struct sw_tm7 *tm7);
/* The node that a reference (z:Ref) stands for, or the node itself; NULL with a diagnostic for one that leads nowhere or
 * to itself. */
const struct sw_xml_node *sw_tm7_follow(struct sw_tm7 *tm7, const struct sw_xml_node *node);

/* The text of an element (NULL: absent); `p` NULL when it is absent or nil. */
struct sw_str sw_tm7_text(const struct sw_tm7 *tm7, const struct sw_xml_node *node);
/* The same without a line break and blanks at the end, which some editors leave behind: names and values to choose. */
struct sw_str sw_tm7_label(const struct sw_tm7 *tm7, const struct sw_xml_node *node);
/* The same without white space around: ids, words of a list, numbers. */
struct sw_str sw_tm7_word(const struct sw_xml_node *node);
bool sw_tm7_truth(const struct sw_xml_node *node);
/* Says when it is no number, and takes 0. */
double sw_tm7_number(const struct sw_tm7 *tm7, const struct sw_xml_node *node);
int64_t sw_tm7_integer(const struct sw_tm7 *tm7, const struct sw_xml_node *node);
bool sw_tm7_nil(const struct sw_xml_node *node);
/* The local part of the i:type attribute, resolved against nothing: "StencilEllipse"; empty: none. */
struct sw_str sw_tm7_type(const struct sw_xml_node *node);
/* Child by name space and name, references followed. */
const struct sw_xml_node *sw_tm7_child(struct sw_tm7 *tm7, const struct sw_xml_node *node, struct sw_str space, const char *name);

/* Whether it is the property that holds an element's name. */
bool sw_tm7_is_name(const struct sw_drawn_property *property);
void sw_tm7_read_drawing(struct sw_tm7 *tm7, struct sw_drawing *into);
void sw_tm7_read_properties(struct sw_tm7 *tm7, const struct sw_xml_node *list, struct sw_drawn *drawn);
/* Texts of a threat that stand among its properties, in the order in which the tool writes them. */
struct sw_tm7_standard {
	const char *key;
	size_t offset; /* of the text in struct sw_drawn_threat */
	bool always;   /* written also when it is empty */
};
extern const struct sw_tm7_standard sw_tm7_standards[];
extern const size_t sw_tm7_standard_count;
const struct sw_tm7_standard *sw_tm7_standard_of(struct sw_str key);
struct sw_str sw_tm7_standard_get(const struct sw_drawn_threat *threat, const struct sw_tm7_standard *standard);
/* False: the word is none of the tool's; *state is then not started. */
bool sw_tm7_state_of(struct sw_str word, enum sw_drawn_state *state);
void sw_tm7_read_threats(struct sw_tm7 *tm7, struct sw_drawing *into);
/* Ellipse, Rectangle … */
const char *sw_tm7_shape_word(enum sw_stencil_shape shape);
/* `base`: the KnowledgeBase element, of either form. */
struct sw_template *sw_tm7_read_template(struct sw_tm7 *tm7, const struct sw_xml_node *base);
