/* An image at rest: the configuration and the history that its layout or archive holds. Layers are not looked at. Made by
 * readers/image; the join finds it for whoever names it, and judges it by itself too. */
#pragma once
#include "facts/build.h"

struct sw_contents; /* facts/contents.h */

/* Where the bytes of a layer lie: a file beneath the target, or a piece of one. */
struct sw_blob {
	struct sw_str digest;   /* as the manifest names it; empty: nothing does */
	struct sw_str type;     /* media type; empty: not said */
	struct sw_str file;     /* path from the target's folder; empty: it is not there */
	uint64_t offset, size;  /* in bytes; size UINT64_MAX: to the file's end */
};

/* An entry of the history. */
struct sw_image_entry {
	struct sw_str created;  /* RFC 3339, as written; empty: not said */
	struct sw_span at;      /* the instruction that it was read as, in the history as text */
	bool empty;             /* it made no layer */
};

struct sw_image {
	struct sw_str path;        /* as shown: of the layout or archive, and behind '#' which of its images */
	SW_VEC(struct sw_image_ref) names; /* that it is known by; without a tag it is :latest */
	struct sw_str manifest;    /* digests that were verified, "sha256:…"; empty: there is none */
	struct sw_str index;       /* of the index that offers it among other platforms */
	struct sw_str config;
	SW_VEC(struct sw_str) layers; /* digests of the unpacked layers, the lowest first */
	SW_VEC(struct sw_blob) blobs; /* one a layer, or one alone: a root file system, archived or in a folder */
	struct sw_contents *contents; /* of the layers; NULL: they were not read */
	struct sw_str created;     /* RFC 3339, as written; empty: not said */
	struct sw_str os, architecture, variant;
	struct sw_span at;         /* the configuration's `config`, or all of it */
	struct sw_link said[SW_START_FIELD_COUNT]; /* layer IMAGE; absent ones stand at `at` */
	SW_VEC(struct sw_pair) env;
	SW_VEC(struct sw_exposed) exposed;
	SW_VEC(struct sw_path_at) volumes;
	SW_VEC(struct sw_pair) labels;
	SW_VEC(struct sw_pair) triggers; /* ONBUILD: name is the instruction's keyword in capitals, value all of it */
	SW_VEC(struct sw_image_entry) entries; /* of the history */
	struct sw_build *history;  /* one stage, whose steps are read from the history; its source is the history as text */
	enum sw_tri attested;      /* attestations stand beside it in its index; unknown: there is no index that could say so */
	bool windows;
	bool rootfs;               /* a root file system or a bill of materials alone: nobody says how it starts or what made it */
};

/* Whether a trigger of the image would state this field in a stage that is built from it. */
bool sw_image_triggers(const struct sw_image *image, enum sw_field field);
