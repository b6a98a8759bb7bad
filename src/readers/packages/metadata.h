/* Descriptions of packages that lie on disk as well as in archives, so that two readers meet them. Private to this folder and
 * those below it. */
#pragma once
#include "readers/packages/document.h"

/* METADATA and PKG-INFO of Python's packages: headers as RFC 822 has them; of one that is there twice the first counts. False:
 * name or version are missing. */
bool sw_metadata_python(struct sw_package_sink *sink, struct sw_str text);
/* The top of a package.json of Node.js. The package, as sw_package_add returns it; NULL: name or version are missing. */
struct sw_package *sw_metadata_node(struct sw_package_sink *sink, enum sw_package_type type, const struct sw_node *root);
/* The root of a NAME.nuspec of NuGet and Chocolatey; NULL may be given. False: it has no metadata or no id. */
bool sw_metadata_nuspec(struct sw_package_sink *sink, enum sw_package_type type, const struct sw_xml_node *root);
