/* A tag is read in parts between '-'. The first part, and whatever code name stands there, is the product's own release;
 * in the images of well-known publishers the further parts name the system underneath. */
#include "knowledge/eol.h"
#include "knowledge/data.h"

/* Whether `part` is the release or one of its versions: "3.9" fits "3.9" and "3.9.1". */
static bool is_release(struct sw_str part, struct sw_str release) {
	return sw_str_starts(part, release) && (part.n == release.n || part.p[release.n] == '.');
}

/* "18" out of "18.2", as a number; false when it does not begin with one. */
static bool major_of(struct sw_str release, uint64_t *major) {
	size_t dot = sw_str_find_byte(release, '.');
	return sw_str_to_u64(dot == SW_NPOS ? release : sw_str_sub(release, 0, dot), major);
}

/* A bare major version floats to its newest release. That one is certain only when a higher major exists, because then
 * the line is closed: "python:2" is 2.7, "python:3" may be a release that this table has not seen. */
static const struct sw_eol_cycle *newest_of_major(const struct sw_eol_product *product, struct sw_str part) {
	uint64_t wanted, major;
	const struct sw_eol_cycle *newest = NULL;
	bool closed = false;
	if (!sw_str_to_u64(part, &wanted))
		return NULL;
	for (size_t i = 0; i < product->cycle_count; i++) {
		const struct sw_eol_cycle *cycle = &product->cycles[i];
		if (!major_of(sw_str_of(cycle->release), &major))
			continue;
		closed |= major > wanted;
		if (major == wanted && (!newest || strcmp(cycle->date, newest->date) > 0))
			newest = cycle;
	}
	return closed ? newest : NULL;
}

static const struct sw_eol_cycle *own_release(const struct sw_eol_product *product, struct sw_str part) {
	const struct sw_eol_cycle *found = NULL;
	for (size_t i = 0; i < product->cycle_count; i++) {
		const struct sw_eol_cycle *cycle = &product->cycles[i];
		struct sw_str release = sw_str_of(cycle->release);
		if (cycle->code && sw_str_is(part, cycle->code))
			return cycle;
		if (is_release(part, release) && (!found || release.n > strlen(found->release)))
			found = cycle;
	}
	return found ? found : newest_of_major(product, part);
}

static bool names_image(const struct sw_eol_product *product, struct sw_str name) {
	for (const struct sw_str *image = product->images; image->n; image++)
		if (sw_str_eq(name, *image))
			return true;
	return false;
}

static void take(struct sw_eol *eol, const struct sw_eol_product *product, const struct sw_eol_cycle *cycle) {
	if (!cycle || (eol->date && strcmp(eol->date, cycle->date) <= 0))
		return;
	*eol = (struct sw_eol){.product = product->name, .cycle = cycle->label, .date = cycle->date};
}

/* "buster", or "alpine3.16" with the product's word before the release. */
static const struct sw_eol_cycle *system_release(const struct sw_eol_product *product, struct sw_str part) {
	struct sw_str word = sw_str_of(product->part);
	bool spelled = word.n && sw_str_starts(part, word) && part.n > word.n;
	for (size_t i = 0; i < product->cycle_count; i++) {
		const struct sw_eol_cycle *cycle = &product->cycles[i];
		if (cycle->code && sw_str_is(part, cycle->code))
			return cycle;
		if (spelled && is_release(sw_str_from(part, word.n), sw_str_of(cycle->release)))
			return cycle;
	}
	return NULL;
}

static bool names_its_system(struct sw_str name) {
	return sw_str_starts(name, SW_S("docker.io/library/")) || sw_str_starts(name, SW_S("mcr.microsoft.com/dotnet/"));
}

bool sw_image_eol(const struct sw_image_ref *ref, struct sw_eol *eol) {
	struct sw_str rest = ref->tag, part;
	bool first = true;
	*eol = (struct sw_eol){0};
	if (ref->tag.n == 0 || ref->name.n == 0)
		return false;
	while (sw_str_split(&rest, '-', &part)) {
		for (size_t i = 0; part.n && i < sw_eol_product_count; i++) {
			const struct sw_eol_product *product = &sw_eol_products[i];
			if (first && names_image(product, ref->name))
				take(eol, product, own_release(product, part));
			if (product->part && names_its_system(ref->name))
				take(eol, product, system_release(product, part));
		}
		first = false;
	}
	return eol->date != NULL;
}

/* IDs of os-release that images are not called after. */
static const struct {
	const char *id, *image;
} systems[] = {
	{"amzn", "docker.io/library/amazonlinux"}, {"ol", "docker.io/library/oraclelinux"}, {"opensuse-leap", "docker.io/opensuse/leap"},
	{"rocky", "docker.io/library/rockylinux"},
};

static bool is_system(const struct sw_eol_product *product, struct sw_str id) {
	for (size_t i = 0; i < sizeof systems / sizeof *systems; i++)
		if (sw_str_is(id, systems[i].id))
			return names_image(product, sw_str_of(systems[i].image));
	for (const struct sw_str *image = product->images; image->n; image++)
		if (sw_str_starts(*image, SW_S("docker.io/library/")) && sw_str_eq(sw_str_basename(*image), id))
			return true;
	return false;
}

bool sw_system_eol(struct sw_str id, struct sw_str version, struct sw_eol *eol) {
	*eol = (struct sw_eol){0};
	for (size_t i = 0; id.n && version.n && i < sw_eol_product_count; i++)
		if (is_system(&sw_eol_products[i], id))
			take(eol, &sw_eol_products[i], own_release(&sw_eol_products[i], version));
	return eol->date != NULL;
}
