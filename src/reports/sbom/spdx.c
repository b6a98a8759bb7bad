/* SPDX 2.3 (ISO/IEC 5962 and its successor), JSON. */
#include "base/sha256.h"
#include "formats/json_write.h"
#include "reports/sbom/bill.h"
#include "reports/sbom/report.h"

struct other_licence {
	struct sw_str reference, written;
};

/* Licences that the list does not know, by the reference that stands for them. */
struct other_licences {
	struct sw_arena *arena;
	struct sw_map known;
	SW_VEC(struct other_licence) v;
};

static struct sw_str short_digest(struct sw_arena *arena, struct sw_str text) {
	struct sw_sha256 sha;
	char hex[65];
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, text);
	sw_sha256_hex(&sha, hex);
	return sw_arena_str(arena, sw_str(hex, 16));
}

static struct sw_str licence_of(struct other_licences *others, const struct sw_component *component) {
	struct sw_str written = component->package->licence;
	if (component->licence.n)
		return component->licence;
	if (!written.n)
		return SW_S("NOASSERTION");
	struct sw_str *reference = sw_map_get(&others->known, written);
	if (reference)
		return *reference;
	reference = SW_NEW(others->arena, struct sw_str);
	*reference = sw_arena_join(others->arena, SW_S("LicenseRef-"), short_digest(others->arena, written));
	sw_map_put(others->arena, &others->known, written, reference);
	*sw_push(others->arena, &others->v) = (struct other_licence){*reference, written};
	return *reference;
}

static struct sw_str image_id(struct sw_arena *arena, size_t image) {
	return sw_arena_printf(arena, "SPDXRef-Image-%zu", image + 1);
}

/* Ids hold letters, digits, dots and hyphens alone: a digest of what the component is. */
static struct sw_str component_id(struct sw_arena *arena, const struct sw_component *component) {
	return sw_arena_join(arena, SW_S("SPDXRef-Package-"), short_digest(arena, component->ref));
}

static void write_unasserted(struct sw_json *json, struct sw_str licence) {
	sw_json_member_z(json, "downloadLocation", "NOASSERTION");
	sw_json_member_bool(json, "filesAnalyzed", false);
	sw_json_member_z(json, "licenseConcluded", "NOASSERTION");
	sw_json_member(json, "licenseDeclared", licence);
	sw_json_member_z(json, "copyrightText", "NOASSERTION");
}

static void write_purl(struct sw_json *json, struct sw_str purl) {
	if (!purl.n)
		return;
	sw_json_key(json, "externalRefs");
	sw_json_open_list(json);
	sw_json_open_map(json);
	sw_json_member_z(json, "referenceCategory", "PACKAGE-MANAGER");
	sw_json_member_z(json, "referenceType", "purl");
	sw_json_member(json, "referenceLocator", purl);
	sw_json_close_map(json);
	sw_json_close_list(json);
}

static void write_image(struct sw_json *json, struct sw_arena *arena, const struct sw_bill_image *image, size_t number) {
	sw_json_open_map(json);
	sw_json_member(json, "SPDXID", image_id(arena, number));
	sw_json_member(json, "name", image->name);
	if (image->version.n)
		sw_json_member(json, "versionInfo", image->version);
	sw_json_member_z(json, "primaryPackagePurpose", "CONTAINER");
	if (sw_bill_lacks_layers(image->contents))
		sw_json_member_z(json, "comment", "Some layers could not be read in full: packages may be missing.");
	write_unasserted(json, SW_S("NOASSERTION"));
	write_purl(json, image->purl);
	sw_json_close_map(json);
}

static struct sw_str seen_in(struct sw_arena *arena, const struct sw_bill_image *image, const struct sw_component *component) {
	uint32_t layer = component->package->layer;
	if (layer >= image->contents->layers.n)
		return sw_arena_printf(arena, "read from /%.*s", SW_ARG(component->package->path));
	return sw_arena_printf(arena, "read from /%.*s in layer %.*s", SW_ARG(component->package->path),
			       SW_ARG(image->contents->layers.v[layer].diff_id));
}

/* Of "Name <address>" the specification wants "Name (address)". */
static struct sw_str supplier_of(struct sw_arena *arena, struct sw_str written) {
	size_t open = sw_str_find_byte(written, '<'), close = sw_str_find_byte(written, '>');
	if (!written.n)
		return SW_S("NOASSERTION");
	if (open == SW_NPOS || close == SW_NPOS || close < open)
		return sw_arena_join(arena, SW_S("Organization: "), written);
	return sw_arena_printf(arena, "Person: %.*s (%.*s)", SW_ARG(sw_str_trim(sw_str_sub(written, 0, open))),
			       SW_ARG(sw_str_sub(written, open + 1, close - open - 1)));
}

