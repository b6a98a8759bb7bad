/* Image references: what is named, where, and for what. */
#pragma once
#include "base/source.h"

struct sw_image_ref {
	struct sw_str written;    /* as it stands after variables were resolved */
	struct sw_str name;       /* normalised and complete: docker.io/library/debian */
	struct sw_str registry;   /* docker.io, ghcr.io, localhost:5000 */
	struct sw_str repository; /* library/debian */
	struct sw_str tag;        /* empty: none written */
	struct sw_str digest;     /* sha256:…, empty: none written */
	bool known;               /* no variable is left unresolved */
	bool valid;               /* the grammar of references is kept */
};

enum sw_image_use_kind {
	SW_USE_FROM,    /* base of a stage */
	SW_USE_COPY,    /* COPY --from */
	SW_USE_MOUNT,   /* RUN --mount=…,from= */
	SW_USE_SYNTAX,  /* # syntax= : runs code in the build */
	SW_USE_SERVICE, /* image of a compose service */
	SW_USE_CONTEXT, /* additional build context docker-image:// */
};

struct sw_image; /* facts/image_facts.h */

struct sw_image_use {
	struct sw_image_ref ref;
	enum sw_image_use_kind kind;
	struct sw_span at; /* the reference as written */
	int32_t stage;     /* stage it stands in; -1: none */
	struct sw_str depends; /* build arguments whose defaults made it, comma-separated; empty: none */
	const struct sw_image *found; /* the image at rest that it names; made by the join; NULL: none was given */
	bool builds;       /* a service's image that is the name given to what it builds, not something pulled */
};
