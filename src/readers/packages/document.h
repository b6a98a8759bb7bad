/* Documents that readers of packages take apart: JSON, TOML, YAML and XML, and what is asked of their trees again and again.
 * Private to this folder and those below it. */
#pragma once
#include "formats/doc.h"
#include "formats/xml.h"
#include "readers/packages/read.h"

/* Reads the bytes in that grammar into `scratch`; one that cannot be read, or is one value alone, is said, and NULL. Of several
 * documents of YAML the first. */
const struct sw_node *sw_package_document(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, enum sw_package_grammar grammar);
/* The root of an XML document, which must have the name `root` (NULL: any), whatever its name space; else that is said, and
 * NULL. */
const struct sw_xml_node *sw_package_xml(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, const char *root);

/* The value of a key; of a key that is there twice the last, as the package managers do. NULL: none, or `map` is no map. */
struct sw_node *sw_tree_get(const struct sw_node *map, const char *key);
/* Its text, trimmed, when it is a scalar, else the empty text. */
struct sw_str sw_tree_text(const struct sw_node *map, const char *key);
/* It, when it is a list, else NULL. */
const struct sw_node *sw_tree_list(const struct sw_node *map, const char *key);
/* The text of a scalar, trimmed; empty for anything else, NULL among it. */
struct sw_str sw_tree_scalar(const struct sw_node *node);

/* The first child of that name, in whatever name space; NULL: none, or `node` is NULL. */
const struct sw_xml_node *sw_element(const struct sw_xml_node *node, const char *name);
/* Its text, trimmed; empty: none. */
struct sw_str sw_element_text(const struct sw_xml_node *node, const char *name);
/* The value of an attribute of `node`; empty: none. */
struct sw_str sw_element_attribute(const struct sw_xml_node *node, const char *name);
