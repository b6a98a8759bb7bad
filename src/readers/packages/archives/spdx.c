#include "readers/packages/archives/bill.h"

/* A reference to what names the package elsewhere; its category is not always what the standard says. */
static void take_reference(struct sw_bill_entry *entry, struct sw_str type, struct sw_str locator) {
	if (sw_str_is(type, "purl") && !entry->purl.n)
		entry->purl = locator;
	else if ((sw_str_is(type, "cpe23Type") || sw_str_is(type, "cpe22Type")) && !entry->cpe.n)
		entry->cpe = locator;
}

/* "Organization: Docker, Inc." */
static struct sw_str without_kind(struct sw_str supplier) {
	if (sw_str_starts(supplier, SW_S("Organization: ")))
		return sw_str_from(supplier, sizeof "Organization: " - 1);
	return sw_str_starts(supplier, SW_S("Person: ")) ? sw_str_from(supplier, sizeof "Person: " - 1) : supplier;
}

/* An image is a package when a package URL says where it is from, and otherwise what the bill is about. */
static bool is_package(struct sw_str purpose, struct sw_str purl) {
	return !sw_listed(purpose, "OPERATING-SYSTEM DEVICE FILE") && (purl.n || !sw_str_is(purpose, "CONTAINER"));
}

void sw_spdx_read(struct sw_package_sink *sink, struct sw_arena *scratch, const struct sw_node *root) {
	const struct sw_node *packages = sw_tree_list(root, "packages");
	for (uint32_t i = 0; packages && i < packages->count; i++) {
		const struct sw_node *package = packages->items[i], *references = sw_tree_list(package, "externalRefs");
		struct sw_bill_entry entry = {.name = sw_tree_text(package, "name"), .version = sw_tree_text(package, "versionInfo"),
					      .licence = sw_tree_text(package, "licenseDeclared"),
					      .supplier = without_kind(sw_tree_text(package, "supplier"))};
		for (uint32_t j = 0; references && j < references->count; j++)
			take_reference(&entry, sw_tree_text(references->items[j], "referenceType"), sw_tree_text(references->items[j], "referenceLocator"));
		if (is_package(sw_tree_text(package, "primaryPackagePurpose"), entry.purl))
			sw_bill_add(sink, scratch, &entry);
	}
}

struct tags {
	struct sw_package_sink *sink;
	struct sw_arena *scratch;
	struct sw_bill_entry entry;
	struct sw_str purpose;
	bool package; /* the tags are a package's, not a file's or the document's */
};

static void end_package(struct tags *tags) {
	if (tags->package && is_package(tags->purpose, tags->entry.purl))
		sw_bill_add(tags->sink, tags->scratch, &tags->entry);
	tags->entry = (struct sw_bill_entry){0};
	tags->purpose = (struct sw_str){0};
	tags->package = false;
}

/* "PACKAGE-MANAGER purl pkg:npm/x@1" */
static void take_tag_reference(struct tags *tags, struct sw_str value) {
	struct sw_str category, type, locator = {0};
	if (sw_str_split(&value, ' ', &category) && value.p && sw_str_split(&value, ' ', &type) && value.p && sw_str_split(&value, ' ', &locator))
		take_reference(&tags->entry, type, locator);
}

static void take_tag(struct tags *tags, struct sw_str tag, struct sw_str value) {
	if (sw_str_is(tag, "PackageName") || sw_str_is(tag, "FileName") || sw_str_is(tag, "SnippetSPDXID")) {
		end_package(tags);
		tags->package = sw_str_is(tag, "PackageName");
		tags->entry.name = value;
	} else if (sw_str_is(tag, "PackageVersion")) {
		tags->entry.version = value;
	} else if (sw_str_is(tag, "PrimaryPackagePurpose")) {
		tags->purpose = value;
	} else if (sw_str_is(tag, "PackageLicenseDeclared")) {
		tags->entry.licence = value;
	} else if (sw_str_is(tag, "PackageSupplier")) {
		tags->entry.supplier = without_kind(value);
	} else if (sw_str_is(tag, "ExternalRef")) {
		take_tag_reference(tags, value);
	}
}

/* Texts between <text> and </text> may hold lines that look like tags. */
void sw_spdx_read_tags(struct sw_package_sink *sink, struct sw_arena *scratch, struct sw_str text) {
	struct tags tags = {.sink = sink, .scratch = scratch};
	struct sw_str line;
	bool inside = false;
	while (sw_str_split(&text, '\n', &line)) {
		size_t colon = sw_str_find_byte(line, ':');
		bool began = !inside;
		if (began && sw_str_contains(line, SW_S("<text>")))
			inside = true;
		if (inside && sw_str_contains(line, SW_S("</text>")))
			inside = false;
		if (began && colon != SW_NPOS && line.p[0] != '#')
			take_tag(&tags, sw_str_trim(sw_str_sub(line, 0, colon)), sw_str_trim(sw_str_from(line, colon + 1)));
	}
	end_package(&tags);
}
