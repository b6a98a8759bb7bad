/* Changes of an XML document that was read, as edits of its bytes: what is not edited stays exactly as it was, comments,
 * white space and elements that nobody knows included. */
#pragma once
#include "base/out.h"
#include "base/vec.h"
#include "formats/xml.h"

struct sw_xml_edit {
	size_t start, end;  /* bytes that are taken out */
	struct sw_str before, text, after; /* what is put there */
	enum { SW_XML_EDIT_RAW, SW_XML_EDIT_ESCAPED, SW_XML_EDIT_VALUE } form; /* how `text` is written */
	size_t number;
};

struct sw_xml_edits {
	struct sw_arena *arena;
	const struct sw_xml_document *document;
	SW_VEC(struct sw_xml_edit) v;
};

/* The element's text; `text.p` NULL: none at all, with the mark xsi:nil. An element that says so already is not edited. */
void sw_xml_edit_text(struct sw_xml_edits *edits, const struct sw_xml_node *node, struct sw_str text);
/* The value of an attribute that is there. */
void sw_xml_edit_attribute(struct sw_xml_edits *edits, const struct sw_xml_attribute *attribute, struct sw_str value);
/* Takes the element out. */
void sw_xml_edit_remove(struct sw_xml_edits *edits, const struct sw_xml_node *node);
/* Puts finished XML in front of `before`, a child of `parent`, or with NULL at the parent's end. Several at one place stand
 * in the order in which they were put. */
void sw_xml_edit_insert(struct sw_xml_edits *edits, const struct sw_xml_node *parent, const struct sw_xml_node *before, struct sw_str xml);

/* Writes the document with the edits. Edits inside an element that is taken out are left out with it. Of one element, either
 * its text is edited or things are put into it. */
void sw_xml_edits_write(struct sw_xml_edits *edits, struct sw_out *out);