static void write_component(struct sw_json *json, struct other_licences *others, const struct sw_bill_image *image,
			    const struct sw_component *component) {
	struct sw_arena *arena = others->arena;
	sw_json_open_map(json);
	sw_json_member(json, "SPDXID", component_id(arena, component));
	sw_json_member(json, "name", component->package->name);
	if (component->package->version.n)
		sw_json_member(json, "versionInfo", component->package->version);
	sw_json_member(json, "supplier", supplier_of(arena, component->package->supplier));
	sw_json_member_z(json, "primaryPackagePurpose", "LIBRARY");
	sw_json_member(json, "sourceInfo", seen_in(arena, image, component));
	write_unasserted(json, licence_of(others, component));
	write_purl(json, component->purl);
	sw_json_close_map(json);
}

static void write_system(struct sw_json *json, struct sw_arena *arena, const struct sw_release *release, size_t number) {
	sw_json_open_map(json);
	sw_json_member(json, "SPDXID", sw_arena_printf(arena, "SPDXRef-OperatingSystem-%zu", number + 1));
	sw_json_member(json, "name", release->id);
	if (release->version_id.n)
		sw_json_member(json, "versionInfo", release->version_id);
	sw_json_member_z(json, "primaryPackagePurpose", "OPERATING-SYSTEM");
	write_unasserted(json, SW_S("NOASSERTION"));
	sw_json_close_map(json);
}

static void write_relation(struct sw_json *json, struct sw_str from, const char *kind, struct sw_str to) {
	sw_json_open_map(json);
	sw_json_member(json, "spdxElementId", from);
	sw_json_member_z(json, "relationshipType", kind);
	sw_json_member(json, "relatedSpdxElement", to);
	sw_json_close_map(json);
}

static void write_relations(struct sw_json *json, struct sw_arena *arena, const struct sw_bill *bill) {
	sw_json_key(json, "relationships");
	sw_json_open_list(json);
	for (size_t i = 0; i < bill->images.n; i++) {
		const struct sw_bill_image *image = &bill->images.v[i];
		struct sw_str id = image_id(arena, i);
		write_relation(json, SW_S("SPDXRef-DOCUMENT"), "DESCRIBES", id);
		if (image->contents->release.id.n)
			write_relation(json, id, "CONTAINS", sw_arena_printf(arena, "SPDXRef-OperatingSystem-%zu", i + 1));
		for (size_t c = 0; c < image->components.n; c++) {
			const struct sw_component *component = &image->components.v[c];
			struct sw_str own = component_id(arena, component);
			write_relation(json, id, "CONTAINS", own);
			if (component->owner)
				write_relation(json, component_id(arena, &image->components.v[component->owner - 1]), "CONTAINS", own);
		}
	}
	sw_json_close_list(json);
}

static void write_others(struct sw_json *json, const struct other_licences *others) {
	if (!others->v.n)
		return;
	sw_json_key(json, "hasExtractedLicensingInfos");
	sw_json_open_list(json);
	for (size_t i = 0; i < others->v.n; i++) {
		sw_json_open_map(json);
		sw_json_member(json, "licenseId", others->v.v[i].reference);
		sw_json_member(json, "extractedText", others->v.v[i].written);
		sw_json_close_map(json);
	}
	sw_json_close_list(json);
}

static void write_head(struct sw_json *json, const struct sw_report *report, const struct sw_bill *bill) {
	sw_json_member_z(json, "spdxVersion", "SPDX-2.3");
	sw_json_member_z(json, "dataLicense", "CC0-1.0");
	sw_json_member_z(json, "SPDXID", "SPDXRef-DOCUMENT");
	sw_json_member(json, "name", bill->name);
	sw_json_member(json, "documentNamespace", sw_arena_join(report->arena, SW_S("urn:uuid:"), bill->guid));
	sw_json_key(json, "creationInfo");
	sw_json_open_map(json);
	sw_json_member(json, "created", report->time);
	sw_json_key(json, "creators");
	sw_json_open_list(json);
	sw_json_string(json, sw_arena_printf(report->arena, "Tool: strideward-%s", report->version));
	sw_json_close_list(json);
	sw_json_close_map(json);
}

int sw_report_spdx(const struct sw_report *report, const struct sw_report_style *style, struct sw_out *out) {
	struct sw_json json = {.out = out, .indent = 2};
	struct other_licences others = {.arena = report->arena};
	struct sw_bill bill;
	(void)style;
	sw_bill_make(report, &bill);
	sw_json_open_map(&json);
	write_head(&json, report, &bill);
	sw_json_key(&json, "packages");
	sw_json_open_list(&json);
	for (size_t i = 0; i < bill.images.n; i++) {
		const struct sw_bill_image *image = &bill.images.v[i];
		write_image(&json, report->arena, image, i);
		if (image->contents->release.id.n)
			write_system(&json, report->arena, &image->contents->release, i);
		for (size_t c = 0; c < image->components.n; c++)
			write_component(&json, &others, image, &image->components.v[c]);
	}
	sw_json_close_list(&json);
	write_others(&json, &others);
	write_relations(&json, report->arena, &bill);
	sw_json_close_map(&json);
	sw_out_byte(out, '\n');
	return 0;
}
