/* Images at rest in reports: what all formats tell of them, and places inside of them. */
#pragma once
#include "facts/contents.h"
#include "reports/report.h"

SW_VEC_TYPE(sw_report_images, const struct sw_image *);

/* All images whose layers were looked at, in order of the inputs. */
struct sw_report_images sw_report_images(const struct sw_report *report);
/* The name that it is known by first, else its path. */
struct sw_str sw_report_image_name(const struct sw_image *image);
/* "linux/arm64/v8"; empty: not said. */
struct sw_str sw_report_platform(struct sw_arena *arena, const struct sw_image *image);
/* "12.3 MB", in thousands. */
struct sw_str sw_report_bytes(struct sw_arena *arena, uint64_t bytes);
/* "debian:12, 2 layers; a label says so"; empty: nothing is known. */
struct sw_str sw_report_base(struct sw_arena *arena, const struct sw_contents *contents);
/* "120 deb, 3 pypi"; "none". */
struct sw_str sw_report_packages(struct sw_arena *arena, const struct sw_contents *contents);
/* Why a layer is not told in full; empty: it is. */
struct sw_str sw_report_layer_fault(struct sw_arena *arena, const struct sw_image_layer *layer);
/* "deb:sudo"; empty: no package owns it. */
struct sw_str sw_report_owner(struct sw_arena *arena, const struct sw_contents *contents, uint32_t owner);
/* Names of the traits with commas between them. */
struct sw_str sw_report_traits(struct sw_arena *arena, uint32_t traits);
/* Bytes of all layers as they are stored, and unpacked. */
void sw_report_sizes(const struct sw_contents *contents, uint64_t *packed, uint64_t *unpacked);
/* "392.5 MB packed, 1.1 GB unpacked; 6562 files with 1.0 GB". */
struct sw_str sw_report_size(struct sw_arena *arena, const struct sw_contents *contents);

/* A place inside an image. */
struct sw_report_inside {
	const struct sw_image *image; /* NULL: the span is not inside of one */
	uint32_t layer;               /* number + 1; 0: of the image as a whole, or not known */
	struct sw_str path;           /* as the image's list of files shows it; empty: the place is an entry of the history */
};
/* For spans in lists of files and in histories; quick for all others. */
struct sw_report_inside sw_report_inside(const struct sw_report *report, struct sw_span at);

/* How many findings that are not hidden stand in each layer of the image: as many numbers as it has layers. */
uint32_t *sw_report_layer_findings(const struct sw_report *report, const struct sw_image *image);
/* Findings about the image itself that are not hidden, in the report's order. */
SW_VEC_TYPE(sw_report_findings, const struct sw_finding *);
struct sw_report_findings sw_report_image_findings(const struct sw_report *report, const struct sw_image *image);
/* Whether the finding is one of those, of any image whose layers were looked at. */
bool sw_report_is_of_image(const struct sw_report *report, const struct sw_finding *finding);
