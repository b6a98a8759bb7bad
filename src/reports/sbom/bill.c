#include "reports/sbom/bill.h"
#include "base/guid.h"
#include "base/sha256.h"
#include "formats/purl.h"
#include "knowledge/image_name.h"
#include "knowledge/licence.h"
#include <stdlib.h>

bool sw_bill_lacks_layers(const struct sw_contents *contents) {
	return !contents->complete && !contents->bill;
}

struct entry {
	const struct sw_package *package;
	struct sw_str purl;
	uint32_t number; /* among the image's packages */
};

static int entry_order(const void *a, const void *b) {
	const struct entry *left = a, *right = b;
	int order = sw_str_cmp(left->purl, right->purl);
	if (!order)
		order = sw_str_cmp(left->package->path, right->package->path);
	return order ? order : (left->number > right->number) - (left->number < right->number);
}

static void add_components(struct sw_arena *arena, struct sw_bill_image *image) {
	const struct sw_packages *packages = &image->contents->packages;
	struct entry *entries = SW_NEW_ARRAY(arena, struct entry, packages->n + 1);
	uint32_t *component_of = SW_NEW_ARRAY(arena, uint32_t, packages->n + 1);
	size_t n = 0;
	for (size_t i = 0; i < packages->n; i++)
		if (!packages->v[i].development) /* what only developers need is no part of the image */
			entries[n++] = (struct entry){&packages->v[i], sw_package_purl(arena, &packages->v[i], &image->contents->release), (uint32_t)i};
	qsort(entries, n, sizeof *entries, entry_order);
	for (size_t i = 0; i < n; i++) {
		struct sw_component *last = image->components.n ? &image->components.v[image->components.n - 1] : NULL;
		if (!last || !sw_str_eq(last->purl, entries[i].purl)) {
			last = sw_push(arena, &image->components);
			*last = (struct sw_component){.package = entries[i].package, .purl = entries[i].purl};
		}
		if (!last->licence.n)
			last->licence = sw_licence_expression(arena, entries[i].package->licence);
		*sw_push(arena, &last->seen) = entries[i].package;
		component_of[entries[i].number] = (uint32_t)image->components.n;
	}
	for (size_t i = 0; i < image->components.n; i++) {
		uint32_t owner = image->components.v[i].package->owner;
		image->components.v[i].owner = owner && owner <= packages->n ? component_of[owner - 1] : 0;
	}
}

/* pkg:oci names an image by its digest; the repository is a qualifier, because it is only where it may be found. */
static struct sw_str image_purl(struct sw_arena *arena, const struct sw_bill_image *image) {
	const struct sw_image *found = image->image;
	const struct sw_image_ref *ref = found->names.n ? &found->names.v[0] : NULL;
	if (!found->manifest.n)
		return (struct sw_str){0};
	struct sw_str name = ref ? sw_str_basename(ref->repository) : sw_str_basename(found->path);
	struct sw_purl purl = {.type = SW_S("oci"), .name = sw_arena_lower(arena, name), .version = found->manifest};
	sw_purl_qualify(arena, &purl, SW_S("arch"), found->architecture);
	if (ref) {
		sw_purl_qualify(arena, &purl, SW_S("repository_url"), ref->name);
		sw_purl_qualify(arena, &purl, SW_S("tag"), ref->tag);
	}
	return sw_purl_write(arena, &purl);
}

/* One document may speak of several images that hold the same package. */
static void name_refs(struct sw_arena *arena, struct sw_bill *bill) {
	for (size_t i = 0; i < bill->images.n; i++) {
		struct sw_bill_image *image = &bill->images.v[i];
		image->ref = image->purl.n ? image->purl : sw_arena_printf(arena, "image-%zu", i + 1);
		for (size_t c = 0; c < image->components.n; c++)
			image->components.v[c].ref = bill->images.n == 1 ? image->components.v[c].purl
									  : sw_arena_printf(arena, "image-%zu/%.*s", i + 1, SW_ARG(image->components.v[c].purl));
	}
}

static void add_image(const struct sw_report *report, struct sw_bill *bill, const struct sw_image *image) {
	struct sw_arena *arena = report->arena;
	struct sw_bill_image *kept = sw_push(arena, &bill->images);
	*kept = (struct sw_bill_image){.image = image, .contents = image->contents};
	kept->name = image->names.n ? sw_image_ref_name(arena, &image->names.v[0]) : image->path;
	kept->version = image->manifest.n ? image->manifest : image->config;
	kept->purl = image_purl(arena, kept);
	add_components(arena, kept);
}

static struct sw_str guid_of(const struct sw_report *report, const struct sw_bill *bill) {
	struct sw_sha256 sha;
	char hex[65];
	sw_sha256_start(&sha);
	sw_sha256_add(&sha, report->time);
	for (size_t i = 0; i < bill->images.n; i++) {
		const struct sw_bill_image *image = &bill->images.v[i];
		sw_sha256_add(&sha, image->name);
		sw_sha256_add(&sha, image->version);
		for (size_t c = 0; c < image->components.n; c++)
			sw_sha256_add(&sha, image->components.v[c].ref);
	}
	sw_sha256_hex(&sha, hex);
	return sw_guid_of(report->arena, sw_str_of(hex));
}

void sw_bill_make(const struct sw_report *report, struct sw_bill *bill) {
	*bill = (struct sw_bill){0};
	for (size_t i = 0; i < report->system->factsets.n; i++) {
		const struct sw_factset *set = report->system->factsets.v[i];
		for (size_t j = 0; j < set->images.n; j++)
			if (set->images.v[j].contents)
				add_image(report, bill, &set->images.v[j]);
	}
	name_refs(report->arena, bill);
	bill->name = bill->images.n == 1 ? bill->images.v[0].name : SW_S("images of a scan");
	bill->guid = guid_of(report, bill);
}
