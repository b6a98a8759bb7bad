/* Look-alikes: names that are one slip away from a well-known image or registry, as squatters choose them. */
#pragma once
#include "base/arena.h"
#include "facts/image.h"

enum sw_lookalike_kind {
	SW_LOOKALIKE_NONE,
	SW_LOOKALIKE_TYPO,      /* one edit from an official image's name */
	SW_LOOKALIKE_NAMESPACE, /* an official image's name, dressed up, in a foreign namespace */
	SW_LOOKALIKE_REGISTRY,  /* host one edit from a well-known registry */
	SW_LOOKALIKE_DOUBLED,   /* NAME/NAME or library-NAME of an official name */
};

struct sw_lookalike {
	enum sw_lookalike_kind kind;
	const char *of;  /* what it resembles: "redis", "ghcr.io" */
};

/* Only known, valid references are judged. Whether an allowlist names the image is for the caller: what is allowed is no
 * look-alike. */
struct sw_lookalike sw_image_lookalike(const struct sw_image_ref *ref);

/* "is one letter away from the official image redis": what follows the name in a sentence. */
struct sw_str sw_lookalike_words(struct sw_arena *arena, struct sw_lookalike lookalike);

/* Edits (insert, delete, replace, swap neighbours) between a and b, counted up to 2 only. */
unsigned sw_edits(struct sw_str a, struct sw_str b);
