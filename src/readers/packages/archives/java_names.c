#include "readers/packages/archives/java.h"
#include "readers/packages/document.h"
#include "readers/packages/text.h"

void sw_java_manifest_read(struct sw_arena *arena, struct sw_str text, struct sw_java_manifest *manifest) {
	const struct {
		const char *key;
		struct sw_str *value;
	} wanted[] = {
		{"Implementation-Title", &manifest->title}, {"Implementation-Version", &manifest->version},
		{"Implementation-Vendor", &manifest->vendor}, {"Bundle-SymbolicName", &manifest->bundle},
		{"Bundle-Version", &manifest->bundle_version}, {"Bundle-Vendor", &manifest->bundle_vendor},
		{"Bundle-License", &manifest->licence}, {"Automatic-Module-Name", &manifest->module},
		{"Extension-Name", &manifest->extension}, {"Short-Name", &manifest->short_name},
		{"Plugin-Version", &manifest->plugin_version}, {"Group-Id", &manifest->group},
		{"Plugin-License-Name", &manifest->plugin_licence},
	};
	struct sw_field field;
	while (sw_header_next(&text, &field))
		for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
			if (sw_str_is_nocase(field.key, wanted[i].key) && !wanted[i].value->n)
				*wanted[i].value = sw_field_joined(arena, field.value);
	manifest->bundle = sw_str_trim(sw_str_sub(manifest->bundle, 0, sw_str_find_byte(manifest->bundle, ';')));
}

struct sw_str sw_java_version(struct sw_str said) {
	size_t end = 0;
	said = sw_str_trim(said);
	if (said.n >= 2 && said.p[0] == '"' && said.p[said.n - 1] == '"')
		said = sw_str_sub(said, 1, said.n - 2);
	while (end < said.n && !sw_is_space(said.p[end]))
		end++;
	struct sw_str version = sw_str_sub(said, 0, end);
	bool begins = version.n && (sw_is_digit(version.p[0]) || (version.n > 1 && version.p[0] == 'v' && sw_is_digit(version.p[1])));
	return begins && sw_str_find_byte(version, '$') == SW_NPOS ? version : (struct sw_str){0};
}

/* Whether a part between dashes may stand behind a version's first one: "1", "SNAPSHOT", "beta2", "jre". */
static bool follows_version(struct sw_str part) {
	static const char words[] = "snapshot release final ga sp jre android alpha beta rc cr m b incubating pre preview ea jdk java redhat build "
				    "r dev all shaded jakarta patch hotfix android5 milestone sonatype atlassian empty-to-avoid-conflict-with-guava "
				    "no_aop classes dist standalone uber fat nodep linux windows osx macos x86_64 aarch_64 amd64 arm64 sources tests";
	size_t n = 0;
	while (n < part.n && (sw_is_alpha(part.p[n]) || part.p[n] == '_'))
		n++;
	struct sw_str word = sw_str_sub(part, 0, n), rest = sw_str_from(part, n);
	if (part.n && sw_is_digit(part.p[0]))
		return true;
	for (size_t i = 0; i < rest.n; i++)
		if (!sw_is_digit(rest.p[i]) && rest.p[i] != '.' && rest.p[i] != '_')
			return sw_listed_nocase(part, words);
	return sw_listed_nocase(part, words) || sw_listed_nocase(word, words);
}

static bool is_version(struct sw_str text) {
	struct sw_str rest = text, part;
	while (sw_str_split(&rest, '-', &part))
		if (!follows_version(part))
			return false;
	return true;
}

/* Words behind a version that tell what is packed and no other version: "netty-4.1.0-linux-x86_64". */
static struct sw_str without_classifier(struct sw_str version) {
	static const char words[] = "all shaded classes dist standalone uber fat nodep linux windows osx macos x86_64 aarch_64 amd64 arm64 sources tests no_aop";
	size_t dash;
	while ((dash = sw_str_rfind_byte(version, '-')) != SW_NPOS && sw_listed_nocase(sw_str_from(version, dash + 1), words))
		version = sw_str_sub(version, 0, dash);
	return version;
}

/* The version begins behind the first dash from which on everything may be one, else behind the last before a digit:
 * "log4j-1.2-api-2.17.1" is log4j-1.2-api, "guava-31.1-jre" is guava. */
struct sw_java_file sw_java_file_read(struct sw_str name) {
	enum { MOST = 512 };
	size_t dot = sw_str_rfind_byte(name, '.'), last = SW_NPOS;
	struct sw_str stem = sw_str_sub(name, 0, dot);
	for (size_t i = 1; i + 1 < stem.n && stem.n <= MOST; i++) {
		if (stem.p[i] != '-' || !sw_is_digit(stem.p[i + 1]))
			continue;
		last = i;
		if (is_version(sw_str_from(stem, i + 1)))
			break;
	}
	if (last == SW_NPOS)
		return (struct sw_java_file){.name = stem};
	return (struct sw_java_file){sw_str_sub(stem, 0, last), without_classifier(sw_str_from(stem, last + 1))};
}

void sw_java_properties_read(struct sw_str text, struct sw_java_pom *pom) {
	struct sw_str line;
	while (sw_str_split(&text, '\n', &line)) {
		size_t equals = sw_str_find_byte(line, '=');
		struct sw_str key = sw_str_trim(sw_str_sub(line, 0, equals));
		if (equals == SW_NPOS || line.p[0] == '#')
			continue;
		struct sw_str value = sw_str_trim(sw_str_from(line, equals + 1));
		if (sw_str_is(key, "groupId"))
			pom->group = value;
		else if (sw_str_is(key, "artifactId"))
			pom->artifact = value;
		else if (sw_str_is(key, "version"))
			pom->version = value;
	}
}

/* The value of one `${…}`; the text itself when it is none, empty when nothing says what it stands for. */
static struct sw_str resolve(const struct sw_xml_node *root, struct sw_str text) {
	if (!sw_str_starts(text, SW_S("${")) || text.p[text.n - 1] != '}')
		return sw_str_find_byte(text, '$') == SW_NPOS ? text : (struct sw_str){0};
	struct sw_str name = sw_str_sub(text, 2, text.n - 3), parent = {0};
	if (sw_str_starts(name, SW_S("project.parent.")))
		parent = sw_str_from(name, sizeof "project.parent." - 1);
	const struct sw_xml_node *from = sw_element(root, parent.n ? "parent" : "properties");
	for (const struct sw_xml_node *node = from ? from->first : NULL; node; node = node->next)
		if (sw_str_eq(node->name, parent.n ? parent : name))
			return sw_str_find_byte(node->text, '$') == SW_NPOS ? sw_str_trim(node->text) : (struct sw_str){0};
	return (struct sw_str){0};
}

bool sw_java_pom_read(struct sw_arena *arena, struct sw_str text, struct sw_java_pom *pom) {
	struct sw_diags unheard = {.arena = arena};
	const struct sw_xml_document *document = sw_xml_read(arena, 0, text, &unheard);
	if (!document || !sw_str_is(document->root->name, "project"))
		return false;
	const struct sw_xml_node *root = document->root, *parent = sw_element(root, "parent");
	struct sw_str group = resolve(root, sw_element_text(root, "groupId")), version = resolve(root, sw_element_text(root, "version"));
	pom->group = group.n ? group : resolve(root, sw_element_text(parent, "groupId"));
	pom->artifact = resolve(root, sw_element_text(root, "artifactId"));
	pom->version = version.n || sw_element_text(root, "version").n ? version : resolve(root, sw_element_text(parent, "version"));
	pom->licence = sw_element_text(sw_element(sw_element(root, "licenses"), "license"), "name");
	return true;
}
