/* What the readers of a system's package databases share: paths, lines, stanzas of fields, and memory for a while. */
#pragma once
#include "formats/doc.h"
#include "readers/packages/readers.h"

/* Whether the last parts of `path` are those of `parts`: "usr/lib/apk/db/installed" ends in "lib/apk/db/installed". */
bool sw_path_ends(struct sw_str path, const char *parts);
/* The part of `path` that stands `up` folders above its last one (0: the last part itself); empty: there is none. */
struct sw_str sw_path_part(struct sw_str path, unsigned up);
/* What of `path` stands behind the folders `folders`, wherever these are; empty: they are not in it. */
struct sw_str sw_path_below(struct sw_str path, const char *folders);

/* The next line, without its end; false at the end of the text. */
bool sw_line_next(struct sw_str *rest, struct sw_str *line);

/* A line "Key: value" and the lines behind it that begin with a blank. */
struct sw_field {
	struct sw_str key;   /* empty: the stanza ends here */
	struct sw_str value; /* trimmed; lines that go on are in it as they were written */
};

/* The next field of stanzas as dpkg, opkg and apk write them; empty lines end a stanza, lines without a colon are passed
 * over. False at the end of the text, which ends the last stanza. */
bool sw_field_next(struct sw_str *rest, struct sw_field *field);

/* A copy for a member of a package; what is longer than people or matching can use is none. */
struct sw_str sw_package_text(struct sw_package_sink *sink, struct sw_str text);

/* The text of a scalar member of a map, trimmed; empty: there is none. */
struct sw_str sw_doc_text(const struct sw_node *map, const char *key);

typedef void sw_scratch_fn(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes);

/* Calls `work` with an arena of its own for what is needed while a file is read, such as a document's tree: many small
 * databases would else pile up in the sink's. */
void sw_with_scratch(struct sw_package_sink *sink, struct sw_str bytes, sw_scratch_fn *work);

/* Read the file as a document; one that cannot be read is said to be none of `what`, and NULL. Of YAML the first document. */
const struct sw_node *sw_package_json(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, const char *what);
const struct sw_node *sw_package_yaml(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, const char *what);

/* Says that the file is not what its path says, with what the reader of its grammar said first. */
void sw_package_refuse(struct sw_package_sink *sink, const char *what, const struct sw_diags *diags);
