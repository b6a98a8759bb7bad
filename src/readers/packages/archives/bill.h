/* Bills of materials that others wrote: CycloneDX and SPDX. Each reader of a form gives entries, which become packages
 * by their package URL where they have one. */
#pragma once
#include "readers/packages/document.h"
#include "readers/packages/readers.h"

/* One thing that a bill lists; texts as it writes them. */
struct sw_bill_entry {
	struct sw_str name, version;
	struct sw_str purl, cpe;
	struct sw_str licence, supplier;
};

/* Adds what is a package: with a package URL, or with a name and a version. */
void sw_bill_add(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_bill_entry *entry);

void sw_cyclonedx_read_json(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root);
void sw_cyclonedx_read_xml(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_xml_node *root);
/* JSON, and YAML, which has the same members. */
void sw_spdx_read(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root);
/* A line `Tag: value` each. */
void sw_spdx_read_tags(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str text);
