/* Formats of drawn threat models: which there are, how each is known, read and written. */
#pragma once
#include "base/diag.h"
#include "base/out.h"
#include "facts/drawing.h"

struct sw_losses; /* readers/models/losses.h */

struct sw_model_format {
	const char *name, *summary;
	/* Whether the text is meant to be of this format, by its first marks; cheap, and never exact. */
	bool (*looks_like)(struct sw_str path, struct sw_str text);
	/* -1: it cannot be read as that format, and a diagnostic says where and why. Else `into`, which is zero before, is
	 * filled as far as possible. */
	int (*read)(struct sw_drawing *into, struct sw_arena *arena, uint32_t source, struct sw_str text, struct sw_diags *diags);
	/* -1: it cannot be written at all, and losses say why. What the format cannot hold is told in losses. NULL: the
	 * format is only read. */
	int (*write)(const struct sw_drawing *drawing, struct sw_arena *arena, struct sw_losses *losses, struct sw_out *out);
};
extern const struct sw_model_format sw_model_formats[];
extern const size_t sw_model_format_count;

/* The format called `name`, or NULL. */
const struct sw_model_format *sw_model_format_of(struct sw_str name);
/* The first format that the text looks like, or NULL. */
const struct sw_model_format *sw_model_format_guess(struct sw_str path, struct sw_str text);
