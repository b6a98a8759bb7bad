/* A page of the catalogue for people: paragraphs and labelled entries, wrapped at 100 columns. */
#pragma once
#include "base/out.h"

enum {
	SW_PAGE_WIDTH = 100,
	SW_PAGE_LABEL = 13,  /* columns of a label and the space behind it */
	SW_PAGE_THREAT = 31, /* columns of the longest id of a threat */
};

/* Words from `column` on (it stands there already), wrapped under `indent`; '\n' in the text breaks the line too. Ends
 * with a line feed. */
void sw_page_words(struct sw_out *out, unsigned column, unsigned indent, struct sw_str text);
/* A paragraph, indented. */
void sw_page_text(struct sw_out *out, unsigned indent, struct sw_str text);
/* "Label        text", wrapped under the text. Nothing is written for an empty text; the empty label goes on. */
void sw_page_entry(struct sw_out *out, const char *label, struct sw_str text);
/* The same with "name  text", for lists of ids with what they mean; `width` is the longest name's. */
void sw_page_item(struct sw_out *out, const char *label, const char *name, unsigned width, const char *text);
/* Lines as they are, indented. */
void sw_page_code(struct sw_out *out, unsigned indent, struct sw_str text);
