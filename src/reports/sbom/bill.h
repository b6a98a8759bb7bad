/* What both formats say, before it is written: images and their components, each once, with an id of its own. Private to
 * this folder. */
#pragma once
#include "facts/contents.h"
#include "reports/report.h"

/* A package of an image; the same one seen in several files is one component. */
struct sw_component {
	const struct sw_package *package; /* the first of them, by path */
	struct sw_str purl;
	struct sw_str ref;                /* the purl, with a number behind it where another component has the same */
	struct sw_str licence;            /* expression of SPDX; empty: none, or none that the licence list knows */
	SW_VEC(const struct sw_package *) seen; /* in order of path */
	uint32_t owner;                   /* number + 1 of the component that owns its file; 0: none */
};

struct sw_bill_image {
	const struct sw_image *image;
	const struct sw_contents *contents;
	struct sw_str name;               /* as people call it */
	struct sw_str version;            /* digest of the manifest, else of the configuration */
	struct sw_str purl;               /* pkg:oci; empty: it has no digest */
	struct sw_str ref;
	SW_VEC(struct sw_component) components; /* by purl */
};

struct sw_bill {
	SW_VEC(struct sw_bill_image) images;    /* in order of the scan */
	struct sw_str name;                     /* of the document */
	struct sw_str guid;                     /* depends on all that is listed, and on the time */
};

/* Whether packages may be missing, because layers could not be read in full. */
bool sw_bill_lacks_layers(const struct sw_contents *contents);

void sw_bill_make(const struct sw_report *report, struct sw_bill *bill);

/* purl.c: the package URL; `release` gives distributions their name space. */
struct sw_str sw_package_purl(struct sw_arena *arena, const struct sw_package *package, const struct sw_release *release);
/* Name and name space as the type of package URLs divides them. */
void sw_package_purl_names(struct sw_arena *arena, const struct sw_package *package, const struct sw_release *release,
			   struct sw_str *space, struct sw_str *name);
