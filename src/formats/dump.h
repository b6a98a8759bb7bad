/* What a JSON or YAML text says, as canonical JSON: keys sorted, no spaces, one value a line. This is how the readers
 * are held against other programs, and what people look at when they wonder how a text is read. */
#pragma once
#include "base/out.h"
#include "formats/doc.h"

/* All values of the text in a row, up to the first that is malformed. */
void sw_dump_json(struct sw_out *out, struct sw_arena *arena, uint32_t source, struct sw_str text,
		  enum sw_dialect dialect, struct sw_diags *diags);

/* All documents of the text. Under the kubectl dialect its objects: documents that are null are left out, the items of a
 * list stand for the list, and an item of an XList without kind and apiVersion is an X of the list's apiVersion; a list
 * inside a list is an error. */
void sw_dump_yaml(struct sw_out *out, struct sw_arena *arena, uint32_t source, struct sw_str text,
		  enum sw_dialect dialect, struct sw_diags *diags);
