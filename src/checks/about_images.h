/* The images that a subject is judged by: those a Dockerfile uses, once for the file; the one a workload names and does
 * not build. */
#pragma once
#include "checks/about_words.h"

struct sw_images {
	const struct sw_view *view;
	size_t next, context;
};

/* NULL: no more. Images of unknown or malformed names are among them. */
const struct sw_image_use *sw_next_image(struct sw_images *images);
/* " (the default of ARG BASE)" where a build argument's default made the name; else empty. */
struct sw_str sw_image_origin(const struct sw_view *view, const struct sw_image_use *use);
/* " (FILE:LINE)" of a place; empty where it has none. */
struct sw_str sw_place_words(const struct sw_view *view, struct sw_span at);
/* ", by a list that is N days old" where the list of Docker's own images is old; empty otherwise. */
struct sw_str sw_official_age(const struct sw_view *view);
/* Whether a tag, or a digest, is written; unknown where a variable may bring it. */
enum sw_tri sw_image_tagged(const struct sw_image_ref *ref);
enum sw_tri sw_image_pinned(const struct sw_image_ref *ref);
