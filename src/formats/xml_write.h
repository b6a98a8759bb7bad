/* Writing XML in the two forms that .NET gives it: the data contract serializer's (one line, `<a/>`, names as given) and
 * the XML serializer's (indented by two blanks, `<a />`). Names carry their prefixes; the caller declares name spaces where
 * the original does. Text that XML cannot hold (control characters, no UTF-8) becomes U+FFFD. */
#pragma once
#include "base/out.h"

enum { SW_XML_WRITER_DEPTH = 32 };

struct sw_xml_writer {
	struct sw_out *out;
	const char *line; /* end of a line where the form is indented; NULL: it is not */
	const char *open[SW_XML_WRITER_DEPTH];
	unsigned depth;
	bool in_tag;      /* the innermost start tag is not closed yet */
	bool filled;      /* what was written last inside the innermost element is an element */
};

/* `line` as in the struct. */
struct sw_xml_writer sw_xml_writer(struct sw_out *out, const char *line);
/* Elements are closed in the order in which they were opened. Names have static storage. */
void sw_xml_open(struct sw_xml_writer *writer, const char *name);
void sw_xml_close(struct sw_xml_writer *writer);
/* Behind sw_xml_open only. */
void sw_xml_attribute(struct sw_xml_writer *writer, const char *name, struct sw_str value);
void sw_xml_text(struct sw_xml_writer *writer, struct sw_str text);
/* An element with text alone. */
void sw_xml_leaf(struct sw_xml_writer *writer, const char *name, struct sw_str text);

/* Text with what needs it escaped, in an attribute's value or between tags. */
void sw_xml_escape(struct sw_out *out, struct sw_str text, bool attribute);
