#include "readers/packages/archives/bill.h"
#include "formats/json.h"
#include "formats/purl.h"
#include "formats/yaml.h"

/* ---- entries ---- */

/* Several of our types may have one type of package URL: the first in order has it, and what is generic is that. */
static enum sw_package_type type_of(struct sw_str purl_type) {
	if (sw_str_is(purl_type, "generic"))
		return SW_PACKAGE_GENERIC;
	if (sw_str_is(purl_type, "oci"))
		return SW_PACKAGE_IMAGE;
	for (int type = SW_PACKAGE_NONE + 1; type < SW_PACKAGE_TYPE_COUNT; type++)
		if (sw_str_is(purl_type, sw_package_purl_type((enum sw_package_type)type)))
			return (enum sw_package_type)type;
	return SW_PACKAGE_GENERIC;
}

static struct sw_str qualifier(const struct sw_purl *purl, const char *key) {
	for (size_t i = 0; i < purl->qualifiers.n; i++)
		if (sw_str_is(purl->qualifiers.v[i].key, key))
			return purl->qualifiers.v[i].value;
	return (struct sw_str){0};
}

/* The package that it was built from: "openssl", "openssl@3.0.11-1", "openssl-1.1.1k-15.src.rpm". */
static void set_source(struct sw_arena *arena, struct sw_package *package, struct sw_str upstream) {
	if (sw_str_ends(upstream, SW_S(".src.rpm"))) {
		struct sw_str whole = sw_str_sub(upstream, 0, upstream.n - (sizeof ".src.rpm" - 1));
		size_t release = sw_str_rfind_byte(whole, '-'), version = sw_str_rfind_byte(sw_str_sub(whole, 0, release), '-');
		if (release == SW_NPOS || version == SW_NPOS)
			return;
		package->source = sw_arena_str(arena, sw_str_sub(whole, 0, version));
		package->source_version = sw_arena_str(arena, sw_str_from(whole, version + 1));
		return;
	}
	size_t at = sw_str_rfind_byte(upstream, '@');
	package->source = sw_arena_str(arena, sw_str_sub(upstream, 0, at));
	package->source_version = sw_arena_str(arena, at == SW_NPOS ? (struct sw_str){0} : sw_str_from(upstream, at + 1));
}

static struct sw_package *add_purl(struct sw_package_sink *sink, const struct sw_purl *purl, struct sw_str version) {
	enum sw_package_type type = type_of(purl->type);
	struct sw_arena *arena = sink->arena;
	struct sw_str epoch = qualifier(purl, "epoch");
	struct sw_package *package = sw_package_add(sink, type, purl->name, purl->version.n ? purl->version : version);
	bool last;
	char divider = sw_package_divider(type, &last);
	if (purl->space.n && divider)
		package->name = sw_arena_printf(arena, "%.*s%c%.*s", SW_ARG(purl->space), divider, SW_ARG(purl->name));
	if (type == SW_PACKAGE_RPM && epoch.n && !sw_str_is(epoch, "0"))
		package->version = sw_arena_printf(arena, "%.*s:%.*s", SW_ARG(epoch), SW_ARG(package->version));
	package->architecture = sw_arena_str(arena, qualifier(purl, "arch"));
	set_source(arena, package, qualifier(purl, "upstream"));
	return package;
}

/* "1.21.1" of "cpe:2.3:a:nginx:nginx:1.21.1:*:…" and of "cpe:/a:nginx:nginx:1.21.1". */
static struct sw_str cpe_version(struct sw_str cpe) {
	struct sw_str part = {0};
	unsigned wanted = sw_str_starts(cpe, SW_S("cpe:2.3:")) ? 5 : 4;
	for (unsigned i = 0; i <= wanted; i++)
		if (!sw_str_split(&cpe, ':', &part))
			return (struct sw_str){0};
	return sw_str_is(part, "*") || sw_str_is(part, "-") ? (struct sw_str){0} : part;
}

void sw_bill_add(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_bill_entry *entry) {
	struct sw_purl purl;
	struct sw_package *package;
	struct sw_str version = entry->version.n ? entry->version : cpe_version(entry->cpe);
	if (entry->purl.n && sw_purl_read(scratch, entry->purl, &purl))
		package = add_purl(sink, &purl, version);
	else if (entry->name.n && version.n)
		package = sw_package_add(sink, SW_PACKAGE_GENERIC, entry->name, version);
	else
		return;
	bool none = sw_str_is(entry->licence, "NOASSERTION") || sw_str_is(entry->licence, "NONE");
	package->licence = none ? (struct sw_str){0} : sw_arena_str(sink->arena, entry->licence);
	package->supplier = sw_str_is(entry->supplier, "NOASSERTION") ? (struct sw_str){0} : sw_arena_str(sink->arena, entry->supplier);
}

