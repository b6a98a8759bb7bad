/* What tells which Java library an archive is: its manifest, the poms that Maven puts into it, and the name of its file. */
#pragma once
#include "readers/packages/archives/archive.h"

/* The main section of META-INF/MANIFEST.MF; texts are empty where it does not say. */
struct sw_java_manifest {
	struct sw_str title, version, vendor;          /* Implementation-* */
	struct sw_str bundle, bundle_version, bundle_vendor, licence; /* Bundle-SymbolicName without its directives, … */
	struct sw_str module;                          /* Automatic-Module-Name */
	struct sw_str extension, short_name, plugin_version, group, plugin_licence; /* of Jenkins plugins */
};

/* "commons-lang3-3.12.0.jar": name and version. */
struct sw_java_file {
	struct sw_str name, version; /* version: empty where the name holds none */
};

/* A pom, as properties or as XML. */
struct sw_java_pom {
	struct sw_str folder; /* that it stands in, to know the two forms of one pom as such */
	struct sw_str group, artifact, version, licence;
};

void sw_java_manifest_read(struct sw_arena *arena, struct sw_str text, struct sw_java_manifest *manifest);
struct sw_java_file sw_java_file_read(struct sw_str name);
/* Properties: a line `key=value` each. */
void sw_java_properties_read(struct sw_str text, struct sw_java_pom *pom);
/* The XML form; what it does not say it has from its parent. False: it is no pom. */
bool sw_java_pom_read(struct sw_arena *arena, struct sw_str text, struct sw_java_pom *pom);
/* A version as a manifest says it, without what a build puts behind; empty: it is none, but a title or a variable. */
struct sw_str sw_java_version(struct sw_str said);
