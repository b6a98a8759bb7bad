/* What the readers of packages of programming languages share. Private to this folder. */
#pragma once
#include "formats/doc.h"
#include "formats/xml.h"
#include "readers/packages/scratch.h"

/* Takes the packages out of a document. `scratch` and the document are gone afterwards; the sink copies what it is given. */
typedef void sw_language_use(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root);

/* Read a document into memory of its own and hand it to `use`; one that cannot be read is a diagnostic. */
void sw_language_json(struct sw_package_sink *sink, struct sw_str bytes, sw_language_use *use);
/* The same with comments and with commas before closing brackets, as Bun writes its lock file. */
void sw_language_jsonc(struct sw_package_sink *sink, struct sw_str bytes, sw_language_use *use);
void sw_language_toml(struct sw_package_sink *sink, struct sw_str bytes, sw_language_use *use);
/* Of several documents the first. */
void sw_language_yaml(struct sw_package_sink *sink, struct sw_str bytes, sw_language_use *use);

/* Lets `work` work on one file with memory of its own, in proportion to the file. */
void sw_language_scratch(struct sw_package_sink *sink, struct sw_str bytes, sw_package_work *work, void *with);

/* The value of a key; of a key that is there twice the last, as the package managers do. NULL: none, or `map` is no map. */
struct sw_node *sw_language_get(const struct sw_node *map, const char *key);
/* Its text when it is a scalar, else the empty text. */
struct sw_str sw_language_text(const struct sw_node *map, const char *key);
/* The text of a scalar; empty for anything else, NULL among it. */
struct sw_str sw_language_scalar(const struct sw_node *node);

/* The first child of that name, in whatever name space; NULL: none, or `node` is NULL. An attribute's value; empty: none. */
const struct sw_xml_node *sw_language_child(const struct sw_xml_node *node, const char *name);
struct sw_str sw_language_attribute(const struct sw_xml_node *node, const char *name);

/* A diagnostic that the file is not what its name says. */
void sw_language_refuse(struct sw_package_sink *sink, const char *what);

/* Takes the next line, without its end, off *rest. False: there was none. */
bool sw_language_line(struct sw_str *rest, struct sw_str *line);
/* Blanks before the first other byte. */
size_t sw_language_indent(struct sw_str line);
/* The text without the quotes around it, if there are any: '…' or "…". */
struct sw_str sw_language_unquote(struct sw_str text);
/* The next word of *rest: what stands between white space. Empty: there is none. */
struct sw_str sw_language_word(struct sw_str *rest);
/* What stands before (behind) the first (last) `c`; without one the whole text (the empty one). */
struct sw_str sw_language_before(struct sw_str text, char c);
struct sw_str sw_language_after(struct sw_str text, char c);
struct sw_str sw_language_before_last(struct sw_str text, char c);
struct sw_str sw_language_after_last(struct sw_str text, char c);
/* Whether `folder` is one of the folders on the path. */
bool sw_language_below(struct sw_str path, const char *folder);

/* A header of the style of RFC 822: "Name: value", continued on lines that begin with white space. Takes the next off
 * *rest; lines that are none are passed over. False: the empty line after the headers, or the end. */
struct sw_language_header {
	struct sw_str name, value; /* value: as written, its lines with their ends */
};
bool sw_language_header(struct sw_str *rest, struct sw_language_header *header);