/* ---- files ---- */

/* Names that other programs use, too: a file of another kind is worth a note, no more. */
static bool is_common_name(struct sw_str path) {
	return sw_listed_nocase(sw_str_basename(path), "bom.json bom.xml sbom.json sbom.xml");
}

static void refuse(struct sw_package_sink *sink) {
	sw_package_say(sink, is_common_name(sink->path) ? SW_DIAG_NOTE : SW_DIAG_ERROR, "bill-unknown",
		       "is no bill of materials that is known: CycloneDX as JSON or XML, SPDX 2 as JSON, YAML or tags");
}

/* A bill may lie in an attestation, as its predicate. */
static void read_tree(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	const struct sw_node *inner = sw_tree_get(root, "predicate");
	if (sw_node_is(inner, SW_NODE_MAP))
		root = inner;
	if (sw_str_is(sw_tree_text(root, "bomFormat"), "CycloneDX"))
		sw_cyclonedx_read_json(sink, scratch, root);
	else if (sw_str_starts(sw_tree_text(root, "spdxVersion"), SW_S("SPDX-2.")))
		sw_spdx_read(sink, scratch, root);
	else
		refuse(sink);
}

static void read_yaml(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, struct sw_diags *unheard) {
	struct sw_yaml_stream stream = {0};
	sw_yaml_read(scratch, 0, bytes, SW_DIALECT_KUBECTL, &stream, unheard);
	read_tree(sink, scratch, stream.n ? stream.v[0].root : NULL);
}

static void read_xml(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes, struct sw_diags *unheard) {
	const struct sw_xml_document *document = sw_xml_read(scratch, 0, bytes, unheard);
	if (document && sw_str_is(document->root->name, "bom") && sw_str_contains(document->root->space, SW_S("cyclonedx.org/schema/bom/")))
		sw_cyclonedx_read_xml(sink, scratch, document->root);
	else
		refuse(sink);
}

static void read_bill(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str bytes) {
	enum { HEAD_BYTES = 4096 };
	struct sw_diags unheard = {.arena = scratch};
	struct sw_str text = sw_str_starts(bytes, SW_S("\xef\xbb\xbf")) ? sw_str_from(bytes, 3) : bytes;
	struct sw_str start = sw_str_trim(text), head = sw_str_sub(start, 0, HEAD_BYTES);
	if (sw_str_starts(start, SW_S("{")))
		read_tree(sink, scratch, sw_json_read_one(scratch, 0, text, SW_DIALECT_KUBECTL, &unheard));
	else if (sw_str_starts(start, SW_S("<")))
		read_xml(sink, scratch, start, &unheard);
	else if (sw_str_starts(head, SW_S("SPDXVersion:")) || sw_str_contains(head, SW_S("\nSPDXVersion:")))
		sw_spdx_read_tags(sink, scratch, text);
	else if (sw_str_contains(bytes, SW_S("spdxVersion:")))
		read_yaml(sink, scratch, text, &unheard);
	else
		refuse(sink);
}

/* Where Docker's hardened images keep theirs: opt/docker/sbom/python/.spdx.python.json. */
static bool is_spdx(struct sw_str path) {
	struct sw_str name = sw_str_basename(path);
	return !sw_str_ends(name, SW_S(".json")) || sw_str_ends(name, SW_S(".spdx.json")) || sw_str_starts(name, SW_S(".spdx."));
}

static const char *const cyclonedx_names[] = {"bom.json", "bom.xml", "cyclonedx.json", "cyclonedx.xml", "sbom.json", "sbom.xml", NULL};
static const char *const cyclonedx_endings[] = {".cdx.json", ".cdx.xml", ".cyclonedx.json", ".cyclonedx.xml", NULL};
static const char *const spdx_names[] = {"spdx.json", NULL};
static const char *const spdx_endings[] = {".spdx.json", ".spdx.yml", ".spdx.yaml", ".spdx", ".json", NULL};

const struct sw_package_reader sw_package_reader_cyclonedx = {
	.kind = "cyclonedx", .names = cyclonedx_names, .endings = cyclonedx_endings, .read_with = read_bill,
};
const struct sw_package_reader sw_package_reader_spdx = {
	.kind = "spdx", .names = spdx_names, .endings = spdx_endings, .claims = is_spdx, .read_with = read_bill,
};
