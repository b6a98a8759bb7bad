/* What an image holds once its layers lie on one another: made from the accounts of its layers, the lowest first. */
#pragma once
#include "facts/layer.h"
#include "base/source.h"

struct sw_image_layer {
	struct sw_str digest;         /* of the blob, as the manifest names it; empty: it does not */
	struct sw_str diff_id;        /* as the configuration names it */
	struct sw_str created_by;     /* entry of the history that made it, as an instruction, masked; empty: not known */
	uint32_t history;             /* its place among the history's entries, from 1; 0: not known */
	struct sw_span at;            /* that entry, in the history as text */
	const struct sw_layer_account *account; /* never NULL: one that nobody read is missing */
	bool blob_differs, diff_differs; /* the bytes have another digest */
	uint64_t hidden_bytes;        /* bytes of its files that later layers replaced or removed */
	uint64_t hidden_files;
	uint32_t packages, notables, secrets; /* that it brought, of those in the lists of the contents */
	bool base;                    /* belongs to the base image, as far as that is known */
};

/* A notable file, of the final image or taken away by a later layer, whose bytes are still shipped. */
struct sw_image_file {
	struct sw_notable notable;
	uint32_t layer;               /* that holds these bytes (traits: of the last layer that set them) */
	uint32_t first_layer;         /* that brought the traits for the first time */
	uint32_t removed_by;          /* number + 1 of the layer that removed or replaced it; 0: it is in the final image */
	uint32_t owner;               /* number + 1 of the package that owns the path; 0: none */
	struct sw_span at;            /* its line in the image's list of files */
};

struct sw_image_secret {
	struct sw_layer_secret secret;
	uint32_t layer, removed_by;   /* as above */
	uint32_t owner;
	struct sw_span at;
};

/* A line of the final etc/passwd or etc/shadow. */
struct sw_image_account {
	struct sw_account account;
	uint32_t layer;
	struct sw_span at;            /* its line in the list of files; zero: nothing is wrong with it, and it has none */
};

/* An account other than root that is root all the same: user number 0. */
bool sw_account_is_second_root(const struct sw_account *account);
/* An account whose password is none, or hashed in a way that is guessed in hours. */
bool sw_account_is_open(const struct sw_account *account);

/* How the base image is known; greater is surer. */
enum sw_base_by {
	SW_BASE_UNKNOWN,
	SW_BASE_RELEASE, /* the distribution alone, from os-release */
	SW_BASE_LABEL,   /* a label says so */
	SW_BASE_LAYERS,  /* an image at hand has the same lowest layers */
};

struct sw_contents {
	SW_VEC(struct sw_image_layer) layers;
	SW_VEC(struct sw_image_file) files;     /* sorted by path, then layer */
	SW_VEC(struct sw_image_secret) secrets; /* sorted by path, line, column, layer */
	struct sw_packages packages;            /* of the final image; sorted by type, name, version, path */
	SW_VEC(struct sw_image_account) accounts; /* sorted by file and line */
	struct sw_release release;
	struct sw_str base;                     /* image that it was built from, for people; empty: not known */
	uint8_t base_by;                        /* enum sw_base_by */
	uint32_t base_layers;                   /* how many of the lowest layers are its; 0: not known */
	uint64_t files_total, bytes_total;      /* of the final image */
	bool complete;                          /* every layer was read to its end, and is what its digest says */
	bool searched;                          /* for secrets */
	bool bill;                              /* a bill of materials alone tells of it: packages are known, files are not */
	uint32_t source;                        /* number of the list of files, a text of our own; 0: none */
};

const char *sw_base_by_name(enum sw_base_by by);
/* Marks the lowest base_layers layers as the base's. */
void sw_base_mark(struct sw_contents *contents);
