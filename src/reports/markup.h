/* The only way from facts to markup (HTML, SVG): whatever a name or a source line holds, it comes out as text. Bytes
 * that are no UTF-8 become U+FFFD. Characters that nobody sees or that turn the reading order round are shown by their
 * number, so that a name cannot look like another one. */
#pragma once
#include "base/out.h"

/* Between tags. Line feeds and tabs stay. */
void sw_markup_text(struct sw_out *out, struct sw_str text);
/* Between the double quotes of an attribute: line feeds and tabs are escaped too. */
void sw_markup_attribute(struct sw_out *out, struct sw_str text);
/* Whether a code point is shown by its number: controls, marks of direction, invisible joiners and fillers. */
bool sw_markup_hidden(uint32_t c);
