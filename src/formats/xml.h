/* XML documents that hold data: a tree of elements with their attributes and text, and the bytes that each was written in.
 * The grammar is Expat's; there are no document types, so no entities but XML's own five, and nothing is ever fetched.
 * White space between elements, comments and processing instructions are not in the tree: who changes a document makes
 * edits of its bytes (formats/xml_edit.h), so all that stays where it was. Text that was written as it reads is a view
 * of the document and not a copy.
 *
 * Documents are UTF-8. Another encoding is refused with a diagnostic, because spans are bytes of what was given. */
#pragma once
#include "base/diag.h"

struct sw_xml_attribute {
	struct sw_str prefix, name; /* "" and "xmlns" for the default name space */
	struct sw_str space;        /* of the prefix; empty without a prefix */
	struct sw_str value;        /* decoded */
	struct sw_span at;          /* of the value, without its quotes */
};

struct sw_xml_node {
	struct sw_str prefix, name, space; /* space: the name space's URI; empty: none */
	const struct sw_xml_attribute *attributes; /* in the document's order, declarations of name spaces among them */
	uint32_t attribute_count;
	bool mixed;         /* it holds elements and text beside them; that text is not kept */
	struct sw_str text; /* decoded, of an element without elements; comments and the like are left out of it */
	const struct sw_xml_node *parent, *first, *last, *next; /* elements only */
	struct sw_span span;  /* from the start tag's '<' to the end tag's '>' */
	struct sw_span inner; /* between the tags; of an element that is one tag, empty at its end */
};

struct sw_xml_document {
	struct sw_str text; /* all bytes */
	uint32_t source;
	const struct sw_xml_node *root;
	size_t nodes;
};

/* Reads the document. NULL with an error diagnostic that points at the byte when it is not well-formed, has a document
 * type, is in another encoding, or is beyond the limits in base/limits.h. */
const struct sw_xml_document *sw_xml_read(struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);

/* The first child of `node` (may be NULL) with that name, or NULL. */
const struct sw_xml_node *sw_xml_child(const struct sw_xml_node *node, struct sw_str space, const char *name);
/* The next one of the same name after `node` among its siblings, or NULL. */
const struct sw_xml_node *sw_xml_more(const struct sw_xml_node *node);
/* The attribute, or NULL. */
const struct sw_xml_attribute *sw_xml_attribute_of(const struct sw_xml_node *node, struct sw_str space, const char *name);
/* What `prefix` (empty: the default) stands for inside `node` (may be NULL); empty: nothing. */
struct sw_str sw_xml_space_of(const struct sw_xml_node *node, struct sw_str prefix);
/* Whether name and space are these. */
bool sw_xml_is(const struct sw_xml_node *node, struct sw_str space, const char *name);

static inline bool sw_xml_one_tag(const struct sw_xml_node *node) {
	return node->inner.start == node->span.end;
}
