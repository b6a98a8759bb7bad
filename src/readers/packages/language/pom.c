/* pom.xml: what a project of Maven asks for, as far as the file itself tells the versions. Parents are other files. */
#include "base/map.h"
#include "readers/packages/document.h"
#include "readers/packages/readers.h"

enum { POM_EXPANSIONS = 8, POM_BYTES = 512 }; /* properties inside properties; length of a name or version */

struct pom {
	struct sw_arena *scratch;
	struct sw_map properties; /* name to struct sw_str */
	struct sw_map managed;    /* "GROUP:ARTIFACT" to the version as struct sw_str */
};

static void keep(struct pom *pom, struct sw_map *map, struct sw_str key, struct sw_str value) {
	struct sw_str *kept = SW_NEW(pom->scratch, struct sw_str);
	*kept = value;
	if (value.n)
		sw_map_put(pom->scratch, map, key, kept);
}

/* ${NAME} in a text, once over. Empty: a name that is not known here, or too long a text. */
static struct sw_str expand_once(const struct pom *pom, struct sw_str text) {
	struct sw_str out = {0};
	for (;;) {
		size_t start = sw_str_find(text, SW_S("${"));
		size_t end = start == SW_NPOS ? SW_NPOS : sw_str_find_byte(sw_str_from(text, start), '}');
		if (end == SW_NPOS)
			return out.n ? sw_arena_join(pom->scratch, out, text) : text;
		const struct sw_str *value = sw_map_get(&pom->properties, sw_str_sub(text, start + 2, end - 2));
		if (!value || out.n + start + value->n > POM_BYTES)
			return (struct sw_str){0};
		out = sw_arena_join(pom->scratch, out, sw_str_sub(text, 0, start));
		out = sw_arena_join(pom->scratch, out, *value);
		text = sw_str_from(text, start + end + 1);
	}
}

static struct sw_str expand(const struct pom *pom, struct sw_str text) {
	if (text.n > POM_BYTES)
		return (struct sw_str){0};
	for (unsigned i = 0; i < POM_EXPANSIONS && sw_str_contains(text, SW_S("${")); i++)
		text = expand_once(pom, text);
	return sw_str_contains(text, SW_S("${")) ? (struct sw_str){0} : text;
}

/* Names for what the project says of itself, old ones among them. */
static void read_properties(struct pom *pom, const struct sw_xml_node *project) {
	static const char *const fields[] = {"groupId", "artifactId", "version"};
	const struct sw_xml_node *parent = sw_element(project, "parent"), *properties = sw_element(project, "properties");
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct sw_str own = sw_element_text(project, fields[i]), of_parent = sw_element_text(parent, fields[i]);
		if (!own.n && i != 1)
			own = of_parent;
		keep(pom, &pom->properties, sw_arena_printf(pom->scratch, "project.%s", fields[i]), own);
		keep(pom, &pom->properties, sw_arena_printf(pom->scratch, "pom.%s", fields[i]), own);
		keep(pom, &pom->properties, sw_arena_printf(pom->scratch, "project.parent.%s", fields[i]), of_parent);
	}
	for (const struct sw_xml_node *node = properties ? properties->first : NULL; node; node = node->next)
		keep(pom, &pom->properties, node->name, sw_str_trim(node->text));
}

static struct sw_str name_of(const struct pom *pom, const struct sw_xml_node *dependency) {
	struct sw_str group = expand(pom, sw_element_text(dependency, "groupId")), artifact = expand(pom, sw_element_text(dependency, "artifactId"));
	return group.n && artifact.n ? sw_arena_printf(pom->scratch, "%.*s:%.*s", SW_ARG(group), SW_ARG(artifact)) : (struct sw_str){0};
}

static void read_managed(struct pom *pom, const struct sw_xml_node *project) {
	const struct sw_xml_node *list = sw_element(sw_element(project, "dependencyManagement"), "dependencies");
	for (const struct sw_xml_node *node = list ? list->first : NULL; node; node = node->next) {
		struct sw_str name = name_of(pom, node);
		if (name.n)
			keep(pom, &pom->managed, name, expand(pom, sw_element_text(node, "version")));
	}
}

/* "[1.0,2.0)" is a range: what is taken is known when it is built. */
static bool is_range(struct sw_str version) {
	return version.n && (version.p[0] == '[' || version.p[0] == '(');
}

static void add_all(struct sw_package_sink *sink, struct pom *pom, const struct sw_xml_node *list) {
	for (const struct sw_xml_node *node = list ? list->first : NULL; node; node = node->next) {
		struct sw_str name = name_of(pom, node), version = expand(pom, sw_element_text(node, "version"));
		const struct sw_str *managed = name.n ? sw_map_get(&pom->managed, name) : NULL;
		if (!version.n && managed)
			version = *managed;
		if (!name.n || !version.n || is_range(version))
			continue;
		struct sw_package *package = sw_package_add(sink, SW_PACKAGE_MAVEN, name, version);
		package->development = sw_str_is(sw_element_text(node, "scope"), "test");
	}
}

static void work(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	struct pom pom = {.scratch = scratch};
	const struct sw_xml_node *project = sw_package_xml(sink, scratch, bytes, "project");
	if (!project)
		return;
	read_properties(&pom, project);
	read_managed(&pom, project);
	add_all(sink, &pom, sw_element(project, "dependencies"));
	const struct sw_xml_node *profiles = sw_element(project, "profiles");
	for (const struct sw_xml_node *profile = profiles ? profiles->first : NULL; profile; profile = profile->next)
		if (sw_str_is(sw_element_text(sw_element(profile, "activation"), "activeByDefault"), "true"))
			add_all(sink, &pom, sw_element(profile, "dependencies"));
}

const struct sw_package_reader sw_package_reader_maven_pom = {
	.kind = "maven-pom",
	.names = (const char *const[]){"pom.xml", NULL},
	.limit = 8 << 20,
	.declares = true,
	.read_with = work,
};
